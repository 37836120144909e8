import { StoreRefused } from '@storewire/core';

/**
 * Cuts bytes into lines of UTF-8, without their ends (`\n`, `\r\n`); the last one needs none. Never holds more than
 * one line.
 * @throws StoreRefused for a line longer than `maxLineBytes`.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      parts.push(text.slice(from, end));
      yield withoutReturn(parts.join(''));
      parts = [];
      held = 0;
      from = end + 1;
    }
    if (from < text.length) {
      parts.push(text.slice(from));
      held += text.length - from;
      if (held > maxLineBytes)
        throw new StoreRefused(`a line is longer than ${maxLineBytes} bytes`);
    }
  }
  parts.push(decoder.decode());
  const last = parts.join('');
  if (last !== '') yield withoutReturn(last);
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

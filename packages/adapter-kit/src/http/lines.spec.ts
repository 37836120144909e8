import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitLines } from './lines.js';

async function* chunksOf(bytes: Uint8Array, sizes: readonly number[]) {
  let from = 0;
  for (const size of sizes) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
  yield bytes.subarray(from);
}

async function linesOf(text: string, sizes: readonly number[], max = 1000): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of splitLines(chunksOf(Buffer.from(text), sizes), max)) lines.push(line);
  return lines;
}

describe('splitLines', () => {
  it('does not depend on where the chunks end, also inside a letter', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }).map((s) => s.replace(/[\r\n\uFEFF]/g, ''))),
        fc.array(fc.integer({ min: 0, max: 5 })),
        async (lines, sizes) => {
          const text = lines.map((line) => `${line}\r\n`).join('');
          expect(await linesOf(text, sizes)).toEqual(lines);
        },
      ),
    ));

  it('needs no end of the last line', async () =>
    expect(await linesOf('a\nb', [1])).toEqual(['a', 'b']));

  it('refuses a line that never ends', async () =>
    expect(linesOf('x'.repeat(50), [10, 10, 10], 25)).rejects.toThrow('longer than 25 bytes'));
});

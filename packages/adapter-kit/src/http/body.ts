import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { StoreRefused } from '@storewire/core';

/** Encodings this client can read, as it tells the store. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** The body without its transfer compression. */
export function decoded(body: Readable, encoding: string | undefined): Readable {
  const stream = decoderOf(encoding?.trim().toLowerCase());
  // A failure on either side ends the iteration of the decoder; there is nothing else to do about it.
  return stream ? pipeline(body, stream, () => undefined) : body;
}

function decoderOf(encoding: string | undefined) {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}

/** @throws StoreRefused for more than `maxBytes` after decompression. */
export async function readText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new StoreRefused(`its answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

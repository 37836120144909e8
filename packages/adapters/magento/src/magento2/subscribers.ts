import { deflateRawSync, inflateRawSync } from 'node:zlib';

const BITS = 8;
/** Ids beyond are not remembered: 16 million customers, two megabytes. */
const HIGHEST = 16_000_000;

/** Which customers were subscribed when they were last looked at: one bit for each id, as short text in a cursor. */
export class Subscribers {
  #bits: Uint8Array;
  #text: string | undefined;

  private constructor(bits: Uint8Array) {
    this.#bits = bits;
  }

  static none(): Subscribers {
    return new Subscribers(new Uint8Array(0));
  }

  /** @throws when the text is damaged. */
  static read(text: string): Subscribers {
    const bits = text === '' ? new Uint8Array(0) : inflateRawSync(Buffer.from(text, 'base64url'));
    return new Subscribers(new Uint8Array(bits));
  }

  has(id: number): boolean {
    return ((this.#bits[Math.floor(id / BITS)] ?? 0) & (1 << (id % BITS))) !== 0;
  }

  set(id: number, isSubscribed: boolean): void {
    if (id < 0 || id > HIGHEST || this.has(id) === isSubscribed) return;
    this.#text = undefined;
    const at = Math.floor(id / BITS);
    if (at >= this.#bits.length) {
      const longer = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      longer.set(this.#bits);
      this.#bits = longer;
    }
    this.#bits[at] = (this.#bits[at] ?? 0) ^ (1 << (id % BITS));
  }

  get text(): string {
    this.#text ??= this.#bits.some((byte) => byte !== 0)
      ? deflateRawSync(this.#bits).toString('base64url')
      : '';
    return this.#text;
  }
}

/** Independent sequences of chance, so that a new draw in one document never changes another. */
export const STREAM = {
  customer: 1,
  customerDetail: 2,
  guest: 3,
  order: 4,
  orderDetail: 5,
  product: 6,
  life: 7,
  secrets: 8,
} as const;

/** Turns the seed of a store, number or text, into 32 bits (FNV-1a). */
export function seedOf(seed: string | number): number {
  let hash = 0x811c9dc5;
  for (const char of String(seed)) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Chance that repeats itself: the same seed, stream and index always give the same draws, so any
 * document of a large store can be made on its own, without those before it.
 */
export class Dice {
  #state: number;

  constructor(seed: number, stream: number, index: number) {
    let h = (seed ^ Math.imul(stream, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
    h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
    h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
    this.#state = (h ^ (h >>> 16)) >>> 0;
  }

  /** The next draw, an integer in [0, 2^32) (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A number in [0, 1). */
  fraction(): number {
    return this.next() / 0x1_0000_0000;
  }

  /** An integer in [min, max], both included. */
  between(min: number, max: number): number {
    return min + Math.floor(this.fraction() * (max - min + 1));
  }

  /** True in about `percent` of one hundred draws. */
  chance(percent: number): boolean {
    return this.fraction() * 100 < percent;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.between(0, list.length - 1)] ?? list[0];
  }

  /** `length` characters out of `alphabet`. */
  text(length: number, alphabet: string): string {
    let out = '';
    while (out.length < length) out += alphabet.charAt(this.between(0, alphabet.length - 1));
    return out;
  }

  hex(length: number): string {
    return this.text(length, '0123456789abcdef');
  }
}

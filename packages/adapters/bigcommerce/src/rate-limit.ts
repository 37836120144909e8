import type { HttpResponse } from '@storewire/core';

/** Calls slow down when less than this part of the window's quota is left: other apps of the store share it. */
const SPARE = 0.1;
const FIRST_OVERLOAD_MS = 5_000;
const LONGEST_OVERLOAD_MS = 300_000;

type Headers = HttpResponse['headers'];

const numberIn = (headers: Headers, name: string): number | undefined => {
  const value = Number(headers[`x-rate-limit-${name}`] || Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
};

/** Milliseconds until the store's window of 30 s begins anew, where the answer says so. */
export const resetMs = (headers: Headers): number | undefined => numberIn(headers, 'time-reset-ms');

/**
 * How long to leave the store alone after an answer: until the window ends when it is used up, an even share of the
 * rest of it when the quota runs low.
 *
 * @see docs/adapters/bigcommerce.md#limits
 */
export function pauseAfter({ status, headers }: HttpResponse): number | undefined {
  const reset = resetMs(headers);
  const left = numberIn(headers, 'requests-left');
  const quota = numberIn(headers, 'requests-quota');
  if (reset === undefined) return undefined;
  if (status === 429 || left === 0) return reset;
  if (left === undefined || quota === undefined || left >= quota * SPARE) return undefined;
  return reset / (left + 1);
}

/** A 429 without limit headers means that the platform is overloaded: each one in a row doubles the wait. */
export class Overload {
  #inARow = 0;

  next(): number {
    return Math.min(LONGEST_OVERLOAD_MS, FIRST_OVERLOAD_MS * 2 ** this.#inARow++);
  }

  over(): void {
    this.#inARow = 0;
  }
}

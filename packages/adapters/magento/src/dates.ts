import { convert, type Instant } from '@storewire/core';

export const SECOND_MS = 1000;

/** Milliseconds since 1970 of a UTC time without `Z`, or of one with an offset; `undefined` for a zero date. */
export function utcMs(date: unknown): number | undefined {
  const instant = convert('utcInstant', date, {});
  return typeof instant === 'string' ? Date.parse(instant) : undefined;
}

/** A date parameter: UTC with a blank in the middle. Magento takes nothing with `T` or `Z`. */
export const utcParameter = (ms: number): string =>
  new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

export const instantOf = (ms: number): Instant => new Date(ms).toISOString();

/** Whole seconds, all that Magento keeps. */
export const floorToSecond = (ms: number): number => Math.floor(ms / SECOND_MS) * SECOND_MS;
export const ceilToSecond = (ms: number): number => Math.ceil(ms / SECOND_MS) * SECOND_MS;

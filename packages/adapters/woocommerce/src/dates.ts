import { convert, type Instant } from '@storewire/core';

/** What every WooCommerce document has. */
export interface WooDocument {
  readonly id: number;
  readonly date_created_gmt?: string | null;
  readonly date_modified_gmt?: string | null;
}

/** Milliseconds since 1970 of a `_gmt` date, which is UTC without a `Z`; `undefined` when it is none. */
export function gmtMs(date: unknown): number | undefined {
  const instant = convert('utcInstant', date, {});
  return typeof instant === 'string' ? Date.parse(instant) : undefined;
}

/**
 * A date parameter. Sent together with `dates_are_gmt=true`, always: otherwise WooCommerce reads it in the shop's
 * zone, `Z` or not, and the window shifts by hours without a word.
 */
export const gmtParameter = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

/** Whole seconds, all that WooCommerce keeps. */
export const floorToSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;

export const instantOf = (ms: number): Instant => new Date(ms).toISOString();

/** `date_modified_gmt`; it is null for an account that nobody ever edited. */
export const versionOf = (document: WooDocument): string | undefined =>
  document.date_modified_gmt ?? document.date_created_gmt ?? undefined;

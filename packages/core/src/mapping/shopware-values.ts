import { word } from './bag.js';
import { canonicalDecimal } from './decimal.js';

// What the converters of both Shopwares read documents with.

export const decimalOf = (value: unknown, currency: string | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number'
    ? canonicalDecimal(String(value), currency)
    : undefined;

export interface Prices {
  readonly now: string | undefined;
  /** The struck-through price, only while it is the higher one. */
  readonly before: string | undefined;
}

export const pricesOf = (now: string | undefined, before: string | undefined): Prices => ({
  now,
  before:
    now !== undefined && before !== undefined && Number(before) > Number(now) ? before : undefined,
});

export const salePrice = ({ now, before }: Prices): string | null | undefined =>
  now === undefined ? undefined : before === undefined ? null : now;

/** A whole number, written as one or as text. */
export const wholeNumber = (value: unknown): number | undefined =>
  (typeof value === 'number' || word(value) !== undefined) && Number.isInteger(Number(value))
    ? Number(value)
    : undefined;

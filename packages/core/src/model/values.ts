/** A UTC instant as ISO 8601 with milliseconds and `Z`: `2026-11-21T16:03:44.000Z`. */
export type Instant = string;

/** A decimal number as text, never a float: `149.99`. The currency stands beside it. */
export type Decimal = string;

/** ISO 4217, three capitals. */
export type CurrencyCode = string;

/** BCP 47: `pl`, `pl-PL`. */
export type LanguageTag = string;

/**
 * A canonical value: `undefined` is "the store said nothing", `null` is "the store said it is empty".
 * The difference is kept all the way to delivery, so that silence never erases anything.
 */
export type Known<T> = T | null | undefined;

export const CHANNELS = ['email', 'mobile'] as const;
export type Channel = (typeof CHANNELS)[number];

/** `unknown` is what a platform that cannot tell "never asked" from "no" gives. */
export const CONSENT_STATES = ['in', 'out', 'pending', 'unknown'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

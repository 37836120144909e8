import { sha256Hex } from '@storewire/adapter-kit';
import { convert, type Instant } from '@storewire/core';

/** What every object of the REST API has. Times are ISO 8601 with the shop's offset: `2026-11-18T10:12:00+0100`. */
export interface ApiDocument {
  readonly id: number;
  readonly changed?: string | null;
}

export interface CustomerDocument extends ApiDocument {
  readonly email: string;
  /** 1 for a guest, for whom Shopware makes a customer with each order. */
  readonly accountMode: number;
  /** The day of the registration. */
  readonly firstLogin?: string | null;
  readonly newsletter?: number;
  readonly paymentId?: number;
  readonly shopId?: number;
}

export interface OrderDocument extends ApiDocument {
  readonly number?: string | null;
  readonly orderTime?: string | null;
  readonly clearedDate?: string | null;
  readonly orderStatusId: number;
  readonly shopId?: number;
  readonly details?: readonly { readonly mode?: number }[];
}

export interface ArticleDocument extends ApiDocument {
  readonly name?: string;
  readonly added?: string | null;
  readonly images?: readonly { readonly mediaId?: number; readonly main?: number }[];
  readonly details?: readonly object[];
  readonly categories?: readonly object[] | Readonly<Record<string, object>>;
}

/** Milliseconds since 1970; `undefined` for null and for the zero date. */
export function msOf(time: unknown): number | undefined {
  const instant = convert('isoInstant', time, {}) as Instant | null | undefined;
  return instant ? Date.parse(instant) : undefined;
}

/** The shop's own clock face of a time in an answer, as its filters want it: `2026-11-18 10:12:00`. */
export const wallClock = (time: string): string => time.slice(0, 19).replace('T', ' ');

/** A clock face moved by some time; which zone it is in does not matter for that. */
export const movedBy = (wall: string, ms: number): string =>
  wallClock(new Date(Date.parse(`${wall.replace(' ', 'T')}Z`) + ms).toISOString());

const HOUR_MS = 3_600_000;

/** The earliest and the latest clock face an instant can have anywhere; the API does not tell the shop's zone. */
export const earliestWall = (instant: Instant): string =>
  movedBy(wallClock(instant), -12 * HOUR_MS);
export const latestWall = (instant: Instant): string => movedBy(wallClock(instant), 14 * HOUR_MS);

/** Changes whenever the row of a list does. */
export const rowVersion = (row: object): string => sha256Hex(JSON.stringify(row)).slice(0, 16);

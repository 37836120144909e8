import { failedAnswerOf } from '@storewire/adapter-kit';
import { StoreUnavailable } from '@storewire/core';
import { SECOND_MS, utcMs, utcParameter } from '../dates.js';
import type { Magento1Client } from './client.js';
import { Magento1Fault } from './fault.js';
import type { Path, Range } from './operations.js';

const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Lists have no pages, so a long time is asked for in pieces, longer ones where there is little in them. */
const FIRST_MS = 6 * HOUR_MS;
const LONGEST_MS = 64 * DAY_MS;
/** A piece that the shop fails at is halved down to this. */
const SHORTEST_MS = 5 * MINUTE_MS;
/** The shop's clock may be ahead of the hub's. */
const AHEAD_MS = HOUR_MS;
const FIRST_WIDTH = 100;
const WIDEST = 20_000;
/** Rows of one answer that an old shop's memory takes easily. */
const MANY = 200;
const FEW = 50;
const OLDEST_MS = 25 * 365 * DAY_MS;

/** A list that is bounded by a range of one of its fields. */
export interface Listing {
  readonly path: Path;
  readonly idField: string;
  /** Arguments behind the filters. */
  readonly more?: readonly string[];
}

const read = <T>(client: Magento1Client, { path, more = [] }: Listing, ranges: readonly Range[]) =>
  client.list<T>(path, ranges, ...more);

/** What changed from `from` to now, in answers whose times follow each other; not sorted in themselves. */
export async function* changedSince<T>(
  client: Magento1Client,
  listing: Listing,
  from: number,
  now: number,
): AsyncGenerator<T[]> {
  const end = Math.max(now, from) + AHEAD_MS;
  for (let start = from, length = FIRST_MS; start <= end; ) {
    const last = Math.min(start + length - SECOND_MS, end);
    let count = 0;
    for await (const rows of changedBetween<T>(client, listing, start, last)) {
      count += rows.length;
      yield rows;
    }
    start = last + SECOND_MS;
    if (count < FEW) length = Math.min(2 * length, LONGEST_MS);
    else if (count > MANY) length = FIRST_MS;
  }
}

async function* changedBetween<T>(
  client: Magento1Client,
  listing: Listing,
  from: number,
  to: number,
): AsyncGenerator<T[]> {
  const range = { field: 'updated_at', from: utcParameter(from), to: utcParameter(to) };
  let rows: T[];
  try {
    rows = await read<T>(client, listing, [range]);
  } catch (error) {
    if (!isTooMuch(error) || to - from <= SHORTEST_MS) throw error;
    const middle = Math.floor((from + to) / 2 / SECOND_MS) * SECOND_MS;
    yield* changedBetween<T>(client, listing, from, middle);
    yield* changedBetween<T>(client, listing, middle + SECOND_MS, to);
    return;
  }
  yield rows;
}

/** Out of memory is a 500 without an envelope, or an internal fault. */
const isTooMuch = (error: unknown): boolean =>
  error instanceof StoreUnavailable &&
  !failedAnswerOf(error) &&
  (error.cause instanceof Magento1Fault || /status 500/.test(error.message));

/** Rows made in a range, by rising id behind `after`, in answers of about 50 to 200. */
export async function* madeByRisingId<T>(
  client: Magento1Client,
  listing: Listing,
  idOf: (row: T) => number,
  { made, after }: { made: readonly Range[]; after: number },
): AsyncGenerator<T[]> {
  const last = await newestId(client, listing, idOf);
  let width = FIRST_WIDTH;
  for (let first = after + 1; first <= last; ) {
    const to = first + width - 1;
    const rows = await read<T>(client, listing, [
      { field: listing.idField, from: first, to },
      ...made,
    ]);
    yield rows.sort((a, b) => idOf(a) - idOf(b));
    first = to + 1;
    if (rows.length < FEW) width = Math.min(2 * width, WIDEST);
    else if (rows.length > MANY) width = Math.max(FIRST_WIDTH, Math.floor(width / 2));
  }
}

/** No list can be asked for its last row: looks back from now in growing pieces until there is something. */
async function newestId<T>(
  client: Magento1Client,
  listing: Listing,
  idOf: (row: T) => number,
): Promise<number> {
  const now = client.now();
  let to = now + DAY_MS;
  for (let length = 2 * DAY_MS; to > now - OLDEST_MS; length *= 2) {
    const from = to - length;
    const made = { field: 'created_at', from: utcParameter(from), to: utcParameter(to) };
    const rows = await read<T>(client, listing, [made]);
    if (rows.length > 0) return Math.max(...rows.map(idOf));
    to = from - SECOND_MS;
  }
  return 0;
}

/** When a row was made, both ends included; the end of an export's range is not part of it. */
export function madeIn({ from, to }: { from?: string; to?: string }): Range[] {
  if (!from && !to) return [];
  const ceil = (instant: string) => Math.ceil(Date.parse(instant) / SECOND_MS) * SECOND_MS;
  return [
    {
      field: 'created_at',
      ...(from ? { from: utcParameter(ceil(from)) } : {}),
      ...(to ? { to: utcParameter(ceil(to) - SECOND_MS) } : {}),
    },
  ];
}

/** Rows of a list by their time of change, then by id. */
export const byChange =
  <T extends { readonly updated_at?: unknown }>(idOf: (row: T) => number) =>
  (a: T, b: T): number =>
    (utcMs(a.updated_at) ?? 0) - (utcMs(b.updated_at) ?? 0) || idOf(a) - idOf(b);

import type { Instant, RecordKind, SourceRow } from '@storewire/core';
import type { Page, PrestashopClient } from './client.js';
import type { PsDocument } from './documents.js';
import { above, type ListQuery, sinceTime } from './query.js';
import { earliestWallClock, instantOf } from './wall-clock.js';

/** Rows of one call unless the query says otherwise; each costs the shop several queries. */
export const PAGE_SIZE = 50;

/** What was committed late, or by a server whose clock is a little off, carries an earlier time. */
const OVERLAP_MS = 5 * 60_000;

/** Where a poll stands: changes before `since` are known; a reading that began at `startedAt` has come to `id`. */
export interface PollState {
  readonly since: number;
  readonly startedAt?: number;
  readonly id?: number;
}

export interface ChangedPage {
  readonly rows: readonly PsDocument[];
  readonly readAt: number;
  /** The cursor with which the row's successors are read. */
  readonly cursorAt: (id: number) => PollState;
  readonly startedAt: number;
}

/**
 * What changed since the state, by rising id, a page at a time. Everything from `since` on is read, less five minutes,
 * and the next reading goes on from the moment this one began: so a row that changes meanwhile comes then, whichever
 * page it was on, and rows of one second cannot be torn apart at the border of a page.
 *
 * PrestaShop's times are those of the shop's clock. Before the clocks go back the hour that comes twice is read from
 * its beginning, because what happens in its second run is written with lower times.
 */
export async function* changedPages(
  client: PrestashopClient,
  resource: string,
  query: ListQuery,
  state: PollState,
): AsyncGenerator<ChangedPage> {
  const zone = await client.facts.zone();
  const from = sinceTime(earliestWallClock(state.since - OVERLAP_MS, zone));
  const filter = { ...query.filter, date_upd: from };
  let startedAt = state.startedAt;
  for await (const page of pagesById(client, resource, { ...query, filter }, state.id ?? 0)) {
    const began = startedAt ?? page.readAt;
    startedAt = began;
    yield {
      ...page,
      startedAt: began,
      cursorAt: (id) => ({ since: state.since, startedAt: began, id }),
    };
  }
}

/** A list by rising id, each page after the last id of the one before: nothing that comes or goes moves the border. */
export async function* pagesById(
  client: PrestashopClient,
  resource: string,
  query: ListQuery,
  afterId: number,
): AsyncGenerator<Page> {
  const limit = query.limit ?? PAGE_SIZE;
  for (let id = afterId; ; ) {
    const { rows, readAt } = await client.page(resource, {
      ...query,
      filter: { ...query.filter, id: above(id) },
      sort: ['id_ASC'],
      limit,
    });
    // A shop whose modules change the filter could give the same page for ever.
    const next = rows.filter((row) => row.id > id);
    const last = next.at(-1);
    if (last) yield { rows: next, readAt };
    if (rows.length < limit || !last) return;
    id = last.id;
  }
}

/**
 * A poll whose last row carries the cursor that ends the reading: cursors travel with rows only, so one row is always
 * held back until it is known whether another one follows.
 */
export async function* withEnd<K extends RecordKind>(
  rows: AsyncIterable<SourceRow<K>>,
  end: (last: SourceRow<K>) => string,
): AsyncGenerator<SourceRow<K>> {
  let held: SourceRow<K> | undefined;
  for await (const row of rows) {
    if (held) yield held;
    held = row;
  }
  if (held) yield { ...held, cursor: end(held) };
}

/** A state as text, and back; a cursor of another adapter or version begins with `since`. */
export const stateText = ({ since, startedAt, id }: PollState): string =>
  JSON.stringify({
    since: instantOf(since),
    ...(startedAt === undefined ? {} : { startedAt: instantOf(startedAt), id: id ?? 0 }),
  });

export function readState(cursor: string | undefined, since: Instant): PollState {
  const first = { since: Date.parse(since) };
  if (cursor === undefined) return first;
  try {
    const stored = JSON.parse(cursor) as Record<string, unknown>;
    const known = Date.parse(String(stored.since));
    const startedAt = Date.parse(String(stored.startedAt));
    if (Number.isNaN(known)) return first;
    if (Number.isNaN(startedAt)) return { since: known };
    return { since: known, startedAt, id: Number(stored.id) || 0 };
  } catch {
    return first;
  }
}

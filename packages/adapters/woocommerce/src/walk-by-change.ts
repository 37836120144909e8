import { type Instant, UnreadableDocument } from '@storewire/core';
import type { Query, WooClient } from './client.js';
import { floorToSecond, gmtMs, gmtParameter, type WooDocument } from './dates.js';
import { PAGE_SIZE, walkById } from './walk-by-id.js';

const SECOND_MS = 1000;
/** Changes that are committed late carry an earlier time; this much is read again from a cursor. */
const OVERLAP_MS = 60 * SECOND_MS;

export interface ChangedRow<T> {
  readonly row: T;
  /** When it was changed, the cursor of its successors. */
  readonly changedAt: Instant;
}

/**
 * Reads what changed since `cursor` (less a minute), without one since `since`, oldest change first, each state of a
 * row once. `query` may filter, but not sort.
 *
 * The next page is asked for by time and not by number: a row that changes while the list is read moves to its end,
 * and the rows behind it move forward, over the border of a numbered page. `modified_after` is "strictly after" with
 * whole seconds, so the last second of a page is read again; a page that is one single second (an import, a bulk
 * edit) is finished by rising ids.
 */
export async function* walkByChange<T extends WooDocument>(
  client: WooClient,
  path: string,
  query: Query,
  { cursor, since }: { cursor?: string; since: Instant },
): AsyncGenerator<ChangedRow<T>> {
  const resumed = Date.parse(cursor ?? '');
  let after = Number.isNaN(resumed)
    ? floorToSecond(Date.parse(since)) - SECOND_MS
    : floorToSecond(resumed) - OVERLAP_MS;
  let given = new Set<string>();
  for (;;) {
    const { rows } = await client.list<T>(path, {
      ...query,
      modified_after: gmtParameter(after),
      dates_are_gmt: 'true',
      orderby: 'modified',
      order: 'asc',
      per_page: PAGE_SIZE,
    });
    yield* fresh(rows, given, path);
    const first = rows[0];
    const last = rows.at(-1);
    if (rows.length < PAGE_SIZE || !first || !last) return;
    const second = floorToSecond(changeMs(last, path));
    if (floorToSecond(changeMs(first, path)) === second) {
      yield* restOfSecond<T>(client, path, query, second, given);
      after = second;
    } else {
      after = second - SECOND_MS;
    }
    given = new Set(rows.filter((row) => changeMs(row, path) > after).map(stateOf));
  }
}

async function* restOfSecond<T extends WooDocument>(
  client: WooClient,
  path: string,
  query: Query,
  second: number,
  given: Set<string>,
): AsyncGenerator<ChangedRow<T>> {
  const window = {
    ...query,
    modified_after: gmtParameter(second - SECOND_MS),
    modified_before: gmtParameter(second + SECOND_MS),
    dates_are_gmt: 'true',
  };
  for await (const { row } of walkById<T>(client, path, window)) yield* fresh([row], given, path);
}

/** Rows whose present state was not given yet. */
function* fresh<T extends WooDocument>(
  rows: readonly T[],
  given: Set<string>,
  path: string,
): Generator<ChangedRow<T>> {
  for (const row of rows) {
    const changedAt = new Date(changeMs(row, path)).toISOString();
    if (given.has(stateOf(row))) continue;
    given.add(stateOf(row));
    yield { row, changedAt };
  }
}

const stateOf = (row: WooDocument): string => `${row.id}@${row.date_modified_gmt}`;

function changeMs(row: WooDocument, path: string): number {
  const ms = gmtMs(row.date_modified_gmt);
  if (ms === undefined) {
    throw new UnreadableDocument(`a row of ${path} has no time of change`, [
      { path: 'date_modified_gmt', message: 'needs a date.' },
    ]);
  }
  return ms;
}

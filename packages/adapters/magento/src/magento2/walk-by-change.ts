import { type Instant, UnreadableDocument } from '@storewire/core';
import { floorToSecond, instantOf, SECOND_MS, utcParameter } from '../dates.js';
import type { Magento2Client, Page } from './client.js';
import { changedMs, changeTextOf, idOf, type ListedDocument } from './documents.js';
import type { Criteria } from './search.js';
import { type Walk, walkById } from './walk-by-id.js';

/** Changes that are committed late carry an earlier time; this much is read again from a cursor. */
export const OVERLAP_MS = 180 * SECOND_MS;

export interface ChangeWalk<T> extends Walk {
  /** How a page is read; by a plain search unless told. */
  readonly readPage?: (criteria: Criteria) => Promise<Page<T>>;
}

export interface ChangedRow<T> {
  readonly row: T;
  /** When it was changed, the cursor of its successors. */
  readonly changedAt: Instant;
}

/** Where a poll begins: the cursor less the overlap, else `since`. */
export function startOf(cursor: string | undefined, since: Instant): number {
  const resumed = Date.parse(cursor ?? '');
  return Number.isNaN(resumed)
    ? floorToSecond(Date.parse(since))
    : floorToSecond(resumed) - OVERLAP_MS;
}

/**
 * Reads what changed since `from`, oldest change first, each state of a row once.
 *
 * The next page is asked for by time and not by number: a row that changes while the list is read moves to its end,
 * and the rows behind it move forward, over the border of a numbered page. Times have whole seconds, so the last second
 * of a page is read again; a page that is one single second (an import) is finished by rising ids.
 */
export async function* walkByChange<T extends ListedDocument>(
  client: Magento2Client,
  walk: ChangeWalk<T>,
  from: number,
): AsyncGenerator<ChangedRow<T>> {
  const { path, filters = [], pageSize, view, fields } = walk;
  const readPage =
    walk.readPage ?? ((criteria: Criteria) => client.search<T>(path, criteria, view));
  let given = new Set<string>();
  for (let at = from; ; ) {
    const { items, total } = await readPage({
      filters: [...filters, ['updated_at', 'gteq', utcParameter(at)]],
      sort: ['updated_at', 'entity_id'],
      pageSize,
      ...(fields ? { fields } : {}),
    });
    const before = given.size;
    yield* fresh(items, given, path);
    const [first, last] = [items[0], items.at(-1)];
    if (!first || !last || items.length >= total) return;
    const second = msOf(last, path);
    if (msOf(first, path) === second) {
      const exact = ['updated_at', 'eq', utcParameter(second)] as const;
      const rest = walkById<T>(client, { ...walk, filters: [...filters, exact] });
      for await (const row of rest) yield* fresh([row], given, path);
      at = second + SECOND_MS;
    } else if (second === at && given.size === before) {
      // The shop counts more rows than it shows, and showed none that is new.
      return;
    } else {
      at = second;
    }
    given = new Set(items.filter((row) => msOf(row, path) >= at).map(stateOf));
  }
}

/** Rows whose present state was not given yet. */
function* fresh<T extends ListedDocument>(
  rows: readonly T[],
  given: Set<string>,
  path: string,
): Generator<ChangedRow<T>> {
  for (const row of rows) {
    if (given.has(stateOf(row))) continue;
    given.add(stateOf(row));
    yield { row, changedAt: instantOf(msOf(row, path)) };
  }
}

const stateOf = (row: ListedDocument): string => `${idOf(row)}@${changeTextOf(row)}`;

function msOf(row: ListedDocument, path: string): number {
  const ms = changedMs(row);
  if (ms === undefined) {
    throw new UnreadableDocument(`a row of ${path} has no time of change`, [
      { path: 'updated_at', message: 'needs a date.' },
    ]);
  }
  return ms;
}

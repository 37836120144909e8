import type { WalkedPage as KitPage } from '@storewire/adapter-kit';
import type { Page } from './client.js';
import type { Identified } from './documents.js';

/** The most that BigCommerce gives in one answer. */
export const PAGE_SIZE = 250;

/** A place in a list: the last id, or the page (its number or its cursor) with the last id read of it. */
export type Position = number | readonly [page: number | string, id: number];

export type WalkedPage<T> = KitPage<T, Position>;

/**
 * Reads a list by rising id, a page at a time, from behind `after` on. Each page is asked for by the last id and not
 * by its number, so that rows which come, go or change meanwhile move nothing.
 *
 * @param read the rows whose id is greater than the given one, by rising id.
 */
export async function* walkById<T extends Identified>(
  read: (afterId: number) => Promise<Page<T>>,
  after: Position | undefined,
): AsyncGenerator<WalkedPage<T>> {
  let last = typeof after === 'number' ? after : 0;
  for (;;) {
    const page = await read(last);
    const rows = page.rows
      .filter(({ id }) => id > last)
      .map((row) => ({ row, position: row.id }) as const);
    yield { rows, at: page.at };
    last = rows.at(-1)?.position ?? last;
    // Only v3 says how much there is; v2 is read until there is nothing.
    if (rows.length === 0 || (page.totalPages ?? 2) <= 1) return;
  }
}

/**
 * Reads a list by its cursors. A cut page is read again from its start: what it gave before is left out as far as its
 * last row can still be found.
 */
export async function* walkByCursor<T extends Identified>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
  after: Position | undefined,
): AsyncGenerator<WalkedPage<T>> {
  let [cursor, lastId] = Array.isArray(after) ? [String(after[0]), Number(after[1])] : ['', 0];
  for (;;) {
    const page = await read(cursor || undefined);
    const known = page.rows.findIndex(({ id }) => id === lastId);
    const start = cursor;
    const rows = page.rows
      .slice(known + 1)
      .map((row) => ({ row, position: [start, row.id] as const }));
    yield { rows, at: page.at };
    if (page.rows.length === 0 || !page.endCursor || page.endCursor === cursor) return;
    cursor = page.endCursor;
    lastId = 0;
  }
}

/**
 * Reads a list that has neither an order nor cursors, by page numbers. A row that goes moves those behind it forward,
 * over the border of a page: so a page is read again when the list became shorter, and a cut reading begins one page
 * earlier.
 */
export async function* walkByNumber<T extends Identified>(
  read: (page: number) => Promise<Page<T>>,
  after: Position | undefined,
): AsyncGenerator<WalkedPage<T>> {
  let number = Array.isArray(after) ? Math.max(1, Number(after[0]) - 1) : 1;
  let before = 0;
  for (;;) {
    const page = await read(number);
    const isShorter = (page.total ?? before) < before;
    before = page.total ?? before;
    const current = number;
    yield {
      rows: page.rows.map((row) => ({ row, position: [current, row.id] as const })),
      at: page.at,
    };
    if (isShorter && number > 1) {
      number--;
      continue;
    }
    if (page.rows.length === 0 || number >= (page.totalPages ?? Number.POSITIVE_INFINITY)) return;
    number++;
  }
}

import type { Query, WooClient } from './client.js';
import type { WooDocument } from './dates.js';

export const PAGE_SIZE = 100;

/** Where a walk stands: the last id it gave, and the page and the length of the list at that moment. */
export interface WalkPosition {
  readonly page: number;
  readonly id: number;
  readonly total?: number;
}

export interface WalkedRow<T> {
  readonly row: T;
  readonly position: WalkPosition;
}

export const WALK_START: WalkPosition = { page: 1, id: 0 };

/**
 * Reads a list by rising id, a page at a time, from `from` on; `query` may filter, but not sort.
 *
 * Pages are numbered, so a row that leaves the list (deleted, put into the bin) moves all rows behind it forward, and
 * one of them would slip past the border between two pages. So whenever the list became shorter, and after every
 * resumption, the walk steps back until it meets an id it knows. Stops at an empty or short page: the headers tell
 * nothing certain there.
 */
export async function* walkById<T extends WooDocument>(
  client: WooClient,
  path: string,
  query: Query,
  from: WalkPosition = WALK_START,
): AsyncGenerator<WalkedRow<T>> {
  let { page, id, total } = from;
  let isUnsure = page > 1;
  for (;;) {
    const found = await client.list<T>(path, {
      ...query,
      orderby: 'id',
      order: 'asc',
      per_page: PAGE_SIZE,
      page,
    });
    const missing = (total ?? 0) - (found.total ?? total ?? 0);
    const expectsMore = found.rows.length === 0 && (total ?? 0) > (page - 1) * PAGE_SIZE;
    if (page > 1 && (isUnsure || missing > 0 || expectsMore) && !meets(found.rows, id)) {
      page = Math.max(1, page - Math.max(1, Math.ceil(missing / PAGE_SIZE)));
      total = found.total ?? total;
      isUnsure = true;
      continue;
    }
    isUnsure = false;
    total = found.total ?? total;
    for (const row of found.rows) {
      if (row.id <= id) continue;
      id = row.id;
      yield { row, position: { page, id, ...(total === undefined ? {} : { total }) } };
    }
    if (found.rows.length < PAGE_SIZE) return;
    page++;
  }
}

/** True when nothing can lie between the known id and this page. */
const meets = (rows: readonly WooDocument[], id: number): boolean => {
  const first = rows[0];
  return first !== undefined && first.id <= id;
};

/** A position as text, and back; anything else starts at the beginning. */
export const positionText = ({ page, id, total }: WalkPosition): string =>
  JSON.stringify([page, id, ...(total === undefined ? [] : [total])]);

export function readPosition(text: string | undefined): WalkPosition {
  try {
    return positionOf(JSON.parse(text ?? 'null'));
  } catch {
    return WALK_START;
  }
}

/** A position out of the list form it is stored in. */
export function positionOf(value: unknown): WalkPosition {
  if (!Array.isArray(value)) return WALK_START;
  const [page, id, total] = value as unknown[];
  if (!isCount(page) || page < 1 || !isCount(id)) return WALK_START;
  return { page, id, ...(isCount(total) ? { total } : {}) };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;

import type { WalkedPage as KitPage } from '@storewire/adapter-kit';
import type { Shopware6Client } from './client.js';
import type { Criteria } from './criteria.js';
import type { Entity, Numbered } from './documents.js';

export const PAGE_SIZE = 100;

/** What never changes about a row and orders all of them: its running number, or its creation with its id. */
export type Position = number | readonly [createdAt: string, id: string];

export type WalkedPage<T> = KitPage<T, Position>;

interface Walk extends Criteria {
  readonly entity: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Reads a list by rising running number, a page at a time, from behind `after` on. Each page is asked for by what the
 * last one ended with and not by its number, so that rows which come, go or change meanwhile move nothing. Rows that
 * were given are dropped should the shop repeat a page, and a page without a new row ends the walk.
 */
export async function* walkByNumber<T extends Numbered>(
  client: Shopware6Client,
  { entity, headers, ...criteria }: Walk,
  after: Position | undefined,
): AsyncGenerator<WalkedPage<T>> {
  const limit = criteria.limit ?? PAGE_SIZE;
  let last = typeof after === 'number' ? after : 0;
  for (;;) {
    const found = await client.search<T>(
      entity,
      {
        ...criteria,
        limit,
        filter: [
          ...(criteria.filter ?? []),
          ...(last > 0
            ? [{ type: 'range', field: 'autoIncrement', parameters: { gt: last } } as const]
            : []),
        ],
        sort: [{ field: 'autoIncrement', order: 'ASC' }],
      },
      headers,
    );
    const rows = found.rows
      .filter((row) => row.autoIncrement > last)
      .map((row) => ({ row, position: row.autoIncrement }));
    yield { rows, at: found.at };
    last = rows.at(-1)?.position ?? last;
    if (found.rows.length < limit || rows.length === 0) return;
  }
}

/**
 * The same for lists without a running number, by rising creation and, where many were made in one millisecond (an
 * import), id. A page that is one single millisecond is followed by the next page of the same question.
 */
export async function* walkByCreation<T extends Entity>(
  client: Shopware6Client,
  { entity, headers, ...criteria }: Walk,
  after: Position | undefined,
): AsyncGenerator<WalkedPage<T>> {
  const limit = criteria.limit ?? PAGE_SIZE;
  let last = Array.isArray(after) ? (after as [string, string]) : undefined;
  let page = 1;
  for (;;) {
    const found = await client.search<T>(
      entity,
      {
        ...criteria,
        limit,
        page,
        filter: [
          ...(criteria.filter ?? []),
          ...(last
            ? [{ type: 'range', field: 'createdAt', parameters: { gte: last[0] } } as const]
            : []),
        ],
        sort: [
          { field: 'createdAt', order: 'ASC' },
          { field: 'id', order: 'ASC' },
        ],
      },
      headers,
    );
    const known = last;
    const rows = found.rows
      .map((row) => ({ row, position: [row.createdAt, row.id] as const }))
      .filter(({ position }) => !known || isBehind(position, known));
    yield { rows, at: found.at };
    if (found.rows.length < limit) return;
    const end = rows.at(-1)?.position;
    const moves = end !== undefined && end[0] !== known?.[0];
    page = moves ? 1 : page + 1;
    last = moves ? [...end] : known;
  }
}

const isBehind = ([at, id]: readonly [string, string], [lastAt, lastId]: readonly string[]) => {
  const apart = Date.parse(at) - Date.parse(lastAt ?? '');
  return apart > 0 || (apart === 0 && id > (lastId ?? ''));
};

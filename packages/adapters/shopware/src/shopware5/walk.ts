import type { ListFilter, Shopware5Client } from './client.js';
import type { ApiDocument } from './documents.js';

/** PHP builds the whole page in memory. */
export const PAGE_SIZE = 100;

/**
 * Reads a list by rising id, from behind `after` on. Each page begins behind the last id and not at an offset, so that
 * rows which come or go meanwhile move nothing; a page without a new row ends the walk.
 */
export async function* walkById<T extends ApiDocument>(
  client: Shopware5Client,
  resource: string,
  filter: readonly ListFilter[],
  after = 0,
): AsyncGenerator<T> {
  let last = after;
  for (;;) {
    const { rows } = await client.list<T>(resource, {
      filter: [...filter, { property: 'id', expression: '>', value: last }],
      sort: { property: 'id', direction: 'ASC' },
      limit: PAGE_SIZE,
    });
    const fresh = rows.filter((row) => row.id > last);
    for (const row of fresh) {
      yield row;
      last = row.id;
    }
    if (rows.length < PAGE_SIZE || fresh.length === 0) return;
  }
}

/** The row with the greatest value of a property: the newest change, the newest order. */
export async function newest<T>(
  client: Shopware5Client,
  resource: string,
  property: string,
  filter: readonly ListFilter[],
): Promise<T | undefined> {
  const { rows } = await client.list<T>(resource, {
    filter,
    sort: { property, direction: 'DESC' },
    limit: 1,
  });
  return rows[0];
}

/** The shop or subshop of the connection, where it names one. */
export const inShop = ({ shopId }: Shopware5Client): ListFilter[] =>
  shopId ? [{ property: 'shopId', expression: '=', value: shopId }] : [];

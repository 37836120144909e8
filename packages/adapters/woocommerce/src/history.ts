import type { Cursor, History, HistoryRange, RecordKind, SourceRow } from '@storewire/core';
import type { Query, WooClient } from './client.js';
import { ALL_CUSTOMERS } from './customer-poll.js';
import { floorToSecond, gmtMs, gmtParameter, type WooDocument } from './dates.js';
import { ORDER_FIELDS, PRODUCT_FIELDS } from './fields.js';
import { identityOf } from './poll.js';
import { completeProduct } from './product-reading.js';
import { positionText, readPosition, walkById } from './walk-by-id.js';

const SECOND_MS = 1000;

/** Orders placed in the range, by rising id, 100 per call; what is in the bin is not among them. */
export const orderHistory: History<WooClient, 'order'> = {
  count: (client, range) => client.count('/orders', orderQuery(range)),
  read: (client, range, cursor) =>
    history(client, 'order', '/orders', orderQuery(range), range, cursor),
};

/**
 * Registered customers, by rising id, 100 per call. WooCommerce has no filter by registration, so a range reads
 * everyone and passes on those in it; how many that is cannot be said beforehand.
 */
export const customerHistory: History<WooClient, 'contact'> = {
  count: async (client, range) =>
    range.from || range.to ? undefined : client.count('/customers', ALL_CUSTOMERS),
  read: (client, range, cursor) =>
    history(client, 'contact', '/customers', ALL_CUSTOMERS, range, cursor),
};

/** Products made in the range, by rising id, each with its variations. */
export const productHistory: History<WooClient, 'product'> = {
  count: (client, range) => client.count('/products', productQuery(range)),
  read: (client, range, cursor) =>
    history(client, 'product', '/products', productQuery(range), range, cursor, completeProduct),
};

async function* history<K extends RecordKind>(
  client: WooClient,
  kind: K,
  path: string,
  query: Query,
  range: HistoryRange,
  cursor: Cursor | undefined,
  complete: (client: WooClient, row: WooDocument) => Promise<object> = async (_, row) => row,
): AsyncGenerator<SourceRow<K>> {
  for await (const { row, position } of walkById(client, path, query, readPosition(cursor))) {
    if (!isWithin(range, gmtMs(row.date_created_gmt))) continue;
    const raw = await complete(client, row);
    yield { kind, ...identityOf(row), raw, cursor: positionText(position) };
  }
}

const orderQuery = (range: HistoryRange): Query => ({
  status: 'any',
  _fields: ORDER_FIELDS,
  ...createdQuery(range),
});

const productQuery = (range: HistoryRange): Query => ({
  status: 'any',
  _fields: PRODUCT_FIELDS,
  ...createdQuery(range),
});

/** `after` and `before` leave out the second they name; the range includes its start. */
function createdQuery({ from, to }: HistoryRange): Query {
  return {
    ...(from ? { after: gmtParameter(floorToSecond(Date.parse(from)) - SECOND_MS) } : {}),
    ...(to ? { before: gmtParameter(Math.ceil(Date.parse(to) / SECOND_MS) * SECOND_MS) } : {}),
    ...(from || to ? { dates_are_gmt: 'true' } : {}),
  };
}

const isWithin = ({ from, to }: HistoryRange, createdMs: number | undefined): boolean =>
  createdMs === undefined ||
  ((!from || createdMs >= Date.parse(from)) && (!to || createdMs < Date.parse(to)));

import type { Cursor, History, HistoryRange, PollableKind, SourceRow } from '@storewire/core';
import { pagesById } from './changes.js';
import type { Page, PrestashopClient } from './client.js';
import { contactRow } from './customer-poll.js';
import { completeCustomers, LIVING } from './customer-reading.js';
import { CUSTOMER_FIELDS } from './fields.js';
import { completeOrders } from './order-reading.js';
import { catalogueQuery, orderQuery, rowOf } from './poll.js';
import { completeProducts } from './product-reading.js';
import { betweenTimes, equal, type ListQuery } from './query.js';
import { hasDraftState } from './versions.js';
import { earliestWallClock, latestWallClock } from './wall-clock.js';

type ExportedKind = Exclude<PollableKind, 'cart'>;

interface Export<K extends ExportedKind> {
  readonly resource: string;
  readonly query: (client: PrestashopClient) => Promise<ListQuery>;
  readonly rows: (client: PrestashopClient, page: Page) => Promise<SourceRow<K>[]>;
}

/** Orders placed in the range, by rising id, 50 per call. The range is in the shop's own clock. */
export const orderHistory: History<PrestashopClient, 'order'> = historyOf({
  resource: 'orders',
  query: orderQuery,
  rows: async (client, { rows }) =>
    (await completeOrders(client, rows)).map((raw) => rowOf(client, 'order', raw)),
});

/** Customers registered in the range, guests included, without the deleted and the disabled. */
export const customerHistory: History<PrestashopClient, 'contact'> = historyOf({
  resource: 'customers',
  query: async () => ({ fields: CUSTOMER_FIELDS, filter: LIVING }),
  rows: async (client, { rows, readAt }) =>
    (await completeCustomers(client, rows, { readAt })).map((raw) => contactRow(client, raw)),
});

/** Products made in the range, each with its combinations; the withdrawn ones, too. */
export const productHistory: History<PrestashopClient, 'product'> = historyOf({
  resource: 'products',
  query: async (client) => {
    const query = await catalogueQuery(client);
    return hasDraftState(client.version) ? { ...query, filter: { state: equal(1) } } : query;
  },
  rows: async (client, { rows }) =>
    (await completeProducts(client, rows)).map((raw) => rowOf(client, 'product', raw)),
});

function historyOf<K extends ExportedKind>({
  resource,
  query,
  rows,
}: Export<K>): History<PrestashopClient, K> {
  return {
    count: async (client, range) =>
      client.count(resource, await inRange(client, await query(client), range)),
    async *read(client, range, cursor?: Cursor) {
      const wanted = await inRange(client, await query(client), range);
      const after = /^\d+$/.test(cursor ?? '') ? Number(cursor) : 0;
      for await (const page of pagesById(client, resource, wanted, after)) {
        for (const row of await rows(client, page)) yield { ...row, cursor: row.id };
      }
    },
  };
}

async function inRange(
  client: PrestashopClient,
  query: ListQuery,
  { from, to }: HistoryRange,
): Promise<ListQuery> {
  if (!from && !to) return query;
  const zone = await client.facts.zone();
  const date_add = betweenTimes(
    from
      ? earliestWallClock(Math.floor(Date.parse(from) / 1000) * 1000, zone)
      : '1970-01-01 00:00:00',
    to ? latestWallClock(Date.parse(to), zone) : '2999-12-31 23:59:59',
  );
  return { ...query, filter: { ...query.filter, date_add } };
}

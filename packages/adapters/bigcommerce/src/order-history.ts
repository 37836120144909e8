import { cursorObject } from '@storewire/adapter-kit';
import type { History, HistoryRange } from '@storewire/core';
import type { BigCommerceClient, Query } from './client.js';
import { filterTime, type OrderDocument } from './documents.js';
import { complete, ORDER_INCLUDE, ORDERS, orderRow } from './order-reading.js';
import { PAGE_SIZE, walkById } from './walk.js';

/** Orders placed in the range, by rising id, 250 per call; also those that a migration wrote. */
export const orderHistory: History<BigCommerceClient, 'order'> = {
  async count(client, range) {
    const { count } = await client.getV2<{ count?: number }>(`${ORDERS}/count`, createdIn(range));
    return count;
  },
  async *read(client, range, cursor) {
    const { after } = cursorObject(cursor);
    const pages = walkById<OrderDocument>(
      (id) =>
        client.listV2(ORDERS, {
          ...createdIn(range),
          min_id: id + 1,
          sort: 'id:asc',
          limit: PAGE_SIZE,
          ...ORDER_INCLUDE,
        }),
      typeof after === 'number' ? after : undefined,
    );
    for await (const { rows } of pages) {
      const orders = await complete(
        client,
        rows.map(({ row }) => row),
      );
      for (const { row, position } of rows) {
        const order = orders.get(row);
        if (order) yield { ...orderRow(order), cursor: JSON.stringify({ after: position }) };
      }
    }
  },
};

/** The filter's end is included, the range's is not; times have whole seconds. */
const createdIn = ({ from, to }: HistoryRange): Query => ({
  min_date_created: from && filterTime(Date.parse(from)),
  max_date_created: to && filterTime(Date.parse(to) - 1),
});

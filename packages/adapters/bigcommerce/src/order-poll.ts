import { cursorObject } from '@storewire/adapter-kit';
import { type Cursor, type Instant, type SourceRow, StoreObjectMissing } from '@storewire/core';
import { passState, readChanges } from './changes.js';
import type { BigCommerceClient } from './client.js';
import {
  type CompleteOrder,
  filterTime,
  type OrderDocument,
  type RefundDocument,
} from './documents.js';
import {
  complete,
  isMigrated,
  ORDER_INCLUDE,
  ORDERS,
  orderChangedAt,
  orderRow,
  REFUNDS,
  readOrder,
} from './order-reading.js';
import { PAGE_SIZE, walkById, walkByNumber } from './walk.js';

/**
 * Orders that changed since the cursor, by rising id, 250 per call; then the orders of refunds made since, because it
 * is not documented that a refund moves its order's time. Five minutes are read again each time. Orders that a
 * migration wrote are left to an export.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable, ChangeFilterIgnored.
 * @see docs/adapters/bigcommerce.md#how-changes-are-found
 */
export async function* pollOrders(
  client: BigCommerceClient,
  { cursor, since, now }: { cursor?: Cursor; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'order'>> {
  const stored = cursorObject(cursor);
  let orders = passState(stored.orders) ?? { from: since };
  let refunds = passState(stored.refunds) ?? { from: since };
  const text = () => JSON.stringify({ orders, refunds });

  const changed = readChanges<OrderDocument, CompleteOrder>({
    list: 'orders',
    state: orders,
    now,
    changedAt: orderChangedAt,
    pages: (sinceMs, after) =>
      walkById(
        (id) =>
          client.listV2(ORDERS, {
            min_date_modified: filterTime(sinceMs),
            min_id: id + 1,
            sort: 'id:asc',
            limit: PAGE_SIZE,
            ...ORDER_INCLUDE,
          }),
        after,
      ),
    complete: async (rows) => {
      const news = await complete(
        client,
        rows.filter((row) => !isMigrated(row)),
      );
      return new Map([...news].map(([row, order]) => [row, [order]]));
    },
  });
  for await (const { row, state } of changed) {
    orders = state;
    yield { ...orderRow(row), cursor: text() };
  }

  const returned = readChanges<RefundDocument, CompleteOrder>({
    list: 'refunds',
    state: refunds,
    now,
    changedAt: ({ created }) => created,
    pages: (sinceMs, after) =>
      walkByNumber(
        (page) =>
          client.list(REFUNDS, { 'created:min': filterTime(sinceMs), limit: PAGE_SIZE, page }),
        after,
      ),
    complete: async (rows) => {
      const made = new Map<RefundDocument, CompleteOrder[]>();
      const asked = new Set<number>();
      for (const row of rows) {
        if (asked.has(row.order_id)) continue;
        asked.add(row.order_id);
        const order = await readIfThere(client, row.order_id);
        if (order && !isMigrated(order)) made.set(row, [order]);
      }
      return made;
    },
  });
  for await (const { row, state } of returned) {
    refunds = state;
    yield { ...orderRow(row), cursor: text() };
  }
}

async function readIfThere(
  client: BigCommerceClient,
  id: number,
): Promise<CompleteOrder | undefined> {
  try {
    return await readOrder(client, id);
  } catch (error) {
    if (error instanceof StoreObjectMissing) return undefined;
    throw error;
  }
}

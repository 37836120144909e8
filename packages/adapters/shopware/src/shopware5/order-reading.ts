import { randomUUID } from 'node:crypto';
import type { Cursor, History, HistoryRange, Instant, SourceRow } from '@storewire/core';
import type { ListFilter, Shopware5Client } from './client.js';
import {
  earliestWall,
  latestWall,
  movedBy,
  msOf,
  type OrderDocument,
  rowVersion,
  wallClock,
} from './documents.js';
import { idCursor, isWithin, readId } from './history-cursor.js';
import { inShop, newest, walkById } from './walk.js';

/** Rows with the status -1 are checkouts that were left, not orders. */
const ordersOf = (client: Shopware5Client): ListFilter[] => [
  { property: 'status', expression: '>', value: -1 },
  ...inShop(client),
];

/** How long an order may change its status after it was placed, and be seen by the poll. */
const REREAD_DAYS = 30;
const DAY_MS = 86_400_000;

interface PollState {
  /** What happened before the first poll is not the poll's. */
  readonly since: Instant;
  /** The highest id that was given. */
  readonly last: number;
  /** Whose memory it is, and the number of the row in it. */
  readonly reader: string;
  readonly number: number;
}

/**
 * New orders by rising id, and all of the last 30 days that look different than when they were given: Shopware 5 has
 * no time of change that every way of changing a status moves. The list is read whole each time (100 rows per call);
 * an order itself, which the list shows without positions and address, only when its row changed (one call each).
 * After a restart of the hub everything of those days comes once more.
 *
 * An order from before the first poll comes only if it was changed or paid since, or changes while the hub looks.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreUnavailable.
 * @see docs/adapters/shopware.md#shopware-5-how-changes-are-found
 */
export async function* pollOrders(
  client: Shopware5Client,
  { cursor, since }: { cursor?: Cursor; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'order'>> {
  const stored = pollState(cursor);
  let state: PollState = stored ?? { since, last: 0, reader: randomUUID(), number: 0 };
  const memory = client.orderMemories.of(state.reader);
  memory.resume(stored?.number);
  const startedWith = state.last;

  const window = await windowFilter(client);
  const lists = [
    ...(window ? [walkById<OrderDocument>(client, 'orders', [...ordersOf(client), window])] : []),
    // An import may bring orders that are older than the window.
    ...(startedWith > 0
      ? [walkById<OrderDocument>(client, 'orders', ordersOf(client), startedWith)]
      : []),
  ];
  let isFirst = true;
  for (const list of lists) {
    for await (const row of list) {
      if (isFirst) memory.forgetBefore(row.id);
      isFirst = false;
      const version = rowVersion(row);
      const known = memory.versionOf(row.id);
      if (known === version) continue;
      const isNew = startedWith > 0 && row.id > startedWith;
      if (known === undefined && !isNew && !happenedSince(row, state.since)) {
        memory.seen(row.id, version);
        continue;
      }
      const found = await orderRow(client, row);
      if (!found) continue;
      const number = memory.giving(row.id, version);
      state = { ...state, last: Math.max(state.last, row.id), number };
      yield { ...found, cursor: JSON.stringify(state) };
    }
  }
}

async function windowFilter(client: Shopware5Client): Promise<ListFilter | undefined> {
  const last = await newest<OrderDocument>(client, 'orders', 'orderTime', ordersOf(client));
  return last?.orderTime && msOf(last.orderTime) !== undefined
    ? {
        property: 'orderTime',
        expression: '>=',
        value: movedBy(wallClock(last.orderTime), -REREAD_DAYS * DAY_MS),
      }
    : undefined;
}

const happenedSince = (row: OrderDocument, since: Instant): boolean =>
  [row.orderTime, row.changed, row.clearedDate].some(
    (time) => (msOf(time) ?? 0) >= Date.parse(since),
  );

function pollState(cursor: Cursor | undefined): PollState | undefined {
  try {
    const { since, last, reader, number } = JSON.parse(cursor ?? '{}') as PollState;
    const isWhole = Number.isSafeInteger(last) && Number.isSafeInteger(number);
    return isWhole && typeof reader === 'string' && !Number.isNaN(Date.parse(since))
      ? { since, last, reader, number }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Orders placed in the range, by rising id, one call for each. */
export const orderHistory: History<Shopware5Client, 'order'> = {
  count: async (client, { from, to }) => {
    if (from || to) return undefined;
    return (await client.list('orders', { filter: ordersOf(client), limit: 1 })).total;
  },
  async *read(client, range, cursor) {
    const filter = [...ordersOf(client), ...placedIn(range)];
    for await (const row of walkById<OrderDocument>(client, 'orders', filter, readId(cursor))) {
      if (!isWithin(range, msOf(row.orderTime))) continue;
      const found = await orderRow(client, row);
      if (found) yield { ...found, cursor: idCursor(row.id) };
    }
  },
};

const placedIn = ({ from, to }: HistoryRange): ListFilter[] => [
  ...(from
    ? [{ property: 'orderTime', expression: '>=', value: earliestWall(from) } as const]
    : []),
  ...(to ? [{ property: 'orderTime', expression: '<=', value: latestWall(to) } as const] : []),
];

/**
 * The whole order; its products beside the other positions (vouchers, surcharges) under `products`. `undefined` for
 * what is in the list and cannot be read: a deleted order, one without a number.
 */
async function orderRow(
  client: Shopware5Client,
  row: OrderDocument,
): Promise<SourceRow<'order'> | undefined> {
  const order = await client.get<OrderDocument>(`/orders/${row.id}`);
  if (!order) return undefined;
  return {
    kind: 'order',
    id: String(order.id),
    version: rowVersion(row),
    raw: { ...order, products: (order.details ?? []).filter(({ mode }) => (mode ?? 0) === 0) },
    ...(order.shopId ? { storefront: String(order.shopId) } : {}),
  };
}

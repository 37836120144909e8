import { cursorObject } from '@storewire/adapter-kit';
import {
  type Cursor,
  type History,
  type HistoryRange,
  type Instant,
  type SourceRow,
  StoreObjectMissing,
} from '@storewire/core';
import { passState, readChanges } from './changes.js';
import type { Shopware6Client } from './client.js';
import { type Associations, changedSince, type Filter, inChannel, within } from './criteria.js';
import { changedAt, type OrderDocument } from './documents.js';
import { walkByNumber } from './walk.js';

/** Promotions and shipping are rows, too, some of them negative; only products go to a product feed. */
const PRODUCT_LINES: Filter = { type: 'equals', field: 'type', value: 'product' };

export const ORDER_ASSOCIATIONS: Associations = {
  orderCustomer: { associations: { customer: {} } },
  currency: {},
  language: { associations: { locale: {} } },
  billingAddress: { associations: { country: {}, countryState: {} } },
  stateMachineState: {},
  lineItems: { filter: [PRODUCT_LINES] },
  deliveries: { associations: { shippingMethod: {} } },
  transactions: { associations: { stateMachineState: {}, paymentMethod: {} } },
};

const ORDERS = {
  entity: 'order',
  associations: ORDER_ASSOCIATIONS,
  // Of the customer only whether it is a guest, of methods and languages only their names.
  includes: {
    customer: ['id', 'guest'],
    payment_method: ['id', 'technicalName', 'name', 'translated'],
    shipping_method: ['id', 'name', 'translated'],
    language: ['id', 'locale'],
    locale: ['id', 'code'],
    currency: ['id', 'isoCode'],
    country: ['id', 'iso'],
    country_state: ['id', 'shortCode', 'name', 'translated'],
    state_machine_state: ['id', 'technicalName'],
  },
} as const;

/** A payment moves its own time and not for certain the order's. */
const CHANGE_FIELDS = [
  'createdAt',
  'updatedAt',
  'transactions.createdAt',
  'transactions.updatedAt',
] as const;

/**
 * Orders that changed, or whose payments did, since the cursor, by rising running number, 100 per call. Version is
 * the time of the last change. Five minutes are read again each time.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable.
 * @see docs/adapters/shopware.md#how-changes-are-found
 */
export async function* pollOrders(
  client: Shopware6Client,
  { cursor, since, now }: { cursor?: Cursor; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'order'>> {
  const changes = readChanges<OrderDocument, OrderDocument>({
    state: passState(cursorObject(cursor)) ?? { from: since },
    now,
    pages: (from, after) =>
      walkByNumber(
        client,
        {
          ...ORDERS,
          filter: [...inChannel(client.salesChannelId), changedSince(CHANGE_FIELDS, from)],
        },
        after,
      ),
    complete: async (rows) => new Map(rows.map((row) => [row, [row]])),
  });
  for await (const { row, state } of changes) {
    yield { ...orderRow(row), cursor: JSON.stringify(state) };
  }
}

/** Orders placed in the range, by rising running number, 100 per call. */
export const orderHistory: History<Shopware6Client, 'order'> = {
  count: async (client, range) => {
    const { total } = await client.search('order', {
      limit: 1,
      'total-count-mode': 1,
      filter: rangeFilter(client, range),
      includes: { order: ['id'] },
    });
    return total;
  },
  async *read(client, range, cursor) {
    const { after } = cursorObject(cursor);
    const pages = walkByNumber<OrderDocument>(
      client,
      { ...ORDERS, filter: rangeFilter(client, range) },
      typeof after === 'number' ? after : undefined,
    );
    for await (const { rows } of pages) {
      for (const { row, position } of rows) {
        yield { ...orderRow(row), cursor: JSON.stringify({ after: position }) };
      }
    }
  },
};

/**
 * Orders by their ids, those of the sales channel that is read.
 * @throws StoreObjectMissing for one that is gone.
 */
export async function* readOrders(
  client: Shopware6Client,
  ids: readonly string[],
): AsyncGenerator<SourceRow<'order'>> {
  const { entity, ...criteria } = ORDERS;
  const { rows } = await client.search<OrderDocument>(entity, { ...criteria, ids });
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) throw new StoreObjectMissing('order', missing);
  const { salesChannelId } = client;
  for (const row of rows) {
    if (!salesChannelId || row.salesChannelId === salesChannelId) yield orderRow(row);
  }
}

const rangeFilter = (client: Shopware6Client, range: HistoryRange): Filter[] => [
  ...inChannel(client.salesChannelId),
  ...within('orderDateTime', range),
];

const orderRow = (row: OrderDocument): SourceRow<'order'> => ({
  kind: 'order',
  id: row.id,
  version: changedAt(row),
  raw: row,
  storefront: row.salesChannelId,
});

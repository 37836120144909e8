import { type SourceRow, StoreObjectMissing } from '@storewire/core';
import { type BigCommerceClient, type Query, statusOf } from './client.js';
import {
  type CompleteOrder,
  type Consignments,
  type OrderDocument,
  type OrderLine,
  type RefundDocument,
  storefrontOf,
} from './documents.js';
import { PAGE_SIZE } from './walk.js';

export const ORDERS = '/v2/orders';
export const REFUNDS = '/v3/orders/payment_actions/refunds';

/** Lines come with their order, which saves a call for each. */
export const ORDER_INCLUDE: Query = {
  include: 'consignments.line_items',
  consignment_structure: 'object',
};

/** Order ids in one call for refunds. */
const IDS_PER_CALL = 100;

/**
 * Orders with their lines and refunds: one call for the refunds of 100, and one for the lines of an order whose
 * consignments do not hold them. An order's own `refunded_amount` is always 0.
 */
export async function complete(
  client: BigCommerceClient,
  orders: readonly OrderDocument[],
): Promise<Map<OrderDocument, CompleteOrder>> {
  const refunds = await refundsOf(
    client,
    orders.map(({ id }) => id),
  );
  const completed = new Map<OrderDocument, CompleteOrder>();
  for (const order of orders) {
    const products = linesIn(order.consignments) ?? (await readLines(client, order.id));
    const own = refunds
      .filter(({ order_id }) => order_id === order.id)
      .toSorted((a, b) => a.id - b.id);
    completed.set(order, {
      ...order,
      ...(order.consignments ? { consignments: withoutLines(order.consignments) } : {}),
      products,
      refunds: own,
    });
  }
  return completed;
}

/** One order, complete. @throws StoreObjectMissing when it is gone. */
export async function readOrder(client: BigCommerceClient, id: number): Promise<CompleteOrder> {
  let order: OrderDocument;
  try {
    order = await client.getV2<OrderDocument>(`${ORDERS}/${id}`, ORDER_INCLUDE);
  } catch (error) {
    if (statusOf(error) === 404) throw new StoreObjectMissing('order', String(id), error);
    throw error;
  }
  return (await complete(client, [order])).get(order) as CompleteOrder;
}

/** Version is the time of change and the number of refunds, which need not move it. */
export const orderRow = (order: CompleteOrder): SourceRow<'order'> => ({
  kind: 'order',
  id: String(order.id),
  version: `${orderChangedAt(order)}${order.refunds.length > 0 ? ` ${order.refunds.length}` : ''}`,
  raw: order,
  ...storefrontOf(order.channel_id),
});

/** As an instant; v2 writes RFC 2822. */
export function orderChangedAt({
  date_modified,
  date_created,
}: Pick<OrderDocument, 'date_modified' | 'date_created'>): string {
  const ms = Date.parse(date_modified || date_created);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}

/** Orders that a migration wrote belong to an export: they are no news, whatever their dates. */
export const isMigrated = ({ external_source }: Pick<OrderDocument, 'external_source'>): boolean =>
  /^M-MIG/i.test(external_source ?? '');

async function refundsOf(
  client: BigCommerceClient,
  ids: readonly number[],
): Promise<RefundDocument[]> {
  const found: RefundDocument[] = [];
  for (let i = 0; i < ids.length; i += IDS_PER_CALL) {
    const part = ids.slice(i, i + IDS_PER_CALL).join(',');
    for (let page = 1; ; page++) {
      const { rows, totalPages = 1 } = await client.list<RefundDocument>(REFUNDS, {
        'order_id:in': part,
        limit: PAGE_SIZE,
        page,
      });
      found.push(...rows);
      if (rows.length === 0 || page >= totalPages) break;
    }
  }
  return found;
}

/** `undefined` where they are links, or where there is nothing at all. */
function linesIn(consignments: Consignments | undefined): OrderLine[] | undefined {
  if (!consignments || 'url' in consignments) return undefined;
  const { pickups = [], shipping = [], downloads = [], email } = consignments;
  const parts = [...pickups, ...shipping, ...downloads, ...(email?.gift_certificates ?? [])].map(
    ({ line_items }) => line_items,
  );
  if (parts.length === 0 || !parts.every((part) => Array.isArray(part))) return undefined;
  return (parts as (readonly OrderLine[])[]).flat().toSorted((a, b) => a.id - b.id);
}

async function readLines(client: BigCommerceClient, orderId: number): Promise<OrderLine[]> {
  const lines: OrderLine[] = [];
  for (let page = 1; ; page++) {
    const { rows } = await client.listV2<OrderLine>(`${ORDERS}/${orderId}/products`, {
      limit: PAGE_SIZE,
      page,
    });
    lines.push(...rows);
    if (rows.length < PAGE_SIZE) return lines.toSorted((a, b) => a.id - b.id);
  }
}

/** The lines stand in `products`; the rest tells how they are sent. */
function withoutLines(consignments: Consignments): Consignments {
  if (Array.isArray(consignments) || 'url' in consignments) return consignments;
  const bare = (list: readonly object[] | undefined) =>
    list?.map((one) =>
      Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'line_items')),
    );
  const { pickups, shipping, downloads, email } = consignments;
  return {
    ...consignments,
    ...(pickups ? { pickups: bare(pickups) } : {}),
    ...(shipping ? { shipping: bare(shipping) } : {}),
    ...(downloads ? { downloads: bare(downloads) } : {}),
    ...(email?.gift_certificates
      ? { email: { ...email, gift_certificates: bare(email.gift_certificates) } }
      : {}),
  } as Consignments;
}

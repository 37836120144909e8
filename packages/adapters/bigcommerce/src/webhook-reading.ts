import { type SourceRow, type StoredWebhook, UnreadableDocument } from '@storewire/core';
import { readCart } from './cart-reading.js';
import type { BigCommerceClient } from './client.js';
import { readCustomer, readSubscriber, subscriberId } from './contact-reading.js';
import { isMigrated, orderRow, readOrder } from './order-reading.js';
import { deletedProduct, readProduct } from './product-reading.js';

type Rows = AsyncIterable<SourceRow> | Iterable<SourceRow>;

interface Event {
  /** Where in `data` the id of the object stands. */
  readonly at: readonly string[];
  /** Of a cart only; all others are numbers. */
  readonly isUuid?: boolean;
  read(client: BigCommerceClient, id: string): Rows;
}

const number = (read: (client: BigCommerceClient, id: number) => Rows, ...at: string[]): Event => ({
  at: at.length > 0 ? at : ['id'],
  read: (client, id) => read(client, Number(id)),
});

const cart: Event = { at: ['id'], isUuid: true, read: readCart };

const order = number(readNewOrder);
const product = number(readProduct);
const ofVariant = number(readProduct, 'sku', 'product_id');
const stockOfVariant = number(readProduct, 'inventory', 'product_id');
const ofAddress = number(readCustomer, 'address', 'customer_id');

/**
 * What each event is about and how that is read. Not among them: what comes together with one of these (cart created,
 * order updated), what names nobody (cart deleted, cart converted), and an archived order, of which what was sent stays
 * true.
 */
const EVENTS: Readonly<Record<string, Event>> = {
  'store/customer/created': number((client, id) => readCustomer(client, id, 'registration')),
  'store/customer/updated': number(readCustomer),
  'store/customer/deleted': number(erasure),
  'store/customer/address/created': ofAddress,
  'store/customer/address/updated': ofAddress,
  'store/customer/address/deleted': ofAddress,
  'store/subscriber/created': number((client, id) => readSubscriber(client, id, true)),
  'store/subscriber/updated': number((client, id) => readSubscriber(client, id, false)),
  'store/subscriber/deleted': number(endedSubscription),
  'store/order/created': order,
  'store/order/statusUpdated': order,
  'store/order/refund/created': order,
  'store/cart/updated': cart,
  'store/cart/abandoned': cart,
  'store/product/created': product,
  'store/product/updated': product,
  'store/product/deleted': number((_, id) => [deletedProduct(id)]),
  'store/product/inventory/updated': product,
  'store/product/inventory/order/updated': product,
  'store/sku/created': ofVariant,
  'store/sku/updated': ofVariant,
  'store/sku/deleted': ofVariant,
  'store/sku/inventory/updated': stockOfVariant,
  'store/sku/inventory/order/updated': stockOfVariant,
};

export const TOPICS: readonly string[] = Object.keys(EVENTS);

/**
 * The rows of a webhook. Its body only points, so everything is read anew: one to four calls. A delivery that was
 * repeated or comes late tells nothing old. What is gone by then gives no row; an order that a migration wrote neither.
 *
 * @throws UnreadableDocument when the body names no object; StoreObjectMissing for an order that is gone.
 */
export async function* readWebhook(
  { topic, rawBody }: StoredWebhook,
  client: BigCommerceClient,
): AsyncGenerator<SourceRow> {
  const event = Object.hasOwn(EVENTS, topic) ? EVENTS[topic] : undefined;
  if (event) yield* event.read(client, idIn(topic, rawBody, event));
}

async function* readNewOrder(client: BigCommerceClient, id: number): AsyncGenerator<SourceRow> {
  const found = await readOrder(client, id);
  if (!isMigrated(found)) yield orderRow(found);
}

function erasure(_: BigCommerceClient, id: number): SourceRow[] {
  return [{ kind: 'erasure', id: String(id), raw: { id } }];
}

/** Nothing is left to read; what a deletion means is a setting of the connection. */
function endedSubscription({ connection }: BigCommerceClient, id: number): SourceRow[] {
  const subscription = subscriberId(id);
  const raw = {
    subscription,
    ...(connection.deletedSubscribers === 'out' ? { subscribed: false } : {}),
  };
  return [{ kind: 'consent', id: subscription, raw }];
}

function idIn(topic: string, rawBody: string, { at, isUuid }: Event): string {
  let value: unknown;
  try {
    value = (JSON.parse(rawBody) as { data?: unknown } | null)?.data;
  } catch {
    // The parser's message quotes the body.
    throw new UnreadableDocument(`${topic} is no JSON`, [{ path: '$', message: 'needs JSON.' }]);
  }
  for (const name of at) value = (value as Record<string, unknown> | null | undefined)?.[name];
  // Some events write their ids as text.
  const id = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!(isUuid ? /^[0-9a-f-]{36}$/i : /^[1-9]\d{0,14}$/).test(id)) {
    throw new UnreadableDocument(`${topic} does not say what it is about`, [
      { path: ['data', ...at].join('.'), message: `needs ${isUuid ? 'a UUID' : 'a number'}.` },
    ]);
  }
  return id;
}

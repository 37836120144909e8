import {
  type ContactTrigger,
  type SourceRow,
  type StoredWebhook,
  StoreUnauthorized,
  UnreadableDocument,
} from '@storewire/core';
import type { Shopware6Client } from './client.js';
import { readCustomers, readRecipients } from './contact-reading.js';
import { readOrders } from './order-reading.js';
import { readProducts } from './product-reading.js';

type Read = (
  client: Shopware6Client,
  ids: readonly string[],
) => AsyncIterable<SourceRow> | Iterable<SourceRow>;

const customers =
  (trigger?: ContactTrigger): Read =>
  (client, ids) =>
    readCustomers(client, ids, trigger);

function* erasures(_: Shopware6Client, ids: readonly string[]): Generator<SourceRow> {
  for (const id of ids) yield { kind: 'erasure', id, raw: { id } };
}

function* withdrawn(_: Shopware6Client, ids: readonly string[]): Generator<SourceRow> {
  for (const id of ids) yield { kind: 'product', id, raw: { id, active: false } };
}

/** What each event is about (the object its payload has), and how that is read. */
const EVENTS: Readonly<Record<string, readonly [object: string, read: Read]>> = {
  'checkout.customer.register': ['customer', customers('registration')],
  'customer.written': ['customer', customers()],
  'customer.deleted': ['customer', erasures],
  // The entity in the payload may have the status from before; what the shop says now counts.
  'newsletter.confirm': ['newsletterRecipient', readRecipients],
  'newsletter.unsubscribe': ['newsletterRecipient', readRecipients],
  'checkout.order.placed': ['order', readOrders],
  'state_enter.order_transaction.state.paid': ['order', readOrders],
  'state_enter.order_transaction.state.refunded': ['order', readOrders],
  'state_enter.order_transaction.state.cancelled': ['order', readOrders],
  'state_enter.order_transaction.state.failed': ['order', readOrders],
  'state_enter.order_transaction.state.chargeback': ['order', readOrders],
  'state_enter.order.state.cancelled': ['order', readOrders],
  'state_enter.order.state.completed': ['order', readOrders],
  'product.written': ['product', readProducts],
  'product.deleted': ['product', withdrawn],
};

/** The app is taken out of the shop; sent while its keys may still work for a moment. */
export const APP_DELETED = 'app.deleted';

/** An import writes hundreds of objects in one event; products are large documents. */
const IDS_PER_CALL = 25;

/**
 * Events whose webhooks an app declares in its manifest. Not `checkout.customer.login`: its body holds the shopper's
 * session, which the hub must not keep.
 */
export const TOPICS: readonly string[] = Object.keys(EVENTS);

/** What the manifest of an app asks for: objects, and the end of the app. */
export const APP_TOPICS: readonly string[] = [...TOPICS, APP_DELETED];

/** Kept with the message: the keys that ended with the app. */
export const endedKeys = ({ clientId }: { readonly clientId: string }) => ({ endedKeys: clientId });

const UNINSTALLED =
  'the app was uninstalled in the shop, and its keys ended with it. Make a new app (POST …/app) and install it, or enter the keys of an integration.';

/**
 * The rows of a webhook. Its body only points: entity events have ids alone, business events have the object as it was
 * before somebody else listened. So everything is asked of the shop again, one or two calls, and a webhook that was
 * repeated or comes late tells nothing old. What a poll would leave out (guests, unconfirmed accounts) gives no row.
 *
 * That the app was uninstalled pauses the connection for as long as it has the keys of that app.
 *
 * @throws UnreadableDocument when the body names no object; StoreObjectMissing for an order that is gone;
 * StoreUnauthorized when the app was uninstalled.
 */
export async function* readWebhook(
  { topic, rawBody, meta }: StoredWebhook,
  client: Shopware6Client,
): AsyncGenerator<SourceRow> {
  if (topic === APP_DELETED) {
    if (meta.endedKeys === client.clientId) throw new StoreUnauthorized(UNINSTALLED);
    return;
  }
  const event = Object.hasOwn(EVENTS, topic) ? EVENTS[topic] : undefined;
  if (!event) return;
  const [object, read] = event;
  const ids = idsIn(topic, rawBody, object);
  for (let i = 0; i < ids.length; i += IDS_PER_CALL) {
    yield* read(client, ids.slice(i, i + IDS_PER_CALL));
  }
}

/** A text, or an object where the version is part of the key. */
function primaryKeyOf(written: unknown): unknown {
  const key = (written as { primaryKey?: unknown } | null)?.primaryKey;
  return typeof key === 'object' ? (key as { id?: unknown } | null)?.id : key;
}

/** `payload` is a list of what was written, or the object of the event by its name. */
function idsIn(topic: string, rawBody: string, object: string): string[] {
  let payload: unknown;
  try {
    payload = (JSON.parse(rawBody) as { data?: { payload?: unknown } }).data?.payload;
  } catch {
    // The parser's message quotes the body, which may hold personal data.
    throw new UnreadableDocument(`${topic} is no JSON`, [{ path: '$', message: 'needs JSON.' }]);
  }
  const found = Array.isArray(payload)
    ? payload.map(primaryKeyOf)
    : [(payload as Record<string, { id?: unknown } | undefined> | undefined)?.[object]?.id];
  const ids = found.filter((id) => typeof id === 'string' && /^[0-9a-f]{32}$/.test(id));
  if (ids.length === 0 || ids.length < found.length) {
    throw new UnreadableDocument(`${topic} does not say which ${object} it is about`, [
      { path: 'data.payload', message: `needs the id of a ${object}.` },
    ]);
  }
  return [...new Set(ids as string[])];
}

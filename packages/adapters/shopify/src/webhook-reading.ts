import {
  type ContactTrigger,
  fingerprint,
  readPath,
  type SourceRow,
  type StoredWebhook,
  UnreadableDocument,
} from '@storewire/core';
import type { ShopifyClient } from './client.js';
import { fetchOrder } from './complete.js';
import { parseLossless } from './lossless-json.js';
import { CONSENT } from './operations/consent.operations.js';
import { globalIdOf, instantOf, numberOf, rowOf } from './source-row.js';

type Body = Readonly<Record<string, unknown>>;
type Rows = AsyncIterable<SourceRow> | Iterable<SourceRow>;

interface Reader {
  /** Paths without which the body is not what Shopify sends; of an array entry one is enough. */
  readonly needs: readonly (string | readonly string[])[];
  readonly read: (body: Body, client: ShopifyClient) => Rows;
}

/**
 * Turns a webhook into rows. Customers, orders, checkouts and products come whole in the body and cost no call: one per
 * webhook would empty the bucket of a busy shop. A call is made for a refund, which only points at its order; for an
 * order with refunds in another currency than the shop's; and for a consent without an address.
 *
 * Bodies about the app or the shop (`app/uninstalled`, `shop/redact`, `customers/data_request`) give no rows.
 *
 * @throws UnreadableDocument with the paths that are wrong; StoreObjectMissing when the order of a refund is not
 * shown; what `ShopifyClient.run` throws.
 * @see docs/adapters/shopify.md#webhooks
 */
export async function* readWebhook(
  webhook: StoredWebhook,
  client: ShopifyClient,
): AsyncGenerator<SourceRow> {
  const reader = READERS[webhook.topic.toLowerCase()];
  if (!reader) {
    throw new UnreadableDocument(`the topic ${webhook.topic} is not one the hub reads`, [
      { path: '$', message: `has the topic ${webhook.topic}` },
    ]);
  }
  yield* reader.read(readBody(webhook, reader.needs), client);
}

const contact = (trigger: ContactTrigger): Reader => ({
  needs: ['id'],
  read: (body) => [rowOf('contact', body, { trigger })],
});

const order: Reader = { needs: ['id', 'line_items'], read: readOrder };
const product: Reader = { needs: ['id', 'variants'], read: (body) => [rowOf('product', body)] };
/** The token identifies a cart and a checkout; the hub reads neither without lines. */
const cart: Reader = {
  needs: [['token', 'id'], 'line_items'],
  read: (body) => [rowOf('cart', body, { id: String(body.token ?? body.id) })],
};
const erasure: Reader = {
  needs: [['id', 'customer.id', 'customer.email']],
  read: (body) => [rowOf('erasure', body, { id: erasedId(body) })],
};
const nothing: Reader = { needs: [], read: () => [] };

const READERS: Readonly<Record<string, Reader>> = {
  'customers/create': contact('registration'),
  'customers/update': contact('edit'),
  'customers/delete': erasure,
  'customers_email_marketing_consent/update': {
    needs: ['email_marketing_consent.state', ['customer_id', 'id', 'email_address']],
    read: readConsent,
  },
  'customers_marketing_consent/update': {
    needs: ['sms_marketing_consent.state', ['customer_id', 'id']],
    read: readConsent,
  },
  'orders/create': order,
  'orders/updated': order,
  'orders/paid': order,
  'orders/cancelled': order,
  'refunds/create': { needs: ['order_id'], read: readRefundedOrder },
  'checkouts/create': cart,
  'checkouts/update': cart,
  'carts/create': cart,
  'carts/update': cart,
  'products/create': product,
  'products/update': product,
  'products/delete': { needs: ['id'], read: readDeletedProduct },
  'customers/redact': erasure,
  'customers/data_request': { ...nothing, needs: ['customer'] },
  'shop/redact': { ...nothing, needs: ['shop_domain'] },
  'app/uninstalled': nothing,
};

function readBody({ topic, rawBody }: StoredWebhook, needs: Reader['needs']): Body {
  let body: unknown;
  try {
    body = parseLossless(rawBody);
  } catch {
    // The parser's message quotes the body, which may be personal.
    throw new UnreadableDocument(`${topic}: the body is no JSON`, [
      { path: '$', message: 'is no JSON' },
    ]);
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new UnreadableDocument(`${topic}: the body is no object`, [
      { path: '$', message: 'is no object' },
    ]);
  }
  const problems = needs
    .map((paths) => (typeof paths === 'string' ? [paths] : paths))
    .filter((paths) => paths.every((path) => isBlank(readPath(body, path))))
    .map((paths) => ({ path: paths.join(' or '), message: 'is missing' }));
  if (problems.length > 0) {
    const missing = problems.map(({ path }) => path).join(', ');
    throw new UnreadableDocument(`${topic} lacks ${missing}`, problems);
  }
  return body as Body;
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

async function* readOrder(body: Body, client: ShopifyClient): AsyncGenerator<SourceRow<'order'>> {
  const id = numberOf(body);
  if (id && hasForeignRefunds(body)) yield await orderRow(id, client);
  else yield rowOf('order', body);
}

async function* readRefundedOrder(
  body: Body,
  client: ShopifyClient,
): AsyncGenerator<SourceRow<'order'>> {
  yield await orderRow(String(body.order_id), client);
}

async function orderRow(id: string, client: ShopifyClient): Promise<SourceRow<'order'>> {
  return rowOf('order', { ...(await fetchOrder(client, id)) });
}

/** The money of a REST refund is what the shopper was paid; only GraphQL tells it in the shop's currency. */
function hasForeignRefunds(order: Body): boolean {
  const list = (value: unknown): Body[] => (Array.isArray(value) ? value : []);
  return list(order.refunds)
    .flatMap((refund) => list(refund?.transactions))
    .some(
      (transaction) =>
        typeof transaction?.currency === 'string' && transaction.currency !== order.currency,
    );
}

async function* readConsent(
  body: Body,
  client: ShopifyClient,
): AsyncGenerator<SourceRow<'consent'>> {
  const consent = (body.email_marketing_consent ?? body.sms_marketing_consent) as Body;
  const customerId = String(body.customer_id ?? numberOf(body) ?? '');
  const needsAddress = customerId !== '' && !body.email_address && !body.email;
  const customer = needsAddress
    ? (await client.run(CONSENT, { id: globalIdOf('Customer', customerId) })).customer
    : null;
  const at = instantOf(consent.consent_updated_at);
  yield rowOf('consent', customer ? { ...body, customer } : body, {
    id: customerId || fingerprint(body.email_address),
    ...(at ? { version: at } : {}),
  });
}

/** The body is an id and nothing else, so the row says in Shopify's word for a status what the topic says. */
function readDeletedProduct(body: Body): SourceRow<'product'>[] {
  return [rowOf('product', { ...body, status: 'deleted' })];
}

/** A redaction may name a person by address alone; the id of a row is not the place for it. */
function erasedId(body: Body): string {
  const customer = body.customer as Body | undefined;
  const id = customer ? customer.id : numberOf(body);
  return isBlank(id) ? fingerprint(customer?.email) : String(id);
}

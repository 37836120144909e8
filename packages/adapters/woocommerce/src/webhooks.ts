import { equalInConstantTime, hmacBase64, sha256Hex } from '@storewire/adapter-kit';
import {
  type ContactTrigger,
  type SourceRow,
  type StoredWebhook,
  UnreadableDocument,
  type WebhookRequest,
  type WebhookVerdict,
} from '@storewire/core';
import type { WooCommerceConnection } from './connection.js';
import type { WooDocument } from './dates.js';
import { identityOf } from './poll.js';

export const TOPICS = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'order.created',
  'order.updated',
  'order.deleted',
  'product.created',
  'product.updated',
  'product.deleted',
] as const;

/**
 * Checks the signature, base64 of HMAC-SHA256 over the raw body, in constant time. The one unsigned call WooCommerce
 * makes is the ping of a new webhook (`webhook_id=7` as a form), which carries nothing.
 *
 * The platform's delivery id hashes webhook and second, so two orders of one second share it; the body's hash makes it
 * unique. Failed deliveries are not repeated by the shop.
 *
 * @see docs/adapters/woocommerce.md#webhooks
 */
export function verifySignature(
  { headers, rawBody }: WebhookRequest,
  { webhookSecret }: WooCommerceConnection,
): WebhookVerdict {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const signature = headers['x-wc-webhook-signature'];
  if (type === 'application/x-www-form-urlencoded' && !signature) {
    return /^webhook_id=\d+$/.test(rawBody.toString('latin1').trim())
      ? { outcome: 'ping' }
      : { outcome: 'refused', reason: 'a form without a signature that is no ping' };
  }
  if (type !== 'application/json') {
    return { outcome: 'unsupported', reason: 'WooCommerce sends application/json' };
  }
  if (!signature) return { outcome: 'refused', reason: 'no x-wc-webhook-signature' };
  if (!equalInConstantTime(signature.trim(), hmacBase64(webhookSecret, rawBody))) {
    return { outcome: 'refused', reason: 'the signature does not fit the body' };
  }
  const topic = headers['x-wc-webhook-topic'];
  if (!topic) return { outcome: 'refused', reason: 'no x-wc-webhook-topic' };
  const [webhookId, deliveryId] = [headers['x-wc-webhook-id'], headers['x-wc-webhook-delivery-id']];
  return {
    outcome: 'accepted',
    topic,
    ...(webhookId && deliveryId
      ? { deliveryId: `${webhookId}:${deliveryId}:${sha256Hex(rawBody)}` }
      : {}),
  };
}

/**
 * The row of a delivery: the whole document, as `GET` gives it. Of a deleted object there is only the id: a customer
 * becomes an erasure, a product one in the bin; a deleted order gives nothing, because what was sent stays true. A
 * topic nobody registered gives nothing.
 *
 * @throws UnreadableDocument with the paths that are missing; also for the error body WooCommerce sends when the user
 * the webhook was made for lost the rights.
 */
export function* readWebhook({ topic, rawBody }: StoredWebhook): Generator<SourceRow> {
  const [resource, event = ''] = topic.split('.');
  if (resource !== 'customer' && resource !== 'order' && resource !== 'product') return;
  if (event === 'deleted') {
    const { id } = documentOf(topic, rawBody, []);
    if (resource === 'customer') yield { kind: 'erasure', id: String(id), raw: { id } };
    if (resource === 'product') {
      yield { kind: 'product', id: String(id), raw: { id, status: 'trash' } };
    }
    return;
  }
  const document = documentOf(topic, rawBody, NEEDED[resource]);
  const row = { ...identityOf(document), raw: document };
  if (resource === 'order') yield { kind: 'order', ...row };
  else if (resource === 'product') yield { kind: 'product', ...row };
  else yield { kind: 'contact', ...row, trigger: triggerOf(event) };
}

const triggerOf = (event: string): ContactTrigger =>
  event === 'created' ? 'registration' : 'edit';

/** What tells a document from an error body or somebody else's JSON. */
const NEEDED = {
  customer: ['email', 'date_created_gmt'],
  order: ['status', 'currency', 'total', 'date_created_gmt'],
  product: ['name', 'status'],
} as const;

function documentOf(topic: string, rawBody: string, needed: readonly string[]): WooDocument {
  let body: unknown;
  try {
    body = JSON.parse(rawBody);
  } catch {
    // The parser's message quotes the body, which may hold personal data.
    throw new UnreadableDocument(`${topic} is no JSON`, [{ path: '$', message: 'needs JSON.' }]);
  }
  const document = (body ?? {}) as Record<string, unknown>;
  const problems = needed
    .filter((path) => typeof document[path] !== 'string')
    .map((path) => ({ path, message: 'needs a text.' }));
  if (!Number.isInteger(document.id)) problems.unshift({ path: 'id', message: 'needs a number.' });
  if (problems.length === 0) return document as unknown as WooDocument;
  const code = typeof document.code === 'string' ? document.code : undefined;
  const detail = code
    ? `${topic} carries the error ${code}; the user whose key made the webhook may have lost the rights`
    : `${topic} lacks ${problems.map(({ path }) => path).join(', ')}`;
  throw new UnreadableDocument(detail, problems);
}

import { WEBHOOK_HEADER_NAMES, WebhookType } from '@shopify/shopify-api';
import { equalInConstantTime, hmacBase64 } from '@storewire/adapter-kit';
import type { WebhookRequest, WebhookVerdict } from '@storewire/core';
import { type ShopifyConnection, shopDomainOf } from './connection.js';
import { instantOf } from './source-row.js';

/** `X-Shopify-…` of webhooks, `shopify-…` of the next-generation events. */
const FAMILIES = [WebhookType.Events, WebhookType.Webhooks] as const;

/**
 * Checks the signature: base64 of HMAC-SHA256 over the raw bytes with the app's client secret. The library's own check
 * is asynchronous and wants a framework's request; the rule and the header names are the same.
 *
 * Headers are not signed. The shop's name among them is compared all the same, because all shops of an app share the
 * secret: a webhook that was sent to the address of another shop is refused.
 *
 * @see docs/adapters/shopify.md#webhooks
 */
export function verifySignature(
  { headers, rawBody }: WebhookRequest,
  connection: ShopifyConnection,
): WebhookVerdict {
  const contentType = headers['content-type'];
  if (contentType !== undefined && !/^application\/json\b/i.test(contentType)) {
    return { outcome: 'unsupported', reason: 'Shopify sends application/json.' };
  }
  const family = FAMILIES.find((type) => headerOf(headers, WEBHOOK_HEADER_NAMES[type].hmac));
  if (!family) return { outcome: 'refused', reason: 'There is no signature header.' };
  const names = WEBHOOK_HEADER_NAMES[family];
  const signature = headerOf(headers, names.hmac) ?? '';
  if (rawBody.length === 0) return { outcome: 'refused', reason: 'The body is empty.' };
  if (!equalInConstantTime(signature, hmacBase64(connection.clientSecret, rawBody))) {
    return { outcome: 'refused', reason: 'The signature does not fit the client secret.' };
  }
  const shop = headerOf(headers, names.domain)?.toLowerCase();
  if (shop !== undefined && shop !== shopDomainOf(connection)) {
    return { outcome: 'refused', reason: 'The webhook is about another shop.' };
  }
  const topic = topicOf(headers, family);
  if (!topic) return { outcome: 'refused', reason: 'There is no topic header.' };
  const deliveryId = headerOf(headers, names.webhookId);
  const occurredAt = instantOf(headerOf(headers, names.triggeredAt));
  const apiVersion = headerOf(headers, names.apiVersion);
  return {
    outcome: 'accepted',
    topic,
    ...(deliveryId ? { deliveryId } : {}),
    ...(occurredAt ? { occurredAt } : {}),
    ...(apiVersion ? { meta: { apiVersion } } : {}),
  };
}

type Headers = WebhookRequest['headers'];

const headerOf = (headers: Headers, name: string): string | undefined =>
  headers[name.toLowerCase()]?.trim() || undefined;

/** Events name an object and what happened to it in two headers: `Customer` and `update`. */
function topicOf(headers: Headers, family: (typeof FAMILIES)[number]): string | undefined {
  const topic = headerOf(headers, WEBHOOK_HEADER_NAMES[family].topic);
  if (!topic || family === WebhookType.Webhooks || topic.includes('/')) return topic;
  const action = headerOf(headers, WEBHOOK_HEADER_NAMES[WebhookType.Events].action);
  return action ? `${topic}/${action}` : topic;
}

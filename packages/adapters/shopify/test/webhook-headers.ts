import { createHmac, randomUUID } from 'node:crypto';

/** The headers of a webhook, signed as Shopify signs. */
export const webhookHeaders = (
  topic: string,
  rawBody: Buffer,
  { domain, secret, at }: { domain: string; secret: string; at: string },
): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'x-shopify-topic': topic,
  'x-shopify-shop-domain': domain,
  'x-shopify-api-version': '2026-10',
  'x-shopify-webhook-id': randomUUID(),
  'x-shopify-event-id': randomUUID(),
  'x-shopify-triggered-at': at,
  'x-shopify-hmac-sha256': createHmac('sha256', secret).update(rawBody).digest('base64'),
});

/** `CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE` is `customers_email_marketing_consent/update`. */
export const topicOf = (name: string): string => name.toLowerCase().replace(/_([a-z]+)$/, '/$1');

import { createHmac } from 'node:crypto';

/** A webhook as a platform sends it. */
export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const hmac = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(body).digest('base64');

/** As Shopify signs: base64 of HMAC-SHA256 over the bytes of the body, with the app's client secret. */
export function shopifyWebhook(
  { secret, shopDomain }: { readonly secret: string; readonly shopDomain: string },
  { topic, deliveryId, body }: { topic: string; deliveryId: string; body: object | string },
): SignedWebhook {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    body: text,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': shopDomain,
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': deliveryId,
      'x-shopify-triggered-at': new Date().toISOString(),
      'x-shopify-hmac-sha256': hmac(secret, text),
    },
  };
}

/** As WooCommerce signs; its delivery id is the same for everything a webhook sends within one second. */
export function wooWebhook(
  secret: string,
  { topic, deliveryId, body }: { topic: string; deliveryId: string; body: object | string },
): SignedWebhook {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const [resource = '', event = ''] = topic.split('.');
  return {
    body: text,
    headers: {
      'content-type': 'application/json',
      'x-wc-webhook-source': 'https://shop.example/',
      'x-wc-webhook-topic': topic,
      'x-wc-webhook-resource': resource,
      'x-wc-webhook-event': event,
      'x-wc-webhook-id': '7',
      'x-wc-webhook-delivery-id': deliveryId,
      'x-wc-webhook-signature': hmac(secret, text),
    },
  };
}

/** Posts it. @returns the status; undefined when no answer came. */
export async function post(
  url: string,
  { headers, body }: SignedWebhook,
): Promise<number | undefined> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

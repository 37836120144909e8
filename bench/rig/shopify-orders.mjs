import { createHmac } from 'node:crypto';

/** Size of the signed bodies; the document is filled up with its `note`. */
export const BODY_BYTES = 2048;

export const SHOP_DOMAIN = 'bench.myshopify.com';
export const CLIENT_SECRET = 'bench-client-secret-0001';

/** A paid order of Shopify with a person of its own: one contact upsert and one PURCHASE. */
export function orderDocument(n, note) {
  const id = 5_000_000_000 + n;
  const email = `buyer${n}@customer.example`;
  const address = {
    first_name: 'Ola',
    last_name: 'Nowak',
    address1: 'Prosta 1',
    city: 'Warszawa',
    zip: '00-001',
    province: 'Mazowieckie',
    country: 'Poland',
    country_code: 'PL',
    phone: null,
  };
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${n}`,
    email,
    contact_email: email,
    created_at: '2026-11-18T10:12:00Z',
    processed_at: '2026-11-18T10:12:00Z',
    updated_at: '2026-11-18T10:15:22Z',
    cancelled_at: null,
    test: false,
    financial_status: 'paid',
    fulfillment_status: null,
    currency: 'PLN',
    total_price: '129.00',
    current_total_price: '129.00',
    buyer_accepts_marketing: true,
    customer_locale: 'pl-PL',
    source_name: 'web',
    customer: {
      id: 7_000_000_000 + n,
      email,
      first_name: 'Ola',
      last_name: 'Nowak',
      state: 'enabled',
      verified_email: true,
      created_at: '2026-03-02T09:11:00Z',
    },
    line_items: [
      line(1, 'MUG-01', 'Mug', 11, '49.00'),
      line(2, 'TEA-07', 'Tea, 100 g', 12, '31.00'),
    ],
    billing_address: address,
    shipping_address: address,
    refunds: [],
    note,
  };
}

const line = (id, sku, title, productId, price) => ({
  id,
  sku,
  title,
  quantity: 1,
  product_id: productId,
  variant_id: productId * 10,
  price,
});

const BARE_BYTES = Buffer.byteLength(JSON.stringify(orderDocument(9_999_999, '')));

/** The n-th order as bytes of exactly `BODY_BYTES`, n from 1,000,000 to 9,999,999. */
const orderBody = (n) =>
  Buffer.from(JSON.stringify(orderDocument(n, 'x'.repeat(BODY_BYTES - BARE_BYTES))));

/**
 * A whole signed HTTP request for the n-th order. Every delivery has an id of its own.
 *
 * @param {{ path: string, host: string, shopDomain?: string }} to
 * @param {number} n
 */
export function signedRequest({ path, host, shopDomain = SHOP_DOMAIN }, n) {
  const body = orderBody(n);
  const signature = createHmac('sha256', CLIENT_SECRET).update(body).digest('base64');
  const head =
    `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n` +
    `content-length: ${body.length}\r\nx-shopify-topic: orders/paid\r\n` +
    `x-shopify-shop-domain: ${shopDomain}\r\nx-shopify-hmac-sha256: ${signature}\r\n` +
    `x-shopify-webhook-id: bench-${n}\r\nx-shopify-api-version: 2026-10\r\n` +
    'x-shopify-triggered-at: 2026-11-18T10:15:23Z\r\n\r\n';
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

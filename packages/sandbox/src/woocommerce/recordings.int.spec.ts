import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWooStore } from './store.js';
import { type Answer, callStore, callUrl, Receiver } from './store-caller.js';

/** Answers of a running WooCommerce 10.9.1; beside the repository, where they are kept. */
const FOLDER = new URL('../../../../../shared/recorded/woocommerce-10.9.1/', import.meta.url);
const hasRecordings = existsSync(FOLDER);

interface Recording {
  request: { headers: Record<string, string>; body: unknown };
  response: { status: number; headers: Record<string, string>; body: unknown } | null;
}

function recording(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Recording;
}

/** Names at the top of a document, or of the first of a list. */
function keysOf(body: unknown): string[] {
  const document = Array.isArray(body) ? body[0] : body;
  return Object.keys((document ?? {}) as object).sort();
}

function at(body: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string, unknown>)?.[step], body);
}

if (!hasRecordings) {
  it('has no recordings beside the repository to compare with', () => {
    console.info('No recordings of WooCommerce beside the repository: nothing was compared.');
  });
}

const describeRecorded = (name: string, tests: () => void): void => {
  if (hasRecordings) describe(name, tests);
};

describeRecorded('next to a running WooCommerce 10.9.1', () => {
  const store = createWooStore({ customers: 20, orders: 30, products: 8 });
  const receiver = new Receiver();
  let hook = '';
  const call = (method: string, path: string, body?: unknown) =>
    callStore(store, method, path, body);

  beforeAll(async () => {
    await store.listen();
    hook = await receiver.listen();
  });
  afterAll(async () => {
    await store.close();
    await receiver.close();
  });

  const account = () => store.customerId(3);
  const buyerOrder = () => store.placeOrder({ customerId: account(), paid: true });
  const secret = 'whsec-test-123';
  const cases: { name: string; ask: () => Promise<Answer> }[] = [
    { name: 'customer-get', ask: () => call('GET', `/customers/${account()}`) },
    {
      name: 'customers-list',
      ask: () => call('GET', '/customers?orderby=registered_date&order=asc&role=all&per_page=1'),
    },
    { name: 'order-get', ask: () => call('GET', `/orders/${buyerOrder().id}`) },
    {
      name: 'orders-modified-after',
      ask: () =>
        call('GET', '/orders?orderby=modified&order=asc&per_page=1&status=processing,completed'),
    },
    { name: 'product-get', ask: () => call('GET', `/products/${store.productId(0)}`) },
    {
      name: 'products-list-variable',
      ask: () => call('GET', `/products?include=${store.productId(3)}`),
    },
    {
      name: 'variations-list',
      ask: () => call('GET', `/products/${store.productId(3)}/variations?per_page=10`),
    },
    { name: 'category-create', ask: () => call('POST', '/products/categories', { name: 'Shoes' }) },
    { name: 'brand-create', ask: () => call('POST', '/products/brands', { name: 'Acme' }) },
    {
      name: 'order-refund',
      ask: () =>
        call('POST', `/orders/${buyerOrder().id}/refunds`, {
          amount: '10.00',
          reason: 'Damaged',
          api_refund: false,
        }),
    },
    { name: 'order-notes', ask: () => call('GET', `/orders/${buyerOrder().id}/notes`) },
    { name: 'report-order-totals', ask: () => call('GET', '/reports/orders/totals') },
    {
      name: 'webhook-create',
      ask: () =>
        call('POST', '/webhooks', {
          name: 'hub',
          topic: 'order.created',
          delivery_url: hook,
          secret,
        }),
    },
    { name: 'webhooks-list', ask: () => call('GET', '/webhooks?per_page=100&status=all') },
    {
      name: 'settings-general-currency',
      ask: () => call('GET', '/settings/general/woocommerce_currency'),
    },
    {
      name: 'system-status',
      ask: () => call('GET', '/system_status?_fields=environment,settings'),
    },
    {
      name: 'index',
      ask: () =>
        callUrl(
          `${store.url}/wp-json/?_fields=name,url,home,gmt_offset,timezone_string,namespaces,authentication`,
        ),
    },
    { name: 'wc-v3-index', ask: () => call('GET', '?_fields=namespace') },
    {
      name: 'order-after-refund',
      ask: () =>
        call('GET', `/orders/${buyerOrder().id}?_fields=id,status,total,refunds,date_modified_gmt`),
    },
    {
      name: 'orders-by-statuses',
      ask: () =>
        call(
          'GET',
          '/orders?status[]=processing&status[]=completed&per_page=2&_fields=id,status,date_paid,date_paid_gmt,total',
        ),
    },
  ];

  it.each(cases)(
    'answers $name with the same fields, status and headers',
    async ({ name, ask }) => {
      const real = recording(name).response;
      const ours = await ask();
      expect(keysOf(ours.body)).toEqual(keysOf(real?.body));
      expect(ours.status).toBe(real?.status);
      for (const header of ['allow', 'content-type']) {
        expect([header, ours.headers.get(header)]).toEqual([header, real?.headers[header]]);
      }
      for (const header of ['x-wp-total', 'x-wp-totalpages']) {
        expect(ours.headers.has(header)).toBe(real?.headers[header] !== undefined);
      }
    },
  );

  it.each([
    { name: 'order-get', path: ['line_items', 0], variable: false },
    { name: 'order-get', path: ['line_items', 0, 'meta_data', 0], variable: true },
    { name: 'order-get', path: ['shipping_lines', 0], variable: false },
    { name: 'order-get', path: ['billing'], variable: false },
    { name: 'order-get', path: ['shipping'], variable: false },
    { name: 'order-get', path: ['meta_data', 0], variable: false },
    { name: 'order-get', path: ['_links'], variable: false },
  ])('has the same fields in an order at $path', async ({ name, path, variable }) => {
    const productId = store.productId(variable ? 3 : 0);
    const variationId = variable ? store.product(productId)?.variations[0] : undefined;
    const order = store.placeOrder({
      customerId: account(),
      newsletter: true,
      lines: [{ productId, variationId, quantity: 2 }],
    });
    const ours = await call('GET', `/orders/${order.id}`);
    const real = recording(name).response?.body;
    expect(keysOf(at(ours.body, ...path))).toEqual(keysOf(at(real, ...path)));
  });

  it.each([
    { name: 'order-404', ask: () => call('GET', '/orders/999999') },
    { name: 'orders-per-page-101', ask: () => call('GET', '/orders?per_page=101') },
    { name: 'orders-bad-status', ask: () => call('GET', '/orders?status=nonsense') },
    { name: 'products-bad-orderby', ask: () => call('GET', '/products?orderby=nonsense') },
    { name: 'orders-page-beyond', ask: () => call('GET', '/orders?per_page=100&page=99') },
    { name: 'auth-missing', ask: () => callUrl(`${store.url}/wp-json/wc/v3/orders`) },
    {
      name: 'auth-bad-key',
      ask: () =>
        callUrl(`${store.url}/wp-json/wc/v3/orders`, 'GET', undefined, {
          authorization: 'Basic Y2tfYmFkOmNzX2JhZA==',
        }),
    },
    {
      name: 'auth-oauth1-bad-signature',
      ask: () =>
        callUrl(
          `${store.url}/wp-json/wc/v3/orders?oauth_consumer_key=${store.consumerKey}&oauth_nonce=a&oauth_signature_method=HMAC-SHA256&oauth_timestamp=${Math.floor(Date.now() / 1000)}&per_page=1&oauth_signature=AAAA`,
        ),
    },
  ])('refuses like $name, word for word', async ({ name, ask }) => {
    const real = recording(name).response;
    const ours = await ask();
    expect([ours.status, ours.body]).toEqual([real?.status, real?.body]);
    expect(ours.headers.get('allow') ?? undefined).toBe(real?.headers.allow);
  });

  it('refuses a taken e-mail and one bad entry of a batch word for word', async () => {
    const email = 'anna.1795278396213@shop.example';
    store.registerCustomer({ email });
    const taken = await call('POST', '/customers', { email });
    expect(taken.body).toEqual(recording('customer-create-duplicate-email').response?.body);
    const batch = await call('POST', '/customers/batch', {
      update: [
        { id: account(), meta_data: [{ key: 'newsletter_consent', value: 'yes' }] },
        { id: 999999, meta_data: [] },
      ],
    });
    const real = recording('batch-customers').response;
    expect(batch.headers.get('allow')).toBe(real?.headers.allow);
    expect(at(batch.body, 'update', 1)).toEqual(at(real?.body, 'update', 1));
    expect(keysOf(at(batch.body, 'update', 0))).toEqual(keysOf(at(real?.body, 'update', 0)));
  });

  it.each([
    { name: 'orders-page-beyond', path: '/orders?per_page=100&page=99' },
    {
      name: 'customers-list',
      path: '/customers?per_page=1&page=1&orderby=registered_date&order=asc&role=all',
    },
    {
      name: 'orders-modified-after',
      path: '/orders?modified_after=2020-01-01T00:00:00&dates_are_gmt=true&orderby=modified&order=asc&per_page=1&status=processing,completed',
    },
  ])('links to the pages around like $name', async ({ name, path }) => {
    const ours = await call('GET', path);
    const link = ours.headers.get('link')?.replaceAll(store.url, 'https://shop.example.test');
    const parts = (text = '') => text.split(/[?&<>]/).sort();
    expect(parts(link)).toEqual(parts(recording(name).response?.headers.link));
  });

  it.each([
    {
      name: 'webhook-customer-created',
      topic: 'customer.created',
      act: () => store.registerCustomer(),
    },
    { name: 'webhook-order-created', topic: 'order.created', act: () => buyerOrder() },
    {
      name: 'webhook-product-updated',
      topic: 'product.updated',
      act: () => store.editProduct(store.productId(0), { stock: 3 }),
    },
    {
      name: 'webhook-order-deleted',
      topic: 'order.deleted',
      act: () => store.deleteOrder(store.orderId(4)),
    },
  ])(
    'sends $topic with the headers and fields of the recorded delivery',
    async ({ name, topic, act }) => {
      await call('POST', '/webhooks', { topic, delivery_url: hook, secret });
      await store.webhooks.flush();
      receiver.calls.length = 0;
      act();
      await store.webhooks.flush();
      const real = recording(name).request;
      const sent = receiver.calls.find(({ headers }) => headers['x-wc-webhook-topic'] === topic);
      // The accepted encodings are those of the HTTP client, which is not the shop's.
      const ours = Object.keys(sent?.headers ?? {}).filter(
        (header) => header !== 'accept-encoding',
      );
      const theirs = Object.keys(real.headers).filter((header) => header !== 'accept-encoding');
      expect(ours.sort()).toEqual(theirs.sort());
      for (const header of ['user-agent', 'content-type', 'x-wc-webhook-event', 'connection']) {
        expect(sent?.headers[header]).toBe(real.headers[header]);
      }
      expect(keysOf(JSON.parse(sent?.body ?? ''))).toEqual(keysOf(real.body));
    },
  );
});

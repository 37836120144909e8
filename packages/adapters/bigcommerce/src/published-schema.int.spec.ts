import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Call } from '../test/fake-server.js';
import { PublishedSchema } from '../test/published-schema.js';
import { collect, RunningStore } from '../test/running-store.js';
import bigcommerce from './index.js';

const FIXTURES = new URL('../fixtures/', import.meta.url);

/** What the adapter puts into documents. */
const ADDED = {
  contact: ['subscriber', 'subscribed', 'changed_at'],
  subscriber: ['subscribed', 'subscription'],
  order: ['products', 'refunds'],
  product: ['storefront', 'offer', 'image_list', 'brand', 'category_list', 'variants'],
  // Asked for with a call of its own, or with `include`.
  cart: ['items', 'redirect_urls'],
};

type Document = Record<string, unknown>;

const fixturesOf = (kind: string): Document[] =>
  readdirSync(FIXTURES)
    .filter((file) => file.startsWith(`${kind}.`) && !file.endsWith('.expected.json'))
    .map((file) => JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8')));

const listIn = (documents: readonly Document[], field: string): Document[] =>
  documents.flatMap((document) => (document[field] as Document[] | undefined) ?? []);

describe('calls and fixtures against the published schema', () => {
  const schema = PublishedSchema.read();
  let calls: readonly Call[] = [];

  beforeAll(async () => {
    if (!schema) console.info('Not checked: the description of the API is not here.');
    calls = await everyCall();
  });
  afterAll(() => {
    calls = [];
  });

  it('makes every kind of call that it declares', () => {
    const made = new Set(
      calls.map(
        ({ method, path }) =>
          `${method} ${path.replace(/\/(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27})(?=\/|$)/g, '/{id}')}`,
      ),
    );
    expect([...made].sort()).toEqual([
      'DELETE /v3/content/scripts/{id}',
      'GET /v2/orders',
      'GET /v2/orders/count',
      'GET /v2/orders/{id}',
      'GET /v2/orders/{id}/products',
      'GET /v2/store',
      'GET /v3/carts/{id}',
      'GET /v3/catalog/brands',
      'GET /v3/catalog/products',
      'GET /v3/catalog/trees/categories',
      'GET /v3/channels',
      'GET /v3/channels/{id}/site',
      'GET /v3/content/scripts',
      'GET /v3/customers',
      'GET /v3/customers/subscribers',
      'GET /v3/customers/subscribers/{id}',
      'GET /v3/hooks',
      'GET /v3/orders/payment_actions/refunds',
      'POST /v3/carts/{id}/redirect_urls',
      'POST /v3/content/scripts',
      'POST /v3/customers/subscribers',
      'POST /v3/hooks',
      'PUT /v3/content/scripts/{id}',
      'PUT /v3/customers',
      'PUT /v3/customers/subscribers/{id}',
      'PUT /v3/hooks/{id}',
    ]);
  });

  it('calls nothing, asks for nothing and sends nothing that is not there', () => {
    if (!schema) return;
    expect([...new Set(calls.flatMap((call) => schema.problemsOf(call)))]).toEqual([]);
  });

  it('would see what is not there', () => {
    if (!schema) return;
    const call = (method: string, path: string, query: string, body?: object) =>
      schema.problemsOf({ method, path, query: new URLSearchParams(query), headers: {}, body });
    expect(call('GET', '/v3/wishes', '')).toEqual(['GET /v3/wishes is not there']);
    expect(call('GET', '/v3/customers', 'date_changed:min=1&include=adresses')).toEqual([
      'GET /customers has no parameter date_changed:min',
      'GET /customers does not take include=adresses',
    ]);
    expect(call('POST', '/v3/hooks', '', { scope: 1, secret: 'a' })).toEqual([
      'POST /hooks.scope is a number and no string',
      'POST /hooks has no field secret',
    ]);
  });

  const subscribers = fixturesOf('contact')
    .map(({ subscriber }) => subscriber as Document)
    .filter(Boolean);
  it.each([
    ['customers', '/v3/customers', fixturesOf('contact'), ADDED.contact],
    ['subscribers', '/v3/customers/subscribers', subscribers, []],
    ['subscriptions', '/v3/customers/subscribers', fixturesOf('consent'), ADDED.subscriber],
    ['orders', '/v2/orders/1', fixturesOf('order'), ADDED.order],
    ['lines', '/v2/orders/1/products', listIn(fixturesOf('order'), 'products'), []],
    ['refunds', '/v3/orders/payment_actions/refunds', listIn(fixturesOf('order'), 'refunds'), []],
    ['products', '/v3/catalog/products', fixturesOf('product'), ADDED.product],
    [
      'variants',
      '/v3/catalog/products/1/variants',
      listIn(fixturesOf('product'), 'variants'),
      ['name', 'storefront', 'offer'],
    ],
    ['carts', '/v3/carts/1', fixturesOf('cart'), ADDED.cart],
  ])('has in the fixtures of %s only fields and values that are there', (_, path, rows, added) => {
    if (!schema) return;
    expect(rows.length).toBeGreaterThan(0);
    expect([...new Set(rows.flatMap((row) => schema.problemsIn(path, row, added)))]).toEqual([]);
  });
});

/** Everything the adapter does. */
async function everyCall(): Promise<readonly Call[]> {
  const store = await RunningStore.open();
  const { fake } = store;
  for (const kind of ['contact', 'order', 'product', 'consent', 'cart'] as const) {
    fake.seed(kind, 1);
  }
  const client = store.client({ storeMailsAfterOptOut: 'off' });
  const { poll, history, webhooks } = bigcommerce.sources;
  const since = '2026-11-01T00:00:00.000Z';
  const range = { from: since, to: '2026-12-01T00:00:00.000Z' };
  await bigcommerce.checkConnection(client);
  for (const kind of ['contact', 'order', 'product'] as const) {
    await collect<unknown>(poll?.[kind]?.(client, { since, now: fake.now() }) ?? []);
    await collect<unknown>(history?.[kind]?.read(client, range) ?? []);
    await history?.[kind]?.count?.(client, kind === 'product' ? {} : range);
  }
  fake.linksLines = true;
  await store.read('store/order/created', { id: fake.orders[0]?.id });
  await store.read('store/subscriber/updated', { id: fake.subscribers[0]?.id });
  await store.read('store/cart/abandoned', { id: [...fake.carts.keys()][0] }, client);
  const [person] = fake.customers;
  for (const state of ['in', 'out', 'in'] as const) {
    const write = { email: String(person?.email), channel: 'email', at: since, state } as const;
    await bigcommerce.sinks?.consent?.(client, write);
  }
  const address = 'https://hub.example/hooks/shop';
  const connection = fake.connection();
  await webhooks?.register?.(client, address, connection);
  fake.switchOff('store/order/created');
  await webhooks?.register?.(client, address, connection);
  const tag = { src: 'https://hub.example/t.js', storefront: '1' };
  await bigcommerce.tag?.place(client, tag);
  for (const script of fake.scripts.rows) script.enabled = false;
  await bigcommerce.tag?.place(client, tag);
  await bigcommerce.tag?.remove(client, tag);
  await store.stop();
  return fake.calls;
}

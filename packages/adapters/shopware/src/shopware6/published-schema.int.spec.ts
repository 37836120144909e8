import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '@storewire/adapter-kit';
import type { Call } from '../../test/fake-server.js';
import { FakeShopware6 } from '../../test/shopware6/fake-shopware6.js';
import { PublishedSchema } from '../../test/shopware6/published-schema.js';
import { shopware6 } from './adapter.js';
import { Shopware6Client } from './client.js';

const FIXTURES = new URL('../../fixtures/shopware6/', import.meta.url);
const CHANNEL = '98432def39fc4624b33213a56b8c944d';
/** What the adapter puts into documents. */
const ADDED = ['storefront', 'newsletterRecipient'];

describe('calls and fixtures against the published schema', () => {
  const schema = PublishedSchema.read();
  let calls: readonly Call[] = [];

  beforeAll(async () => {
    if (!schema) console.info('Not checked: the description of the Admin API is not here.');
    calls = await everyCall();
  });
  afterAll(() => {
    calls = [];
  });

  it('makes every kind of call that it declares', () => {
    const made = new Set(calls.map(({ method, path }) => `${method} ${path.split('/').at(2)}`));
    expect([...made].sort()).toEqual([
      'GET _info',
      'PATCH newsletter-recipient',
      'POST newsletter-recipient',
      'POST oauth',
      'POST search',
    ]);
  });

  it('calls nothing and asks for no field that is not there', () => {
    if (!schema) return;
    expect([...new Set(calls.flatMap((call) => schema.problemsOf(call)))]).toEqual([]);
  });

  it('would see a field that is not there', () => {
    if (!schema) return;
    const [call] = calls.filter(({ path }) => path === '/api/search/order');
    const wrong = { ...call, body: { associations: { lineItem: {} }, sort: [{ field: 'state' }] } };
    expect(schema.problemsOf(wrong as Call)).toEqual([
      'Order has no field state',
      'Order has no association lineItem',
    ]);
  });

  it.each([
    ['contact', 'Customer'],
    ['order', 'Order'],
    ['product', 'Product'],
  ])('has only fields in the fixtures of %s that %s has', (kind, entity) => {
    if (!schema) return;
    const unknown = readdirSync(FIXTURES)
      .filter((file) => file.startsWith(`${kind}.`) && !file.endsWith('.expected.json'))
      .flatMap((file) =>
        schema.unknownFields(
          entity,
          JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8')),
          ADDED,
        ),
      );
    expect(unknown).toEqual([]);
  });
});

/** Everything the adapter does, with and without a sales channel. */
async function everyCall(): Promise<readonly Call[]> {
  const fake = new FakeShopware6();
  const { connection } = await fake.start();
  for (const kind of ['contact', 'order', 'product', 'consent'] as const) fake.seed(kind, 1);
  const [person] = fake.seed('contact', 1);
  const { email } = fake.tables.customer?.find(({ id }) => id === person) ?? {};
  for (const salesChannelId of [undefined, CHANNEL]) {
    const client = new Shopware6Client({
      connection: { ...connection, ...(salesChannelId ? { salesChannelId } : {}) },
      http: createHttpClient(),
      allowPrivateAddresses: true,
    });
    const { poll, history } = shopware6.sources;
    const since = '2026-11-01T00:00:00.000Z';
    const range = { from: since, to: '2026-12-01T00:00:00.000Z' };
    await shopware6.checkConnection(client);
    for (const kind of ['contact', 'order', 'product'] as const) {
      for await (const row of poll?.[kind]?.(client, { since, now: fake.now() }) ?? []) void row;
      for await (const row of history?.[kind]?.read(client, range) ?? []) void row;
      await history?.[kind]?.count?.(client, range);
    }
    await shopware6.tag?.find(client, { src: 'https://hub.example/t/a-token/s.js' });
    for (const state of ['in', 'out', 'in'] as const) {
      const write = { email: String(email), channel: 'email', state, at: fake.now() } as const;
      await shopware6.sinks?.consent?.(client, write);
    }
  }
  await fake.stop();
  return fake.calls;
}

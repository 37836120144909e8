import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  StoreForbidden,
  StoreRateLimited,
  StoreRefused,
  StoreUnauthorized,
  StoreUnavailable,
} from '@storewire/core';
import { RunningStore } from '../test/running-store.js';
import { CUSTOMERS } from './contact-reading.js';

const ONE = { limit: 1 };

describe('BigCommerceClient', () => {
  let store: RunningStore;
  beforeEach(async () => {
    store = await RunningStore.open();
  });
  afterEach(() => store.stop());

  const failing = async (call: Promise<unknown>): Promise<unknown> => {
    try {
      await call;
    } catch (error) {
      return error;
    }
    throw new Error('The call did not fail.');
  };

  it('reads an empty list of v2, which is 204 without a body', async () => {
    const { rows, at } = await store.client().listV2('/v2/orders', ONE);
    expect(rows).toEqual([]);
    expect(at).toBe(store.fake.now());
  });

  it('sends the token with every call, and nothing but the token', async () => {
    await store.client().list(CUSTOMERS, ONE);
    const [call] = store.fake.calls;
    expect(call?.headers['x-auth-token']).toBe(store.fake.connection().accessToken);
    expect(call?.headers['x-auth-client']).toBeUndefined();
  });

  it('spreads its calls when the quota runs low, and never meets the limit', async () => {
    store.fake.quota = 50;
    const client = store.client({}, { maxWaitMs: 30_000 });
    for (let n = 0; n < 120; n++) await client.list(CUSTOMERS, ONE);
    expect(store.fake.calls).toHaveLength(120);
    expect(store.waits.length).toBeGreaterThan(0);
  });

  it('tells the wait that BigCommerce names when the limit is met', async () => {
    store.fake.quota = 0;
    const error = await failing(store.client().list(CUSTOMERS, ONE));
    expect(error).toBeInstanceOf(StoreRateLimited);
    expect((error as StoreRateLimited).retryAfterMs).toBeGreaterThan(10_000);
    expect((error as StoreRateLimited).retryAfterMs).toBeLessThanOrEqual(30_000);
  });

  it('waits longer each time the platform is overloaded, until a call succeeds', async () => {
    const client = store.client({}, { maxAttempts: 1 });
    const waits: number[] = [];
    for (let n = 0; n < 3; n++) {
      store.fake.overloads = 1;
      const error = await failing(client.list(CUSTOMERS, ONE));
      waits.push((error as StoreRateLimited).retryAfterMs);
    }
    await client.list(CUSTOMERS, ONE);
    store.fake.overloads = 1;
    waits.push(((await failing(client.list(CUSTOMERS, ONE))) as StoreRateLimited).retryAfterMs);
    expect(waits).toEqual([5000, 10_000, 20_000, 5000]);
  });

  it('gets over a short overload by itself', async () => {
    store.fake.overloads = 2;
    expect((await store.client().list(CUSTOMERS, ONE)).rows).toEqual([]);
  });

  it('names the scope that a refused call needs', async () => {
    const missingFor = async (scope: string, call: () => Promise<unknown>) => {
      store.fake.withhold(scope);
      const error = await failing(call());
      expect(error).toBeInstanceOf(StoreForbidden);
      return (error as StoreForbidden).missing;
    };
    const client = store.client();
    expect(
      await missingFor('store_v2_orders_read_only', () => client.listV2('/v2/orders', ONE)),
    ).toEqual(['store_v2_orders_read_only']);
    expect(await missingFor('store_v2_customers', () => client.list(CUSTOMERS, ONE))).toEqual([
      'store_v2_customers',
    ]);
  });

  it('calls a token that was replaced unauthorized', async () => {
    const client = store.client({ accessToken: 'anExpiredToken' });
    expect(await failing(client.list(CUSTOMERS, ONE))).toBeInstanceOf(StoreUnauthorized);
    expect(await failing(client.listV2('/v2/orders', ONE))).toBeInstanceOf(StoreUnauthorized);
  });

  it('does not take a write that was done in part for a success', async () => {
    const [id] = store.fake.seed('contact', 1);
    store.fake.failsInPart = true;
    const error = await failing(store.client().write('PUT', CUSTOMERS, [{ id: Number(id) }]));
    expect(error).toBeInstanceOf(StoreRefused);
    expect(String(error)).toMatch(/207.*cannot be changed/);
  });

  it.each([
    [423, StoreUnavailable],
    [499, StoreUnavailable],
    [507, StoreRefused],
    [422, StoreRefused],
    [503, StoreUnavailable],
  ])('understands the status %i', async (status, type) => {
    store.fake.always = { status, body: { status, title: 'As it is' } };
    expect(await failing(store.client().list(CUSTOMERS, ONE))).toBeInstanceOf(type);
  });

  it('calls an answer without data unusable', async () => {
    store.fake.always = { status: 200, body: { meta: {} } };
    expect(await failing(store.client().list(CUSTOMERS, ONE))).toBeInstanceOf(StoreUnavailable);
    store.fake.always = { status: 200, body: { data: {} } };
    expect(await failing(store.client().list(CUSTOMERS, ONE))).toBeInstanceOf(StoreUnavailable);
  });
});

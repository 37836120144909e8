import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreRefused } from '@storewire/core';
import { RunningStore } from '../test/running-store.js';
import { TOPICS } from './webhook-reading.js';
import { checkHooks, registerHooks } from './webhook-registration.js';

const ADDRESS = 'https://hub.example/hooks/shop';

describe('registerHooks', () => {
  let store: RunningStore;
  beforeEach(async () => {
    store = await RunningStore.open();
  });
  afterEach(() => store.stop());

  const register = (changes = {}) =>
    registerHooks(store.client(), ADDRESS, store.fake.connection(changes));

  it('makes one webhook per topic with the secret in its header', async () => {
    const made = await register();
    expect(made.map(({ topic }) => topic)).toEqual(TOPICS);
    for (const { headers } of store.fake.hooks.rows) {
      expect(headers).toEqual({ 'X-Storewire-Token': store.fake.connection().webhookSecret });
    }
  });

  it('changes nothing that is as it should be', async () => {
    await register();
    store.called();
    await register();
    expect(store.called()).toEqual(['GET /v3/hooks']);
  });

  it('switches on again what BigCommerce switched off', async () => {
    await register();
    store.fake.switchOff('store/order/created');
    const [seen] = (await checkHooks(store.client(), ADDRESS)).filter(({ active }) => !active);
    expect(seen).toMatchObject({
      topic: 'store/order/created',
      detail: expect.stringMatching(/Switched off/),
    });
    store.called();
    await register();
    expect(store.called().filter((call) => !call.startsWith('GET'))).toHaveLength(1);
    expect(store.fake.hooks.rows.every(({ is_active }) => is_active)).toBe(true);
  });

  it('gives all of them a new secret', async () => {
    await register();
    await register({ webhookSecret: 'anotherSecret0123456789' });
    const secrets = new Set(store.fake.hooks.rows.map(({ headers }) => JSON.stringify(headers)));
    expect([...secrets]).toEqual(['{"X-Storewire-Token":"anotherSecret0123456789"}']);
    expect(store.fake.hooks.rows).toHaveLength(TOPICS.length);
  });

  it('removes doubles and topics of an older version, and leaves other addresses alone', async () => {
    await register();
    const [first] = store.fake.hooks.rows;
    const other = 'https://other.example/hook';
    store.fake.hooks.rows.push(
      { ...first, id: 901 },
      { ...first, id: 902, scope: 'store/cart/converted' },
      { ...first, id: 903, destination: other },
      { ...first, id: 904, destination: other, scope: 'store/cart/converted' },
    );
    await register();
    const ids = store.fake.hooks.rows.map(({ id }) => id).filter((id) => id > 900);
    expect(ids).toEqual([903, 904]);
    expect(await checkHooks(store.client(), ADDRESS)).toHaveLength(TOPICS.length);
  });

  it('passes on what BigCommerce has against an address', async () => {
    const wrong = registerHooks(
      store.client(),
      'https://hub.example:8443/h',
      store.fake.connection(),
    );
    await expect(wrong).rejects.toThrow(/port 443/);
    await expect(wrong).rejects.toBeInstanceOf(StoreRefused);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Running, runFake } from '../test/run-fake.js';
import { checkWebhooks, registerWebhooks } from './webhook-subscriptions.js';
import { SUBSCRIBED_BY_ENUM } from './webhook-topics.js';

const ADDRESS = 'https://hub.example/hooks/a';
const MOVED = 'https://new-hub.example/hooks/a';

let running: Running;
beforeEach(async () => {
  running = await runFake();
});
afterEach(() => running.fake.stop());

const at = (address: string) =>
  running.fake.subscriptions().filter((subscription) => subscription.address === address).length;

describe('registerWebhooks', () => {
  it('moves its own subscriptions to a new address', async () => {
    await registerWebhooks(running.client, ADDRESS);
    await registerWebhooks(running.client, MOVED);
    expect([at(ADDRESS), at(MOVED)]).toEqual([0, SUBSCRIBED_BY_ENUM.size]);
    expect(await checkWebhooks(running.client, ADDRESS)).toEqual([]);
  });

  it('leaves the subscriptions of other programs alone', async () => {
    const foreign = {
      id: 'gid://shopify/WebhookSubscription/1',
      topic: 'ORDERS_CREATE',
      uri: 'https://erp.example/orders',
      name: null,
      filter: null,
      includeFields: [],
    };
    running.fake.shop.subscriptions.set(foreign.id, foreign);
    await registerWebhooks(running.client, ADDRESS);
    expect([at(foreign.uri), at(ADDRESS)]).toEqual([1, SUBSCRIBED_BY_ENUM.size]);
  });

  it('replaces one that was limited to some fields', async () => {
    await registerWebhooks(running.client, ADDRESS);
    const [[id, subscription] = []] = running.fake.shop.subscriptions;
    if (!id || !subscription) throw new Error('nothing was registered');
    running.fake.shop.subscriptions.set(id, { ...subscription, includeFields: ['id'] });
    expect(await checkWebhooks(running.client, ADDRESS)).toContainEqual(
      expect.objectContaining({ id, detail: 'limited to some objects or fields' }),
    );
    await registerWebhooks(running.client, ADDRESS);
    expect(running.fake.shop.subscriptions.has(id)).toBe(false);
    expect(at(ADDRESS)).toBe(SUBSCRIBED_BY_ENUM.size);
  });

  it('registers what it may, and shows the rest with the reason', async () => {
    running.fake.withhold('read_orders');
    const answers = await registerWebhooks(running.client, ADDRESS);
    const refused = answers.filter(({ active }) => !active);
    expect(refused.map(({ topic }) => topic)).toEqual([
      'orders/create',
      'orders/updated',
      'orders/paid',
      'orders/cancelled',
    ]);
    expect(refused[0]?.detail).toContain('permission');
  });

  it('asks for no compliance topic: only an app configuration can', () => {
    expect(
      [...SUBSCRIBED_BY_ENUM.values()].filter((topic) => /redact|request/.test(topic)),
    ).toEqual([]);
  });
});

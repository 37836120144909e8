import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../database/database.service.js';
import { WooScene } from '../testing/woo-scene.js';
import { PollerService } from './poller.service.js';
import { Reconciliation } from './reconciliation.service.js';

jest.setTimeout(120_000);

describe('the poll behind the webhooks', () => {
  let scene: WooScene;

  beforeAll(async () => {
    scene = await WooScene.open();
    await poll();
  });
  afterAll(() => scene?.close());

  const messages = async (): Promise<{ source: string; reference: string }[]> =>
    (await scene.get(`${scene.path}/messages?limit=200`)).items;
  /** All days together: midnight may come at any time. */
  const counted = async () => {
    await scene.hub.app.get(Reconciliation).flush();
    const { days } = await scene.get(`${scene.path}/reconciliation`);
    const sum = { webhooks: 0, polled: 0, seen: 0, missedByWebhooks: 0 };
    for (const day of days) {
      for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += day[name];
    }
    return sum;
  };

  /** Makes every kind due, and waits until each has been read. */
  async function poll(): Promise<void> {
    const db = scene.hub.app.get(Database);
    const poller = scene.hub.app.get(PollerService);
    const kinds = (where = '') => db.query(`SELECT kind FROM poll ${where}`);
    await poller.sweep();
    await scene.until('every kind is known', async () => (await kinds()).length === 3);
    await db.write((tx) => tx.query('UPDATE poll SET next_at = 0'));
    await poller.sweep();
    await scene.until('every kind was read', async () => {
      return (await kinds('WHERE next_at = 0')).length === 0;
    });
    await scene.settled();
  }

  it('counts nothing as missed while no webhook has ever come', async () => {
    const order = scene.shop.placeOrder({ paid: true });
    await poll();
    expect(await messages()).toContainEqual(
      expect.objectContaining({ source: 'poll', reference: String(order.id) }),
    );
    expect(await counted()).toMatchObject({ webhooks: 0, missedByWebhooks: 0, seen: 0 });
    expect((await counted()).polled).toBeGreaterThan(0);
  });

  it('does not take in again what a webhook has brought', async () => {
    await scene.deliver();
    const order = scene.shop.placeOrder({ paid: true });
    await scene.deliver();
    const before = await counted();
    await poll();
    const about = (await messages()).filter(({ reference }) => reference === String(order.id));
    expect(about.map(({ source }) => source)).not.toContain('poll');
    const after = await counted();
    expect(after.seen).toBeGreaterThan(before.seen);
    expect(after.missedByWebhooks).toBe(before.missedByWebhooks);
  });

  it('reports what webhooks missed, and takes it back when they bring it late', async () => {
    const before = await counted();
    const order = scene.shop.placeOrder({ paid: true });
    await poll();
    const about = async () =>
      (await messages()).filter(({ reference }) => reference === String(order.id));
    expect((await about()).map(({ source }) => source)).toEqual(['poll']);
    const missed = await counted();
    expect(missed.missedByWebhooks).toBeGreaterThan(before.missedByWebhooks);

    await scene.deliver();
    expect((await about()).map(({ source }) => source)).toContain('webhook');
    expect((await counted()).missedByWebhooks).toBe(before.missedByWebhooks);
    expect(scene.sandbox.events({ externalId: String(order.id) }).items).toHaveLength(1);
  });

  it('shows when each kind was polled, and the subscriptions', async () => {
    const { polls, subscriptions } = await scene.get(`${scene.path}/reconciliation`);
    expect(polls.map(({ kind, error }: { kind: string; error: unknown }) => [kind, error])).toEqual(
      [
        ['contact', null],
        ['order', null],
        ['product', null],
      ],
    );
    expect(subscriptions).toMatchObject({ lastWebhookAt: expect.any(String) });
  });
});

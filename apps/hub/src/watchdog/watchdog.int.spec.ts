import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../clock.js';
import { HubConfig } from '../config.js';
import { Database } from '../database/database.service.js';
import { TestClock } from '../testing/test-clock.js';
import { WooScene } from '../testing/woo-scene.js';
import { SilenceService } from './silence.service.js';
import { WebhookWatchService } from './webhook-watch.service.js';

const DAY_MS = 86_400_000;

describe('the watchdog', () => {
  const clock = new TestClock();
  let scene: WooScene;

  beforeAll(async () => {
    scene = await WooScene.open({
      override: (builder) => builder.overrideProvider(Clock).useValue(clock),
    });
    await look();
  });
  afterAll(() => scene?.close());
  beforeEach(async () => {
    await look();
    expect(await alerts()).toEqual([]);
  });

  const alerts = async () =>
    (await scene.get(`${scene.tenantPath}/alerts`)).items.filter(
      ({ kind }: { kind: string }) => kind !== 'clockSkew',
    );
  const subscriptions = async () => (await scene.get(`${scene.path}/reconciliation`)).subscriptions;
  const hooks = async (): Promise<{ topic: string; active: boolean }[]> =>
    (await scene.get(`${scene.path}/webhooks`)).items;

  /** A day later. */
  async function look(): Promise<void> {
    const watch = scene.hub.app.get(WebhookWatchService);
    await watch.sweep();
    clock.move(DAY_MS + 60_000);
    await again();
  }

  /** Waits until a look that is due is over. */
  async function again(): Promise<void> {
    const from = clock.now();
    await scene.hub.app.get(WebhookWatchService).sweep();
    await scene.until('it was looked at', async () => {
      const { checkedAt } = await subscriptions();
      return checkedAt !== null && Date.parse(checkedAt) >= from;
    });
  }

  it('is content with subscriptions that are there and active', async () => {
    expect(await subscriptions()).toMatchObject({
      state: 'ok',
      detail: null,
      topics: expect.arrayContaining(['order.created', 'order.updated']),
    });
  });

  it('registers again what is missing or switched off, and says so', async () => {
    const [first, second] = scene.shop.webhooks.shelf.written();
    if (!first || !second) throw new Error('no webhooks');
    scene.shop.webhooks.shelf.put({ ...first, status: 'disabled' });
    scene.shop.webhooks.shelf.remove(second.id);
    await look();
    expect(await subscriptions()).toMatchObject({
      state: 'repaired',
      detail: `Registered again: ${[first.topic, second.topic].sort().join(', ')}.`,
    });
    const present = await hooks();
    expect(present).toHaveLength(9);
    expect(present.every(({ active }) => active)).toBe(true);
    expect(await alerts()).toEqual([
      expect.objectContaining({
        kind: 'webhookWatchdog',
        severity: 'warning',
        subject: { type: 'store', id: scene.storeId },
        message: expect.stringMatching(
          /^2 webhook subscriptions of this store were missing or switched off/,
        ),
      }),
    ]);
    // The next look finds nothing wrong, and the alert ends.
    await look();
    expect(await alerts()).toEqual([]);
  });

  it('tells when it cannot register', async () => {
    const [hook] = scene.shop.webhooks.shelf.written();
    if (!hook) throw new Error('no webhooks');
    scene.shop.webhooks.shelf.remove(hook.id);
    scene.shop.faults.add({ kind: 'unauthorized', path: '/webhooks', method: 'POST' });
    await look();
    expect(await subscriptions()).toMatchObject({ state: 'failed' });
    expect(await alerts()).toEqual([
      expect.objectContaining({
        kind: 'webhookWatchdog',
        severity: 'error',
        message: expect.stringContaining('cannot be checked (STORE_UNAUTHORIZED)'),
      }),
    ]);
    scene.shop.faults.clear();
    await look();
    expect(await subscriptions()).toMatchObject({ state: 'ok' });
    expect(await hooks()).toHaveLength(9);
  });

  it('registers at the new address when the public one changes, without an alert', async () => {
    const config = scene.hub.app.get(HubConfig);
    const before = config.publicUrl;
    const moved = before.replace('127.0.0.1', 'localhost');
    Object.defineProperty(config, 'publicUrl', { get: () => moved, configurable: true });
    try {
      const { StoreDirectory } = await import('../stores/store-directory.js');
      scene.hub.app.get(StoreDirectory).forget(scene.tenantId);
      await again();
      const present = await hooks();
      expect(present).toHaveLength(9);
      expect(
        present.every((hook) => (hook as unknown as { address: string }).address.startsWith(moved)),
      ).toBe(true);
      expect(await subscriptions()).toMatchObject({ state: 'ok' });
      expect(await alerts()).toEqual([]);
    } finally {
      Object.defineProperty(config, 'publicUrl', { get: () => before, configurable: true });
      const { StoreDirectory } = await import('../stores/store-directory.js');
      scene.hub.app.get(StoreDirectory).forget(scene.tenantId);
    }
  });

  it('notices webhooks that stopped while polls bring changes, and looks at once', async () => {
    const today = new Date(clock.now()).toISOString().slice(0, 10);
    const db = scene.hub.app.get(Database);
    await db.write((tx) =>
      tx.query(
        `INSERT INTO webhook_day (tenant_id, store_id, day, received, last_at, polled, missed, missed_at)
         VALUES ($1, $2, $3, 20, $4, 4, 4, $5)`,
        [scene.tenantId, scene.storeId, today, clock.now() - 3 * 3_600_000, clock.now() - 60_000],
      ),
    );
    const { checkedAt } = await subscriptions();
    clock.move(1_000);
    await scene.hub.app.get(SilenceService).evaluate();
    expect(await alerts()).toEqual([
      expect.objectContaining({
        kind: 'silence',
        subject: { type: 'store', id: scene.storeId },
        message: expect.stringMatching(/^No webhook has come since /),
      }),
    ]);
    await again();
    expect((await subscriptions()).checkedAt).not.toBe(checkedAt);
    await db.write((tx) =>
      tx.query('UPDATE webhook_day SET last_at = $1 WHERE store_id = $2', [
        clock.now(),
        scene.storeId,
      ]),
    );
    await scene.hub.app.get(SilenceService).evaluate();
    expect(await alerts()).toEqual([]);
  });

  it('tells of a webhook that is too large', async () => {
    const { webhookUrl } = await scene.get(scene.path);
    const answer = await fetch(webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `"${'x'.repeat(1_100_000)}"`,
    });
    expect(answer.status).toBe(413);
    await scene.until('it is told', async () => (await alerts()).length === 1);
    expect((await alerts())[0]).toMatchObject({ kind: 'oversizeBody', severity: 'warning' });
    const db = scene.hub.app.get(Database);
    await db.write((tx) => tx.query(`DELETE FROM alert WHERE kind = 'oversizeBody'`));
  });

  it('tells when the clocks are far apart, and when they are not any more', async () => {
    const skew = async (state: string) =>
      (await scene.get(`${scene.tenantPath}/alerts?state=${state}`)).items.filter(
        ({ kind, subject }: { kind: string; subject: { type: string } }) =>
          kind === 'clockSkew' && subject.type === 'connection',
      );
    // The clock of this test has been moved by days, and the shop's has not.
    await scene.until('it is told', async () => (await skew('open')).length === 1);
    expect((await skew('open'))[0].message).toMatch(
      /^The clock of the hub is \d+ s ahead of that of the store/,
    );
    clock.move(Date.now() - clock.now());
    await hooks();
    await scene.until('it ends', async () => (await skew('open')).length === 0);
    expect(await skew('resolved')).toHaveLength(1);
  });
});

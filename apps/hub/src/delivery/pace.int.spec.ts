import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountPaces } from '../accounts/account-paces.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { TestClock } from '../testing/test-clock.js';
import { WooScene } from '../testing/woo-scene.js';

jest.setTimeout(120_000);

describe('the pace of an account', () => {
  const clock = new TestClock();
  let scene: WooScene;

  beforeAll(async () => {
    scene = await WooScene.open({
      account: { callsPerSecond: 64, concurrency: 8 },
      override: (builder) => builder.overrideProvider(Clock).useValue(clock),
    });
  });
  afterAll(() => scene?.close());

  const account = () => scene.get(`${scene.tenantPath}/accounts/${scene.accountId}`);

  it('is the whole one at first, in the API and in the metrics', async () => {
    scene.shop.placeOrder({ paid: true });
    await scene.deliver();
    expect((await account()).pace).toEqual({ callsPerSecond: 64, concurrency: 8, reason: null });
    expect(await scene.get('/metrics')).toContain(
      `storewire_account_calls_per_second{tenant="${scene.tenantId}",account="${scene.accountId}"} 64`,
    );
  });

  it('is halved when SALESmanago says 429, and the order arrives all the same', async () => {
    const { tenantId, accountId } = scene;
    const paces = scene.hub.app.get(AccountPaces);
    const atOnce: unknown[] = [];
    const end = scene.hub.app.get(AccountDirectory).onExchange((_, { status }) => {
      if (status !== 429) return;
      atOnce.push(paces.report(tenantId, accountId, { callsPerSecond: 64, concurrency: 8 }));
    });
    scene.sandbox.faults.add({ kind: 'status', status: 429, count: 1 });
    const order = scene.shop.placeOrder({ paid: true });
    await scene.deliver();
    end();
    expect(atOnce).toEqual([{ callsPerSecond: 32, concurrency: 4, reason: 'rateLimited' }]);
    // It has begun to rise again by now, or was cut once more where this machine stood still during a call.
    const { pace } = await account();
    expect(pace.reason).toMatch(/^(rateLimited|slow)$/);
    expect(pace.callsPerSecond).toBeGreaterThan(0);
    expect(pace.callsPerSecond).toBeLessThan(64);
    expect(pace.concurrency).toBeLessThan(8);
    expect(scene.sandbox.events({ externalId: String(order.id) }).items).toHaveLength(1);
  });

  it('gives a command up when its retry window has passed while others succeed', async () => {
    const { status } = await scene.hub.api(
      'PATCH',
      `${scene.tenantPath}/accounts/${scene.accountId}`,
      { retryWindowMinutes: 1 },
    );
    expect(status).toBe(200);
    const guest = { email: 'poor@customer.example' };
    const rule = scene.sandbox.faults.add({ kind: 'status', status: 503, path: 'contact/upsert' });
    const order = scene.shop.placeOrder({ paid: true, guest });
    await scene.shop.webhooks.flush();
    const db = scene.hub.app.get(Database);
    const upsert = async () => {
      const [row] = await db.query(
        `SELECT c.id, c.state, c.tries, c.failing_since, c.due_at FROM command c
         JOIN message m ON m.tenant_id = c.tenant_id AND m.id = c.message_id
         WHERE m.reference = $1 AND c.kind = 'upsertContact'`,
        [String(order.id)],
      );
      return row;
    };
    await scene.until('the upsert has failed once', async () => (await upsert())?.failing_since);
    clock.move(61_000);
    await scene.settled();
    scene.sandbox.faults.remove(rule.id);
    const dead = await upsert();
    expect(dead).toMatchObject({ state: 'dead' });
    // Two, or one more where this machine was too slow to move the clock before the next; ten would end it, too.
    expect([2, 3]).toContain(dead?.tries);
    const [letter] = (await scene.get(`${scene.path}/dead-letters`)).items.filter(
      ({ kind }: { kind: string }) => kind === 'upsertContact',
    );
    expect(letter).toMatchObject({
      cause: 'SM_UNAVAILABLE',
      next: 'retry',
      hint: 'It was tried often enough. Retry when SALESmanago answers again.',
      detail: expect.stringMatching(
        new RegExp(`Given up after ${dead?.tries} tries in 1 minutes\\.$`),
      ),
    });
  });
});

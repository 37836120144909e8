import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { TestClock } from '../testing/test-clock.js';
import { WooScene } from '../testing/woo-scene.js';

jest.setTimeout(30_000);

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
    scene.sandbox.faults.add({ kind: 'status', status: 429, count: 1 });
    const order = scene.shop.placeOrder({ paid: true });
    await scene.deliver();
    const { pace } = await account();
    expect(pace.reason).toBe('rateLimited');
    // It has begun to rise again by now.
    expect(pace.callsPerSecond).toBeGreaterThanOrEqual(32);
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
    expect(await upsert()).toMatchObject({ state: 'dead', tries: 2 });
    const [letter] = (await scene.get(`${scene.path}/dead-letters`)).items.filter(
      ({ kind }: { kind: string }) => kind === 'upsertContact',
    );
    expect(letter).toMatchObject({
      cause: 'SM_UNAVAILABLE',
      next: 'retry',
      hint: 'It was tried often enough. Retry when SALESmanago answers again.',
      detail: expect.stringMatching(/Given up after 2 tries in 1 minutes\.$/),
    });
  });
});

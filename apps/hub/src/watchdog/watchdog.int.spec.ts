import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AnyAdapter, StoreForbidden, type WebhookSubscription } from '@storewire/core';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { AlertConditions } from '../alerts/alert-conditions.service.js';
import { Clock } from '../clock.js';
import { HubConfig } from '../config.js';
import { Database } from '../database/database.service.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { type FakeShop, fakeAdapter, startFakeShop } from '../testing/fake-shop.js';
import { TestClock } from '../testing/test-clock.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { until } from '../testing/until.js';
import { SilenceService } from './silence.service.js';
import { WebhookWatchService } from './webhook-watch.service.js';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const TOPICS = ['order', 'person'];

/** The subscriptions of the shop, as a test arranges them. */
let hooks: WebhookSubscription[] = [];
let refused: string[] = [];
let isForbidden = false;
let registrations = 0;

const adapter: AnyAdapter = {
  ...fakeAdapter,
  sources: {
    webhooks: {
      ...fakeAdapter.sources.webhooks,
      register: async (_: unknown, address: string) => {
        if (isForbidden) throw new StoreForbidden(['write_webhooks']);
        registrations += 1;
        const made = TOPICS.map((topic) => ({
          id: topic,
          topic,
          address,
          active: !refused.includes(topic),
          ...(refused.includes(topic) ? { detail: 'ask ada@customer.example' } : {}),
        }));
        hooks = made.filter(({ active }) => active);
        return made;
      },
      check: async (_: unknown, address: string) => hooks.filter((one) => one.address === address),
    } as AnyAdapter['sources']['webhooks'],
  },
};

describe('the watchdog', () => {
  const clock = new TestClock();
  let hub: TestHub;
  let shop: FakeShop;
  let tenantPath: string;
  let tenantId: string;
  let storeId: string;

  beforeAll(async () => {
    shop = await startFakeShop();
    hub = await startTestHub({
      override: (builder) =>
        builder
          .overrideProvider(Clock)
          .useValue(clock)
          .overrideProvider(AdapterRegistry)
          .useValue(new AdapterRegistry([adapter])),
    });
    tenantId = (await hub.tenant()).id;
    tenantPath = `/api/v1/tenants/${tenantId}`;
    const { body: account } = await hub.api('POST', `${tenantPath}/accounts`, {
      name: 'Account',
      endpoint: 'http://127.0.0.1:1',
      clientId: 'client',
      apiSecret: 'api-secret',
      owner: 'owner@shop.example',
    });
    const { body: store } = await hub.api('POST', `${tenantPath}/stores`, {
      name: 'Bookshop',
      platform: 'fake',
      accountId: account.id,
      connection: { url: shop.url, token: 'tok_right' },
    });
    storeId = store.id;
    await until('it was registered', () => registrations === 1);
  });
  afterAll(async () => {
    await hub?.close();
    await shop.close();
  });
  beforeEach(async () => {
    await nextLook();
    await nextLook();
    await hub.app.get(AlertConditions).evaluate();
    expect(await alerts()).toEqual([]);
  });

  const get = async (path: string) => (await hub.api('GET', path)).body;
  const alerts = async (kind?: string) =>
    (await get(`${tenantPath}/alerts`)).items.filter((alert: { kind: string }) =>
      kind ? alert.kind === kind : alert.kind !== 'clockSkew',
    );
  const subscriptions = async () =>
    (await get(`${tenantPath}/stores/${storeId}/reconciliation`)).subscriptions;

  /** A day later. */
  async function nextLook(): Promise<void> {
    await hub.app.get(WebhookWatchService).sweep();
    clock.move(DAY_MS + 60_000);
    await look();
  }

  /** Waits until a look that is due is over. @param from since when: a round of the hub may be quicker. */
  async function look(from = clock.now()): Promise<void> {
    await hub.app.get(WebhookWatchService).sweep();
    await until(
      'the look is over',
      async () => Date.parse((await subscriptions()).checkedAt ?? '') >= from,
    );
  }

  it('is content with subscriptions that are there and active', async () => {
    const before = registrations;
    await nextLook();
    expect(await subscriptions()).toMatchObject({ state: 'ok', detail: null, topics: TOPICS });
    expect(registrations).toBe(before);
  });

  it.each([
    { why: 'is gone', change: () => hooks.filter(({ topic }) => topic !== 'person') },
    {
      why: 'is switched off',
      change: () => hooks.map((one) => ({ ...one, active: one.topic !== 'person' })),
    },
    {
      why: 'points elsewhere',
      change: () =>
        hooks.map((one) =>
          one.topic === 'person' ? { ...one, address: 'https://x.example' } : one,
        ),
    },
  ])('registers again when a subscription $why, and says so for a day', async ({ change }) => {
    hooks = change();
    await nextLook();
    expect(await subscriptions()).toMatchObject({
      state: 'repaired',
      detail: 'Registered again: person.',
    });
    expect(hooks.map(({ topic, active }) => [topic, active])).toEqual([
      ['order', true],
      ['person', true],
    ]);
    expect(await alerts()).toEqual([
      expect.objectContaining({
        kind: 'webhookWatchdog',
        severity: 'warning',
        subject: { type: 'store', id: storeId },
        message:
          'A webhook subscription of this store was missing or switched off and has been registered again: person.',
      }),
    ]);
    await nextLook();
    expect(await alerts()).toEqual([]);
  });

  it('tells what the store refuses, without quoting it, and tries again each day', async () => {
    refused = ['person'];
    hooks = [];
    await nextLook();
    expect(await subscriptions()).toMatchObject({
      state: 'failed',
      detail: 'person: ask ada@customer.example',
      topics: ['order'],
    });
    const [alert] = await alerts();
    expect(alert).toMatchObject({ kind: 'webhookWatchdog', severity: 'error', count: 1 });
    expect(alert.message).toMatch(/^The store refuses A? ?webhook subscription: person\./i);
    expect(alert.message).not.toContain('@');
    await nextLook();
    expect((await alerts())[0]).toMatchObject({ id: alert.id, count: 2 });
    refused = [];
    await nextLook();
    expect(await subscriptions()).toMatchObject({ state: 'ok', topics: TOPICS });
    expect(await alerts()).toEqual([]);
  });

  it('tells when it may not register', async () => {
    isForbidden = true;
    hooks = [];
    await nextLook();
    expect(await subscriptions()).toMatchObject({ state: 'failed' });
    expect(await alerts()).toEqual([
      expect.objectContaining({
        kind: 'webhookWatchdog',
        severity: 'error',
        message: expect.stringContaining('cannot be checked (STORE_FORBIDDEN)'),
      }),
    ]);
    isForbidden = false;
  });

  it('registers at the new address when the public one changes, without an alert', async () => {
    const config = hub.app.get(HubConfig);
    const move = (publicUrl: string) => {
      Object.defineProperty(config, 'publicUrl', { get: () => publicUrl, configurable: true });
      hub.app.get(StoreDirectory).forget(tenantId);
    };
    const before = config.publicUrl;
    const moved = before.replace('127.0.0.1', 'localhost');
    move(moved);
    try {
      await look();
      expect(hooks).toHaveLength(2);
      expect(hooks.every(({ address }) => address.startsWith(`${moved}/hooks/`))).toBe(true);
      expect(await subscriptions()).toMatchObject({ state: 'ok' });
      expect(await alerts()).toEqual([]);
    } finally {
      move(before);
    }
  });

  it('registers nothing where the store cannot reach the hub', async () => {
    const { ConnectionClients } = await import('../connections/connection-clients.js');
    const clients = hub.app.get(ConnectionClients);
    const mayBePrivate = clients.mayBePrivate.bind(clients);
    clients.mayBePrivate = () => false;
    hooks = [];
    const before = registrations;
    try {
      await nextLook();
      expect(await subscriptions()).toMatchObject({ state: 'unreachable' });
      expect(registrations).toBe(before);
      expect(await alerts()).toEqual([]);
    } finally {
      clients.mayBePrivate = mayBePrivate;
    }
  });

  it('notices webhooks that stopped while polls bring changes, and looks at once', async () => {
    const now = clock.now();
    const db = hub.app.get(Database);
    await db.write((tx) =>
      tx.query(
        `INSERT INTO webhook_day (tenant_id, store_id, day, received, last_at, polled, missed, missed_at)
         VALUES ($1, $2, $3, 20, $4, 4, 4, $5)`,
        [
          tenantId,
          storeId,
          new Date(now).toISOString().slice(0, 10),
          now - 3 * 3_600_000,
          now - 60_000,
        ],
      ),
    );
    const silence = hub.app.get(SilenceService);
    await silence.evaluate();
    await silence.evaluate();
    expect(await alerts()).toEqual([
      expect.objectContaining({
        kind: 'silence',
        subject: { type: 'store', id: storeId },
        count: 1,
        message: expect.stringMatching(/^No webhook has come since /),
      }),
    ]);
    await look(now);
    await db.write((tx) =>
      tx.query('UPDATE webhook_day SET last_at = $1 WHERE store_id = $2', [clock.now(), storeId]),
    );
    await silence.evaluate();
    expect(await alerts()).toEqual([]);
  });

  it('tells of a webhook that is too large', async () => {
    const { webhookUrl } = await get(`${tenantPath}/stores/${storeId}`);
    // Counted once is who is known at the door, where a store is forgotten after ten seconds.
    hub.app.get(StoreDirectory).forget(tenantId);
    await hub.app.get(StoreDirectory).byId(tenantId, storeId);
    for (let i = 0; i < 2; i += 1) {
      const answer = await fetch(webhookUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `"${'x'.repeat(1_100_000)}"`,
      });
      expect(answer.status).toBe(413);
    }
    await until('the alert is open', async () => (await alerts('oversizeBody')).length === 1);
    expect((await alerts())[0]).toMatchObject({ severity: 'warning', count: 1 });
  });

  it('tells when the clocks are far apart, and when they are not any more', async () => {
    const check = () => hub.api('POST', `${tenantPath}/stores/${storeId}/check`);
    // The clock of this test has been moved by days, and the shop's has not.
    for (let i = 0; i < 3; i += 1) await check();
    await until('the alert is open', async () => (await alerts('clockSkew')).length === 1);
    expect((await alerts('clockSkew'))[0]).toMatchObject({
      severity: 'warning',
      subject: { type: 'connection' },
      message: expect.stringMatching(
        /^The clock of the hub is \d+ s ahead of that of the store\. Check the clock/,
      ),
    });
    clock.move(Date.now() - clock.now());
    await check();
    await until('the alert is closed', async () => (await alerts('clockSkew')).length === 0);
  });
});

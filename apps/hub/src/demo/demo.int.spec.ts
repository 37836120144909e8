import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AddressNotAllowed } from '../outgoing/address-not-allowed.error.js';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';
import { type DemoHub, settledWorld, startDemoHub } from '../testing/demo-hub.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { until } from '../testing/until.js';
import type { DemoWorld } from './demo-world.js';

jest.setTimeout(180_000);

interface Row {
  readonly id: number;
  readonly status: string;
  readonly email: string;
  readonly billing: { readonly email: string };
  readonly meta_data: readonly { readonly key: string; readonly value: unknown }[];
}

/** Every row of a list, read as any other client of the shop reads it. */
async function rowsOf({ store }: DemoWorld, list: 'orders' | 'customers'): Promise<Row[]> {
  const key = Buffer.from(`${store.consumerKey}:${store.consumerSecret}`).toString('base64');
  const rows: Row[] = [];
  for (let page = 1; ; page += 1) {
    const filter = list === 'orders' ? 'status=any' : 'role=all';
    const answer = await fetch(
      `${store.url}/wp-json/wc/v3/${list}?per_page=100&page=${page}&${filter}`,
      { headers: { authorization: `Basic ${key}` } },
    );
    const found = (await answer.json()) as Row[];
    rows.push(...found);
    if (found.length < 100) return rows;
  }
}

const paidOrders = async (world: DemoWorld): Promise<string[]> =>
  (await rowsOf(world, 'orders'))
    .filter(({ status }) => status === 'processing' || status === 'completed')
    .map(({ id }) => String(id))
    .sort();

const purchases = ({ sandbox }: DemoWorld): string[] =>
  sandbox
    .events({ type: 'PURCHASE', limit: 10_000 })
    .items.map((event) => String((event as { externalId?: string }).externalId))
    .sort();

const cardOf = ({ sandbox }: DemoWorld, email: string) =>
  sandbox.contact(email.toLowerCase()) as { optedOut: boolean } | undefined;

describe('the demo', () => {
  let hub: DemoHub;
  let world: DemoWorld;

  beforeAll(async () => {
    hub = await startDemoHub();
    world = await settledWorld(hub);
  });
  afterAll(() => hub.close());

  const ledger = async () => {
    const { tenantId, storeId } = hub.demo.store ?? {};
    return (await hub.api('GET', `/api/v1/tenants/${tenantId}/stores/${storeId}/ledger`)).body;
  };

  it('brings every customer of the store to the sandbox, with the consent the store has', async () => {
    const customers = await rowsOf(world, 'customers');
    expect(customers.length).toBeGreaterThanOrEqual(40);
    const wrong = customers.filter(({ email, meta_data }) => {
      const said = meta_data.find(({ key }) => key === 'newsletter_consent')?.value;
      return cardOf(world, email)?.optedOut !== (said !== 'yes');
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('brings every paid order of the past as one PURCHASE, and no other', async () => {
    const paid = await paidOrders(world);
    expect(paid.length).toBeGreaterThan(20);
    expect(purchases(world)).toEqual(paid);
    expect(world.sandbox.stats().duplicates).toBe(0);
  });

  it('brings what happens now by webhook, each sale once', async () => {
    const { store } = world;
    const before = await ledger();
    const newcomer = store.registerCustomer({ newsletter: 'yes' });
    const bought = store.placeOrder({ customerId: newcomer.id, paid: true });
    const guest = store.placeOrder({ paid: true });
    const unpaid = store.placeOrder({ customerId: newcomer.id });
    await until('the orders are there', () =>
      [bought.id, guest.id].every((id) => purchases(world).includes(String(id))),
    );
    store.setOrderStatus(bought.id, 'completed');
    store.setOrderStatus(unpaid.id, 'cancelled');
    store.refundOrder(guest.id);
    await until('the RETURN is there', () => world.sandbox.events({ type: 'RETURN' }).total === 1);
    await settledWorld(hub);
    expect(purchases(world)).toEqual([...(await paidOrders(world)), String(guest.id)].sort());
    expect(world.sandbox.repeatedOrders()).toEqual([]);
    expect(cardOf(world, newcomer.email)?.optedOut).toBe(false);
    const after = await ledger();
    expect(after.accepted).toBeGreaterThan(before.accepted);
  });

  it('accounts for every message', async () => {
    // A poll behind the webhooks may bring one more message at any time.
    await until('every message has ended', async () => {
      const { accepted, delivered, filtered, dead, pending } = await ledger();
      expect(accepted).toBe(delivered + filtered + dead + pending);
      return pending === 0;
    });
    const { delivered, dead } = await ledger();
    expect(dead).toBe(0);
    expect(delivered).toBeGreaterThan(60);
  });

  it('is what the page at / shows, without an address of anybody', async () => {
    const page = async () => (await hub.api('GET', '/status.json', undefined, null)).body;
    await until('page and ledger say the same', async () => {
      const [shown] = (await page()).stores;
      return isDeepStrictEqual(shown.ledger, await ledger());
    });
    const body = await page();
    expect(body).toMatchObject({
      demo: 'running',
      inspectorUrl: `${world.sandbox.url}/`,
      demoStoreUrl: `${world.store.url}/`,
      stores: [{ id: hub.demo.store?.storeId, isAccountPaused: false, isConnectionPaused: false }],
    });
    const [store] = body.stores;
    expect(store.exports).toMatchObject([
      { kind: 'orders', state: 'done', total: 60, processed: 60, failed: 0 },
      { kind: 'contacts', state: 'done', failed: 0 },
    ]);
    expect(store.messages.length).toBeGreaterThan(5);
    expect(JSON.stringify(body)).not.toContain('@');
  });

  it('lives by itself', () => {
    expect(world.store.isSimulating).toBe(true);
  });

  it('tells the terminal where to look, and the counts', async () => {
    await until('a summary was printed', () => hub.printed.some((text) => /^accepted/.test(text)));
    const text = hub.printed.join('');
    for (const url of [hub.url, world.sandbox.url, world.store.url]) expect(text).toContain(url);
    expect(text).toMatch(
      /accepted \d+ {3}delivered \d+ {3}filtered \d+ {3}dead 0 {3}pending \d+\n/,
    );
    expect(text).not.toContain(hub.operatorKey);
  });

  it('opens its own two addresses and no other private one', async () => {
    const { tenantId } = hub.demo.store ?? {};
    const account = {
      name: 'Other',
      clientId: 'c',
      apiSecret: 's',
      owner: 'owner@shop.example',
    };
    const statusOf = async (endpoint: string) =>
      (await hub.api('POST', `/api/v1/tenants/${tenantId}/accounts`, { ...account, endpoint }))
        .status;
    expect(await statusOf(world.sandbox.url)).toBe(201);
    expect(await statusOf('http://127.0.0.1:9')).toBe(422);
    expect(await statusOf('http://localhost:9')).toBe(422);
    expect(await statusOf('http://10.0.0.1')).toBe(422);
    const { dispatcher } = hub.app.get(OutgoingGuard);
    const call = dispatcher.request({ origin: hub.url, path: '/', method: 'GET' });
    await expect(call).rejects.toThrow(AddressNotAllowed);
  });

  it('becomes quiet, and shows nothing to strangers, when somebody makes a tenant', async () => {
    const shown = await hub.api('GET', '/status.json', undefined, null);
    expect(shown.body.stores).toHaveLength(1);
    await hub.tenant('Bookshop');
    await until('the demo has ended', () => hub.demo.phase === 'ended');
    expect(world.store.isSimulating).toBe(false);
    await until('the page shows no data', async () => {
      const { body } = await hub.api('GET', '/status.json', undefined, null);
      return body.demo === 'ended' && body.stores.length === 0 && body.inspectorUrl === null;
    });
  });
});

describe('the demo after a restart', () => {
  let database: TestDatabase;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    env = {
      STOREWIRE_DATA_DIR: database.dataDir,
      ...(database.databaseUrl
        ? {
            DATABASE_URL: database.databaseUrl,
            STOREWIRE_MASTER_KEY: randomBytes(32).toString('base64'),
          }
        : {}),
    };
  });
  afterAll(() => database.drop());

  const tenantsOf = async (hub: DemoHub) => (await hub.api('GET', '/api/v1/tenants')).body.items;

  it('fills a new sandbox in the same tenant, without an error', async () => {
    const first = await startDemoHub(env);
    await until('the first demo is on', () => first.demo.phase === 'running');
    const [{ id: tenantId }] = await tenantsOf(first);
    await first.close();

    const second = await startDemoHub(env);
    try {
      const world = await settledWorld(second);
      expect(await tenantsOf(second)).toEqual([expect.objectContaining({ id: tenantId })]);
      const { body: stores } = await second.api('GET', `/api/v1/tenants/${tenantId}/stores`);
      expect(stores.items).toHaveLength(1);
      expect(purchases(world)).toEqual(await paidOrders(world));
      expect(second.logs.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
    } finally {
      await second.close();
    }
  });

  it('leaves nothing behind when it is turned off', async () => {
    const hub = await startDemoHub({ ...env, STOREWIRE_DEMO: 'false' });
    try {
      expect(await tenantsOf(hub)).toEqual([]);
      expect([hub.demo.phase, hub.printed]).toEqual(['off', []]);
    } finally {
      await hub.close();
    }
  });

  it('stays off while another tenant exists', async () => {
    const first = await startDemoHub({ ...env, STOREWIRE_DEMO: 'false' });
    const { id } = await first.tenant('Bookshop');
    await first.close();

    const hub = await startDemoHub(env);
    try {
      expect(hub.demo.phase).toBe('off');
      expect(await tenantsOf(hub)).toEqual([expect.objectContaining({ id })]);
    } finally {
      await hub.close();
    }
  });
});

import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { ConnectionPause } from '../connections/connection-pause.js';
import { Database } from '../database/database.service.js';
import {
  type FakeClient,
  type FakeShop,
  fakeAdapter,
  startFakeShop,
} from '../testing/fake-shop.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { StoreDirectory } from './store-directory.js';
import { StoreRows } from './store-rows.js';

jest.setTimeout(120_000);

let hub: TestHub;
/** Refuses everything, so that the check that follows the creation of a store changes nothing. */
let shop: FakeShop;
let directory: StoreDirectory;
let tenantId: string;
let accountId: string;

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await hub.api(method, `/api/v1/tenants/${tenantId}${path}`, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status}`);
  return answer.body;
};

async function createStore(extra: object = {}): Promise<{ id: string; token: string; row: never }> {
  const row = await call('POST', '/stores', {
    name: 'Bookshop',
    platform: 'fake',
    accountId,
    connection: { url: shop.url, token: 'tok_right', newsletterField: 'news' },
    ...extra,
  });
  // The check has opened the store by now, or waits for the same answer.
  await directory.byId(tenantId, row.id);
  directory.forget(tenantId);
  return { id: row.id, token: row.webhookUrl.split('/').at(-1), row: row as never };
}

beforeAll(async () => {
  shop = await startFakeShop();
  shop.status = 401;
  hub = await startTestHub({
    override: (builder) =>
      builder.overrideProvider(AdapterRegistry).useValue(new AdapterRegistry([fakeAdapter])),
  });
  directory = hub.app.get(StoreDirectory);
});
afterAll(async () => {
  await hub.close();
  await shop.close();
});

beforeEach(async () => {
  tenantId = (await hub.tenant()).id;
  const account = await call('POST', '/accounts', {
    name: 'Account',
    endpoint: 'https://app2.salesmanago.example',
    clientId: 'client-1',
    apiSecret: 'api-secret',
    owner: 'owner@shop.example',
  });
  accountId = account.id;
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('StoreDirectory', () => {
  it('gives everything the pipeline needs', async () => {
    const { id, row } = await createStore({
      storefront: '2',
      settings: { location: 'shop_pl', orderStates: { sent: 'ignore' } },
    });
    const { connectionId, webhookUrl } = row as { connectionId: string; webhookUrl: string };
    await hub.app.get(Database).write((tx) =>
      tx.query('UPDATE connection SET shop = $1 WHERE id = $2', [
        JSON.stringify({
          zone: 'Europe/Warsaw',
          languages: ['pl-PL', 'en'],
          url: 'https://www.shop.example/pl',
          storefronts: [{ id: '2', name: 'Outlet', url: 'https://outlet.shop.example/' }],
        }),
        connectionId,
      ]),
    );
    directory.forget(tenantId);
    const store = await directory.byId(tenantId, id);
    expect(store).toMatchObject({
      tenantId,
      storeId: id,
      name: 'Bookshop',
      platform: 'fake',
      accountId,
      connectionId,
      connection: { url: shop.url, token: 'tok_right' },
      variables: { url: shop.url, newsletterField: 'news' },
      shop: { zone: 'Europe/Warsaw' },
      webhookUrl,
      isPaused: false,
      settings: { location: 'shop_pl', active: true },
      facts: {
        shopKey: `${shop.info.shopKey}:2`,
        clientId: 'client-1',
        orderStates: { paid: 'purchase' },
        placedStates: ['order.placed', 'open'],
        language: 'pl-PL',
        domain: 'outlet.shop.example',
      },
    });
    expect(store?.variables).not.toHaveProperty('token');
    expect(store?.facts.settings.orderStates).toEqual({ sent: 'ignore' });
  });

  /** How often one store is read from now on; the sweeps of the hub read all of them meanwhile. */
  const countReads = (): (() => number) => {
    const rows = hub.app.get(StoreRows);
    const spies = [jest.spyOn(rows, 'byId'), jest.spyOn(rows, 'byToken')];
    return () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  };

  it('answers from memory after the first time, by token and by id', async () => {
    const { id, token } = await createStore();
    expect(directory.cached(token)).toBeUndefined();
    const store = await directory.byToken(token);
    const reads = countReads();
    expect(directory.cached(token)).toBe(store);
    expect(await directory.byToken(token)).toBe(store);
    expect(await directory.byId(tenantId, id)).toBe(store);
    expect(reads()).toBe(0);
  });

  it('reads a store once for callers that come together', async () => {
    const { id } = await createStore();
    const reads = countReads();
    const found = await Promise.all([1, 2, 3].map(() => directory.byId(tenantId, id)));
    expect(new Set(found).size).toBe(1);
    expect(reads()).toBe(1);
  });

  it('remembers tokens that nobody has, and asks for none that cannot be one', async () => {
    const reads = countReads();
    const guess = 'a'.repeat(32);
    for (const token of [guess, guess, 'short', `${guess}/..`, 'x'.repeat(65)]) {
      expect(await directory.byToken(token)).toBeUndefined();
    }
    expect(reads()).toBe(1);
  });

  it.each([
    {
      what: 'a setting of the store',
      change: (id: string) => call('PATCH', `/stores/${id}/settings`, { location: 'new_place' }),
      read: 'new_place',
    },
    {
      what: "a setting of the tenant's layer",
      change: () => call('PATCH', '/settings', { location: 'new_place' }),
      read: 'new_place',
    },
    {
      what: 'the client id of the account',
      change: () => call('PATCH', `/accounts/${accountId}`, { clientId: 'client-2' }),
      read: 'client-2',
    },
    {
      what: 'the name of the store',
      change: (id: string) => call('PATCH', `/stores/${id}`, { name: 'New name' }),
      read: 'New name',
    },
    {
      what: 'a secret of the connection',
      change: (id: string) =>
        call('PATCH', `/stores/${id}`, { connection: { token: 'tok_changed' } }),
      read: 'tok_changed',
    },
  ])('sees a change of $what at once', async ({ change, read }) => {
    const { id, token } = await createStore();
    const before = JSON.stringify(await directory.byToken(token));
    await change(id);
    const after = JSON.stringify(await directory.byToken(token));
    expect([before.includes(read), after.includes(read)]).toEqual([false, true]);
  });

  it('sees a pause at once', async () => {
    const { id, row } = await createStore();
    await directory.byId(tenantId, id);
    const { connectionId } = row as { connectionId: string };
    await hub.app.get(ConnectionPause).pause(tenantId, connectionId, 'Revoked.');
    expect((await directory.byId(tenantId, id))?.isPaused).toBe(true);
  });

  it('knows a deleted store no more, nor those of a deleted tenant', async () => {
    const { id, token } = await createStore();
    const { id: otherId } = await createStore();
    await directory.byToken(token);
    await directory.byId(tenantId, otherId);
    await call('DELETE', `/stores/${id}`);
    expect(directory.cached(token)).toBeUndefined();
    expect(await directory.byToken(token)).toBeUndefined();
    await hub.api('DELETE', `/api/v1/tenants/${tenantId}?confirm=Tenant`);
    expect(await directory.byId(tenantId, otherId)).toBeUndefined();
  });

  it('keeps nothing that was read before a change', async () => {
    const { id } = await createStore();
    const db = hub.app.get(Database);
    const query = db.query.bind(db);
    let changed = false;
    jest.spyOn(db, 'query').mockImplementation((async (sql: string, params: never) => {
      const rows = await query(sql, params);
      if (!changed && sql.includes('FROM store s')) {
        changed = true;
        await db.write((tx) =>
          tx.query('UPDATE store SET name = $1 WHERE id = $2', ['Changed meanwhile', id]),
        );
        directory.forget(tenantId);
      }
      return rows;
    }) as never);
    expect((await directory.byId(tenantId, id))?.name).toBe('Changed meanwhile');
  });

  it('sees a change by another process after a while, and keeps what did not change', async () => {
    const { id, token } = await createStore();
    const store = await directory.byToken(token);
    const now = performance.now();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(now + 60_000);
    expect(directory.cached(token)).toBeUndefined();
    expect(await directory.byToken(token)).toBe(store);
    await hub.app
      .get(Database)
      .write((tx) => tx.query('UPDATE store SET name = $1 WHERE id = $2', ['Elsewhere', id]));
    expect(await directory.byToken(token)).toBe(store);
    clock.mockReturnValue(now + 120_000);
    expect((await directory.byToken(token))?.name).toBe('Elsewhere');
  });

  it('reads stores again together, and each sees what changed of it or that it is gone', async () => {
    const made = [await createStore(), await createStore(), await createStore()];
    const ids = made.map(({ id }) => id);
    const [kept, renamed, gone] = ids as [string, string, string];
    const context = await directory.byId(tenantId, kept);
    for (const id of ids) await directory.byId(tenantId, id);
    const db = hub.app.get(Database);
    await db.write(async (tx) => {
      await tx.query('UPDATE store SET name = $1 WHERE id = $2', ['Elsewhere', renamed]);
      await tx.query('DELETE FROM store WHERE id = $1', [gone]);
    });
    // A sweep reads all of them.
    jest.spyOn(hub.app.get(StoreRows), 'all').mockResolvedValue([]);
    const reads = countReads();
    const together = jest.spyOn(hub.app.get(StoreRows), 'byIds');
    jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
    const [same, other, none] = await Promise.all(ids.map((id) => directory.byId(tenantId, id)));
    expect(same).toBe(context);
    expect([other?.name, none]).toEqual(['Elsewhere', undefined]);
    expect([together.mock.calls.length, reads()]).toEqual([1, 0]);
  });

  it('shares one client among the stores of a connection, until its values change', async () => {
    const { id, row } = await createStore();
    const { connectionId } = row as { connectionId: string };
    const { id: secondId } = await createStore({ connection: undefined, connectionId });
    const clientOf = async (storeId: string) =>
      (await directory.require(tenantId, storeId)).client() as FakeClient;
    const first = await clientOf(id);
    expect(first.allowPrivateAddresses).toBe(true);
    expect(await clientOf(secondId)).toBe(first);
    await call('PATCH', `/stores/${secondId}`, { name: 'New name' });
    expect(await clientOf(id)).toBe(first);
    await call('PATCH', `/stores/${secondId}`, { connection: { token: 'tok_new' } });
    expect((await clientOf(id)).connection.token).toBe('tok_new');
    expect(await clientOf(secondId)).toBe(await clientOf(id));
  });

  it('lists the stores of an account, and those of every tenant', async () => {
    const { id, token } = await createStore();
    const { id: secondId } = await createStore();
    const ofAccount = await directory.ofAccount(tenantId, accountId);
    expect(ofAccount.map(({ storeId }) => storeId)).toEqual([id, secondId]);
    expect(directory.cached(token)).toBe(ofAccount[0]);
    const all = await directory.all();
    expect(all.map(({ storeId }) => storeId)).toEqual(expect.arrayContaining([id, secondId]));
    expect(new Set(all.map((store) => store.tenantId)).size).toBeGreaterThan(1);
  });

  it('leaves out a store whose adapter is not installed', async () => {
    const { id } = await createStore();
    await hub.app
      .get(Database)
      .write((tx) => tx.query("UPDATE store SET platform = 'gone' WHERE id = $1", [id]));
    directory.forget(tenantId);
    expect(await directory.byId(tenantId, id)).toBeUndefined();
    await expect(directory.require(tenantId, id)).rejects.toMatchObject({
      code: 'STORE_NOT_USABLE',
      next: 'fixSettings',
    });
    expect((await directory.ofAccount(tenantId, accountId)).length).toBe(0);
    expect((await call('GET', `/stores/${id}`)).connection.url).toBe(shop.url);
  });

  it('leaves out a store whose secrets no key opens, and does not stop for it', async () => {
    const { id } = await createStore();
    const { id: goodId } = await createStore();
    await hub.app
      .get(Database)
      .write((tx) =>
        tx.query(
          "UPDATE connection SET secrets = 'v1.other.AAAA.AAAA' WHERE id = (SELECT connection_id FROM store WHERE id = $1)",
          [id],
        ),
      );
    directory.forget(tenantId);
    await expect(directory.byId(tenantId, id)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
    const stores = await directory.ofAccount(tenantId, accountId);
    expect(stores.map(({ storeId }) => storeId)).toEqual([goodId]);
    const { connection } = await call('GET', `/stores/${id}`);
    expect(connection).toEqual({
      url: shop.url,
      newsletterField: 'news',
      hasToken: false,
      hasOldToken: false,
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { ConnectionPause } from '../connections/connection-pause.js';
import { Database } from '../database/database.service.js';
import { brokenAdapter, type FakeShop, fakeAdapter, startFakeShop } from '../testing/fake-shop.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { StoreDirectory } from './store-directory.js';

const SECRET = 'tok_right';

let hub: TestHub;
let shop: FakeShop;
/** Closed at the end, because what follows an answer may call them after the test. */
const shops: FakeShop[] = [];
let tenant: { id: string; key: string };
let accountId: string;

const stores = () => `/api/v1/tenants/${tenant.id}/stores`;
const api: TestHub['api'] = (method, path, body) => hub.api(method, path, body, tenant.key);

const accountOf = async (tenantId: string): Promise<string> => {
  const { body } = await hub.api('POST', `/api/v1/tenants/${tenantId}/accounts`, {
    name: 'Account',
    endpoint: 'https://app2.salesmanago.example',
    clientId: `client-${tenantId.slice(-12)}`,
    apiSecret: 'api-secret',
    owner: 'owner@shop.example',
  });
  return body.id;
};

const newStore = (extra: object = {}) => ({
  name: 'Bookshop',
  platform: 'fake',
  accountId,
  connection: { url: shop.url, token: SECRET, newsletterField: 'news' },
  ...extra,
});

/** Waits for what happens after an answer; polls, because nothing tells when it is done. */
async function eventually(check: () => unknown): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    if (await check()) return;
    if (tries > 200) throw new Error('It did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const startHub = (env: Record<string, string> = {}) =>
  startTestHub({
    env,
    override: (builder) =>
      builder
        .overrideProvider(AdapterRegistry)
        .useValue(new AdapterRegistry([fakeAdapter, brokenAdapter])),
  });

beforeAll(async () => {
  hub = await startHub();
});
afterAll(async () => {
  await hub.close();
  for (const each of shops) await each.close();
});

beforeEach(async () => {
  shop = await startFakeShop();
  shops.push(shop);
  tenant = await hub.tenant();
  accountId = await accountOf(tenant.id);
});

// First, because its unresolvable host is tried several times after the answer.
describe('a hub that calls public addresses only', () => {
  let guarded: TestHub;
  let path: string;
  let account: string;

  beforeAll(async () => {
    guarded = await startHub({ STOREWIRE_ALLOW_PRIVATE_ADDRESSES: 'false' });
    const { id } = await guarded.tenant();
    path = `/api/v1/tenants/${id}/stores`;
    const { body } = await guarded.api('POST', `/api/v1/tenants/${id}/accounts`, {
      name: 'Account',
      endpoint: 'https://app2.salesmanago.example',
      clientId: 'client',
      apiSecret: 'api-secret',
      owner: 'owner@shop.example',
    });
    account = body.id;
  });
  afterAll(() => guarded.close());

  it.each([
    { url: 'http://127.0.0.1:1' },
    { url: 'https://[::1]/' },
    { url: 'https://localhost/' },
    { url: 'https://shop.invalid', apiBaseUrl: 'http://10.0.0.1' },
  ])('refuses $url $apiBaseUrl', async (address) => {
    const { status, body } = await guarded.api('POST', path, {
      ...newStore({ accountId: account }),
      connection: { token: SECRET, ...address },
    });
    expect([status, body.code, body.next]).toEqual([422, 'ADDRESS_REFUSED', 'fixSettings']);
    const wrong = 'apiBaseUrl' in address ? 'connection.apiBaseUrl' : 'connection.url';
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([wrong]);
  });

  it('takes a host that cannot be resolved, whose webhooks wait for a public address', async () => {
    const { status, body: store } = await guarded.api('POST', path, {
      ...newStore({ accountId: account }),
      connection: { token: SECRET, url: 'https://nobody.invalid' },
    });
    expect(status).toBe(201);
    const { status: refused, body } = await guarded.api(
      'POST',
      `${path}/${store.id}/webhooks/register`,
    );
    expect([refused, body.code, body.next]).toEqual([422, 'PUBLIC_ADDRESS_NEEDED', 'fixSettings']);
  });
});

describe('POST /stores', () => {
  it('answers with every address of the store and the callbacks of its account', async () => {
    const { status, body } = await api('POST', stores(), newStore());
    expect(status).toBe(201);
    const token = body.webhookUrl.split('/').at(-1);
    expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(body).toMatchObject({
      name: 'Bookshop',
      platform: 'fake',
      accountId,
      shopKey: shop.info.shopKey,
      storefront: null,
      state: 'active',
      webhookUrl: `${hub.url}/hooks/${token}`,
      inboundUrl: `${hub.url}/inbound/v1/${token}/events`,
      compatUrl: `${hub.url}/compat/${token}`,
      trackerUrl: `${hub.url}/t/${token}`,
    });
    const { body: account } = await api(
      'GET',
      `/api/v1/tenants/${tenant.id}/accounts/${accountId}`,
    );
    expect(body.callbackUrls).toEqual(account.callbackUrls);
  });

  it('never gives a secret back, nor keeps it readable', async () => {
    const { body } = await api('POST', stores(), newStore());
    expect(body.connection).toEqual({
      url: shop.url,
      newsletterField: 'news',
      hasToken: true,
      hasOldToken: false,
    });
    const { body: list } = await api('GET', stores());
    const { body: one } = await api('GET', `${stores()}/${body.id}`);
    const { body: check } = await api('POST', `${stores()}/${body.id}/check`);
    const { body: audit } = await api('GET', `/api/v1/tenants/${tenant.id}/audit`);
    const rows = await hub.app.get(Database).query('SELECT * FROM connection');
    const everything = JSON.stringify([body, list, one, check, audit, rows, hub.logs]);
    expect(everything).not.toContain(SECRET);
  });

  it('makes the counters of the store with it', async () => {
    const { body } = await api('POST', stores(), newStore());
    const rows = await hub.app
      .get(Database)
      .query('SELECT accepted, delivered, filtered, dead FROM store_count WHERE store_id = $1', [
        body.id,
      ]);
    expect(rows).toEqual([{ accepted: 0, delivered: 0, filtered: 0, dead: 0 }]);
  });

  it('takes settings along', async () => {
    const settings = { location: 'shop_pl', purchaseTags: 'bought, twice' };
    const { status, body } = await api('POST', stores(), newStore({ settings }));
    expect([status, body.location]).toEqual([201, 'shop_pl']);
    const { body: kept } = await api('GET', `${stores()}/${body.id}/settings`);
    expect(kept.purchaseTags).toEqual({ value: ['BOUGHT', 'TWICE'], source: 'store' });
  });

  it('names every wrong field at once', async () => {
    const { status, body } = await api(
      'POST',
      stores(),
      newStore({
        connection: { url: 'shop', token: 'wrong-token', colour: 'red' },
        settings: { location: '1', nothing: true },
      }),
    );
    expect([status, body.code]).toEqual([422, 'VALIDATION_FAILED']);
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'connection.colour',
      'connection.token',
      'connection.url',
      'settings.location',
      'settings.nothing',
    ]);
    expect(JSON.stringify(body)).not.toContain('wrong-token');
  });

  it.each([
    { change: { platform: 'magento9' }, path: 'platform', why: 'a platform nobody knows' },
    { change: { connection: undefined }, path: 'connection.url', why: 'no connection' },
    { change: { connection: 'none' }, path: 'connection', why: 'text for a connection' },
    { change: { connectionId: 'another' }, path: 'connectionId', why: 'two connections' },
    { change: { storefront: '' }, path: 'storefront', why: 'an empty storefront' },
    { change: { storefront: 'a\u0000b' }, path: 'storefront', why: 'a storefront with NUL' },
    { change: { name: ' ' }, path: 'name', why: 'a blank name' },
    { change: { colour: 'red' }, path: 'colour', why: 'an unknown field' },
  ])('refuses $why', async ({ change, path }) => {
    const { status, body } = await api('POST', stores(), newStore(change));
    expect(status).toBe(422);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it('answers 404 for the account and the connection of another tenant', async () => {
    const { body: own } = await api('POST', stores(), newStore());
    const other = await hub.tenant('Other');
    const otherAccount = await accountOf(other.id);
    const path = `/api/v1/tenants/${other.id}/stores`;
    const foreignAccount = await hub.api('POST', path, newStore());
    const foreignConnection = await hub.api('POST', path, {
      ...newStore({ accountId: otherAccount, connection: undefined }),
      connectionId: own.connectionId,
    });
    expect([foreignAccount.status, foreignConnection.status]).toEqual([404, 404]);
  });

  it('adds a storefront of a shop that is connected', async () => {
    const { body: first } = await api('POST', stores(), newStore());
    const { status, body: second } = await api(
      'POST',
      stores(),
      newStore({ connection: undefined, connectionId: first.connectionId, storefront: '2' }),
    );
    expect(status).toBe(201);
    expect(second.connectionId).toBe(first.connectionId);
    expect(second.shopKey).toBe(`${first.shopKey}:2`);
    expect(second.connection).toEqual(first.connection);
  });

  it('refuses a connection of another platform', async () => {
    const { body: first } = await api('POST', stores(), newStore());
    const { status, body } = await api(
      'POST',
      stores(),
      newStore({
        platform: 'broken',
        connection: undefined,
        connectionId: first.connectionId,
      }),
    );
    expect([status, body.errors[0].path]).toEqual([422, 'connectionId']);
  });

  it('checks the store and registers its webhooks afterwards', async () => {
    const { body } = await api('POST', stores(), newStore());
    await eventually(() => shop.hooks.length > 0);
    expect(shop.hooks[0]?.address).toBe(body.webhookUrl);
    const { body: after } = await api('GET', `${stores()}/${body.id}`);
    expect(after.shop).toMatchObject({ zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' });
  });

  it('keeps a store that cannot be reached', async () => {
    await shop.close();
    const { status } = await api('POST', stores(), newStore());
    expect(status).toBe(201);
  });
});

describe('PATCH /stores/{s}', () => {
  it('changes the name, the storefront and settings', async () => {
    const { body: store } = await api('POST', stores(), newStore());
    const { status, body } = await api('PATCH', `${stores()}/${store.id}`, {
      name: 'Outlet',
      storefront: '2',
      settings: { location: 'outlet' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'Outlet',
      storefront: '2',
      shopKey: `${store.shopKey}:2`,
      location: 'outlet',
      webhookUrl: store.webhookUrl,
    });
  });

  it('changes part of the connection and keeps the rest', async () => {
    const { body: store } = await api('POST', stores(), newStore());
    const { body } = await api('PATCH', `${stores()}/${store.id}`, {
      connection: { oldToken: 'tok_before', newsletterField: null },
    });
    expect(body.connection).toEqual({ url: shop.url, hasToken: true, hasOldToken: true });
    const context = await hub.app.get(StoreDirectory).byId(tenant.id, store.id);
    expect(context?.connection).toMatchObject({ token: SECRET, oldToken: 'tok_before' });
  });

  it('refuses a change that leaves the connection incomplete', async () => {
    const { body: store } = await api('POST', stores(), newStore());
    const { status, body } = await api('PATCH', `${stores()}/${store.id}`, {
      connection: { token: null },
    });
    expect([status, body.errors[0].path]).toEqual([422, 'connection.token']);
  });

  it('corrects the shop key until something was accepted, and keeps it afterwards', async () => {
    const { body: store } = await api('POST', stores(), newStore());
    const path = `${stores()}/${store.id}`;
    const other = await startFakeShop();
    shops.push(other);
    const { body: corrected } = await api('PATCH', path, {
      connection: { url: other.url },
    });
    expect(corrected.shopKey).toBe(other.info.shopKey);
    await hub.app
      .get(Database)
      .write((tx) =>
        tx.query('UPDATE store_count SET accepted = 1 WHERE store_id = $1', [store.id]),
      );
    const { body: moved } = await api('PATCH', path, { connection: { url: shop.url } });
    expect(moved.connection.url).toBe(shop.url);
    expect(moved.shopKey).toBe(other.info.shopKey);
  });

  it('checks new credentials, which ends a pause', async () => {
    shop.token = 'tok_new';
    const { body: store } = await api('POST', stores(), newStore());
    await hub.app.get(ConnectionPause).pause(tenant.id, store.connectionId, 'Revoked.');
    const path = `${stores()}/${store.id}`;
    const { body: paused } = await api('GET', path);
    expect([paused.state, paused.pausedReason]).toEqual(['paused', 'Revoked.']);
    await api('PATCH', path, { connection: { token: 'tok_new' } });
    await eventually(async () => (await api('GET', path)).body.state === 'active');
  });
});

describe('DELETE /stores/{s}', () => {
  it('takes the connection along with the last store of the shop', async () => {
    const { body: first } = await api('POST', stores(), newStore());
    const { body: second } = await api('POST', stores(), {
      ...newStore({ connection: undefined, settings: { location: 'second' } }),
      connectionId: first.connectionId,
    });
    const count = async () => {
      const rows = await hub.app
        .get(Database)
        .query('SELECT id FROM connection WHERE tenant_id = $1', [tenant.id]);
      return rows.length;
    };
    expect((await api('DELETE', `${stores()}/${first.id}`)).status).toBe(204);
    expect(await count()).toBe(1);
    expect((await api('DELETE', `${stores()}/${second.id}`)).status).toBe(204);
    expect(await count()).toBe(0);
    expect((await api('GET', `${stores()}/${second.id}`)).status).toBe(404);
    const left = await hub.app
      .get(Database)
      .query('SELECT key FROM setting WHERE tenant_id = $1', [tenant.id]);
    expect(left).toEqual([]);
  });
});

describe('DELETE of a store that took in much', () => {
  it('takes every message along', async () => {
    const { body: store } = await api('POST', stores(), newStore());
    const db = hub.app.get(Database);
    const text = 'text' as const;
    const columns = {
      tenant_id: text,
      id: text,
      store_id: text,
      connection_id: text,
      source: text,
      topic: text,
      message_key: text,
      received_at: 'bigint' as const,
    };
    const rows = Array.from({ length: 401 }, (_, i) => ({
      tenant_id: tenant.id,
      id: `m-${i}-${store.id.slice(-12)}`,
      store_id: store.id,
      connection_id: store.connectionId,
      source: 'webhook',
      topic: 'order',
      message_key: `key-${i}`,
      received_at: 1,
    }));
    await db.write((tx) => tx.insertRows('message', columns, rows));
    const count = async () =>
      (await db.query('SELECT id FROM message WHERE tenant_id = $1', [tenant.id])).length;
    expect(await count()).toBe(401);
    expect((await api('DELETE', `${stores()}/${store.id}`)).status).toBe(204);
    expect(await count()).toBe(0);
  });
});

describe('GET /stores', () => {
  it('gives page after page', async () => {
    const ids: string[] = [];
    for (const name of ['A', 'B', 'C']) {
      ids.push((await api('POST', stores(), newStore({ name }))).body.id);
    }
    const { body: first } = await api('GET', `${stores()}?limit=2`);
    const { body: second } = await api('GET', `${stores()}?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });
});

describe('another tenant', () => {
  it.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/check'],
    ['GET', '/webhooks'],
    ['POST', '/webhooks/register'],
  ])('gets 404 for %s of a store%s', async (method, end) => {
    const { body: store } = await api('POST', stores(), newStore());
    const other = await hub.tenant('Other');
    const body = method === 'PATCH' ? { nothing: 'valid' } : undefined;
    const own = `/api/v1/tenants/${other.id}/stores/${store.id}${end}`;
    const foreign = `${stores()}/${store.id}${end}`;
    expect((await hub.api(method, own, body, other.key)).status).toBe(404);
    expect((await hub.api(method, foreign, body, other.key)).status).toBe(404);
    expect((await api('GET', `${stores()}/${store.id}`)).status).toBe(200);
  });
});

describe('POST /stores/{s}/check', () => {
  it('tells what the shop says and which permissions are missing', async () => {
    const { body: store } = await api('POST', stores(), newStore());
    const { status, body } = await api('POST', `${stores()}/${store.id}/check`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: true,
      state: 'active',
      code: null,
      shop: { name: 'Fake shop', languages: ['pl-PL', 'en'] },
      missing: [{ permission: 'write_consents' }],
      warnings: ['Look at this.'],
    });
  });

  it('ends a pause, and the directory knows it at once', async () => {
    const { body: store } = await api('POST', stores(), newStore());
    const directory = hub.app.get(StoreDirectory);
    await hub.app.get(ConnectionPause).pause(tenant.id, store.connectionId, 'Revoked.');
    expect((await directory.byId(tenant.id, store.id))?.isPaused).toBe(true);
    const { body } = await api('POST', `${stores()}/${store.id}/check`);
    expect([body.ok, body.state]).toEqual([true, 'active']);
    expect((await directory.byId(tenant.id, store.id))?.isPaused).toBe(false);
  });

  it('says so when the shop gives itself another key, and keeps the old one', async () => {
    shop.info = { ...shop.info, shopKey: 'fake:other', warnings: [] };
    const { body: store } = await api('POST', stores(), newStore());
    const { body } = await api('POST', `${stores()}/${store.id}/check`);
    expect(body.warnings[0]).toContain('fake:other');
    expect((await api('GET', `${stores()}/${store.id}`)).body.shopKey).toBe(store.shopKey);
  });

  it.each([
    { shopStatus: 401, code: 'STORE_UNAUTHORIZED', next: 'fixSettings' },
    { shopStatus: 403, code: 'STORE_FORBIDDEN', next: 'fixSettings' },
    { shopStatus: 500, code: 'STORE_UNAVAILABLE', next: 'retry' },
  ])('answers 200 with $code when the shop answers $shopStatus', async (expected) => {
    const { body: store } = await api('POST', stores(), newStore());
    await hub.app.get(ConnectionPause).pause(tenant.id, store.connectionId, 'Revoked.');
    shop.status = expected.shopStatus;
    const { status, body } = await api('POST', `${stores()}/${store.id}/check`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: false,
      state: 'paused',
      code: expected.code,
      next: expected.next,
      shop: null,
    });
  });

  it('answers 200 for a fault of the adapter, and logs nothing secret', async () => {
    const { body: store } = await api('POST', stores(), newStore({ platform: 'broken' }));
    const { status, body } = await api('POST', `${stores()}/${store.id}/check`);
    expect([status, body.ok, body.code]).toEqual([200, false, 'CHECK_FAILED']);
    expect(hub.logs.join()).not.toContain(SECRET);
  });

  it('names the permission that the shop refuses', async () => {
    const connection = { url: shop.url, token: 'tok_narrow' };
    const { body: store } = await api(
      'POST',
      stores(),
      newStore({ platform: 'broken', connection }),
    );
    const { body } = await api('POST', `${stores()}/${store.id}/check`);
    expect(body.message).toContain('read_orders');
  });
});

describe('webhooks of a store', () => {
  it('are registered and listed as the shop sees them', async () => {
    const { body: store } = await api('POST', stores(), newStore());
    const path = `${stores()}/${store.id}/webhooks`;
    const { status, body } = await api('POST', `${path}/register`);
    expect(status).toBe(200);
    expect(body.items).toEqual([
      { id: '1', topic: 'order', address: store.webhookUrl, active: true, detail: null },
    ]);
    expect((await api('GET', path)).body).toEqual(body);
  });

  it('cannot be registered where the platform has none', async () => {
    const { body: store } = await api('POST', stores(), newStore({ platform: 'broken' }));
    const { status, body } = await api('POST', `${stores()}/${store.id}/webhooks/register`);
    expect([status, body.code]).toEqual([422, 'WEBHOOKS_NOT_SUPPORTED']);
    expect((await api('GET', `${stores()}/${store.id}/webhooks`)).body.items).toEqual([]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConnectionPause } from '../connections/connection-pause.js';
import { Database } from '../database/database.service.js';
import { SECRET, StoreScene } from '../testing/store-scene.js';
import { until } from '../testing/until.js';
import { StoreDirectory } from './store-directory.js';

jest.setTimeout(120_000);

let scene: StoreScene;

beforeAll(async () => {
  scene = await StoreScene.open();
});
afterAll(async () => {
  await scene?.close();
  expect(scene.hub.logs.join()).not.toContain(SECRET);
});
beforeEach(() => scene.begin());

describe('POST /stores', () => {
  it('answers with every address of the store and the callbacks of its account', async () => {
    const { status, body } = await scene.api('POST', scene.stores, scene.newStore());
    expect(status).toBe(201);
    const token = body.webhookUrl.split('/').at(-1);
    expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(body).toMatchObject({
      name: 'Bookshop',
      platform: 'fake',
      accountId: scene.accountId,
      shopKey: scene.shop.info.shopKey,
      storefront: null,
      state: 'active',
      webhookUrl: `${scene.hub.url}/hooks/${token}`,
      inboundUrl: `${scene.hub.url}/inbound/v1/${token}/events`,
      compatUrl: `${scene.hub.url}/compat/${token}`,
      trackerUrl: `${scene.hub.url}/t/${token}`,
    });
    const { body: account } = await scene.api(
      'GET',
      `/api/v1/tenants/${scene.tenant.id}/accounts/${scene.accountId}`,
    );
    expect(body.callbackUrls).toEqual(account.callbackUrls);
  });

  it('never gives a secret back, nor keeps it readable', async () => {
    const { body } = await scene.api('POST', scene.stores, scene.newStore());
    expect(body.connection).toEqual({
      url: scene.shop.url,
      newsletterField: 'news',
      hasToken: true,
      hasOldToken: false,
    });
    const { body: list } = await scene.api('GET', scene.stores);
    const { body: one } = await scene.api('GET', `${scene.stores}/${body.id}`);
    const { body: check } = await scene.api('POST', `${scene.stores}/${body.id}/check`);
    const { body: audit } = await scene.api('GET', `/api/v1/tenants/${scene.tenant.id}/audit`);
    const rows = await scene.hub.app.get(Database).query('SELECT * FROM connection');
    const everything = JSON.stringify([body, list, one, check, audit, rows, scene.hub.logs]);
    expect(everything).not.toContain(SECRET);
  });

  it('makes the counters of the store with it', async () => {
    const { body } = await scene.api('POST', scene.stores, scene.newStore());
    const rows = await scene.hub.app
      .get(Database)
      .query('SELECT accepted, delivered, filtered, dead FROM store_count WHERE store_id = $1', [
        body.id,
      ]);
    expect(rows).toEqual([{ accepted: 0, delivered: 0, filtered: 0, dead: 0 }]);
  });

  it('takes settings along', async () => {
    const settings = { location: 'shop_pl', purchaseTags: 'bought, twice' };
    const { status, body } = await scene.api('POST', scene.stores, scene.newStore({ settings }));
    expect([status, body.location]).toEqual([201, 'shop_pl']);
    const { body: kept } = await scene.api('GET', `${scene.stores}/${body.id}/settings`);
    expect(kept.purchaseTags).toEqual({ value: ['BOUGHT', 'TWICE'], source: 'store' });
  });

  it('names every wrong field at once', async () => {
    const { status, body } = await scene.api(
      'POST',
      scene.stores,
      scene.newStore({
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
    const { status, body } = await scene.api('POST', scene.stores, scene.newStore(change));
    expect(status).toBe(422);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it('answers 404 for the account and the connection of another tenant', async () => {
    const { body: own } = await scene.api('POST', scene.stores, scene.newStore());
    const other = await scene.hub.tenant('Other');
    const otherAccount = await scene.accountOf(other.id);
    const path = `/api/v1/tenants/${other.id}/stores`;
    const foreignAccount = await scene.hub.api('POST', path, scene.newStore());
    const foreignConnection = await scene.hub.api('POST', path, {
      ...scene.newStore({ accountId: otherAccount, connection: undefined }),
      connectionId: own.connectionId,
    });
    expect([foreignAccount.status, foreignConnection.status]).toEqual([404, 404]);
  });

  it('adds a storefront of a shop that is connected', async () => {
    const { body: first } = await scene.api('POST', scene.stores, scene.newStore());
    const { status, body: second } = await scene.api(
      'POST',
      scene.stores,
      scene.newStore({ connection: undefined, connectionId: first.connectionId, storefront: '2' }),
    );
    expect(status).toBe(201);
    expect(second.connectionId).toBe(first.connectionId);
    expect(second.shopKey).toBe(`${first.shopKey}:2`);
    expect(second.connection).toEqual(first.connection);
  });

  it('refuses a connection of another platform', async () => {
    const { body: first } = await scene.api('POST', scene.stores, scene.newStore());
    const { status, body } = await scene.api(
      'POST',
      scene.stores,
      scene.newStore({
        platform: 'broken',
        connection: undefined,
        connectionId: first.connectionId,
      }),
    );
    expect([status, body.errors[0].path]).toEqual([422, 'connectionId']);
  });

  it('checks the store and registers its webhooks afterwards', async () => {
    const { body } = await scene.api('POST', scene.stores, scene.newStore());
    await scene.isGreeted();
    expect(scene.shop.hooks[0]?.address).toBe(body.webhookUrl);
    const { body: after } = await scene.api('GET', `${scene.stores}/${body.id}`);
    expect(after.shop).toMatchObject({ zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' });
  });

  it('keeps a store that cannot be reached', async () => {
    await scene.shop.close();
    const { status } = await scene.api('POST', scene.stores, scene.newStore());
    expect(status).toBe(201);
  });
});

describe('PATCH /stores/{s}', () => {
  it('changes the name, the storefront and settings', async () => {
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    const { status, body } = await scene.api('PATCH', `${scene.stores}/${store.id}`, {
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
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    const { body } = await scene.api('PATCH', `${scene.stores}/${store.id}`, {
      connection: { oldToken: 'tok_before', newsletterField: null },
    });
    expect(body.connection).toEqual({ url: scene.shop.url, hasToken: true, hasOldToken: true });
    const context = await scene.hub.app.get(StoreDirectory).byId(scene.tenant.id, store.id);
    expect(context?.connection).toMatchObject({ token: SECRET, oldToken: 'tok_before' });
  });

  it('refuses a change that leaves the connection incomplete', async () => {
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    const { status, body } = await scene.api('PATCH', `${scene.stores}/${store.id}`, {
      connection: { token: null },
    });
    expect([status, body.errors[0].path]).toEqual([422, 'connection.token']);
  });

  it('corrects the shop key until something was accepted, and keeps it afterwards', async () => {
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    const path = `${scene.stores}/${store.id}`;
    const other = await scene.startShop();
    const { body: corrected } = await scene.api('PATCH', path, {
      connection: { url: other.url },
    });
    expect(corrected.shopKey).toBe(other.info.shopKey);
    await scene.hub.app
      .get(Database)
      .write((tx) =>
        tx.query('UPDATE store_count SET accepted = 1 WHERE store_id = $1', [store.id]),
      );
    const { body: moved } = await scene.api('PATCH', path, { connection: { url: scene.shop.url } });
    expect(moved.connection.url).toBe(scene.shop.url);
    expect(moved.shopKey).toBe(other.info.shopKey);
  });

  it('checks new credentials, which ends a pause', async () => {
    scene.shop.token = 'tok_new';
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    await scene.hub.app.get(ConnectionPause).pause(scene.tenant.id, store.connectionId, 'Revoked.');
    const path = `${scene.stores}/${store.id}`;
    const { body: paused } = await scene.api('GET', path);
    expect([paused.state, paused.pausedReason]).toEqual(['paused', 'Revoked.']);
    await scene.api('PATCH', path, { connection: { token: 'tok_new' } });
    await until(
      'the store is active',
      async () => (await scene.api('GET', path)).body.state === 'active',
    );
  });
});

describe('DELETE /stores/{s}', () => {
  it('takes the connection along with the last store of the shop', async () => {
    const { body: first } = await scene.api('POST', scene.stores, scene.newStore());
    const { body: second } = await scene.api('POST', scene.stores, {
      ...scene.newStore({ connection: undefined, settings: { location: 'second' } }),
      connectionId: first.connectionId,
    });
    const count = async () => {
      const rows = await scene.hub.app
        .get(Database)
        .query('SELECT id FROM connection WHERE tenant_id = $1', [scene.tenant.id]);
      return rows.length;
    };
    expect((await scene.api('DELETE', `${scene.stores}/${first.id}`)).status).toBe(204);
    expect(await count()).toBe(1);
    expect((await scene.api('DELETE', `${scene.stores}/${second.id}`)).status).toBe(204);
    expect(await count()).toBe(0);
    expect((await scene.api('GET', `${scene.stores}/${second.id}`)).status).toBe(404);
    const left = await scene.hub.app
      .get(Database)
      .query('SELECT key FROM setting WHERE tenant_id = $1', [scene.tenant.id]);
    expect(left).toEqual([]);
  });
});

describe('DELETE of a store that took in much', () => {
  it('takes every message along', async () => {
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    const db = scene.hub.app.get(Database);
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
      tenant_id: scene.tenant.id,
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
      (await db.query('SELECT id FROM message WHERE tenant_id = $1', [scene.tenant.id])).length;
    expect(await count()).toBe(401);
    expect((await scene.api('DELETE', `${scene.stores}/${store.id}`)).status).toBe(204);
    expect(await count()).toBe(0);
  });
});

describe('GET /stores', () => {
  it('gives page after page', async () => {
    const ids: string[] = [];
    for (const name of ['A', 'B', 'C']) {
      ids.push((await scene.api('POST', scene.stores, scene.newStore({ name }))).body.id);
    }
    const { body: first } = await scene.api('GET', `${scene.stores}?limit=2`);
    const { body: second } = await scene.api(
      'GET',
      `${scene.stores}?limit=2&cursor=${first.nextCursor}`,
    );
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
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    const other = await scene.hub.tenant('Other');
    const body = method === 'PATCH' ? { nothing: 'valid' } : undefined;
    const own = `/api/v1/tenants/${other.id}/stores/${store.id}${end}`;
    const foreign = `${scene.stores}/${store.id}${end}`;
    expect((await scene.hub.api(method, own, body, other.key)).status).toBe(404);
    expect((await scene.hub.api(method, foreign, body, other.key)).status).toBe(404);
    expect((await scene.api('GET', `${scene.stores}/${store.id}`)).status).toBe(200);
  });
});

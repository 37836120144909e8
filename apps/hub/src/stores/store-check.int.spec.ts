import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConnectionPause } from '../connections/connection-pause.js';
import { SECRET, StoreScene } from '../testing/store-scene.js';
import { StoreDirectory } from './store-directory.js';

jest.setTimeout(120_000);

let scene: StoreScene;

beforeAll(async () => {
  scene = await StoreScene.open();
});
afterAll(() => scene?.close());
beforeEach(() => scene.begin());

describe('POST /stores/{s}/check', () => {
  it('tells what the shop says and which permissions are missing', async () => {
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    const { status, body } = await scene.api('POST', `${scene.stores}/${store.id}/check`);
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
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    await scene.isGreeted();
    const directory = scene.hub.app.get(StoreDirectory);
    await scene.hub.app.get(ConnectionPause).pause(scene.tenant.id, store.connectionId, 'Revoked.');
    expect((await directory.byId(scene.tenant.id, store.id))?.isPaused).toBe(true);
    const { body } = await scene.api('POST', `${scene.stores}/${store.id}/check`);
    expect([body.ok, body.state]).toEqual([true, 'active']);
    expect((await directory.byId(scene.tenant.id, store.id))?.isPaused).toBe(false);
  });

  it('says so when the shop gives itself another key, and keeps the old one', async () => {
    scene.shop.info = { ...scene.shop.info, shopKey: 'fake:other', warnings: [] };
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    const { body } = await scene.api('POST', `${scene.stores}/${store.id}/check`);
    expect(body.warnings[0]).toContain('fake:other');
    expect((await scene.api('GET', `${scene.stores}/${store.id}`)).body.shopKey).toBe(
      store.shopKey,
    );
  });

  it.each([
    { shopStatus: 401, code: 'STORE_UNAUTHORIZED', next: 'fixSettings' },
    { shopStatus: 403, code: 'STORE_FORBIDDEN', next: 'fixSettings' },
    { shopStatus: 500, code: 'STORE_UNAVAILABLE', next: 'retry' },
  ])('answers 200 with $code when the shop answers $shopStatus', async (expected) => {
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    await scene.isGreeted();
    await scene.hub.app.get(ConnectionPause).pause(scene.tenant.id, store.connectionId, 'Revoked.');
    scene.shop.status = expected.shopStatus;
    const { status, body } = await scene.api('POST', `${scene.stores}/${store.id}/check`);
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
    const { body: store } = await scene.api(
      'POST',
      scene.stores,
      scene.newStore({ platform: 'broken' }),
    );
    const { status, body } = await scene.api('POST', `${scene.stores}/${store.id}/check`);
    expect([status, body.ok, body.code]).toEqual([200, false, 'CHECK_FAILED']);
    expect(scene.hub.logs.join()).not.toContain(SECRET);
  });

  it('names the permission that the shop refuses', async () => {
    const connection = { url: scene.shop.url, token: 'tok_narrow' };
    const { body: store } = await scene.api(
      'POST',
      scene.stores,
      scene.newStore({ platform: 'broken', connection }),
    );
    const { body } = await scene.api('POST', `${scene.stores}/${store.id}/check`);
    expect(body.message).toContain('read_orders');
  });
});

describe('webhooks of a store', () => {
  it('are registered and listed as the shop sees them', async () => {
    const { body: store } = await scene.api('POST', scene.stores, scene.newStore());
    const path = `${scene.stores}/${store.id}/webhooks`;
    const { status, body } = await scene.api('POST', `${path}/register`);
    expect(status).toBe(200);
    expect(body.items).toEqual([
      { id: '1', topic: 'order', address: store.webhookUrl, active: true, detail: null },
    ]);
    expect((await scene.api('GET', path)).body).toEqual(body);
  });

  it('cannot be registered where the platform has none', async () => {
    const { body: store } = await scene.api(
      'POST',
      scene.stores,
      scene.newStore({ platform: 'broken' }),
    );
    const { status, body } = await scene.api(
      'POST',
      `${scene.stores}/${store.id}/webhooks/register`,
    );
    expect([status, body.code]).toEqual([422, 'WEBHOOKS_NOT_SUPPORTED']);
    expect((await scene.api('GET', `${scene.stores}/${store.id}/webhooks`)).body.items).toEqual([]);
  });
});

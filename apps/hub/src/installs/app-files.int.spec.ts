import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { AnyAdapter, AppPackage } from '@storewire/core';
import { strFromU8, unzipSync } from 'fflate';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { Database } from '../database/database.service.js';
import { DoorScene, type DoorStore } from '../testing/door-scene.js';
import {
  type FakeClient,
  type FakeShop,
  fakeAdapter,
  startFakeShop,
} from '../testing/fake-shop.js';

jest.setTimeout(120_000);

/** A platform whose shops have an app already: files for it, and no registration. */
const adapter: AnyAdapter = {
  ...fakeAdapter,
  install: {
    files: async (app: AppPackage, client: FakeClient) => ({
      'app.json': JSON.stringify(app),
      'shop.txt': (await client.call<{ name: string }>('GET', '/shop')).name,
    }),
  },
};

describe('files for the app that a shop has', () => {
  let scene: DoorScene;
  let shop: FakeShop;
  let store: DoorStore & { readonly trackerUrl: string; readonly webhookUrl: string };

  beforeAll(async () => {
    shop = await startFakeShop();
    scene = await DoorScene.open({
      override: (builder) =>
        builder.overrideProvider(AdapterRegistry).useValue(new AdapterRegistry([adapter])),
    });
    store = (await scene.store({
      platform: 'fake',
      connection: { url: shop.url, token: 'tok_right' },
    })) as typeof store;
  });
  afterAll(async () => {
    await scene?.close();
    await shop?.close();
  });

  const download = () =>
    fetch(`${scene.hub.url}${store.path}/app`, {
      method: 'POST',
      headers: { authorization: `Bearer ${scene.hub.operatorKey}` },
    });

  it('are made of the addresses of the store and of what the shop knows, without a secret', async () => {
    const response = await download();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      201,
      'application/zip',
    ]);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    expect(strFromU8(files['shop.txt'] ?? new Uint8Array())).toBe(shop.info.name);
    expect(JSON.parse(strFromU8(files['app.json'] ?? new Uint8Array()))).toEqual({
      storeId: store.id,
      webhookUrl: store.webhookUrl,
      trackerUrl: store.trackerUrl,
      madeAt: expect.any(Number),
    });
    const made = await scene.hub.app
      .get(Database)
      .query(`SELECT 1 AS one FROM store_secret WHERE kind = 'app'`);
    expect(made).toEqual([]);
  });

  it('are not there while the shop gives no answer, and the reason is', async () => {
    shop.token = 'tok_changed';
    try {
      const response = await download();
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await response.json()).toMatchObject({ code: 'STORE_UNAUTHORIZED' });
    } finally {
      shop.token = 'tok_right';
    }
  });

  it('open no door for a registration', async () => {
    const { pathname } = new URL(store.webhookUrl);
    const token = pathname.split('/').at(-1);
    for (const path of [`/install/fake/${token}`, `/install/fake/${token}?shop-id=1`]) {
      expect((await fetch(`${scene.hub.url}${path}`)).status).toBe(404);
    }
    const confirm = await fetch(`${scene.hub.url}/install/fake/${token}/confirm`, {
      method: 'POST',
    });
    expect(confirm.status).toBe(404);
  });
});

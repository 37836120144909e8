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
import ebexo from '@storewire/adapter-ebexo';
import { shopware6 } from '@storewire/adapter-shopware';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { StoreCheckService } from '../stores/store-check.service.js';
import { AppShop, send } from '../testing/app-shop.js';
import { DoorScene, type DoorStore } from '../testing/door-scene.js';
import { TestClock } from '../testing/test-clock.js';
import { until } from '../testing/until.js';
import { NewAppKeys } from './new-app-keys.service.js';

jest.setTimeout(120_000);

const PRODUCT = '0193a1b2c3d4e5f60718293a4b5c6d7e';
const DELETED = [{ entity: 'product', operation: 'delete', primaryKey: PRODUCT }];

describe('an app of one store', () => {
  const clock = new TestClock();
  let scene: DoorScene;
  let shop: AppShop;
  let store: DoorStore;

  beforeAll(async () => {
    scene = await DoorScene.open({
      override: (builder) =>
        builder
          .overrideProvider(AdapterRegistry)
          .useValue(new AdapterRegistry([ebexo, shopware6]))
          .overrideProvider(Clock)
          .useValue(clock),
    });
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    shop = await AppShop.open();
    store = await scene.store({ platform: 'shopware6', connection: connectionOf(shop) });
  });
  afterEach(async () => {
    await scene.hub.api('DELETE', store.path);
    await shop.close();
  });

  const connectionOf = ({ url }: AppShop) => ({ url, clientId: 'app', clientSecret: 'app' });

  const download = async ({ path }: DoorStore = store): Promise<Uint8Array> => {
    const response = await fetch(`${scene.hub.url}${path}/app`, {
      method: 'POST',
      headers: { authorization: `Bearer ${scene.hub.operatorKey}` },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      201,
      'application/zip',
    ]);
    return new Uint8Array(await response.arrayBuffer());
  };
  const isInstalled = async () => {
    shop.upload(await download());
    expect(await shop.install()).toEqual({ status: 200, body: { success: true } });
  };
  const state = async () => (await scene.hub.api('GET', store.path)).body;
  /** What is said of the pause, if there is one. */
  const alerts = async (): Promise<string[]> => {
    const { body } = await scene.hub.api('GET', `/api/v1/tenants/${store.tenantId}/alerts`);
    return body.items
      .filter(({ kind }: { kind: string }) => kind === 'pausedConnection')
      .map(({ message }: { message: string }) => message);
  };
  const connection = async () => (await scene.hub.api('GET', store.path)).body.connection;

  it('gives the connection the keys of the shop, and the hub uses them', async () => {
    await isInstalled();
    expect(await connection()).toEqual({
      url: shop.url,
      clientId: shop.keys?.apiKey,
      hasClientSecret: true,
      hasWebhookSecret: true,
    });
    await shop.isCalled();
    expect(shop.logins).toContainEqual({ id: shop.keys?.apiKey, secret: shop.keys?.secretKey });
  });

  it('sends signed webhooks that the store takes, and only those', async () => {
    await isInstalled();
    expect((await shop.sends('product.deleted', DELETED)).status).toBe(200);
    const { secret } = shop.manifest.setup;
    expect((await shop.sends('product.deleted', DELETED, secret)).status).toBe(401);
    const [message, ...others] = await scene.messages(store);
    expect([message.topic, others]).toEqual(['product.deleted', []]);
  });

  it('leaves who did what in the audit log, and its secrets nowhere', async () => {
    await isInstalled();
    const { body } = await scene.hub.api('GET', `/api/v1/tenants/${store.tenantId}/audit`);
    const actions = body.items.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(['appSecret.create', 'store.update']));
    expect(body.items[0]).toMatchObject({
      action: 'store.update',
      actor: 'app of shopware6 (install)',
      detail: { changes: { connection: { clientSecret: 'changed', webhookSecret: 'changed' } } },
    });
    const rows = await scene.hub.app.get(Database).query('SELECT secret FROM store_secret', []);
    const written = [JSON.stringify(body), scene.hub.logs.join('\n'), JSON.stringify(rows)].join();
    for (const secret of [shop.secret, shop.keys?.secretKey, shop.manifest.setup.secret]) {
      expect(written).not.toContain(secret);
    }
  });

  describe('is refused', () => {
    const before = expect.objectContaining({ clientId: 'app', hasWebhookSecret: false });

    it.each([
      ['with a wrong signature', { appSecret: 'guessed' }, /not signed/],
      ['from another shop', { shopUrl: 'http://other.example' }, /another shop/],
    ])('%s', async (_, change, detail) => {
      shop.upload(await download());
      const { body, status } = await send(shop.registration(change));
      expect([status, body.code, body.detail]).toEqual([
        403,
        'INSTALL_REFUSED',
        expect.stringMatching(detail),
      ]);
      expect(await connection()).toEqual(before);
      expect(scene.hub.logs.join('\n')).toMatch(detail);
    });

    it('with an old registration', async () => {
      shop.upload(await download());
      const call = shop.registration();
      clock.move(6 * 60_000);
      try {
        expect((await send(call)).body.detail).toMatch(/five minutes/);
      } finally {
        clock.move(-6 * 60_000);
      }
    });

    it('when a registration is sent again, or one from before it', async () => {
      shop.upload(await download());
      const earlier = shop.registration();
      const call = shop.registration();
      expect((await send(call)).status).toBe(200);
      for (const repeated of [call, earlier]) {
        const { body, status } = await send(repeated);
        expect([status, body.code]).toEqual([409, 'INSTALL_REPEATED']);
        expect(body).not.toHaveProperty('secret');
      }
    });

    it('when two of the same registration come at once: one is taken', async () => {
      shop.upload(await download());
      const call = shop.registration();
      const answers = await Promise.all([send(call), send(call)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('when a confirmation is signed wrongly, and the right one is still taken', async () => {
      shop.upload(await download());
      const { url, init } = shop.confirmation((await send(shop.registration())).body);
      const headers = { ...init.headers, 'shopware-shop-signature': '0'.repeat(64) };
      expect((await send({ url, init: { ...init, headers } })).status).toBe(403);
      expect(await connection()).toEqual(before);
      expect((await send({ url, init })).status).toBe(200);
    });

    it('when a confirmation is sent again, or without a registration', async () => {
      shop.upload(await download());
      const call = shop.confirmation((await send(shop.registration())).body);
      expect((await send(call)).status).toBe(200);
      const { clientId } = await connection();
      expect((await send(call)).body.code).toBe('NOTHING_TO_CONFIRM');
      expect((await connection()).clientId).toBe(clientId);
    });

    it('when a confirmation comes too late', async () => {
      shop.upload(await download());
      const call = shop.confirmation((await send(shop.registration())).body);
      clock.move(11 * 60_000);
      try {
        expect((await send(call)).body.code).toBe('NOTHING_TO_CONFIRM');
      } finally {
        clock.move(-11 * 60_000);
      }
    });

    it('under another platform, or an unknown address', async () => {
      shop.upload(await download());
      const call = shop.registration();
      const of = (from: string, to: string) => ({ ...call, url: call.url.replace(from, to) });
      expect((await send(of('/shopware6/', '/ebexo/'))).status).toBe(404);
      expect((await send(of('?', 'x?'))).status).toBe(404);
    });
  });

  describe('of a shop that has it', () => {
    it('changes the secret when the shop signs with the old one, too', async () => {
      await isInstalled();
      const { secret: old } = shop;
      expect((await shop.install()).status).toBe(200);
      expect(shop.secret).not.toBe(old);
      expect((await shop.sends('product.deleted', DELETED)).status).toBe(200);
      expect((await shop.sends('product.deleted', DELETED, old)).status).toBe(401);
    });

    it('keeps the old secret until the change is confirmed', async () => {
      await isInstalled();
      expect((await send(shop.registration())).status).toBe(200);
      expect((await shop.sends('product.deleted', DELETED)).status).toBe(200);
    });

    it.each([['wrong'], ['']])('refuses another with the signature of %j', async (shopSecret) => {
      await isInstalled();
      const { clientId } = await connection();
      const { body, status } = await send(shop.registration({ shopSecret }));
      expect([status, body.code]).toEqual([403, 'INSTALL_REFUSED']);
      expect((await connection()).clientId).toBe(clientId);
    });

    it('is installed again from a new package after it was uninstalled', async () => {
      await isInstalled();
      await shop.uninstall();
      expect((await shop.install()).body.detail).toMatch(/POST …\/app/);
      await isInstalled();
    });
  });

  describe('whose keys are new', () => {
    const MINUTE = 60_000;
    const check = async () => (await scene.hub.api('POST', `${store.path}/check`)).body;
    const sweep = () => scene.hub.app.get(NewAppKeys).sweep();
    let moved = 0;
    beforeAll(() => {
      // One after the other: the hub's own round may come at any time, and both would try the same keys.
      const keys = scene.hub.app.get(NewAppKeys);
      const once = keys.sweep.bind(keys);
      let last = Promise.resolve();
      keys.sweep = () => {
        last = last.then(once);
        return last;
      };
    });
    /** Counts how often the keys of the store are tried from now on; polls and other rounds log in, too. */
    const countTries = (): (() => number) => {
      const { mock } = jest.spyOn(scene.hub.app.get(StoreCheckService), 'check');
      return () => mock.calls.filter(([, storeId]) => storeId === store.id).length;
    };
    const later = async (ms: number) => {
      clock.move(ms);
      moved += ms;
      await sweep();
    };
    afterEach(() => {
      jest.restoreAllMocks();
      clock.move(-moved);
      moved = 0;
    });

    it('is told as not active yet, and tried again until the app is switched on', async () => {
      await isInstalled();
      expect(await check()).toMatchObject({
        ok: false,
        code: 'APP_NOT_ACTIVE_YET',
        next: 'retry',
        message: expect.stringMatching(/not active yet.*tries again by itself/),
      });
      const tries = countTries();
      await later(0);
      expect(tries()).toBe(0);
      shop.isActive = true;
      const before = shop.logins.length;
      await later(20_000);
      expect(tries()).toBe(1);
      expect(shop.logins.length).toBeGreaterThan(before);
      await later(10 * MINUTE);
      expect(tries()).toBe(1);
    });

    it('is told to somebody after two minutes, and ends by itself', async () => {
      await isInstalled();
      await later(20_000);
      expect([(await state()).state, await alerts()]).toEqual(['active', []]);
      await later(3 * MINUTE);
      expect(await state()).toMatchObject({
        state: 'paused',
        pausedReason: expect.stringMatching(/not active yet.*tries again by itself/),
      });
      await until('the alert is open', async () => (await alerts()).length > 0);
      expect(await alerts()).toEqual([expect.stringMatching(/not active yet/)]);
      shop.isActive = true;
      await later(5 * MINUTE);
      expect(await state()).toMatchObject({ state: 'active', pausedReason: null });
      await until('the alert is closed', async () => (await alerts()).length === 0);
    });

    it('is a wrong key after a day, and asked no more', async () => {
      await isInstalled();
      await later(25 * 60 * MINUTE);
      await later(MINUTE);
      const tries = countTries();
      await later(60 * MINUTE);
      expect(tries()).toBe(0);
      expect((await check()).code).toBe('STORE_UNAUTHORIZED');
    });

    it('is tried by nobody where keys were typed in', async () => {
      await sweep();
      expect((await check()).code).toBe('STORE_UNAUTHORIZED');
    });
  });

  describe('that is taken out of the shop', () => {
    it('pauses the connection with the reason, tells somebody, and goes on after the next installation', async () => {
      await isInstalled();
      shop.isActive = true;
      await scene.hub.api('POST', `${store.path}/check`);
      expect((await shop.uninstall()).status).toBe(200);
      await until('the connection is paused', async () => (await state()).state === 'paused');
      const reason = expect.stringMatching(/the app was uninstalled in the shop/);
      expect((await state()).pausedReason).toEqual(reason);
      await until('the alert is open', async () => (await alerts()).length > 0);
      expect(await alerts()).toEqual([reason]);
      await isInstalled();
      shop.isActive = true;
      await scene.hub.api('POST', `${store.path}/check`);
      await scene.settled(store);
      expect(await state()).toMatchObject({ state: 'active', pausedReason: null });
      expect((await scene.messages(store))[0]).toMatchObject({
        topic: 'app.deleted',
        state: 'filtered',
      });
      await until('the alert is closed', async () => (await alerts()).length === 0);
    });

    it('goes on waiting when a check passes while the keys still work', async () => {
      await isInstalled();
      shop.isActive = true;
      const { secret } = shop;
      await shop.uninstall();
      await until('the connection is paused', async () => (await state()).state === 'paused');
      Object.assign(shop, { isActive: true, secret });
      await scene.hub.api('POST', `${store.path}/check`);
      await until('the connection is paused', async () => (await state()).state === 'paused');
      expect((await state()).pausedReason).toMatch(/uninstalled/);
    });
  });

  describe('its packages', () => {
    it('are valid two at a time, and the older ends when the newer is installed', async () => {
      const packages = [await download(), await download(), await download()] as const;
      shop.upload(packages[0]);
      expect((await send(shop.registration())).status).toBe(403);
      shop.upload(packages[1]);
      expect((await send(shop.registration())).status).toBe(200);
      shop.upload(packages[2]);
      expect((await shop.install()).status).toBe(200);
      shop.upload(packages[1]);
      expect((await send(shop.registration())).body.detail).toMatch(/not signed/);
    });

    it('are for one store of a connection', async () => {
      await download();
      const { accountId, connectionId } = (await scene.hub.api('GET', store.path)).body;
      const second = await scene.made(`/api/v1/tenants/${store.tenantId}/stores`, {
        name: 'Second',
        platform: 'shopware6',
        accountId,
        connectionId,
      });
      const path = `/api/v1/tenants/${store.tenantId}/stores/${second.id}/app`;
      const { body, status } = await scene.hub.api('POST', path);
      expect([status, body.code]).toEqual([409, 'APP_ON_OTHER_STORE']);
    });

    it('are not there for a platform without apps', async () => {
      const { path } = await scene.store();
      const { body, status } = await scene.hub.api('POST', `${path}/app`);
      expect([status, body.code, body.detail]).toEqual([
        404,
        'NO_APP',
        expect.stringMatching(/no app for ebexo/),
      ]);
    });
  });
});

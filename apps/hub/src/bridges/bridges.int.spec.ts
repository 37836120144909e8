import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import ebexo from '@storewire/adapter-ebexo';
import { magento1, magento2 } from '@storewire/adapter-magento';
import { prestashop16 } from '@storewire/adapter-prestashop';
import { checkInboundEvent, Setting } from '@storewire/core';
import { IsOptional, IsString } from 'class-validator';
import { strFromU8, unzipSync } from 'fflate';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { DoorScene, type DoorStore } from '../testing/door-scene.js';

// PHP is started, and deliveries are waited for.
jest.setTimeout(120_000);

class ShopConnection {
  @Setting({ label: 'Shop id' })
  @IsOptional()
  @IsString()
  shopId?: string;
}

/** Platforms whose adapters call the bridge, with a connection as a merchant types it in. */
const CALLING = [
  { ...magento1, typed: { url: 'https://one.example', apiUser: 'hub', apiKey: 'INVENTED' } },
  { ...magento2, typed: { url: 'https://two.example', accessToken: 'INVENTED' } },
  { ...prestashop16, typed: { url: 'https://ps.example', webserviceKey: 'K'.repeat(32) } },
];

/** Platforms that have a bridge, on an adapter that is called by nobody; one without a secret for its routes. */
const ADAPTERS = [
  ebexo,
  { ...ebexo, id: 'prestashop17', connection: ShopConnection },
  ...CALLING.map(({ id, connection }) => ({ ...ebexo, id, connection })),
];

const bridges = fileURLToPath(new URL('../../../../bridges/', import.meta.url));
const hasPhp = spawnSync('php', ['-v']).status === 0;
if (!hasPhp) console.warn('php is not installed: what the packaged module sends is not tested.');

/** Without blocking the hub, which answers it in this process. */
const php = async (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> =>
  (await promisify(execFile)('php', args, { env: { ...process.env, ...env } })).stdout;

describe('the bridge of a store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'storewire-bridge-'));
  let scene: DoorScene;

  beforeAll(async () => {
    scene = await DoorScene.open({
      override: (builder) =>
        builder.overrideProvider(AdapterRegistry).useValue(new AdapterRegistry(ADAPTERS)),
    });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await scene.close();
  });

  const download = async ({ path }: DoorStore, body?: object, headers: object = {}) => {
    const response = await fetch(`${scene.hub.url}${path}/bridge`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${scene.hub.operatorKey}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
  };

  const keysIn = (bytes: Uint8Array): Record<string, string> => {
    const files = Object.entries(unzipSync(bytes));
    const keys = files.filter(([path]) => /\/keys\/(?!index)[^/]+\.php$/.test(path));
    expect(keys).toHaveLength(1);
    const text = strFromU8(keys[0]?.[1] as Uint8Array);
    return Object.fromEntries(
      [...text.matchAll(/'(\w+)' => (?:'([^']*)'|null)/g)].map(([, name, value]) => [name, value]),
    );
  };

  it('is a zip to install, with the address and a new secret of the store', async () => {
    const store = await scene.store({ platform: 'prestashop17', connection: { shopId: '2' } });
    const { response, bytes } = await download(store);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      201,
      'application/zip',
    ]);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename=".+\.zip"$/);
    expect(Object.keys(unzipSync(bytes))).toContain('storewire/storewire.php');
    const keys = keysIn(bytes);
    expect(keys).toMatchObject({ inboundUrl: store.inboundUrl, storefront: '2' });
    expect(keys.secret).toMatch(/^swi_/);
    expect(keys.secret).not.toBe(store.secret);
    expect(keys).not.toHaveProperty('trackerSecret');
    const answer = await scene.post({ ...store, secret: keys.secret as string }, [{}]);
    expect(answer.status).toBe(422);
  });

  it('says who made the secret, but not which one it is', async () => {
    const store = await scene.store({ platform: 'prestashop17' });
    const { secret } = keysIn((await download(store)).bytes);
    const { body } = await scene.hub.api('GET', `/api/v1/tenants/${store.tenantId}/audit`);
    const made = body.items.filter((one: { action: string }) => /inboundSecret/.test(one.action));
    expect(made).toHaveLength(2);
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(scene.hub.logs.join('\n')).not.toContain(secret);
  });

  it('prints the tracker if that is asked for', async () => {
    const store = await scene.store({ platform: 'prestashop17' });
    const { bytes } = await download(store, { tracker: true });
    const keys = keysIn(bytes);
    expect(keys.trackerUrl).toBe((await scene.hub.api('GET', store.path)).body.trackerUrl);
    expect(keys.trackerSecret).toMatch(/^swt_/);
  });

  it.each(CALLING)('keeps one secret for its routes on $id', async ({ id, typed }) => {
    const store = await scene.store({ platform: id, connection: typed });
    const first = keysIn((await download(store)).bytes);
    expect(first.routeSecret).toMatch(/^swb_/);
    const { body } = await scene.hub.api('GET', store.path);
    expect(body.connection).toMatchObject({ url: typed.url, hasBridgeSecret: true });
    expect(JSON.stringify(body)).not.toContain(first.routeSecret);
    const { items } = (await scene.hub.api('GET', `${store.path}/inbound-secrets`)).body;
    await scene.hub.api('DELETE', `${store.path}/inbound-secrets/${items[0].id}`);
    const second = keysIn((await download(store)).bytes);
    expect(second.routeSecret).toBe(first.routeSecret);
    expect(second.secret).not.toBe(first.secret);
  });

  it('is refused while two secrets are valid, and then makes nothing', async () => {
    const store = await scene.store({ platform: 'prestashop17' });
    await download(store);
    const { response, bytes } = await download(store, { tracker: true });
    const problem = JSON.parse(strFromU8(bytes));
    expect([response.status, problem.code]).toEqual([409, 'TWO_SECRETS_VALID']);
    expect(problem.detail).toMatch(/Delete the one/);
    const { body } = await scene.hub.api('GET', `${store.path}/tracker-secrets`);
    expect(body.items).toEqual([]);
  });

  it('is the same file for the same Idempotency-Key, and one secret', async () => {
    const store = await scene.store({ platform: 'prestashop17' });
    const headers = { 'idempotency-key': 'bridge-1' };
    const first = await download(store, {}, headers);
    const second = await download(store, {}, headers);
    expect(second.response.status).toBe(201);
    expect(second.response.headers.get('content-type')).toBe('application/zip');
    expect(Buffer.from(second.bytes).equals(Buffer.from(first.bytes))).toBe(true);
    const { body } = await scene.hub.api('GET', `${store.path}/inbound-secrets`);
    expect(body.items).toHaveLength(2);
  });

  it('is not there for a platform without one, and says what to do', async () => {
    const store = await scene.store();
    const { body, status } = await scene.hub.api('POST', `${store.path}/bridge`);
    expect([status, body.code, body.next]).toEqual([404, 'NO_BRIDGE', 'fixSettings']);
    expect(body.detail).toMatch(/inbound event API/);
  });

  it.each([[{ tracker: 'yes' }], [{ secret: 'mine' }]])('refuses %j', async (body) => {
    const store = await scene.store({ platform: 'prestashop17' });
    expect((await scene.hub.api('POST', `${store.path}/bridge`, body)).status).toBe(422);
  });

  (hasPhp ? describe : describe.skip)('once installed', () => {
    it.each(['shared', 'prestashop', 'magento1', 'magento2'])(
      'makes events that the door takes: %s',
      async (name) => {
        const file = join(folder, `${name}.events`);
        await php([join(bridges, 'test.php'), join(bridges, `test/${name}.test.php`)], {
          STOREWIRE_TEST_EVENTS: file,
        });
        const deliveries = readFileSync(file, 'utf8').trim().split('\n');
        const events = deliveries.flatMap((text) => JSON.parse(text).events);
        expect(events.length).toBeGreaterThan(5);
        const refused = events
          .map((event) => checkInboundEvent(event))
          .filter((one) => !('event' in one));
        expect(refused).toEqual([]);
      },
    );

    it('tells the hub what happened in the shop', async () => {
      scene.sandbox.reset();
      const store = await scene.store({ platform: 'prestashop17' });
      for (const [path, content] of Object.entries(unzipSync((await download(store)).bytes))) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      const said = await php([join(bridges, 'test/send.php'), join(folder, 'storewire')]);
      expect(JSON.parse(said)).toMatchObject({ sent: 1, refused: 0, isHeldUp: false, log: [] });
      await scene.settled(store);
      const { body } = await scene.hub.api('GET', `${store.path}/ledger`);
      expect(body).toMatchObject({ accepted: 1, delivered: 1 });
      expect((await scene.messages(store))[0]).toMatchObject({ topic: 'contact.logged_in' });
      expect(scene.sandbox.contact('ola@customer.example')).toMatchObject({ name: 'Ola Testowa' });
    });
  });
});

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { SourceRow } from '@storewire/core';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { Database } from '../database/database.service.js';
import { type Mall, mallAdapter, startMall } from '../testing/mall.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { until } from '../testing/until.js';
import { PollerService } from './poller.service.js';

jest.setTimeout(120_000);

interface Shown {
  readonly id: string;
  readonly connectionId: string;
  readonly shopKey: string;
  readonly webhookUrl: string;
  readonly callbackUrls: { readonly optOut: string };
}

describe('a shop with several storefronts', () => {
  let sandbox: Sandbox;
  let mall: Mall;
  let hub: TestHub;
  let base: string;
  let accountId: string;

  beforeAll(async () => {
    sandbox = createSandbox();
    await sandbox.listen();
    mall = await startMall();
    hub = await startTestHub({
      override: (builder) =>
        builder.overrideProvider(AdapterRegistry).useValue(new AdapterRegistry([mallAdapter])),
    });
  });
  afterAll(async () => {
    await hub?.close();
    await mall?.close();
    await sandbox?.close();
  });

  /** A tenant of its own, with an account that has seen nothing. */
  async function open(): Promise<void> {
    sandbox.reset();
    mall.rows.length = 0;
    mall.written.length = 0;
    base = `/api/v1/tenants/${(await hub.tenant()).id}`;
    const { clientId, apiSecret, owners } = DEFAULT_ACCOUNT;
    accountId = (
      await made('/accounts', {
        name: 'Account',
        endpoint: sandbox.url,
        clientId,
        apiSecret,
        owner: owners[0],
        callsPerSecond: 500,
        lookUpSeconds: [0.1, 0.3],
      })
    ).id;
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  async function made(path: string, body: object): Promise<any> {
    const answer = await hub.api('POST', `${base}${path}`, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  const newStore = (name: string, more: object): Promise<Shown> =>
    made('/stores', { name, platform: 'mall', accountId, ...more });
  const firstStore = (more: object = {}) =>
    newStore('Main PL', { connection: { url: mall.url }, ...more });
  const nextStore = ({ connectionId }: Shown, more: object) =>
    newStore('Outlet PL', { connectionId, ...more });

  const get = async (path: string) => (await hub.api('GET', `${base}${path}`)).body;

  const settled = (...stores: Shown[]) =>
    until('nothing is pending', async () => {
      const ledgers = await Promise.all(stores.map(({ id }) => get(`/stores/${id}/ledger`)));
      return ledgers.every(({ pending }) => pending === 0);
    });

  /** Makes every kind of every store due, and waits until each has been read. */
  async function poll(...stores: Shown[]): Promise<void> {
    const db = hub.app.get(Database);
    const ids = stores.map(({ id }) => id);
    const ofThem = `store_id IN (${ids.map((_, i) => `$${i + 1}`)})`;
    const kinds = async (where = '') =>
      (await db.query(`SELECT kind FROM poll WHERE ${ofThem}${where}`, ids)).length;
    await hub.app.get(PollerService).sweep();
    await until('every kind is known', async () => (await kinds()) === stores.length * 2);
    await db.write((tx) => tx.query(`UPDATE poll SET next_at = 0 WHERE ${ofThem}`, ids));
    await hub.app.get(PollerService).sweep();
    await until('every kind was read', async () => (await kinds(' AND next_at = 0')) === 0);
    await settled(...stores);
  }

  const order = (id: string, storefront?: string, version = '1'): SourceRow => ({
    kind: 'order',
    id,
    version,
    raw: {
      id,
      state: 'paid',
      placedAt: '2026-11-20T10:00:00Z',
      currency: 'PLN',
      total: '10.00',
      email: `buyer-${id}@customer.example`,
      lines: [{ quantity: 1 }],
    },
    ...(storefront ? { storefront } : {}),
  });

  const person = (id: string, storefront: string, newsletter: boolean, at: string): SourceRow => ({
    kind: 'contact',
    id,
    version: at,
    raw: { id, email: 'ada@customer.example', newsletter, newsletterAt: at },
    storefront,
  });

  /** What became of every message of a store: its reference, and the rule or the state. */
  const outcomes = async ({ id }: Shown): Promise<Record<string, string>> => {
    const { items } = await get(`/stores/${id}/messages?limit=200`);
    return Object.fromEntries(
      items.map((item: { reference: string; rule: string | null; state: string }) => [
        item.reference,
        item.rule ?? item.state,
      ]),
    );
  };

  const purchases = () =>
    sandbox
      .events({ type: 'PURCHASE' })
      .items.map(({ externalId, location }) => `${externalId} ${location}`)
      .sort();

  it('gives each order to the store of its storefront, however often and wherever it comes', async () => {
    await open();
    const main = await firstStore({ storefront: '1', settings: { location: 'main_pl' } });
    const outlet = await nextStore(main, {
      storefront: '2',
      settings: { location: 'outlet_pl' },
    });
    expect([main.shopKey, outlet.shopKey]).toEqual(['mall:1:1', 'mall:1:2']);
    mall.rows.push(order('101', '1'), order('102', '2'), order('103', '3'), order('104'));
    await poll(main, outlet);
    for (const { webhookUrl } of [main, outlet]) {
      for (const row of mall.rows) {
        const { status } = await hub.api('POST', new URL(webhookUrl).pathname, row, null);
        expect(status).toBe(200);
      }
    }
    await settled(main, outlet);
    for (const store of [main, outlet]) {
      const { id } = await made(`/stores/${store.id}/exports`, { kind: 'orders' });
      await until('the export is done', async () => {
        return (await get(`/stores/${store.id}/exports/${id}`)).state === 'done';
      });
    }
    // 103 is of a storefront that nobody set up, 104 of none: the oldest store takes it.
    expect(purchases()).toEqual(['101 main_pl', '102 outlet_pl', '104 main_pl']);
    expect(await outcomes(outlet)).toMatchObject({
      101: 'otherStorefront',
      103: 'otherStorefront',
      104: 'otherStorefront',
    });
    expect(sandbox.repeatedOrders()).toEqual([]);
    const { items } = await get(`/stores/${main.id}/messages?limit=200&q=103`);
    expect(items[0].explanation).toContain('storefront 3 (Test view), for which no store');
    for (const { id } of [main, outlet]) {
      const { accepted, delivered, filtered, dead, pending } = await get(`/stores/${id}/ledger`);
      expect(accepted).toBe(delivered + filtered + dead + pending);
      expect(dead).toBe(0);
    }
  });

  it('leaves a store without a storefront all that nobody else claims', async () => {
    await open();
    const rest = await firstStore();
    mall.rows.push(order('201', '1'), order('202', '2'));
    await poll(rest);
    expect(purchases()).toHaveLength(2);
    const outlet = await nextStore(rest, { storefront: '2' });
    // 202 was sent before its storefront had a store: its next change brings no second PURCHASE.
    mall.rows.splice(0, 2, order('201', '1', '2'), order('202', '2', '2'), order('203', '2'));
    await poll(rest, outlet);
    expect(purchases().map((line) => line.split(' ')[0])).toEqual(['201', '202', '203']);
    expect(await outcomes(outlet)).toMatchObject({
      201: 'otherStorefront',
      202: 'alreadySent',
      203: 'delivered',
    });
    expect(await outcomes(rest)).toMatchObject({ 203: 'otherStorefront' });
    expect(sandbox.repeatedOrders()).toEqual([]);
  });

  it('keeps one consent for a person of two storefronts', async () => {
    await open();
    const main = await firstStore({ storefront: '1' });
    const outlet = await nextStore(main, { storefront: '2' });
    mall.rows.push(
      person('11', '1', true, '2026-11-20T10:00:00Z'),
      person('12', '2', true, '2026-11-20T10:00:00Z'),
    );
    await poll(main, outlet);
    expect(sandbox.contact('ada@customer.example')).toMatchObject({ optedOut: false });
    mall.rows[1] = person('12', '2', false, '2026-11-20T11:00:00Z');
    await poll(main, outlet);
    expect(sandbox.contact('ada@customer.example')).toMatchObject({ optedOut: true });
    // The first storefront knew her as opted in, and is told.
    await until('the shop knows', () => mall.written.length > 0);
    expect(mall.written).toEqual(['ada@customer.example out']);
    // The first store still reads its old "yes"; an older act changes nothing.
    mall.rows[0] = { ...person('11', '1', true, '2026-11-20T10:00:00Z'), version: 'edited' };
    await poll(main, outlet);
    expect(sandbox.contact('ada@customer.example')).toMatchObject({ optedOut: true });
  });

  it('writes an opt-out from SALESmanago to the shop once', async () => {
    await open();
    const main = await firstStore({ storefront: '1' });
    const outlet = await nextStore(main, { storefront: '2' });
    mall.rows.push(
      person('11', '1', true, '2026-11-20T10:00:00Z'),
      person('12', '2', true, '2026-11-20T10:00:00Z'),
    );
    await poll(main, outlet);
    await sandbox.unsubscribe('ada@customer.example');
    const url = main.callbackUrls.optOut;
    const secret = /\$email\$(?<secret>\w+)\)/.exec(url)?.groups?.secret ?? '';
    const key = createHash('sha1').update(`ada@customer.example${secret}`).digest('hex');
    const { pathname } = new URL(url.split('?')[0] ?? '');
    const answer = await hub.api(
      'GET',
      `${pathname}?email=${encodeURIComponent('ada@customer.example')}&key=${key}`,
      undefined,
      null,
    );
    expect(answer.status).toBe(200);
    await settled(main, outlet);
    expect(mall.written).toEqual(['ada@customer.example out']);
    const upserts = sandbox.stats().upserts;
    await poll(main, outlet);
    expect(sandbox.stats().upserts).toBe(upserts);
  });

  it('warns of a storefront that the shop does not have', async () => {
    await open();
    const store = await firstStore({ storefront: '9' });
    const { warnings } = await made(`/stores/${store.id}/check`, {});
    expect(warnings).toEqual([
      'The shop has no storefront 9, so this store takes nothing of it. It has 1 (Main), 2 (Outlet), 3 (Test view).',
    ]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WaitingCarts } from '../carts/waiting-carts.service.js';
import { Database } from '../database/database.service.js';
import { TrackerScene } from '../testing/tracker-scene.js';

jest.setTimeout(120_000);

const HOUR = 3_600_000;

describe('a cart of somebody whom nobody knows yet', () => {
  let scene: TrackerScene;
  let count = 0;

  beforeAll(async () => {
    scene = await TrackerScene.open();
  });
  afterAll(() => scene?.close());
  beforeEach(() => {
    count += 1;
  });

  const ada = () => `ada.${count}@customer.example`;
  const token = () => `cart-${count}`;
  const guest = (quantity: number, more: object = {}) =>
    scene.cart({ token: token(), products: quantity ? { '10': quantity } : {}, ...more });
  const waiting = async () => {
    const rows = await scene.hub.app
      .get(Database)
      .query('SELECT token FROM waiting_cart WHERE token = $1', [token()]);
    return rows.length;
  };

  it('is filtered; its last snapshot waits, and goes when the cart is emptied', async () => {
    expect(await guest(1)).toMatchObject({ state: 'filtered', rule: 'unknownVisitor' });
    scene.clock.move(1_000);
    await guest(2);
    expect(await waiting()).toBe(1);
    scene.clock.move(1_000);
    await guest(0);
    expect(await waiting()).toBe(0);
  });

  it('waits as it was last, also when an older beacon comes later', async () => {
    await scene.customer(ada());
    const at = scene.clock.now();
    await guest(2, { at });
    for (const quantity of [1, 0]) {
      // The time of a page is believed for ten seconds, however long the cart before it took.
      scene.clock.move(at - scene.clock.now());
      await guest(quantity, { at: at - 1_000 });
    }
    await scene.order({ email: ada(), state: 'open', cartToken: token() });
    expect(scene.carts(ada())).toMatchObject([{ value: 20 }]);
  });

  it('is sent by the login that comes with the same cart', async () => {
    await scene.customer(ada());
    await guest(1);
    scene.clock.move(1_000);
    await guest(1, { identity: scene.token(ada()) });
    expect(scene.carts(ada())).toMatchObject([{ value: 10 }]);
    expect(await waiting()).toBe(0);
  });

  it('is sent by an unpaid order of a customer with the same token, as it was last', async () => {
    await scene.customer(ada());
    await guest(1);
    scene.clock.move(1_000);
    await guest(3);
    scene.clock.move(1_000);
    await scene.order({ email: ada(), state: 'open', cartToken: token() });
    expect(scene.carts(ada())).toMatchObject([{ value: 30 }]);
    expect(await waiting()).toBe(0);
  });

  it('is not sent by the order that buys it', async () => {
    await scene.customer(ada());
    await guest(1);
    scene.clock.move(1_000);
    await scene.order({ email: ada(), state: 'paid', cartToken: token() });
    expect(scene.sandbox.events({ type: 'PURCHASE', email: ada() }).total).toBe(1);
    expect(scene.carts(ada())).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  it('is not sent by an order with another token', async () => {
    await scene.customer(ada());
    await guest(1);
    await scene.order({ email: ada(), state: 'open', cartToken: 'another' });
    expect(scene.carts(ada())).toEqual([]);
    expect(await waiting()).toBe(1);
  });

  it('of one token is sent, and the others wait on', async () => {
    await scene.customer(ada());
    await scene.cart({ token: `other-${count}`, products: { '20': 1 } });
    await guest(2);
    await scene.order({ email: ada(), state: 'open', cartToken: token() });
    expect(scene.carts(ada())).toMatchObject([{ products: '10', value: 20 }]);
    const [row] = await scene.hub.app
      .get(Database)
      .query('SELECT token FROM waiting_cart WHERE token = $1', [`other-${count}`]);
    expect(row).toBeDefined();
  });

  it('knows the token of a cart that the platform writes with a key behind it', async () => {
    await scene.customer(ada());
    await guest(1);
    await scene.order({ email: ada(), state: 'open', cartToken: `${token()}?key=1f0c` });
    expect(scene.carts(ada())).toHaveLength(1);
  });

  it('in a flood of them: the oldest are forgotten', async () => {
    const db = scene.hub.app.get(Database);
    const now = scene.clock.now();
    const columns = {
      tenant_id: 'text',
      store_id: 'text',
      token: 'text',
      body: 'text',
      snapshot_at: 'bigint',
      expires_at: 'bigint',
    } as const;
    const rows = Array.from({ length: 20_600 }, (_, i) => ({
      tenant_id: scene.tenantId,
      store_id: scene.storeId,
      token: `flood-${i}`,
      body: '{}',
      snapshot_at: now + i,
      expires_at: now + HOUR,
    }));
    await db.write((tx) => tx.insertRows('waiting_cart', columns, rows));
    await scene.hub.app.get(WaitingCarts).sweep();
    const [left] = await db.query(
      `SELECT COUNT(*) AS n, MIN(snapshot_at) AS oldest FROM waiting_cart WHERE token LIKE 'flood-%'`,
    );
    expect([Number(left?.n), Number(left?.oldest)]).toEqual([20_000, now + 600]);
    await db.write((tx) => tx.query(`DELETE FROM waiting_cart WHERE token LIKE 'flood-%'`));
  });

  it('of a person whom the store signed for and has not told of yet: is sent after the contact', async () => {
    const message = await guest(2, { identity: scene.token(ada()) });
    expect(message).toMatchObject({ state: 'filtered', rule: 'unknownVisitor' });
    await scene.customer(ada());
    await scene.until('the cart was sent', () => scene.carts(ada()).length > 0);
    expect(scene.carts(ada())).toMatchObject([{ value: 20 }]);
    expect(scene.sandbox.operations(ada()).map(({ what }) => what)).toEqual(['created', 'event']);
  });

  it('of a cookie that turns out to be a contact: is sent by the next look', async () => {
    // SALESmanago gives the contact the id that the browser has had before.
    const smclient = await scene.foreignContact(ada());
    const path = 'contact/basicById';
    const rule = scene.sandbox.faults.add({ kind: 'status', status: 403, path });
    expect(await guest(1, { smclient })).toMatchObject({ rule: 'unknownVisitor' });
    scene.sandbox.faults.remove(rule.id);
    await scene.customer(ada());
    const carts = scene.hub.app.get(WaitingCarts);
    await carts.sweep();
    await scene.settled();
    expect(scene.carts(ada())).toHaveLength(1);
  });

  it('waits as long as the window, and no longer', async () => {
    await scene.customer(ada());
    await guest(1);
    scene.clock.move(13 * HOUR);
    await scene.order({ email: ada(), state: 'open', cartToken: token() });
    expect(scene.carts(ada())).toEqual([]);
    await scene.hub.app.get(WaitingCarts).sweep();
    expect(await waiting()).toBe(0);
  });

  it('of an ignored domain is not sent once it is known', async () => {
    await scene.set({ ignoredDomains: ['customer.example'] });
    await guest(1);
    await scene.order({ email: ada(), state: 'open', cartToken: token() });
    await scene.set({ ignoredDomains: null });
    expect(scene.carts(ada())).toEqual([]);
  });

  it('counts in the ledger like everything that comes in', async () => {
    const ledger = await scene.get(`${scene.path}/ledger`);
    expect(ledger.accepted).toBe(ledger.delivered + ledger.filtered + ledger.dead + ledger.pending);
    expect(ledger.dead).toBe(0);
  });
});

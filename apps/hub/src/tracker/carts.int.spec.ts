import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import shopify from '@storewire/adapter-shopify';
import { CartRetention } from '../carts/cart-retention.service.js';
import { Database } from '../database/database.service.js';
import { cornerShop } from '../testing/corner-shop.js';
import { STOREFRONT, TrackerScene } from '../testing/tracker-scene.js';

jest.setTimeout(120_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('carts of the storefront script', () => {
  let scene: TrackerScene;
  let count = 0;

  beforeAll(async () => {
    scene = await TrackerScene.open({ adapter: { ...cornerShop, cartLink: shopify.cartLink } });
  });
  afterAll(() => scene?.close());
  beforeEach(() => {
    count += 1;
  });

  const ada = () => `ada.${count}@customer.example`;
  /** Ada, logged in, changes her cart. */
  const change = (quantity: number) =>
    scene.cart({
      token: `cart-${count}`,
      identity: scene.token(ada()),
      products: quantity ? { '10': quantity } : {},
    });

  it('bring the link of the platform, in the form of the platform and to the shop itself', async () => {
    await scene.customer(ada());
    const cart = (variantId: string, at: number) =>
      scene.cart({
        token: `cart-${count}`,
        identity: scene.token(ada()),
        at,
        lines: [{ productId: '10', variantId, quantity: 2, unitPrice: '10.00' }],
      });
    await cart('41', scene.clock.now());
    expect(scene.carts(ada())).toMatchObject([{ description: `${STOREFRONT}/cart/41:2` }]);
    scene.clock.move(1_000);
    await cart('//elsewhere.example', scene.clock.now());
    const links = scene.carts(ada()).map(({ description }) => description);
    expect(links.join()).not.toContain('elsewhere');
  });

  describe('the window in which one CART event is updated (S21)', () => {
    it.each([
      ['15m', 14 * MINUTE, 2 * MINUTE],
      ['1h', 59 * MINUTE, 2 * MINUTE],
      ['12h', 11 * HOUR, 2 * HOUR],
      ['7d', 167 * HOUR, 2 * HOUR],
    ])(
      '%s: updated within it, new after it, and updates do not extend it',
      async (cartWindow, within, beyond) => {
        await scene.set({ cartWindow });
        await scene.customer(ada());
        await change(1);
        scene.clock.move(within);
        await change(2);
        expect(scene.carts(ada())).toMatchObject([{ value: 20, updates: 1, products: '10' }]);
        scene.clock.move(beyond);
        await change(3);
        expect(scene.carts(ada()).map(({ value }) => value)).toEqual([30, 20]);
      },
    );

    it('always-new: each change is an event', async () => {
      await scene.set({ cartWindow: 'always-new' });
      await scene.customer(ada());
      for (const quantity of [1, 2, 3]) {
        await change(quantity);
        scene.clock.move(1_000);
      }
      expect(scene.carts(ada()).map(({ value, updates }) => [value, updates])).toEqual([
        [30, 0],
        [20, 0],
        [10, 0],
      ]);
    });

    it('always-update: one event, even after a year', async () => {
      await scene.set({ cartWindow: 'always-update' });
      await scene.customer(ada());
      await change(1);
      scene.clock.move(365 * 24 * HOUR);
      await change(2);
      expect(scene.carts(ada())).toMatchObject([{ value: 20, updates: 1 }]);
    });

    it('S41, S42: the shortest counts', async () => {
      await scene.set({ cartWindow: '7d', smeventCookieHours: 2, cartUpdateHours: 5 });
      await scene.customer(ada());
      await change(1);
      scene.clock.move(119 * MINUTE);
      await change(2);
      scene.clock.move(2 * MINUTE);
      await change(3);
      await scene.set({ cartWindow: null, smeventCookieHours: null, cartUpdateHours: null });
      expect(scene.carts(ada())).toHaveLength(2);
    });
  });

  it('a PURCHASE closes the cart: the next one is a new event', async () => {
    await scene.customer(ada());
    await change(1);
    scene.clock.move(MINUTE);
    await scene.order({ email: ada() });
    scene.clock.move(MINUTE);
    await change(2);
    expect(scene.carts(ada()).map(({ value, updates }) => [value, updates])).toEqual([
      [20, 0],
      [10, 0],
    ]);
    expect(scene.sandbox.events({ type: 'PURCHASE', email: ada() }).total).toBe(1);
  });

  it.each([
    ['delete', [], 'delivered'],
    ['zero', [[0, 1]], 'delivered'],
    ['leave', [[10, 0]], 'filtered'],
  ])('S24 %s, when the last product is removed', async (emptiedCart, left, state) => {
    await scene.set({ emptiedCart });
    await scene.customer(ada());
    await change(1);
    scene.clock.move(MINUTE);
    expect(await change(0)).toMatchObject({ state });
    expect(scene.carts(ada()).map(({ value, updates }) => [value, updates])).toEqual(left);
    await scene.set({ emptiedCart: null });
  });

  it('carries what the page knows, with the currency of the shop where the page is silent', async () => {
    await scene.customer(ada());
    const lines = [
      { productId: '10', sku: 'RUN-1', name: 'Runner', quantity: 2, unitPrice: '149.99' },
      { productId: '20', quantity: 1, total: '29.50' },
    ];
    await scene.cart({ identity: scene.token(ada()), lines, total: '329.48' });
    expect(scene.carts(ada())).toMatchObject([
      {
        value: 329.48,
        products: '10,20',
        location: 'corner_pl',
        details: { detail1: 'Runner,', detail3: '2/1', detail9: 'PLN' },
      },
    ]);
  });

  describe('who it is', () => {
    it('proven, and known by the customer id alone after the address has changed', async () => {
      const customerId = `c-${count}`;
      await scene.webhook({ kind: 'contact', id: customerId, email: ada() });
      const identity = scene.token(`new.${ada()}`, { customerId });
      await scene.cart({ identity, products: { '10': 1 } });
      expect(scene.carts(ada())).toHaveLength(1);
    });

    it('proven, a contact that SALESmanago has from elsewhere', async () => {
      await scene.foreignContact(ada());
      expect(await change(1)).toMatchObject({ state: 'delivered', email: ada() });
      expect(scene.carts(ada())).toHaveLength(1);
    });

    it('a visitor whom the hub has sent: without a question to SALESmanago', async () => {
      const smclient = await scene.customer(ada());
      const before = scene.calls('contact/basicById');
      await scene.cart({ smclient, products: { '10': 1 } });
      expect(scene.carts(ada())).toHaveLength(1);
      expect(scene.calls('contact/basicById')).toBe(before);
    });

    it('a visitor whom SALESmanago knows: asked once, and the event goes on under the address', async () => {
      const smclient = await scene.foreignContact(ada());
      const before = scene.calls('contact/basicById');
      await scene.cart({ smclient, products: { '10': 1 } });
      scene.clock.move(MINUTE);
      await scene.cart({ smclient, products: { '10': 2 } });
      expect(scene.carts(ada())).toMatchObject([{ value: 20, updates: 1 }]);
      expect(scene.calls('contact/basicById')).toBe(before + 1);
      scene.clock.move(MINUTE);
      await change(3);
      expect(scene.carts(ada())).toMatchObject([{ value: 30, updates: 2 }]);
    });

    it('a visitor whom nobody knows is filtered, and asked about once in ten minutes', async () => {
      const smclient = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
      const before = scene.calls('contact/basicById');
      for (const quantity of [1, 2]) {
        const message = await scene.cart({ smclient, products: { '10': quantity } });
        expect(message).toMatchObject({ state: 'filtered', rule: 'unknownVisitor' });
      }
      expect(scene.calls('contact/basicById')).toBe(before + 1);
      scene.clock.move(11 * MINUTE);
      await scene.cart({ smclient, products: { '10': 3 } });
      expect(scene.calls('contact/basicById')).toBe(before + 2);
    });

    it('waits while SALESmanago is away, and loses nothing', async () => {
      const smclient = await scene.foreignContact(ada());
      const path = 'contact/basicById';
      const rule = scene.sandbox.faults.add({ kind: 'status', status: 503, path });
      const before = scene.calls(path);
      await scene.post('cart', scene.beacon({ smclient, products: { '10': 1 } }));
      await scene.until('SALESmanago was asked', () => scene.calls(path) > before);
      expect((await scene.get(`${scene.path}/ledger`)).pending).toBe(1);
      scene.sandbox.faults.remove(rule.id);
      await scene.settled();
      expect(scene.carts(ada())).toHaveLength(1);
    });
  });

  describe('ignored domains (S23)', () => {
    const hidden = () => `eve.${count}@ignored.example`;
    beforeEach(() => scene.set({ ignoredDomains: ['ignored.example'] }));
    afterAll(() => scene.set({ ignoredDomains: null }));

    it('of a shopper who is logged in: filtered, and SALESmanago does not hear the address', async () => {
      const message = await scene.cart({
        identity: scene.token(hidden()),
        products: { '10': 1 },
      });
      expect(message).toMatchObject({ state: 'filtered', rule: 'ignoredDomain' });
      const requests = JSON.stringify(scene.sandbox.requests({ limit: 1_000 }));
      expect(requests).not.toContain(hidden());
    });

    it('of a visitor whose contact SALESmanago has: no event by the id either', async () => {
      const smclient = await scene.foreignContact(hidden());
      const message = await scene.cart({ smclient, products: { '10': 1 } });
      expect(message).toMatchObject({ state: 'filtered', rule: 'ignoredDomain' });
      expect(scene.carts(hidden())).toEqual([]);
    });
  });

  it('S1: nothing is sent while the store is off', async () => {
    await scene.customer(ada());
    await scene.set({ active: false });
    expect(await change(1)).toMatchObject({ state: 'filtered', rule: 'inactive' });
    await scene.set({ active: null });
    expect(scene.carts(ada())).toEqual([]);
  });

  it('an older cart that overtook a newer one on its way is stale', async () => {
    await scene.customer(ada());
    const identity = scene.token(ada());
    const at = scene.clock.now();
    await scene.cart({ identity, at, products: { '10': 2 } });
    // The time of a page is believed for ten seconds, however long the first cart took.
    scene.clock.move(at - scene.clock.now());
    const late = await scene.cart({ identity, at: at - 1_000, products: { '10': 1 } });
    expect(late).toMatchObject({ state: 'filtered', rule: 'stale' });
    expect(scene.carts(ada())).toMatchObject([{ value: 20 }]);
  });

  it('is answered 503 while it cannot be made durable, and taken in when it comes again', async () => {
    await scene.customer(ada());
    const beacon = scene.beacon({ identity: scene.token(ada()), products: { '10': 1 } });
    const db = scene.hub.app.get(Database);
    await db.write((tx) => tx.query('ALTER TABLE message_body RENAME TO message_body_away'));
    const refused = await scene.post('cart', beacon);
    await db.write((tx) => tx.query('ALTER TABLE message_body_away RENAME TO message_body'));
    expect([refused.status, refused.body.code]).toEqual([503, 'NOT_DURABLE']);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await scene.post('cart', beacon)).status).toBe(204);
    await scene.settled();
    expect(scene.carts(ada())).toHaveLength(1);
  });

  it('counts what came to the doors, by grade and reason', async () => {
    await scene.cart({ products: { '10': 1 } });
    await scene.post('cart', 'no JSON');
    await scene.post('cart', scene.beacon({}), { origin: 'https://evil.example' });
    const metrics = await scene.get('/metrics');
    for (const outcome of ['proven', 'visitor', 'none', 'notJson', 'foreignOrigin']) {
      expect(metrics).toMatch(
        new RegExp(`storewire_tracker_requests_total{door="cart",outcome="${outcome}"} [1-9]`),
      );
    }
  });

  it('is forgotten seven days after its window; one without an end is not', async () => {
    const db = scene.hub.app.get(Database);
    const rows = async (email: string) =>
      (await db.query('SELECT 1 AS one FROM cart WHERE contact_key = $1', [email])).length;
    const withoutEnd = `endless.${ada()}`;
    await scene.customer(withoutEnd);
    await scene.customer(ada());
    await scene.set({ cartWindow: 'always-update' });
    await scene.cart({ identity: scene.token(withoutEnd), products: { '10': 1 } });
    await scene.set({ cartWindow: '1h' });
    await change(1);
    await scene.set({ cartWindow: null });
    const retention = scene.hub.app.get(CartRetention);
    scene.clock.move(167 * HOUR);
    await retention.sweep();
    expect([await rows(ada()), await rows(withoutEnd)]).toEqual([1, 1]);
    scene.clock.move(3 * HOUR);
    await retention.sweep();
    expect([await rows(ada()), await rows(withoutEnd)]).toEqual([0, 1]);
  });

  it('says of each message what came in, who it was taken for and what was sent', async () => {
    await scene.customer(ada());
    const { id } = await change(1);
    const message = await scene.get(`${scene.path}/messages/${id}`);
    expect(message).toMatchObject({ source: 'beacon', topic: 'cart', email: ada() });
    expect(JSON.stringify(message.decisions)).toContain('"identity":"proven"');
    expect(JSON.stringify(message)).not.toContain('v1.');
  });
});

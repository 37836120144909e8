import { afterEach, describe, expect, it } from '@jest/globals';
import type { SourceRow } from '@storewire/core';
import type { FakeOptions } from '../test/fake-prestashop.js';
import { collect, cursorOf, idsOf, type OpenShop, openShop, recordOf } from '../test/open-shop.js';
import { cartMapping } from './cart.mapping.js';
import { orderMapping } from './order.mapping.js';
import { pollCarts, pollOrders, pollProducts } from './poll.js';
import { productMapping } from './product.mapping.js';

const MINUTE = 60_000;
let shop: OpenShop;
let since: string;
const open = async (options?: FakeOptions) => {
  shop = await openShop(options);
  since = shop.fake.now();
};
afterEach(() => shop.close());

const options = (cursor?: string) => ({ since, ...(cursor ? { cursor } : {}) });
const orders = (cursor?: string) => collect(pollOrders(shop.client(), options(cursor)));
const byNumber = (rows: readonly SourceRow[]) => idsOf(rows).map(Number);

describe('pollOrders', () => {
  it.each([
    { count: 130, apartMs: 1000, why: 'spread over pages' },
    { count: 130, apartMs: 0, why: 'all changed within one second' },
    { count: 50, apartMs: 0, why: 'that fill one page' },
  ])('loses and repeats none of $count orders $why', async ({ count, apartMs }) => {
    await open();
    const ids = shop.fake.seed('order', count, apartMs);
    expect(idsOf(await orders())).toEqual(ids);
  });

  it('finds what changes while pages are read with the next poll', async () => {
    await open();
    const ids = shop.fake.seed('order', 120);
    const rows: SourceRow[] = [];
    for await (const row of pollOrders(shop.client(), options())) {
      rows.push(row);
      if (rows.length === 60) {
        shop.later(1000);
        shop.data.setState('3', 'shipped');
        // Pages of a large shop take their time.
        shop.later(10 * MINUTE);
      }
    }
    expect(idsOf(rows)).toEqual(ids);
    shop.later(10 * MINUTE);
    expect(idsOf(await orders(cursorOf(rows)))).toContain('3');
  });

  it('goes on from the moment it began, less five minutes', async () => {
    await open();
    shop.data.addOrder();
    shop.later(20 * MINUTE);
    const rows = await orders();
    shop.later(20 * MINUTE);
    expect(byNumber(await orders(cursorOf(rows)))).toEqual([]);
    shop.data.addOrder();
    expect(byNumber(await orders(cursorOf(rows)))).toEqual([2]);
  });

  it("means the shop's clock, which is hours from UTC", async () => {
    await open();
    shop.data.addOrder();
    shop.later(90 * MINUTE);
    since = shop.fake.now();
    shop.data.addOrder();
    expect(byNumber(await orders())).toEqual([2]);
  });

  it('gives both changes of an order within one second a version of their own', async () => {
    await open();
    shop.data.addOrder();
    const before = await orders();
    shop.data.setState('1', 'shipped');
    const after = await orders(cursorOf(before));
    expect(after[0]?.version).not.toBe(before[0]?.version);
  });

  it('gives the order of a guest without a customer id, and with the address', async () => {
    await open();
    shop.data.addOrder({}, shop.data.addContact({ is_guest: '1' }));
    const [row] = await orders();
    const order = recordOf(row, orderMapping);
    expect(order.customerId).toBeUndefined();
    expect(order.email).toMatch(/@customer\.example$/);
    expect(order.address?.country).toBe('PL');
  });

  it('knows a state that was added a minute ago', async () => {
    await open();
    const client = shop.client();
    shop.data.addOrder();
    await collect(pollOrders(client, options()));
    shop.data.table('order_states').push({ id: 15, paid: '1', shipped: '0', deleted: '0' });
    shop.data.change('orders', '1', { current_state: '15' });
    const [row] = await collect(pollOrders(client, options()));
    expect(recordOf(row, orderMapping).state).toBe('paid');
  });

  it('finds a refund, which leaves the order as it was', async () => {
    await open();
    const order = shop.data.addOrder();
    shop.data.addOrder();
    shop.later(20 * MINUTE);
    const first = await orders();
    shop.later(20 * MINUTE);
    shop.data.addSlip(order);
    const second = await orders(cursorOf(first));
    expect(second.map(({ id }) => id)).toEqual([String(order.id)]);
    expect(second[0]?.version).not.toBe(first[0]?.version);
    expect(recordOf(second[0], orderMapping).refunds).toEqual([
      { externalId: '1', amount: '28.72', at: shop.fake.now() },
    ]);
    expect(recordOf(first[0], orderMapping).refunds).toEqual([]);
  });

  it('says nothing about refunds to a key that may not read them', async () => {
    await open();
    shop.data.addSlip(shop.data.addOrder());
    shop.fake.withhold('order_slip GET');
    const rows = await orders();
    expect(byNumber(rows)).toEqual([1]);
    expect(recordOf(rows[0], orderMapping)).not.toHaveProperty('refunds');
    expect(shop.fake.calls.filter((call) => call.includes('order_slip'))).toHaveLength(1);
  });

  it('reads the orders of its own shop only, where shops share them', async () => {
    await open();
    shop.data.add('shops', { active: '1', deleted: '0', name: 'Second' });
    shop.data.addOrder();
    shop.data.addOrder({ id_shop: '2' });
    const own = await collect(pollOrders(shop.client({ shopId: '2' }), options()));
    expect(own.map(({ id, storefront }) => [id, storefront])).toEqual([['2', '2']]);
  });

  it('names the shop of an order where none was entered', async () => {
    await open();
    shop.data.addOrder();
    expect((await orders()).map(({ storefront }) => storefront)).toEqual(['1']);
  });
});

describe('pollProducts', () => {
  it.each(['1.6.1.24', '8.2.1'])(
    'brings combinations, stock and pictures from %s',
    async (version) => {
      await open({ version });
      shop.data.addProduct();
      const [row] = await collect(pollProducts(shop.client({ language: 'PL' }), options()));
      const product = recordOf(row, productMapping);
      const base = shop.connection.url;
      expect(product).toMatchObject({
        name: 'Czerwona koszulka',
        description: 'Miękka i czerwona',
        mainCategory: 'Koszulki',
        categories: ['Odzież', 'Koszulki'],
        price: '50.00',
        discountPrice: '45.00',
        currency: 'PLN',
        isAvailable: true,
        quantity: 4,
        imageUrl: `${base}/img/p/1/2/12.jpg`,
        imageUrls: [`${base}/img/p/1/2/12.jpg`, `${base}/img/p/1/2/3/123.jpg`],
      });
      expect(product.brand ?? null).toBeNull();
      expect(product.variants?.map(({ externalId, name }) => [externalId, name])).toEqual([
        ['1-1', 'Czerwona koszulka - S'],
        ['1-2', 'Czerwona koszulka - Czerwona'],
      ]);
      expect(product.variants?.[1]).toMatchObject({ price: '55.00', discountPrice: null });
    },
  );

  it('leaves out drafts that nobody saved', async () => {
    await open();
    shop.data.addProduct({ state: '0' });
    shop.data.addProduct();
    expect(byNumber(await collect(pollProducts(shop.client(), options())))).toEqual([2]);
  });

  it('says which languages there are when the wanted one is not', async () => {
    await open();
    await expect(
      collect(pollProducts(shop.client({ language: 'fr' }), options())),
    ).rejects.toMatchObject({
      code: 'PRESTASHOP_UNKNOWN_LANGUAGE',
      hint: expect.stringContaining('en, pl'),
    });
  });
});

describe('pollCarts', () => {
  const carts = () => collect(pollCarts(shop.client(), options()));

  it('brings prices from the catalogue, and no carts of visitors', async () => {
    await open();
    const customer = shop.data.addContact();
    const cart = shop.data.addCart(customer);
    shop.data.addCart({ ...customer, id: 0 });
    const rows = await carts();
    expect(byNumber(rows)).toEqual([cart.id]);
    expect(recordOf(rows[0], cartMapping)).toMatchObject({
      email: customer.email,
      customerId: String(customer.id),
      currency: 'PLN',
      lines: [{ productId: '1', variantId: '1-1', quantity: 2, unitPrice: '45.00' }],
    });
  });

  it('says that a cart was emptied, and that it became an order', async () => {
    await open();
    const emptied = shop.data.addCart(shop.data.addContact());
    emptied.associations = { cart_rows: [] };
    const { id_cart } = shop.data.addOrder();
    const rows = await carts();
    const recordById = (id: unknown) =>
      recordOf(
        rows.find((row) => row.id === String(id)),
        cartMapping,
      );
    expect(recordById(emptied.id).lines).toEqual([]);
    expect(recordById(emptied.id).completedAt).toBeUndefined();
    expect(recordById(id_cart).completedAt).toBe(shop.fake.now());
  });

  it('settles although the first reading of a cart moves its time', async () => {
    await open();
    shop.data.addCart(shop.data.addContact());
    shop.later(MINUTE);
    const first = await carts();
    shop.later(MINUTE);
    const second = await carts();
    shop.later(MINUTE);
    const third = await carts();
    expect(second.map(({ version }) => version)).toEqual(third.map(({ version }) => version));
    expect(first).toHaveLength(1);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import type { WooStoreOptions } from '@storewire/sandbox/woocommerce';
import { collect, type EmulatedShop, idsOf, openShop } from '../test/emulated-shop.js';
import { customerHistory, orderHistory, productHistory } from './history.js';

const START = Date.parse('2026-11-21T12:00:00.000Z');

let shop: EmulatedShop;
let clockMs = START;
const open = async (options: WooStoreOptions = {}) => {
  clockMs = START;
  shop = await openShop({ now: () => clockMs, ...options });
};
afterEach(() => shop.close());

const at = (ms: number) => new Date(ms).toISOString();

describe('orderHistory', () => {
  it.each([
    {
      orders: 200,
      orderStorage: 'hpos',
      why: 'whose last page is full, so that the total is 0 behind it',
    },
    { orders: 200, orderStorage: 'posts', why: 'of the old storage' },
    { orders: 201, orderStorage: 'hpos', why: 'with one more row' },
    { orders: 0, orderStorage: 'hpos', why: 'that is empty' },
  ] as const)('reads all $orders orders of a shop $why', async ({ orders, orderStorage }) => {
    await open({ orders, orderStorage, customers: 20 });
    const client = shop.client();
    const ids = idsOf(await collect(orderHistory.read(client, {})));
    expect(new Set(ids).size).toBe(shop.store.counts.orders);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(await orderHistory.count?.(client, {})).toBe(ids.length);
  });

  it('includes the start of a range and leaves out its end', async () => {
    await open();
    const ids = [0, 1, 2, 3].map((n) => {
      clockMs = START + n * 1000;
      return shop.store.placeOrder({ paid: true }).id;
    });
    const range = { from: at(START + 1000), to: at(START + 3000) };
    expect(idsOf(await collect(orderHistory.read(shop.client(), range)))).toEqual(ids.slice(1, 3));
    expect(await orderHistory.count?.(shop.client(), range)).toBe(2);
  });

  it.each([1, 30, 140])(
    'loses no order when %p of those already read go into the bin between two pages',
    async (count) => {
      await open({ orders: 350, customers: 20 });
      const all = idsOf(await collect(orderHistory.read(shop.client(), {})));
      const read: number[] = [];
      for await (const row of orderHistory.read(shop.client(), {})) {
        read.push(Number(row.id));
        if (read.length === 200) {
          for (const id of all.slice(0, count)) shop.store.deleteOrder(id);
        }
      }
      expect(read).toEqual(all);
    },
  );

  it('goes on from a cursor although meanwhile rows before it went and as many came behind', async () => {
    await open({ orders: 320, customers: 20 });
    const rows = await collect(orderHistory.read(shop.client(), {}));
    const all = idsOf(rows);
    const added = all.slice(0, 180).map((id) => {
      shop.store.deleteOrder(id);
      return shop.store.placeOrder({ paid: true }).id;
    });
    const rest = await collect(orderHistory.read(shop.client(), {}, rows[249]?.cursor));
    expect(idsOf(rest)).toEqual([...all.slice(250), ...added]);
  });
});

describe('customerHistory', () => {
  it('passes on who registered in the range, and counts only without one', async () => {
    await open({ customers: 120 });
    clockMs += 60_000;
    const { id } = shop.store.registerCustomer();
    const range = { from: at(clockMs) };
    const client = shop.client();
    expect(idsOf(await collect(customerHistory.read(client, range)))).toEqual([id]);
    expect(await customerHistory.count?.(client, range)).toBeUndefined();
    expect(await customerHistory.count?.(client, {})).toBe(shop.store.counts.customers);
    expect(await collect(customerHistory.read(client, {}))).toHaveLength(122);
  });
});

describe('productHistory', () => {
  it('reads products with their variations and leaves out those in the bin', async () => {
    await open({ products: 12 });
    shop.store.editProduct(shop.store.productId(0), { status: 'trash' });
    const rows = await collect(productHistory.read(shop.client(), {}));
    expect(rows).toHaveLength(11);
    const raws = rows.map(({ raw }) => raw as { type: string; variation_list?: object[] });
    for (const { type, variation_list } of raws) {
      expect(variation_list?.length ?? 0).toBe(type === 'variable' ? 3 : 0);
    }
  });
});

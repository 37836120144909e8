import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { all } from '../../test/all.js';
import { RunningShop5 } from '../../test/shopware5/running-shop.js';
import { customer, order } from '../../test/shopware5/shop-data.js';
import type { Shopware5Client } from './client.js';
import { orderHistory, pollOrders } from './order-reading.js';

const DAY_MS = 86_400_000;

let shop: RunningShop5;
beforeEach(async () => {
  shop = await RunningShop5.open();
});
afterEach(() => shop.fake.stop());

const poll = (client: Shopware5Client, cursor?: string) =>
  all(pollOrders(client, { ...shop.options, ...(cursor ? { cursor } : {}) }));
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

/** An order that was placed and paid some days ago. */
function older(days: number): string {
  const now = shop.fake.now();
  shop.advance(-days * DAY_MS);
  const at = shop.fake.shopTime();
  shop.fake.setClock(now);
  const id = shop.fake.newId();
  shop.fake.tables.orders.push(order(id, at, customer(id, at)));
  return String(id);
}

describe('a second poll of the same client', () => {
  it('fetches only what looks different', async () => {
    const ids = shop.fake.seed('order', 3);
    const client = shop.client();
    const first = await poll(client);
    expect(idsOf(first)).toEqual(ids);
    shop.fake.setOrderState(ids[1] as string, 'payment_20');
    shop.takePaths();
    const second = await poll(client, first.at(-1)?.cursor);
    expect(idsOf(second)).toEqual([ids[1]]);
    expect(shop.takePaths().filter((path) => /\d$/.test(path))).toEqual([`/api/orders/${ids[1]}`]);
  });

  it('gives again what the host has not stored', async () => {
    const ids = shop.fake.seed('order', 3);
    const client = shop.client();
    const first = await poll(client);
    expect(idsOf(await poll(client, first[0]?.cursor))).toEqual(ids.slice(1));
    expect(idsOf(await poll(client))).toEqual(ids);
  });
});

it('gives two stores that share a client all orders each', async () => {
  const [id] = shop.fake.seed('order', 1);
  const client = shop.client();
  const [one] = await poll(client);
  const [other] = await poll(client);
  const ids = shop.fake.seed('order', 2);
  shop.fake.setOrderState(id as string, 'payment_20');
  expect(idsOf(await poll(client, one?.cursor))).toEqual([id, ...ids]);
  expect(idsOf(await poll(client, other?.cursor))).toEqual([id, ...ids]);
});

it.each(['', 'no JSON', '[]', '{"since":"yesterday","last":1,"number":1,"reader":"a"}'])(
  'begins anew for the cursor %j',
  async (cursor) => {
    shop.fake.seed('order', 1);
    expect(await poll(shop.client(), cursor)).toHaveLength(1);
  },
);

it('finds a status that moved no time, also with a new client', async () => {
  const [id] = shop.fake.seed('order', 1);
  const [first] = await poll(shop.client());
  shop.fake.setOrderState(id as string, 'order_4');
  const [second] = await poll(shop.client(), first?.cursor);
  expect(second?.version).not.toBe(first?.version);
});

describe('orders from before the first poll', () => {
  it('leaves out what happened before', async () => {
    older(3);
    expect(await poll(shop.client())).toEqual([]);
  });

  it('gives one that is paid afterwards', async () => {
    const id = older(3);
    shop.fake.row('order', id).clearedDate = shop.fake.shopTime();
    expect(idsOf(await poll(shop.client()))).toEqual([id]);
  });

  it('gives one whose status changes while the hub looks', async () => {
    const id = older(3);
    const client = shop.client();
    shop.fake.seed('order', 1);
    const first = await poll(client);
    shop.fake.setOrderState(id, 'payment_35');
    expect(idsOf(await poll(client, first.at(-1)?.cursor))).toEqual([id]);
  });
});

it('finds an import that is older than the window, because its number is new', async () => {
  shop.fake.seed('order', 1);
  const first = await poll(shop.client());
  const imported = older(90);
  expect(idsOf(await poll(shop.client(), first.at(-1)?.cursor))).toContain(imported);
});

it('leaves out checkouts that were left, and vouchers among the positions', async () => {
  shop.fake.seed('order', 1);
  const found = await poll(shop.client());
  expect(shop.fake.tables.orders).toHaveLength(2);
  expect(found).toHaveLength(1);
  expect(found[0]?.raw).toMatchObject({ products: [{ articleName: 'Teapot' }] });
});

it('exports what was placed in the range, although the zone of the shop is not known', async () => {
  const ids = shop.fake.seed('order', 3, 3_600_000);
  const range = { from: '2026-11-21T17:00:00.000Z', to: '2026-11-21T18:00:00.000Z' };
  expect(idsOf(await all(orderHistory.read(shop.client(), range)))).toEqual([ids[1]]);
  expect(await orderHistory.count?.(shop.client(), range)).toBeUndefined();
  expect(await orderHistory.count?.(shop.client(), {})).toBe(3);
});

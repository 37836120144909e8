import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { applyMapping, readPath } from '@storewire/core';
import { all } from '../../test/all.js';
import { RunningShop6 } from '../../test/shopware6/running-shop.js';
import type { Row } from '../../test/shopware6/search.js';
import { customer, order } from '../../test/shopware6/shop-data.js';
import { orderMapping } from './order.mapping.js';
import { orderHistory, pollOrders } from './order-reading.js';

let shop: RunningShop6;
beforeEach(async () => {
  shop = await RunningShop6.open();
});
afterEach(() => shop.fake.stop());

const OLD = '2026-11-01T08:00:00.000+00:00';
const poll = (cursor?: string) =>
  all(pollOrders(shop.client(), { ...shop.options, ...(cursor ? { cursor } : {}) }));

it('finds a payment that moved nothing but itself', async () => {
  const row = shop.fake.add('order', order(1, OLD, customer(1, OLD)));
  expect(await poll()).toEqual([]);
  const [payment] = row.transactions as Row[];
  shop.fake.stamp(payment as Row, { stateMachineState: { technicalName: 'refunded' } });
  expect(row.updatedAt).toBeNull();
  const [found] = await poll();
  expect(applyMapping(orderMapping, found?.raw).record.state).toBe('refunded');
});

it('finds a payment that was tried again, and lets the new one decide', async () => {
  const row = shop.fake.add('order', order(1, OLD, customer(1, OLD)));
  const [first] = row.transactions as Row[];
  Object.assign(first as Row, { stateMachineState: { technicalName: 'failed' } });
  expect(await poll()).toEqual([]);
  row.transactions = [
    first,
    {
      ...first,
      id: 'second',
      createdAt: shop.fake.stampNow(),
      stateMachineState: { technicalName: 'paid' },
    },
  ];
  const [found] = await poll();
  expect(applyMapping(orderMapping, found?.raw).record.state).toBe('paid');
});

it('leaves promotions out of the lines', async () => {
  shop.fake.seed('order', 1);
  const [found] = await poll();
  const { lines } = applyMapping(orderMapping, found?.raw).record;
  expect(lines.map(({ name }) => name)).toEqual(['Mug']);
});

it('calls the order of a guest one without a customer', async () => {
  const at = shop.fake.stampNow();
  shop.fake.add('order', order(1, at, { ...customer(1, at), guest: true }));
  const [found] = await poll();
  expect(applyMapping(orderMapping, found?.raw).record.customerId).toBeNull();
});

it('asks for nothing of a customer but whether it is a guest', async () => {
  shop.fake.seed('order', 1);
  const [found] = await poll();
  const customerOf = readPath(found?.raw, 'orderCustomer.customer') as object;
  expect(Object.keys(customerOf).sort()).toEqual(['guest', 'id']);
});

it('looks five minutes further back than the last poll began, by the clock of the shop', async () => {
  shop.fake.seed('order', 1);
  const [found] = await poll();
  const began = shop.fake.now();
  shop.advance(3_600_000);
  await poll(found?.cursor);
  expect(JSON.stringify(shop.fake.calls.at(-1)?.body)).toContain(
    new Date(Date.parse(began) - 300_000).toISOString(),
  );
});

it('counts and exports what was placed in the range, start included, end excluded', async () => {
  const times = ['2026-11-01T00:00:00.000+00:00', '2026-11-02T00:00:00.000+00:00'];
  for (const [i, at] of times.entries()) {
    shop.fake.add('order', order(i + 1, at, customer(i + 1, at)));
  }
  const range = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' };
  expect(await orderHistory.count?.(shop.client(), range)).toBe(1);
  const found = await all(orderHistory.read(shop.client(), range));
  expect(found.map(({ raw }) => (raw as Row).orderDateTime)).toEqual([times[0]]);
});

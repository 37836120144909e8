import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { applyMapping } from '@storewire/core';
import { all } from '../../test/all.js';
import { AppWebhook } from '../../test/shopware6/app-webhook.js';
import { RunningShop6 } from '../../test/shopware6/running-shop.js';
import type { Row } from '../../test/shopware6/search.js';
import { customer, order, recipient } from '../../test/shopware6/shop-data.js';
import { contactMapping } from './contact.mapping.js';
import { pollContacts } from './contact-poll.js';
import { orderMapping } from './order.mapping.js';
import { pollOrders } from './order-reading.js';

const OLD = '2026-11-01T08:00:00.000+00:00';

let shop: RunningShop6;
let door: Server;
let status: number;
let taken: number;

beforeEach(async () => {
  shop = await RunningShop6.open();
  status = 200;
  taken = 0;
  door = createServer((request, response) => {
    if (status === 200) taken += 1;
    request.resume().on('end', () => response.writeHead(status).end());
  });
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done));
});
afterEach(async () => {
  await shop.fake.stop();
  door.closeAllConnections();
  await new Promise((done) => door.close(done));
});

it('finds by poll what a webhook that was switched off after failures does not tell', async () => {
  const address = `http://127.0.0.1:${(door.address() as AddressInfo).port}/hooks/one`;
  const paid = new AppWebhook(address, 'state_enter.order_transaction.state.paid');
  const left = new AppWebhook(address, 'newsletter.unsubscribe');
  const buyer = shop.fake.add('customer', customer(1, OLD));
  const bought = shop.fake.add('order', order(1, OLD, buyer));
  const [payment] = bought.transactions as Row[];
  const entry = shop.fake.add('newsletter_recipient', recipient(1, buyer, 'optIn', OLD));
  expect(await paid.happened({})).toBe(true);

  status = 503;
  for (let i = 0; i < 10; i += 1) await Promise.all([paid.happened({}), left.happened({})]);
  status = 200;
  expect([paid.active, left.active]).toEqual([false, false]);

  shop.fake.stamp(payment as Row, { stateMachineState: { technicalName: 'paid' } });
  shop.fake.stamp(entry, { status: 'optOut' });
  expect([await paid.happened({}), await left.happened({})]).toEqual([false, false]);
  expect(taken).toBe(1);

  const [order1, ...noMore] = await all(pollOrders(shop.client(), shop.options));
  expect(noMore).toEqual([]);
  expect(applyMapping(orderMapping, order1?.raw).record).toMatchObject({ state: 'paid' });
  const person = (await all(pollContacts(shop.client(), shop.options))).at(-1);
  expect(applyMapping(contactMapping, person?.raw).record).toMatchObject({ emailConsent: 'out' });
});

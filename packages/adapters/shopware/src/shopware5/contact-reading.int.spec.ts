import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { all } from '../../test/all.js';
import { RunningShop5 } from '../../test/shopware5/running-shop.js';
import { customer } from '../../test/shopware5/shop-data.js';
import { pollContacts } from './contact-reading.js';

let shop: RunningShop5;
beforeEach(async () => {
  shop = await RunningShop5.open();
});
afterEach(() => shop.fake.stop());

const poll = (cursor?: string) =>
  all(pollContacts(shop.client(), { ...shop.options, ...(cursor ? { cursor } : {}) }));

it('reads each customer with its addresses', async () => {
  shop.fake.seed('contact', 1);
  expect(await poll()).toMatchObject([
    { trigger: 'registration', raw: { defaultBillingAddress: { city: 'Kraków' } } },
  ]);
});

it('takes somebody who registered long ago for changed', async () => {
  const at = shop.fake.shopTime();
  shop.fake.tables.customers.push(
    customer(1, at, { firstLogin: '2020-01-01T00:00:00+0100', changed: at }),
  );
  const [found] = await poll();
  expect(found).not.toHaveProperty('trigger');
});

it('leaves out guests, and what changed before the first poll', async () => {
  shop.fake.tables.customers.push(
    customer(1, shop.fake.shopTime(), { accountMode: 1 }),
    customer(2, '2026-11-21T15:59:59+0100'),
    customer(3, '2026-11-21T16:00:00+0100'),
  );
  expect((await poll()).map(({ id }) => id)).toEqual(['3']);
});

it('asks with the clock face of the shop, and looks back over the hour that comes twice', async () => {
  shop.fake.setClock('2026-10-25T00:50:00.000Z');
  const options = { since: '2026-10-25T00:00:00.000Z', now: shop.fake.now() };
  const [id] = shop.fake.seed('contact', 1);
  const [found] = await all(pollContacts(shop.client(), options));
  expect(found?.cursor).toBe('{"from":"2026-10-25 02:50:00"}');
  // 2:10 for the second time, earlier on the clock face than what was given.
  shop.fake.setClock('2026-10-25T01:10:00.000Z');
  shop.fake.touch('contact', id as string);
  const again = await poll(found?.cursor);
  expect(again.map((row) => row.version)).not.toEqual([found?.version]);
  expect(shop.fake.calls.map(({ query }) => query.get('filter[1][value]'))).toContain(
    '2026-10-25 01:40:00',
  );
});

it('is not stopped by dates that were never set', async () => {
  const never = '-0001-11-30T00:00:00+0053';
  shop.fake.tables.customers.push(customer(1, never));
  expect(await poll()).toEqual([]);
});

it('reads one shop alone where the connection names one', async () => {
  shop.fake.tables.customers.push(
    customer(1, shop.fake.shopTime()),
    customer(2, shop.fake.shopTime(), { shopId: 2 }),
  );
  const rows = await all(pollContacts(shop.client({ shopId: '2' }), shop.options));
  expect(rows).toMatchObject([{ id: '2', storefront: '2' }]);
});

it.each(['', 'no JSON', '[]', '{"from":"yesterday"}', 'null'])(
  'begins anew for the cursor %j',
  async (cursor) => {
    shop.fake.seed('contact', 1);
    expect(await poll(cursor)).toHaveLength(1);
  },
);

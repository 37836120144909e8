import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { applyMapping } from '@storewire/core';
import { all } from '../../test/all.js';
import { RunningShop6 } from '../../test/shopware6/running-shop.js';
import type { Row } from '../../test/shopware6/search.js';
import { CHANNEL_ID, LANGUAGE_ID, productWithVariant } from '../../test/shopware6/shop-data.js';
import { productMapping } from './product.mapping.js';
import { pollProducts, productHistory } from './product-reading.js';

let shop: RunningShop6;
beforeEach(async () => {
  shop = await RunningShop6.open();
});
afterEach(() => shop.fake.stop());

const OLD = '2026-11-01T08:00:00.000+00:00';
const poll = (cursor?: string) =>
  all(pollProducts(shop.client(), { ...shop.options, ...(cursor ? { cursor } : {}) }));

function add(at: string): { main: Row; variant: Row } {
  const rows = productWithVariant(1, at);
  shop.fake.add('product', rows.main);
  shop.fake.add('product', rows.variant);
  return rows;
}

it('gives a product once, with its variants, when all of them changed', async () => {
  const { main, variant } = add(shop.fake.stampNow());
  expect(await poll()).toMatchObject([{ id: main.id, raw: { children: [{ id: variant.id }] } }]);
});

it('gives the product when only a variant changed', async () => {
  const { main, variant } = add(OLD);
  expect(await poll()).toEqual([]);
  shop.fake.stamp(variant, { stock: 1 });
  const [found] = await poll();
  expect(found).toMatchObject({ id: main.id, version: shop.fake.now() });
});

it('puts the storefront to product and variants, so that prices and addresses can be told', async () => {
  add(shop.fake.stampNow());
  const [found] = await poll();
  const { record, problems } = applyMapping(productMapping, found?.raw);
  expect(problems).toEqual([]);
  expect(record).toMatchObject({
    url: expect.stringMatching(/^https:\/\/shop\.example\/pl\/detail\/[0-9a-f]{32}$/),
    price: '119.50',
    currency: 'PLN',
    isActive: true,
    variants: [{ name: 'Mug - Red', price: '119.50', currency: 'PLN' }],
  });
});

it('asks for inherited fields, in the language of the sales channel', async () => {
  add(shop.fake.stampNow());
  await poll();
  const { headers } = shop.fake.calls.at(-1) ?? {};
  expect(headers).toMatchObject({ 'sw-inheritance': '1', 'sw-language-id': LANGUAGE_ID });
});

it('calls a product hidden that the sales channel does not show', async () => {
  const { main } = add(shop.fake.stampNow());
  main.visibilities = [{ salesChannelId: `${CHANNEL_ID.slice(1)}0` }];
  const [found] = await poll();
  expect(applyMapping(productMapping, found?.raw).record.isActive).toBe(false);
});

it('exports main products and counts them, not their variants', async () => {
  shop.fake.seed('product', 3);
  expect(await productHistory.count?.(shop.client(), {})).toBe(3);
  expect(await all(productHistory.read(shop.client(), {}))).toHaveLength(3);
});

it('works for a shop without an active sales channel, without prices', async () => {
  shop.fake.tables.sales_channel = [];
  add(shop.fake.stampNow());
  const [found] = await poll();
  expect(found?.raw).toMatchObject({ storefront: {} });
});

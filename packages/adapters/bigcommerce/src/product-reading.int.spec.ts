import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collect, idsOf, RunningStore } from '../test/running-store.js';
import { pollProducts, productHistory } from './product-reading.js';

describe('products', () => {
  let store: RunningStore;
  let since: string;
  beforeEach(async () => {
    store = await RunningStore.open();
    since = store.fake.now();
  });
  afterEach(() => store.stop());

  const poll = () => collect(pollProducts(store.client(), { since, now: store.fake.now() }));

  it('adds address, currency, names of brand and categories, and what the product costs', async () => {
    store.fake.seed('product', 1);
    const [row] = await poll();
    expect(row?.raw).toMatchObject({
      storefront: { url: `https://shop.example/kubek-${row?.id}/`, currency: 'PLN' },
      brand: { name: 'Kubki' },
      category_list: [{ name: 'Dom' }, { name: 'Kuchnia' }],
      image_list: [{ src: `https://cdn.example/${row?.id}.jpg` }],
      offer: { price: 59.5, sale_price: null, available: true, quantity: 7 },
      variants: [],
    });
  });

  it('looks a name up once, however many products have it', async () => {
    store.fake.seed('product', 120, 10);
    expect(await poll()).toHaveLength(120);
    const calls = store.called();
    expect(calls.filter((call) => call.endsWith('/brands'))).toHaveLength(1);
    expect(calls.filter((call) => call.endsWith('/categories'))).toHaveLength(1);
    expect(calls.filter((call) => call.endsWith('/products'))).toHaveLength(3);
  });

  it('asks for nothing else when no product changed', async () => {
    expect(await poll()).toEqual([]);
    expect(store.called()).toEqual(['GET /v3/catalog/products']);
  });

  it('takes the address of the store where sites may not be read, and none without either', async () => {
    store.fake.seed('product', 1);
    store.fake.withheld.add('store_sites_read_only');
    expect((await poll())[0]?.raw).toMatchObject({
      storefront: { url: expect.stringMatching(/^https:\/\/shop\.example\//) },
    });
    store.fake.withheld.add('store_v2_information_read_only');
    expect((await poll())[0]?.raw).toMatchObject({ storefront: {} });
  });

  it('exports the products of a range, for which BigCommerce has no filter', async () => {
    const ids = store.fake.seed('product', 4, 60_000);
    const from = new Date(Date.parse(since) + 60_000).toISOString();
    const to = new Date(Date.parse(since) + 180_000).toISOString();
    const rows = await collect(productHistory.read(store.client(), { from, to }));
    expect(idsOf(rows)).toEqual(ids.slice(1, 3));
    expect(await productHistory.count?.(store.client(), { from })).toBeUndefined();
    expect(await productHistory.count?.(store.client(), {})).toBe(4);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { applyMapping, type Order, type Product } from '@storewire/core';
import { closeShops, openShop } from '../../test/magento2/open-shop.js';
import { collect, cursorOf, idsOf } from '../../test/quick-http.js';
import { orderHistory, productHistory } from './history.js';
import { orderMapping } from './order.mapping.js';
import { pollOrders, pollProducts } from './poll.js';
import { productMapping } from './product.mapping.js';

afterEach(closeShops);

const START = '2026-11-21T15:00:00.000Z';

describe('pollOrders', () => {
  it.each(['2.3.7', '2.4.8'])(
    'gives each of 350 orders of one second once, among others (%s)',
    async (release) => {
      const { fake, client } = await openShop({ release });
      const before = fake.seed('order', 70);
      fake.shop.advance(1000);
      const same = fake.seed('order', 350, 0);
      fake.shop.advance(1000);
      const after = fake.seed('order', 70);
      const ids = idsOf(await collect(pollOrders(client(), { since: START })));
      expect(ids).toEqual([...before, ...same, ...after]);
    },
  );

  it('loses no order when others before it change while the list is read', async () => {
    const { fake, client } = await openShop();
    const ids = fake.seed('order', 250);
    const read: string[] = [];
    for await (const row of pollOrders(client(), { since: START })) {
      read.push(row.id);
      fake.shop.advance(1000);
      if (read.length === 99) for (const id of ids.slice(0, 60)) fake.touch('order', id);
    }
    expect(new Set(read)).toEqual(new Set(ids));
  });

  it('gives what was saved late, with a time before the cursor', async () => {
    const { fake, client } = await openShop();
    const [id = ''] = fake.seed('order', 1);
    const cursor = cursorOf(await collect(pollOrders(client(), { since: START })));
    const late = fake.shop.make('orders', { updated_at: '2026-11-21 15:58:30' });
    const rows = await collect(
      pollOrders(client(), { since: START, ...(cursor ? { cursor } : {}) }),
    );
    expect(idsOf(rows).sort()).toEqual([id, String(late)].sort());
  });

  it('tells two states of one second apart', async () => {
    const { fake, client } = await openShop();
    const [id = ''] = fake.seed('order', 1);
    fake.setOrderState(id, 'new');
    const placed = await collect(pollOrders(client(), { since: START }));
    fake.setOrderState(id, 'processing');
    const paid = await collect(pollOrders(client(), { since: START, cursor: cursorOf(placed) }));
    expect(idsOf(paid)).toEqual([id]);
    expect(paid[0]?.version).not.toBe(placed[0]?.version);
    const again = await collect(pollOrders(client(), { since: START, cursor: cursorOf(paid) }));
    expect(again[0]?.version).toBe(paid[0]?.version);
  });

  it('tells products and variants of configurable lines, and each refund', async () => {
    const { fake, client } = await openShop({ websites: 2 });
    const [id = ''] = fake.seed('order', 1);
    fake.shop.refund(Number(id), 10);
    const [row] = await collect(pollOrders(client(), { since: START }));
    const { record, problems } = applyMapping<Order>(orderMapping, row?.raw);
    expect(problems).toEqual([]);
    expect(record.lines).toEqual([
      expect.objectContaining({ productId: '55', variantId: '56', quantity: 2, total: '39.80' }),
    ]);
    expect(record.refunds).toEqual([expect.objectContaining({ amount: '10.00', at: fake.now() })]);
    expect(row?.storefront).toMatch(/^[12]$/);
    expect(record.language).toMatch(/^(?:pl-PL|de-DE)$/);
  });

  it('says nothing about refunds without the permission to see them', async () => {
    const { fake, client } = await openShop();
    const [id = ''] = fake.seed('order', 1);
    fake.shop.refund(Number(id), 10);
    fake.withhold('Magento_Sales::sales_creditmemo');
    const [row] = await collect(pollOrders(client(), { since: START }));
    expect(applyMapping<Order>(orderMapping, row?.raw).record.refunds).toBeUndefined();
  });

  it('goes on without languages where the integration may not see the store views', async () => {
    const { fake, client } = await openShop();
    fake.seed('order', 1);
    fake.withhold('Magento_Backend::store');
    const [row] = await collect(pollOrders(client(), { since: START }));
    expect(applyMapping<Order>(orderMapping, row?.raw).record.language).toBeUndefined();
  });
});

describe('pollProducts', () => {
  it('gives what a shopper can find, with address, image, category, price and stock', async () => {
    const { fake, client } = await openShop();
    const [id = ''] = fake.seed('product', 1);
    fake.shop.make('products', { visibility: 1 });
    const rows = await collect(pollProducts(client(), { since: START }));
    expect(idsOf(rows)).toEqual([id]);
    const { record } = applyMapping<Product>(productMapping, rows[0]?.raw, { currency: 'PLN' });
    expect(record).toMatchObject({
      url: `${fake.shop.url}/mug-${id}.html`,
      imageUrl: `${fake.shop.url}/media/catalog/product/m/u/mug.jpg`,
      categories: ['Kitchen'],
      price: '19.90',
      // The special price of the document is long over; this is what a catalogue rule makes of the price.
      discountPrice: '17.50',
      isAvailable: true,
      isActive: true,
    });
  });

  it.each([
    {
      from: '2026-11-01 00:00:00',
      to: '2026-11-21 00:00:00',
      gives: '14.90',
      why: 'on its last day',
    },
    { from: '2026-11-22 00:00:00', to: null, gives: '17.50', why: 'before it begins' },
    { from: null, to: '2026-11-20 00:00:00', gives: '17.50', why: 'after its last day' },
  ])('takes a special price for $gives $why', async ({ from, to, gives }) => {
    const { fake, client } = await openShop();
    fake.shop.make('products', {
      custom_attributes: [
        { attribute_code: 'special_price', value: '14.900000' },
        ...(from ? [{ attribute_code: 'special_from_date', value: from }] : []),
        ...(to ? [{ attribute_code: 'special_to_date', value: to }] : []),
      ],
    });
    const [row] = await collect(pollProducts(client(), { since: START }));
    expect(applyMapping<Product>(productMapping, row?.raw).record.discountPrice).toBe(gives);
  });

  it('gives the variants of a configurable product its address', async () => {
    const { fake, client } = await openShop();
    fake.touch('product', '55');
    const [row] = await collect(pollProducts(client(), { since: START }));
    const { record } = applyMapping<Product>(productMapping, row?.raw);
    expect(record).toMatchObject({ externalId: '55', price: '19.90' });
    expect(record.variants).toEqual([
      expect.objectContaining({ externalId: '56', url: `${fake.shop.url}/mug-55.html` }),
    ]);
  });

  it('has the address by id where the store views are not known', async () => {
    const { fake, client } = await openShop();
    const [id = ''] = fake.seed('product', 1);
    fake.withhold('Magento_Backend::store');
    const [row] = await collect(pollProducts(client(), { since: START }));
    expect(applyMapping<Product>(productMapping, row?.raw).record.url).toBe(
      `${fake.shop.url}/catalog/product/view/id/${id}`,
    );
  });

  it('reads lists that PHP wrote as objects, and numbers that it wrote as texts', async () => {
    const { fake, client } = await openShop();
    fake.shop.make('products', {
      price: '19.9000',
      custom_attributes: { 1: { attribute_code: 'ean', value: '4006381333931' } },
      media_gallery_entries: null,
    });
    const [row] = await collect(pollProducts(client(), { since: START }));
    const context = { variables: { eanAttribute: 'ean' } };
    const { record } = applyMapping<Product>(productMapping, row?.raw, context);
    expect(record).toMatchObject({ ean: '4006381333931', price: '19.90', imageUrls: [] });
  });

  it('asks for the texts of the store view that the connection names', async () => {
    const { fake, client } = await openShop({ websites: 2 });
    fake.seed('product', 1);
    await collect(pollProducts(client({ storeCode: 'view2' }), { since: START }));
    expect(fake.calls.filter((call) => call.includes('/V1/products?'))).toEqual([
      expect.stringContaining('/rest/view2/'),
    ]);
  });
});

describe('an export', () => {
  it('includes the start of its range and leaves out its end', async () => {
    const { fake, client } = await openShop();
    const start = Date.parse(fake.now());
    const ids = fake.seed('order', 4);
    const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
    const range = { from: at(1), to: at(3) };
    expect(idsOf(await collect(orderHistory.read(client(), range)))).toEqual(ids.slice(1, 3));
    expect(await orderHistory.count?.(client(), range)).toBe(2);
  });

  it('loses nothing when rows that were read go away, nor repeats when a page is shorter', async () => {
    const { fake, client } = await openShop({ release: '2.3.7', longestPage: 30 });
    const ids = fake.seed('order', 120);
    const read: string[] = [];
    for await (const { id } of orderHistory.read(client(), {})) {
      read.push(id);
      if (read.length === 30) {
        for (const gone of ids.slice(0, 20)) fake.shop.tables.orders.delete(Number(gone));
      }
    }
    expect(read).toEqual(ids);
  });

  it('counts the products that it gives', async () => {
    const { fake, client } = await openShop();
    fake.seed('product', 3);
    const rows = await collect(productHistory.read(client(), {}));
    expect(await productHistory.count?.(client(), {})).toBe(rows.length);
  });
});

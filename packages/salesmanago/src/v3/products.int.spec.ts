import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import { TestAccount } from '../../test/test-client.js';
import type { ProductUpsert } from '../request/product.request.js';

const account = new TestAccount();
const { service } = account;

beforeAll(() => account.start());
afterAll(() => account.stop());

const accepted = { body: { requestId: 'req-1', productIds: ['1001'] } };
const mug: ProductUpsert = {
  productId: '1001',
  name: 'Mug',
  mainCategory: 'Kitchen',
  productUrl: 'https://shop.example/mug',
  available: true,
  active: true,
  price: '19.90',
};

describe('products', () => {
  it('are sent with their catalogue', async () => {
    service.answers(accepted);
    const full: ProductUpsert = {
      ...mug,
      quantity: 0,
      discountPrice: 0,
      categories: ['a'],
      systemDetails: { brand: 'B', gender: -1 },
      customDetails: { detail2: '0' },
      setAsNull: ['detail1'],
    };
    expect(await account.client.products.upsert('cat-1', [full])).toEqual({
      value: { requestId: 'req-1', productIds: ['1001'] },
      warnings: [],
    });
    expect(service.last.body).toEqual({ catalogId: 'cat-1', products: [{ ...full, price: 19.9 }] });
  });

  it('are brought within the limits, with warnings that name the record', async () => {
    service.answers(accepted);
    const long = 'https://shop.example/'.padEnd(2100, 'x');
    const { warnings } = await account.client.products.upsert('cat-1', [
      mug,
      {
        ...mug,
        name: 'n'.repeat(256),
        mainCategory: '',
        categories: ['1', '2', '3', '4', '5', '6'],
        productUrl: long,
        mainImageUrl: long,
        imageUrls: [long, ...Array.from({ length: 6 }, (_, n) => `https://shop.example/${n}.png`)],
        quantity: 1.5,
        systemDetails: { popularity: 250, season: 's'.repeat(41) },
        customDetails: {
          detail1: '1',
          detail2: '2',
          detail3: '3',
          detail4: '4',
          detail5: '5',
          extra: '6',
        },
      },
    ]);
    const [, sent] = service.last.body.products;
    expect(sent).toMatchObject({
      mainCategory: 'Uncategorized',
      productUrl: long,
      quantity: 1,
      systemDetails: { popularity: 100 },
    });
    expect(sent.name).toHaveLength(255);
    expect(sent.imageUrls).toHaveLength(5);
    expect(sent).not.toHaveProperty('mainImageUrl');
    expect(Object.keys(sent.customDetails)).toEqual([
      'detail1',
      'detail2',
      'detail3',
      'detail4',
      'detail5',
    ]);
    expect(warnings.map(({ code, field, index }) => `${index} ${code} ${field}`)).toEqual([
      '1 cut categories',
      '1 cut name',
      '1 tooLong productUrl',
      '1 dropped mainImageUrl',
      '1 dropped imageUrls',
      '1 cut imageUrls',
      '1 changed quantity',
      '1 cut systemDetails.season',
      '1 changed systemDetails.popularity',
      '1 cut customDetails',
    ]);
  });

  it('are done when SALESmanago trimmed something, which stands beside the value', async () => {
    const problems = [{ reasonCode: 12, message: 'products[0].description|max:16384|trimmed' }];
    service.answers({ body: { requestId: 'req-1', productIds: ['1001'], problems } });
    const trimmed = {
      code: 'trimmed',
      field: 'description',
      index: 0,
      limit: 16384,
      text: 'trimmed',
    };
    expect(await account.client.products.upsert('cat-1', [mug])).toEqual({
      value: { requestId: 'req-1', productIds: ['1001'] },
      warnings: [trimmed],
    });
    service.answers({ body: { reasonCode: 12, messages: ['description|max:16384|trimmed'] } });
    expect((await account.client.products.upsert('cat-1', [mug])).value.requestId).toBeUndefined();
  });

  it('are refused with the record and the field', async () => {
    service.answers({
      status: 400,
      body: { requestId: 'r', problems: [{ reasonCode: 13, message: 'products[1].name|missing' }] },
    });
    const error = await caught(
      account.client.products.upsert('cat-1', [mug, { ...mug, name: '' }]),
    );
    expect(error).toMatchObject({ outcome: 'refused', field: 'name', indexes: [1] });
  });

  it('are unknown without a request id', async () => {
    service.answers({ body: {} });
    expect(await caught(account.client.products.upsert('cat-1', [mug]))).toMatchObject({
      outcome: 'unknown',
      code: 'SM_ID_MISSING',
    });
  });

  it('are updated in quantity and price', async () => {
    service.answers(accepted);
    await account.client.products.updateQuantity('cat-1', [{ productId: '1', quantity: 0 }]);
    expect(service.last).toMatchObject({
      path: '/v3/product/updateQuantity',
      body: { catalogId: 'cat-1', products: [{ productId: '1', quantity: 0 }] },
    });
    await account.client.products.updatePrice('cat-1', [
      { productId: '1', price: '5.00', discountPrice: '4.5' },
    ]);
    expect(service.last).toMatchObject({
      path: '/v3/product/updatePrice',
      body: { products: [{ productId: '1', price: 5, discountPrice: 4.5 }] },
    });
  });

  it('go 100 at a time', async () => {
    service.answers(accepted);
    const many = Array.from({ length: 101 }, () => mug);
    expect((await caught(account.client.products.upsert('cat-1', many))).code).toBe('SM_BAD_BATCH');
    expect((await account.client.products.upsert('cat-1', [])).value.productIds).toEqual([]);
    expect(service.seen).toHaveLength(0);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, type Client, closeSandboxes, startSandbox } from '../../test/client.js';

let client: Client;
let now: number;
beforeEach(async () => {
  now = 1_767_225_600_000;
  client = await startSandbox({ now: () => now, contactVisibleAfterMs: 60_000 });
});
afterEach(closeSandboxes);

const catalog = { catalogName: 'Shop', currency: 'PLN', location: 'shop_pl' };
const product = (more: object = {}) => ({
  productId: '1001',
  name: 'Mug',
  mainCategory: 'Kitchen',
  productUrl: 'https://shop.example/mug',
  available: true,
  price: 19.99,
  ...more,
});

async function createCatalog(): Promise<string> {
  return (await client.v3('/v3/product/catalogUpsert', catalog)).json.catalogId;
}

async function upsertProducts(products: object[]): Promise<{ status: number; json: Answer }> {
  return client.v3('/v3/product/upsert', { catalogId: await createCatalog(), products });
}

async function problemsOf(more: object): Promise<[number, string][]> {
  const { status, json } = await upsertProducts([
    product(),
    { ...product({ productId: '2' }), ...more },
  ]);
  expect(status).toBe(400);
  expect(json.requestId).toEqual(expect.any(String));
  expect(client.sandbox.products('shop_pl')).toEqual([]);
  return json.problems.map(({ reasonCode, message }: Answer) => [
    reasonCode,
    message.split('|')[0],
  ]);
}

describe('catalogues', () => {
  it('are created by either name, updated by id, listed and deleted', async () => {
    const first = await createCatalog();
    const { name, ...rest } = {
      ...catalog,
      name: 'My_shop',
      catalogName: undefined,
      setAsDefault: true,
    };
    const second = (await client.v3('/v3/product/catalogUpsert', { name, ...rest })).json.catalogId;
    await client.v3('/v3/product/catalogUpsert', { ...catalog, catalogId: first, currency: 'EUR' });
    const list = await client.v3('/v3/product/catalogList');
    expect(list.json).toEqual({
      catalogs: [
        {
          catalogId: first,
          name: 'Shop',
          currency: 'EUR',
          location: 'shop_pl',
          setAsDefault: false,
        },
        {
          catalogId: second,
          name: 'My_shop',
          currency: 'PLN',
          location: 'shop_pl',
          setAsDefault: true,
        },
      ],
      limits: { max: 10 },
    });
    await client.v3('/v3/product/catalogDelete', { catalogId: first });
    expect((await client.v3('/v3/product/catalogList')).json.catalogs).toHaveLength(1);
  });

  it.each([
    { body: { currency: 'ZZZ' }, code: 18 },
    { body: { location: '1shop' }, code: 18 },
    { body: { location: 'my shop' }, code: 18 },
    { body: { catalogName: 'x'.repeat(65) }, code: 11 },
    { body: { catalogName: null }, code: 17 },
    { body: { currency: undefined }, code: 13 },
    { body: { setAsDefault: 'yes' }, code: 14 },
    { body: { catalogId: 'unknown' }, code: 16 },
  ])('refuse $body with code $code', async ({ body, code }) => {
    const { status, json } = await client.v3('/v3/product/catalogUpsert', { ...catalog, ...body });
    expect([status, json.reasonCode]).toEqual([400, code]);
    expect(json.messages).toHaveLength(1);
  });

  it('are limited per account', async () => {
    const other = await startSandbox({}, { maxCatalogs: 1 });
    await other.v3('/v3/product/catalogUpsert', catalog);
    const { json } = await other.v3('/v3/product/catalogUpsert', catalog);
    expect(json).toEqual({ reasonCode: 19, messages: ['catalogs|limit:1|limit reached'] });
  });
});

describe('products', () => {
  it('take every shape the vendor sends', async () => {
    const { status, json } = await upsertProducts([
      product({
        productId: 1001,
        categoryExternalId: 15,
        categories: ['a', 'b'],
        systemDetails: { brand: '', gender: '', popularity: 5, newProduct: true },
        customDetails: { detail1: 'x' },
        discountPrice: '15.50',
        quantity: 3,
        imageUrls: ['https://shop.example/1.png'],
        setAsNull: ['detail2'],
      }),
      product({ productId: 'v2', productUrl: 'https://shop.example/mug?attribute_size=L' }),
    ]);
    expect([status, json.productIds]).toEqual([200, ['1001', 'v2']]);
    expect(client.sandbox.products('shop_pl')[0]).toMatchObject({
      productId: '1001',
      categoryExternalId: '15',
      discountPrice: 15.5,
      systemDetails: { popularity: 5, newProduct: true },
      customDetails: { detail1: 'x' },
    });
  });

  it('keep members that are not sent and clear those named in setAsNull', async () => {
    await upsertProducts([
      product({ discountPrice: 10, customDetails: { detail1: 'a', detail2: 'b' } }),
    ]);
    const catalogId = (await client.v3('/v3/product/catalogList')).json.catalogs[0].catalogId;
    const products = [product({ setAsNull: ['discountPrice', 'detail1'] })];
    await client.v3('/v3/product/upsert', { catalogId, products });
    const [stored] = client.sandbox.products(catalogId);
    expect(stored).not.toHaveProperty('discountPrice');
    expect(stored).toMatchObject({ customDetails: { detail2: 'b' } });
  });

  it.each([
    { more: { name: undefined }, problem: [13, 'products[1].name'] },
    { more: { mainCategory: null }, problem: [17, 'products[1].mainCategory'] },
    { more: { available: 'yes' }, problem: [14, 'products[1].available:boolean'] },
    { more: { price: 'free' }, problem: [14, 'products[1].price:decimal'] },
    { more: { price: 1.999 }, problem: [11, 'products[1].price'] },
    { more: { price: -1 }, problem: [11, 'products[1].price'] },
    { more: { productUrl: 'mug' }, problem: [18, 'products[1].productUrl'] },
    { more: { name: 'x'.repeat(256) }, problem: [11, 'products[1].name'] },
    { more: { categories: Array(6).fill('a') }, problem: [11, 'products[1].categories'] },
    {
      more: { customDetails: { a: '', b: '', c: '', d: '', e: '', f: '' } },
      problem: [11, 'products[1].customDetails'],
    },
    { more: { systemDetails: { gender: 9 } }, problem: [18, 'products[1].systemDetails.gender'] },
    {
      more: { systemDetails: { popularity: 101 } },
      problem: [11, 'products[1].systemDetails.popularity'],
    },
    { more: { quantity: 1.5 }, problem: [14, 'products[1].quantity:integer'] },
    { more: { setAsNull: ['name'] }, problem: [16, 'products[1].setAsNull[0]'] },
    { more: { productId: '1001' }, problem: [15, 'products[1].productId'] },
  ])('are refused together when one has $more', async ({ more, problem }) => {
    expect(await problemsOf(more)).toEqual([problem]);
  });

  it('warn with code 12 when a description is cut', async () => {
    const { status, json } = await upsertProducts([product({ description: 'x'.repeat(16_385) })]);
    expect(status).toBe(200);
    expect(json.problems).toEqual([
      { reasonCode: 12, message: 'products[0].description|max:16384|trimmed' },
    ]);
    expect(client.sandbox.products('shop_pl')[0]?.description).toHaveLength(16_384);
  });

  it('come 1 to 100 at a time, into a known catalogue', async () => {
    const many = Array.from({ length: 101 }, (_, n) => product({ productId: n }));
    expect((await upsertProducts(many)).json.problems).toMatchObject([{ reasonCode: 11 }]);
    expect((await upsertProducts([])).json.problems).toMatchObject([{ reasonCode: 11 }]);
    const unknown = await client.v3('/v3/product/upsert', {
      catalogId: 'no',
      products: [product()],
    });
    expect(unknown.json.problems).toMatchObject([
      { reasonCode: 16, message: 'catalogId|not known' },
    ]);
  });

  it('change quantity and price without the rest', async () => {
    const catalogId = await createCatalog();
    await client.v3('/v3/product/upsert', { catalogId, products: [product()] });
    await client.v3('/v3/product/updateQuantity', {
      catalogId,
      products: [{ productId: 1001, quantity: -2 }],
    });
    await client.v3('/v3/product/updatePrice', {
      catalogId,
      products: [{ productId: '1001', price: 5, discountPrice: 4 }],
    });
    expect(client.sandbox.products(catalogId)[0]).toMatchObject({
      name: 'Mug',
      quantity: -2,
      price: 5,
      discountPrice: 4,
    });
    const { json } = await client.v3('/v3/product/updatePrice', {
      catalogId,
      products: [{ productId: 'x', price: 5 }],
    });
    expect(json.problems).toMatchObject([{ reasonCode: 16 }]);
  });
});

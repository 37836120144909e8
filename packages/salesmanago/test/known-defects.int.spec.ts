import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cutText } from '../src/cuts.js';
import type { ProductUpsert } from '../src/request/product.request.js';
import { caught } from './caught.js';
import { TestAccount } from './test-client.js';

// Defects of other integrations (facts/salesmanago.md 11) that a client of SALESmanago could have.

const account = new TestAccount();
const { service } = account;
const mug: ProductUpsert = {
  productId: '1001',
  name: 'Mug',
  mainCategory: 'Mugs',
  productUrl: 'https://shop.example/mug',
  available: true,
  active: true,
  price: '19.90',
};

beforeAll(() => account.start());
afterAll(() => account.stop());

const sentProduct = async (values: Partial<ProductUpsert>) => {
  service.answers({ body: { requestId: 'r', productIds: ['1001'] } });
  await account.client.products.upsert('cat-1', [{ ...mug, ...values }]);
  return service.last.body.products[0];
};

describe('defect: v3 description cut at 2048 by a shared limit', () => {
  it('goes whole up to its own limit', async () => {
    const description = 'd'.repeat(16_384);
    expect((await sentProduct({ description })).description).toBe(description);
  });
});

describe('defect: zero-like strings dropped', () => {
  it.each([
    { customDetails: { detail1: '0' }, path: ['customDetails', 'detail1'], gives: '0' },
    { quantity: 0, path: ['quantity'], gives: 0 },
    { discountPrice: 0, path: ['discountPrice'], gives: 0 },
  ])('$path is sent', async ({ path, gives, ...values }) => {
    // biome-ignore lint/suspicious/noExplicitAny: reads what it expects.
    const product: any = await sentProduct(values as Partial<ProductUpsert>);
    expect(path.reduce((value, key) => value[key], product)).toBe(gives);
  });
});

describe('defect: byte-based cuts', () => {
  it('a text is cut between characters', () => {
    const cut = cutText('ż'.repeat(300), 255);
    expect(cut).toBe('ż'.repeat(255));
    expect(cutText(`${'a'.repeat(254)}😀`, 255).isWellFormed()).toBe(true);
  });
});

describe('defect: too many categories and more than 100 variants', () => {
  it('five categories go', async () =>
    expect(
      (await sentProduct({ categories: ['1', '2', '3', '4', '5', '6', '7'] })).categories,
    ).toHaveLength(5));
  it('a batch over 100 is never sent as one', async () => {
    const before = service.seen.length;
    const many = Array.from({ length: 101 }, () => mug);
    expect((await caught(account.client.products.upsert('cat-1', many))).code).toBe('SM_BAD_BATCH');
    expect(service.seen.length).toBe(before);
  });
});

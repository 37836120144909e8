import { describe, expect, it } from '@jest/globals';
import type { ProductDocument, VariantDocument } from './documents.js';
import { imagesOf, offerOf, realVariants, variantName, variantOfferOf } from './product-offer.js';

const PRODUCT: ProductDocument = {
  id: 77,
  name: 'Kubek',
  price: 65,
  calculated_price: 65,
  inventory_tracking: 'none',
  availability: 'available',
  date_created: '2026-10-01T08:00:00Z',
  date_modified: '2026-10-01T08:00:00Z',
};
const VARIANT: VariantDocument = {
  id: 91,
  price: null,
  calculated_price: 65,
  inventory_level: 3,
  purchasing_disabled: false,
  option_values: [{ label: 'czerwony' }, { label: '0,3 l' }],
};

describe('offerOf', () => {
  it.each([
    {
      given: {},
      gives: { price: 65, sale_price: null, available: true },
      why: 'stock that nobody counts',
    },
    {
      given: { calculated_price: 59.5 },
      gives: { price: 65, sale_price: 59.5, available: true },
      why: 'a sale',
    },
    {
      given: { calculated_price: 70 },
      gives: { price: 70, sale_price: null, available: true },
      why: 'a dearer default option',
    },
    {
      given: { calculated_price: undefined },
      gives: { price: 65, available: true },
      why: 'no effective price',
    },
    {
      given: { availability: 'disabled' },
      gives: { price: 65, sale_price: null, available: false },
      why: 'a product that is not sold',
    },
    {
      given: { availability: 'preorder' },
      gives: { price: 65, sale_price: null, available: true },
      why: 'a pre-order',
    },
    {
      given: { inventory_tracking: 'product', inventory_level: 0 },
      gives: { price: 65, sale_price: null, available: false, quantity: 0 },
      why: 'a product that is sold out',
    },
    {
      given: {
        inventory_tracking: 'variant',
        variants: [VARIANT, { ...VARIANT, inventory_level: 4 }],
      },
      gives: { price: 65, sale_price: null, available: true, quantity: 7 },
      why: 'stock of the variants',
    },
  ])('reads $why', ({ given, gives }) => expect(offerOf({ ...PRODUCT, ...given })).toEqual(gives));
});

describe('variantOfferOf', () => {
  const counted = { ...PRODUCT, inventory_tracking: 'variant' };

  it.each([
    {
      product: counted,
      given: {},
      gives: { price: 65, sale_price: null, available: true, quantity: 3 },
      why: 'an inherited price',
    },
    {
      product: counted,
      given: { price: 80, calculated_price: 72 },
      gives: { price: 80, sale_price: 72, available: true, quantity: 3 },
      why: 'a price and a sale of its own',
    },
    {
      product: counted,
      given: { purchasing_disabled: true },
      gives: { price: 65, sale_price: null, available: false, quantity: 3 },
      why: 'a variant that is not sold',
    },
    {
      product: { ...PRODUCT, inventory_tracking: 'product', inventory_level: 0 },
      given: {},
      gives: { price: 65, sale_price: null, available: false },
      why: 'a product that is sold out',
    },
  ])('reads $why', ({ product, given, gives }) =>
    expect(variantOfferOf(product, { ...VARIANT, ...given })).toEqual(gives),
  );
});

describe('variants and images', () => {
  it('leaves out the base variant, which is the product itself', () => {
    const base = { ...VARIANT, id: 90, option_values: [] };
    expect(realVariants({ ...PRODUCT, variants: [base] })).toEqual([]);
    expect(realVariants({ ...PRODUCT, variants: [base, VARIANT] })).toEqual([VARIANT]);
  });

  it('names a variant by its options', () => {
    expect(variantName(PRODUCT, VARIANT)).toBe('Kubek - czerwony, 0,3 l');
  });

  it('puts the thumbnail first and takes the largest form there is', () => {
    const images = [
      { sort_order: 2, url_zoom: 'https://cdn.example/3.jpg' },
      { sort_order: 1, url_zoom: '', url_standard: 'https://cdn.example/2.jpg' },
      { sort_order: 5, is_thumbnail: true, url_zoom: 'https://cdn.example/1.jpg' },
      { sort_order: 6 },
    ];
    expect(imagesOf({ ...PRODUCT, images }).map(({ src }) => src)).toEqual([
      'https://cdn.example/1.jpg',
      'https://cdn.example/2.jpg',
      'https://cdn.example/3.jpg',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { convert } from './converters.js';
import { SHOPIFY_CONVERTERS } from './shopify-converters.js';

type Name = keyof typeof SHOPIFY_CONVERTERS;
const PLN = { currency: 'PLN' };
const run = (name: Name, value: unknown) => convert(name, value, PLN);

describe('shopifyAccountId', () => {
  it.each([
    ['an account, REST', { customer: { id: 7, state: 'enabled' } }, '7'],
    [
      'an account, GraphQL',
      { customer: { id: 'gid://shopify/Customer/7', state: 'ENABLED' } },
      '7',
    ],
    ['a customer without a state', { customer: { id: 7 } }, '7'],
    [
      'a guest, whom Shopify keeps as a disabled customer',
      { customer: { id: 7, state: 'disabled' } },
      null,
    ],
    ['somebody who was invited and has not come', { customer: { id: 7, state: 'INVITED' } }, null],
    ['nobody', { customer: null }, null],
    ['a document that does not say', {}, undefined],
  ])('%s', (_, order, id) => expect(run('shopifyAccountId', order)).toBe(id));
});

describe('shopifyRefundAmount', () => {
  const paid = (amount: string, more = {}) => ({
    kind: 'refund',
    status: 'success',
    amount,
    ...more,
  });
  it.each([
    ['takes what GraphQL says', { totalRefundedSet: { shopMoney: { amount: '9.5' } } }, '9.50'],
    ['adds up successful refunds', { transactions: [paid('9.50'), paid('0.5')] }, '10.00'],
    [
      'leaves out what failed and what is no refund',
      {
        transactions: [paid('9.50'), paid('9', { status: 'failure' }), paid('9', { kind: 'void' })],
      },
      '9.50',
    ],
    [
      "prefers the shop's money",
      { transactions: [paid('2.20', { amount_set: { shop_money: { amount: '9.50' } } })] },
      '9.50',
    ],
    ['is nothing for goods put back without money', { transactions: [] }, '0.00'],
    ['is unknown without transactions', {}, undefined],
    [
      'is unknown when one amount is unreadable',
      { transactions: [paid('9'), paid('x')] },
      undefined,
    ],
  ])('%s', (_, refund, amount) => expect(run('shopifyRefundAmount', refund)).toBe(amount));
});

describe('prices of a variant', () => {
  it.each([
    ['on sale', { price: '49.00', compareAtPrice: '59.00' }, '59.00', '49.00'],
    ['on sale, REST', { price: '49.00', compare_at_price: '59.00' }, '59.00', '49.00'],
    ['on sale by a hundredth', { price: '49.00', compareAtPrice: '49.01' }, '49.01', '49.00'],
    ['not on sale', { price: '49.00', compareAtPrice: null }, '49.00', null],
    ['compared with the same price', { price: '49', compareAtPrice: '49.00' }, '49.00', null],
    ['compared with a lower price', { price: '49.00', compareAtPrice: '9.00' }, '49.00', null],
    ['compared with zero', { price: '49.00', compareAtPrice: '0.00' }, '49.00', null],
    ['given away', { price: '0.00', compareAtPrice: '59.00' }, '59.00', '0.00'],
    ['without a price', {}, undefined, undefined],
  ])('%s', (_, variant, regular, sale) => {
    expect([run('shopifyRegularPrice', variant), run('shopifySalePrice', variant)]).toEqual([
      regular,
      sale,
    ]);
  });
});

describe('stock and availability', () => {
  it.each([
    [
      'counted by Shopify',
      { totalInventory: 7, variants: { nodes: [{ availableForSale: true }] } },
      7,
      true,
    ],
    ['REST, in stock', { inventory_quantity: 2, inventory_policy: 'deny' }, 2, true],
    ['REST, sold out', { inventory_quantity: 0, inventory_policy: 'deny' }, 0, false],
    ['REST, sold below zero', { inventory_quantity: -3, inventory_policy: 'continue' }, -3, true],
    ['REST, not counted', { inventory_quantity: 0, inventory_management: null }, 0, true],
    [
      'one variant of two left',
      { variants: [{ inventory_quantity: 0 }, { inventory_quantity: 4 }] },
      4,
      true,
    ],
    ['all variants sold out', { variants: [{ inventory_quantity: 0 }] }, 0, false],
    ['without a word about it', { variants: [{}] }, undefined, undefined],
    ['without variants', { variants: [] }, undefined, false],
  ])('%s', (_, item, stock, isAvailable) => {
    expect([run('shopifyStock', item), run('shopifyAvailability', item)]).toEqual([
      stock,
      isAvailable,
    ]);
  });
});

describe('small words', () => {
  it.each<[Name, unknown, unknown]>([
    ['shopifyIsActive', 'active', true],
    ['shopifyIsActive', 'UNLISTED', true],
    ['shopifyIsActive', 'draft', false],
    ['shopifyIsActive', 'ARCHIVED', false],
    ['shopifyIsActive', 'deleted', false],
    ['shopifyIsActive', 'somethingNew', undefined],
    ['shopifyConsentChannel', { sms_marketing_consent: {} }, 'mobile'],
    ['shopifyConsentChannel', { email_marketing_consent: {} }, 'email'],
    ['shopifyIsPositive', '3', true],
    ['shopifyIsPositive', 0, false],
    ['shopifyIsPositive', '', undefined],
    ['shopifyTitles', { nodes: [{ title: 'Gifts' }, { title: ' ' }, null] }, ['Gifts']],
    [
      'shopifyImageUrls',
      { images: [{ src: 'https://cdn.example/a.png' }] },
      ['https://cdn.example/a.png'],
    ],
  ])('%s of %j is %j', (name, value, expected) => {
    expect(run(name, value)).toEqual(expected);
  });
});

it.each(Object.keys(SHOPIFY_CONVERTERS) as Name[])('%s never throws', (name) => {
  const key = fc.constantFrom(
    ...['customer', 'state', 'id', 'transactions', 'amount', 'price', 'variants', 'nodes', 'media'],
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.dictionary(key, tie('any')),
      fc.array(tie('any')),
    ),
  })).any;
  fc.assert(
    fc.property(value, (any) => void run(name, any)),
    { numRuns: 60 },
  );
});

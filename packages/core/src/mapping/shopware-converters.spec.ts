import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { convert } from './converters.js';
import { SHOPWARE5_CONVERTERS } from './shopware5-converters.js';
import { SHOPWARE6_CONVERTERS } from './shopware6-converters.js';

const ALL = { ...SHOPWARE6_CONVERTERS, ...SHOPWARE5_CONVERTERS };

type Name = keyof typeof ALL;
const PLN = { currency: 'PLN' };
const run = (name: Name, value: unknown) => convert(name, value, PLN);

describe('shopware6ChangedAt', () => {
  it.each([
    ['never changed', { createdAt: '2026-11-18T10:12:00.120+00:00', updatedAt: null }],
    ['with parts', { createdAt: '2026-11-18T10:12:00.120Z', transactions: [], children: null }],
  ])('%s: when it was made', (_, document) =>
    expect(run('shopware6ChangedAt', document)).toBe('2026-11-18T10:12:00.120Z'),
  );

  const made = { createdAt: '2026-11-18T10:12:00.120+00:00', updatedAt: null };
  const later = { ...made, updatedAt: '2026-11-19T01:00:00.000+01:00' };
  it.each([
    ['itself', later],
    ['a payment', { ...made, transactions: [made, later] }],
    ['a variant', { ...made, children: [later, made] }],
    ['the newsletter entry', { ...made, newsletterRecipient: later }],
    ['the newsletter entry alone', { newsletterRecipient: later }],
  ])('the change of %s', (_, document) =>
    expect(run('shopware6ChangedAt', document)).toBe('2026-11-19T00:00:00.000Z'),
  );
});

const state = (technicalName: string) => ({ stateMachineState: { technicalName } });
const payment = (id: string, name: string, createdAt: string) => ({
  id,
  createdAt,
  ...state(name),
});

describe('shopware6OrderState', () => {
  const [first, second] = ['2026-11-18T10:00:00Z', '2026-11-18T11:00:00Z'] as const;
  it.each([
    ['the payment', { ...state('open'), transactions: [payment('a', 'paid', first)] }, 'paid'],
    [
      'the newest payment that did not fail, whatever the order of the list',
      {
        ...state('open'),
        transactions: [
          payment('b', 'paid', second),
          payment('c', 'cancelled', '2026-11-18T12:00:00Z'),
          payment('a', 'open', first),
        ],
      },
      'paid',
    ],
    [
      'the payment that the order names',
      {
        ...state('open'),
        primaryOrderTransactionId: 'a',
        transactions: [payment('a', 'refunded', first), payment('b', 'paid', second)],
      },
      'refunded',
    ],
    [
      'the newest of payments that all failed',
      {
        ...state('open'),
        transactions: [payment('a', 'cancelled', first), payment('b', 'failed', second)],
      },
      'failed',
    ],
    [
      'a cancelled order before its payment',
      { ...state('cancelled'), transactions: [payment('a', 'paid', first)] },
      'order_cancelled',
    ],
    [
      'a finished order whose payment is open',
      { ...state('completed'), transactions: [payment('a', 'open', first)] },
      'order_completed',
    ],
    [
      'the payment of a finished order that is paid',
      { ...state('completed'), transactions: [payment('a', 'refunded', first)] },
      'refunded',
    ],
    ['an order without payment', { ...state('open'), transactions: [] }, 'no_payment'],
    ['nothing where payments were not asked for', { ...state('open') }, undefined],
    ['nothing of anything else', 'open', undefined],
  ])('tells %s', (_, order, told) => expect(run('shopware6OrderState', order)).toBe(told));
});

describe('shopware6PaymentMethod', () => {
  const paidBy = (paymentMethod: object) => ({
    transactions: [{ ...payment('a', 'paid', '2026-11-18T10:00:00Z'), paymentMethod }],
  });
  it.each([
    ['the technical name', paidBy({ technicalName: 'payment_card', name: 'Card' }), 'payment_card'],
    ['the name of older shops', paidBy({ name: null, translated: { name: 'Karte' } }), 'Karte'],
    ['nothing without a payment', { transactions: [] }, undefined],
  ])('tells %s', (_, order, told) => expect(run('shopware6PaymentMethod', order)).toBe(told));
});

describe('shopware6AccountId', () => {
  it.each([
    ['an account', { customerId: 'a1', customer: { guest: false } }, 'a1'],
    ['an account that was not asked for', { customerId: 'a1' }, 'a1'],
    ['a guest', { customerId: 'a1', customer: { guest: true } }, null],
    ['a deleted account', { customerId: null, customer: null }, null],
    ['a document that does not say', {}, undefined],
  ])('%s', (_, customer, id) => expect(run('shopware6AccountId', customer)).toBe(id));
});

it.each([
  ['a variant', { productId: 'v1', payload: { parentId: 'p1' } }, 'v1'],
  ['a product without variants', { productId: 'p1', payload: { parentId: null } }, null],
  ['an empty payload, which PHP writes as a list', { productId: 'p1', payload: [] }, null],
])('shopware6VariantId: %s', (_, line, id) => expect(run('shopware6VariantId', line)).toBe(id));

describe('newsletter entries', () => {
  const made = '2026-01-05T08:00:00.000+00:00';
  const moved = '2026-02-05T08:00:00.000+00:00';
  it.each([
    ['confirmed', { status: 'optIn', confirmedAt: made, updatedAt: moved }, 'in', made],
    ['direct, never changed', { status: 'direct', createdAt: made, updatedAt: null }, 'in', made],
    ['direct, changed', { status: 'direct', createdAt: made, updatedAt: moved }, 'in', undefined],
    [
      'cancelled',
      { status: 'optOut', createdAt: made, confirmedAt: made, updatedAt: moved },
      'out',
      moved,
    ],
    ['not confirmed', { status: 'notSet', createdAt: made }, 'pending', undefined],
    ['of a plugin', { status: 'bounced', createdAt: made }, undefined, undefined],
  ])('%s', (_, entry, consent, at) => {
    expect(run('shopware6Consent', entry.status)).toBe(consent);
    expect(run('shopware6ConsentAt', entry)).toBe(at && new Date(at).toISOString());
  });
});

describe('prices of Shopware 6', () => {
  const EUR = 'b7d2554b0ce847cd82f3ac9bd1c0dfca';
  const storefront = { currencyId: 'pln', currencyFactor: 4.25 };
  it.each([
    ['in its currency', [{ currencyId: 'pln', gross: 39.9 }], '39.90', null],
    ['on sale', [{ currencyId: 'pln', gross: 39.9, listPrice: { gross: 49.9 } }], '49.90', '39.90'],
    [
      'with a list price that is lower',
      [{ currencyId: 'pln', gross: 39.9, listPrice: { gross: 9.9 } }],
      '39.90',
      null,
    ],
    [
      'from the currency of the system',
      [{ currencyId: EUR, gross: 10, listPrice: { gross: 12 } }],
      '51.00',
      '42.50',
    ],
    ['in another currency only', [{ currencyId: 'usd', gross: 10 }], undefined, undefined],
    ['inherited and not filled in', null, undefined, undefined],
  ])('%s', (_, price, regular, sale) => {
    expect(run('shopware6Price', { price, storefront })).toBe(regular);
    expect(run('shopware6SalePrice', { price, storefront })).toBe(sale);
  });
});

describe('shopware6ProductUrl', () => {
  const storefront = { url: 'https://shop.example/de/', salesChannelId: 'c1', languageId: 'de' };
  const seoUrl = {
    isCanonical: true,
    salesChannelId: 'c1',
    languageId: 'de',
    seoPathInfo: '/Tasse',
  };
  it.each([
    ['the path of the storefront', [seoUrl], 'https://shop.example/de/Tasse'],
    ['an old path', [{ ...seoUrl, isCanonical: false }], 'https://shop.example/de/detail/p1'],
    ['another language', [{ ...seoUrl, languageId: 'en' }], 'https://shop.example/de/detail/p1'],
    ['no path', [], 'https://shop.example/de/detail/p1'],
  ])('%s', (_, seoUrls, url) =>
    expect(run('shopware6ProductUrl', { id: 'p1', storefront, seoUrls })).toBe(url),
  );

  it('has none without an address of the storefront', () =>
    expect(run('shopware6ProductUrl', { id: 'p1', seoUrls: [seoUrl] })).toBeUndefined());
});

describe('shopware6Active', () => {
  const storefront = { salesChannelId: 'c1' };
  it.each([
    [{ active: true, visibilities: [{ salesChannelId: 'c1' }], storefront }, true],
    [{ active: true, visibilities: [{ salesChannelId: 'c2' }], storefront }, false],
    [{ active: true, visibilities: [{ salesChannelId: 'c2' }] }, true],
    [{ active: true, storefront }, true],
    [{ active: false, visibilities: [{ salesChannelId: 'c1' }], storefront }, false],
    [{ active: null }, undefined],
  ])('%j is %p', (product, isActive) => expect(run('shopware6Active', product)).toBe(isActive));
});

it.each([
  [{ available: true }, true],
  [{ available: false, children: [{ available: false }, { available: true }] }, true],
  [{ available: true, children: [{ available: false }] }, false],
  [{}, undefined],
])('shopware6Available: %j is %p', (product, isAvailable) =>
  expect(run('shopware6Available', product)).toBe(isAvailable),
);

it.each([
  [{ paymentStatusId: 12, orderStatusId: 0 }, 'payment_12'],
  [{ paymentStatusId: '12', orderStatusId: '2' }, 'payment_12'],
  [{ paymentStatusId: 12, orderStatusId: 4 }, 'order_4'],
  [{ paymentStatusId: 17, orderStatusId: -1 }, 'order_-1'],
  [{ paymentStatusId: 40, orderStatusId: 0 }, 'payment_40'],
  [{ orderStatusId: 0 }, undefined],
])('shopware5OrderState: %j is %p', (order, told) =>
  expect(run('shopware5OrderState', order)).toBe(told),
);

it.each([
  [{ customerId: 7, customer: { accountMode: 0 } }, '7'],
  [{ customerId: 7, customer: { accountMode: 1 } }, null],
  [{ customerId: 0 }, null],
  [{ customerId: 7, customer: null }, '7'],
  [{}, undefined],
])('shopware5AccountId: %j is %p', (order, id) =>
  expect(run('shopware5AccountId', order)).toBe(id),
);

it.each([
  [
    'of private customers',
    [
      { customerGroupKey: 'H', price: 5 },
      { customerGroupKey: 'EK', price: 10 },
    ],
    '10.00',
    null,
  ],
  ['of the only group there is', [{ customerGroupKey: 'H', price: 5 }], '5.00', null],
  [
    'for one piece',
    [
      { customerGroupKey: 'EK', from: 5, price: 8 },
      { customerGroupKey: 'EK', from: 1, price: 10 },
    ],
    '10.00',
    null,
  ],
  ['on sale', [{ customerGroupKey: 'EK', price: 10, pseudoPrice: 15 }], '15.00', '10.00'],
  ['none', [], undefined, undefined],
])('prices of Shopware 5: %s', (_, prices, regular, sale) => {
  expect(run('shopware5Price', prices)).toBe(regular);
  expect(run('shopware5SalePrice', prices)).toBe(sale);
});

it.each([
  [{ mainDetail: { inStock: 3, active: 1 }, lastStock: 1 }, true],
  [{ mainDetail: { inStock: 0, active: 1 }, lastStock: true }, false],
  [{ mainDetail: { inStock: 0, active: 1 }, lastStock: 0 }, true],
  [{ mainDetail: { inStock: 0 }, lastStock: 1, details: [{ inStock: 2, lastStock: 1 }] }, true],
  [{ inStock: 0, lastStock: 1 }, false],
  [{}, undefined],
])('shopware5Available: %j is %p', (article, isAvailable) =>
  expect(run('shopware5Available', article)).toBe(isAvailable),
);

it.each([
  [{ articleName: 'Teapot', additionalText: 'red' }, 'Teapot - red'],
  [
    {
      articleName: 'Teapot',
      additionalText: '',
      configuratorOptions: [{ name: 'red' }, { name: 'L' }],
    },
    'Teapot - red, L',
  ],
  [{ articleName: 'Teapot' }, 'Teapot'],
  [{}, undefined],
])('shopware5VariantName: %j is %p', (variant, name) =>
  expect(run('shopware5VariantName', variant)).toBe(name),
);

it.each(Object.keys(ALL) as Name[])('%s never throws', (name) => {
  const key = fc.constantFrom(
    ...['transactions', 'stateMachineState', 'technicalName', 'createdAt', 'updatedAt', 'children'],
    ...[
      'storefront',
      'price',
      'gross',
      'currencyId',
      'currencyFactor',
      'listPrice',
      'media',
      'url',
    ],
    ...[
      'seoUrls',
      'options',
      'translated',
      'name',
      'position',
      'payload',
      'parentId',
      'customerId',
    ],
    ...[
      'customer',
      'orderStatusId',
      'paymentStatusId',
      'from',
      'pseudoPrice',
      'mainDetail',
      'details',
    ],
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
    { numRuns: 200 },
  );
});

import { describe, expect, it } from '@jest/globals';
import { contact, given, order, store } from '../../test/given.js';
import { decide } from './decide.js';
import { orderEffectKey } from './identity.js';
import { otherStorefront, type StorefrontClaims } from './storefront.rule.js';

const claims = (values: Partial<StorefrontClaims> = {}): StorefrontClaims => ({
  others: new Map(),
  names: new Map([
    ['1', 'Main'],
    ['2', 'Outlet'],
  ]),
  ...values,
});

const FIRST = claims({ own: '1', others: new Map([['2', 'Outlet PL']]), unnamed: undefined });
const SECOND = claims({ own: '2', others: new Map([['1', 'Main PL']]), unnamed: 'Main PL' });
const REST = claims({ others: new Map([['2', 'Outlet PL']]) });
const BESIDE_REST = claims({ own: '2', rest: 'All else', unnamed: 'All else' });

describe('a row of a shop with several storefronts', () => {
  it.each([
    { what: 'its own', is: FIRST, storefront: '1', not: undefined },
    {
      what: "another store's",
      is: FIRST,
      storefront: '2',
      not: 'It belongs to the storefront 2 (Outlet), which the store Outlet PL takes.',
    },
    {
      what: "nobody's",
      is: FIRST,
      storefront: '3',
      not: 'It belongs to the storefront 3, for which no store is set up.',
    },
    { what: 'any, where it is the only store', is: claims(), storefront: '3', not: undefined },
    { what: 'what nobody claims', is: REST, storefront: '3', not: undefined },
    {
      what: 'claimed by the other',
      is: REST,
      storefront: '2',
      not: 'It belongs to the storefront 2 (Outlet), which the store Outlet PL takes.',
    },
    {
      what: 'for the store without a storefront',
      is: BESIDE_REST,
      storefront: '1',
      not: 'It belongs to the storefront 1 (Main), which the store All else takes.',
    },
  ])('$what', ({ is, storefront, not }) =>
    expect(otherStorefront({ kind: 'order', source: 'poll', storefront }, is)).toBe(not),
  );

  it.each([
    { kind: 'order', source: 'poll', is: FIRST, taken: true },
    { kind: 'order', source: 'webhook', is: SECOND, taken: false },
    { kind: 'cart', source: 'export', is: SECOND, taken: false },
    { kind: 'contact', source: 'poll', is: SECOND, taken: true },
    { kind: 'consent', source: 'poll', is: SECOND, taken: true },
    { kind: 'product', source: 'poll', is: SECOND, taken: true },
    { kind: 'order', source: 'inbound', is: SECOND, taken: true },
    { kind: 'order', source: 'import', is: SECOND, taken: true },
    { kind: 'cart', source: 'beacon', is: SECOND, taken: true },
  ] as const)('$kind of no storefront by $source: taken $taken', ({ kind, source, is, taken }) =>
    expect(otherStorefront({ kind, source }, is) === undefined).toBe(taken),
  );
});

describe('deciding in such a shop', () => {
  const second = store({}, { shopKey: 'demo:2', storefronts: SECOND, otherShopKeys: ['demo'] });

  it.each([
    given('order', { record: order(), store: second, storefront: '1', source: 'poll' }),
    given('contact', { record: contact({ emailConsent: 'in' }), store: second, storefront: '1' }),
  ])('filters what is not its own by name, remembers nothing, sends nothing', (input) =>
    expect(decide(input)).toMatchObject({
      commands: [],
      filteredBy: 'otherStorefront',
      reasons: [{ result: expect.stringContaining('the store Main PL takes') }],
      memory: {},
    }),
  );

  it('says so before it says that the store is off', () =>
    expect(
      decide(
        given('order', {
          record: order(),
          storefront: '1',
          store: { ...second, settings: { ...second.settings, active: false } },
        }),
      ).filteredBy,
    ).toBe('otherStorefront'));

  const sentBefore = (type: 'PURCHASE' | 'RETURN', shopKey = 'demo') =>
    new Set([orderEffectKey({ clientId: 'client1', shopKey }, '5501', type)]);

  it.each(['demo', 'demo:2'])('sends no PURCHASE that was sent as %s', (shopKey) =>
    expect(
      decide(
        given('order', {
          record: order(),
          store: second,
          storefront: '2',
          known: { effects: sentBefore('PURCHASE', shopKey) },
        }),
      ),
    ).toMatchObject({ commands: [], filteredBy: 'alreadySent' }),
  );

  it('sends the end of an order whose PURCHASE was sent under the key of the whole shop', () => {
    const { commands } = decide(
      given('order', {
        record: order({ state: 'cancelled' }),
        store: second,
        storefront: '2',
        known: { effects: sentBefore('PURCHASE') },
      }),
    );
    expect(commands).toContainEqual(
      expect.objectContaining({
        effectKey: orderEffectKey(second, '5501', 'CANCELLATION'),
      }),
    );
  });
});

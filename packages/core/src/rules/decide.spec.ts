import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at, cart, contact, type Given, given, order, store } from '../../test/given.js';
import type { Erasure } from '../model/records.js';
import { cartLookUp, decide, lookUpsOf } from './decide.js';
import { cartKeyOf, orderEffectKey } from './identity.js';

describe('an inactive store', () => {
  const off = store({ active: false });

  it.each(['webhook', 'poll', 'beacon', 'inbound', 'import'] as const)(
    'filters what a %s brings',
    (source) =>
      expect(decide(given('order', { record: order(), store: off, source }))).toMatchObject({
        commands: [],
        filteredBy: 'inactive',
        memory: {},
      }),
  );

  it('can still be exported', () =>
    expect(
      decide(given('order', { record: order(), store: off, source: 'export' })).commands,
    ).not.toEqual([]));
});

describe('an erasure', () => {
  const erase = (record: Erasure, values: Partial<Given<'erasure'>> = {}) =>
    decide(given('erasure', { record, ...values }));
  const person = { email: 'Ada@customer.example' };

  it('leaves the contact in SALESmanago, unless told otherwise', () =>
    expect(erase(person)).toMatchObject({ commands: [], filteredBy: 'erasureLeft' }));

  it('deletes it', () =>
    expect(erase(person, { store: store({ erasureInSalesmanago: 'delete' }) }).commands).toEqual([
      {
        kind: 'deleteContact',
        lane: 'consent',
        contactKey: 'ada@customer.example',
        payload: { email: 'Ada@customer.example' },
      },
    ]));

  it('opts it out on both channels and says nothing else', () =>
    expect(
      erase(person, { store: store({ erasureInSalesmanago: 'optOut' }) }).commands,
    ).toMatchObject([
      {
        kind: 'upsertContact',
        lane: 'consent',
        payload: {
          contact: { email: 'Ada@customer.example' },
          forceOptOut: true,
          forcePhoneOptOut: true,
          forceOptIn: false,
          forcePhoneOptIn: false,
          useApiDoubleOptIn: false,
        },
      },
    ]));

  it('makes no contact of an ignored address', () => {
    const values = {
      erasureInSalesmanago: 'optOut',
      ignoredDomains: ['customer.example'],
    } as const;
    expect(
      erase(person, { store: store({ ...values, ignoredDomains: ['customer.example'] }) }),
    ).toMatchObject({
      commands: [],
      filteredBy: 'ignoredDomain',
    });
  });

  it('finds the person by customer id, or says that nobody is known', () => {
    const on = store({ erasureInSalesmanago: 'delete' });
    const known = { customerEmail: 'ada@customer.example' };
    expect(erase({ externalId: '7' }, { store: on, known }).commands).toHaveLength(1);
    expect(erase({ externalId: '7' }, { store: on }).filteredBy).toBe('unknownPerson');
  });
});

it('has no catalogue to send a product to', () =>
  expect(decide(given('product', { record: { externalId: '1' } })).filteredBy).toBe('noCatalogue'));

describe('look-ups', () => {
  it('of an order are its customer, its address and its effect keys', () =>
    expect(lookUpsOf('order', order({ customerId: '7' }), store())).toEqual({
      customerId: '7',
      email: 'ada@customer.example',
      effectKeys: (['PURCHASE', 'CANCELLATION', 'RETURN'] as const).map((type) =>
        orderEffectKey(store(), '5501', type),
      ),
    }));

  it.each([
    ['contact', contact({ externalId: '7' }), { customerId: '7', email: 'ada@customer.example' }],
    ['consent', { externalId: '7', email: null }, { customerId: '7' }],
    ['erasure', { externalId: '7' }, { customerId: '7' }],
    ['cart', cart({ customerId: '7', email: null }), { customerId: '7' }],
    ['product', { externalId: '7' }, {}],
  ] as const)('of a %s', (kind, record, asks) =>
    expect(lookUpsOf(kind, record, store())).toEqual({ ...asks, effectKeys: [] }),
  );

  it('of the cart are for the person it is about, also for the order that closes it', () => {
    const key = cartKeyOf(store(), 'ada@customer.example');
    expect(cartLookUp('cart', cart(), store(), undefined)).toBe(key);
    expect(cartLookUp('cart', cart({ email: null, contactId: 'c-1' }), store(), undefined)).toBe(
      cartKeyOf(store(), '#c-1'),
    );
    expect(cartLookUp('cart', cart({ email: null }), store(), undefined)).toBeUndefined();
    expect(cartLookUp('order', order({ email: 'ADA@customer.example' }), store(), undefined)).toBe(
      key,
    );
    expect(cartLookUp('order', order({ customerId: '7' }), store(), 'b@c.example')).toBe(
      cartKeyOf(store(), 'b@c.example'),
    );
    expect(cartLookUp('contact', contact(), store(), undefined)).toBeUndefined();
  });
});

it('gives a reason for every decision, and one person per decision', () => {
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const consent = {
    emailConsent: maybe(fc.constantFrom('in' as const, 'out' as const, 'unknown' as const)),
  };
  const email = maybe(fc.constantFrom('a@b.example', 'c@d.example', null));
  const inputs = fc.oneof(
    fc
      .record({ email, ...consent, name: maybe(fc.string()) })
      .map((record) => ['contact', record] as const),
    fc
      .record({
        email,
        ...consent,
        state: fc.constantFrom('processing', 'cancelled', 'refunded', 'x'),
      })
      .map((record) => ['order', order(record)] as const),
    fc
      .record({ email, contactId: maybe(fc.constant('c-1')) })
      .map((record) => ['cart', cart(record)] as const),
    fc.record({ email }).map((record) => ['erasure', record] as const),
  );
  fc.assert(
    fc.property(inputs, fc.constantFrom('webhook', 'export'), ([kind, record], source) => {
      const decision = decide(given(kind, { record, source: source as 'webhook', now: at(0) }));
      expect(decision.reasons.length).toBeGreaterThan(0);
      expect(decision.filteredBy === undefined).toBe(decision.commands.length > 0);
      const people = new Set(decision.commands.map((command) => command.contactKey));
      expect(people.size).toBeLessThanOrEqual(1);
      if (decision.memory.contactKey)
        for (const key of people) expect(key).toBe(decision.memory.contactKey);
    }),
    { numRuns: 200 },
  );
});

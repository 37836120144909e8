import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventsOf, typesOf } from '../../test/decided.js';
import { at, type Given, given, knownContact, NOW, order, store } from '../../test/given.js';
import type { Order } from '../model/records.js';
import type { Decision, OpenCart } from './decision.js';
import { cartKeyOf, type EffectType, orderEffectKey } from './identity.js';
import { decideOrder, meaningOf, orderEffectKeys } from './order.rule.js';

const decide = (values: Partial<Given<'order'>> = {}): Decision =>
  decideOrder(given('order', { record: order(), ...values }));
const sent = (...types: EffectType[]) => ({
  effects: new Set(types.map((type) => orderEffectKey(store(), '5501', type))),
});

describe('what a state means', () => {
  it.each([
    ['processing', {}, 'purchase'],
    ['processing', { orderStates: { processing: 'ignore' as const } }, 'ignore'],
    ['custom', { orderStates: { custom: 'purchase' as const } }, 'purchase'],
    ['custom', {}, undefined],
    ['on-hold', {}, undefined],
    ['on-hold', { purchaseOn: 'placed' as const }, 'purchase'],
    [
      'on-hold',
      { purchaseOn: 'placed' as const, orderStates: { 'on-hold': 'ignore' as const } },
      'ignore',
    ],
    ['pending', { purchaseOn: 'placed' as const }, 'ignore'],
    ['toString', {}, undefined],
  ])('%s with %j is %s', (state, values, meaning) =>
    expect(meaningOf(state, store(values))).toBe(meaning),
  );
});

describe('an order whose PURCHASE is a dead letter', () => {
  const purchase = orderEffectKey(store(), '5501', 'PURCHASE');
  const known = { effects: new Set([purchase]), deadEffects: new Set([purchase]) };

  it.each(['cancelled', 'refunded'])('%s: its end is not sent before it', (state) =>
    expect(decide({ record: order({ state }), known })).toMatchObject({
      commands: [],
      filteredBy: 'noPurchase',
    }),
  );

  it('paid: the PURCHASE is not decided a second time, for the dead letter can be retried', () =>
    expect(decide({ record: order(), known })).toMatchObject({
      commands: [],
      filteredBy: 'alreadySent',
    }));
});

describe('an order', () => {
  it.each<[string, Partial<Order>, string[], string | undefined]>([
    ['paid', {}, ['PURCHASE'], undefined],
    ['unpaid', { state: 'on-hold' }, [], 'unknownState'],
    ['not yet paid', { state: 'pending' }, [], 'notAPurchase'],
    ['in a state nobody named', { state: 'weird' }, [], 'unknownState'],
    ['made as a test', { isTest: true }, [], 'testOrder'],
    ['without an address', { email: null }, [], 'noAddress'],
    ['cancelled before it was paid', { state: 'cancelled' }, [], 'noPurchase'],
    ['returned, of which no purchase is known', { state: 'refunded' }, [], 'noPurchase'],
  ])('%s', (_why, values, types, filteredBy) => {
    const decision = decide({ record: order(values) });
    expect(typesOf(decision)).toEqual(types);
    expect(decision.filteredBy).toBe(filteredBy);
    if (filteredBy) expect(decision.reasons.at(-1)?.rule).toBe(filteredBy);
  });

  it.each<[string, EffectType[], string[]]>([
    ['processing', ['PURCHASE'], []],
    ['completed', ['PURCHASE'], []],
    ['cancelled', ['PURCHASE'], ['CANCELLATION']],
    ['cancelled', ['PURCHASE', 'CANCELLATION'], []],
    ['processing', ['PURCHASE', 'CANCELLATION'], []],
    ['refunded', ['PURCHASE'], ['RETURN']],
    ['refunded', ['PURCHASE', 'RETURN'], []],
    ['refunded', ['PURCHASE', 'CANCELLATION'], ['RETURN']],
  ])('in state %s after %j sends %j', (state, before, types) =>
    expect(typesOf(decide({ record: order({ state }), known: sent(...before) }))).toEqual(types),
  );

  it('is sent once for all sources, with one effect key', () => {
    const keys = (['webhook', 'poll', 'export', 'import', 'inbound'] as const).map(
      (source) => decide({ source }).commands.find((command) => command.effectKey)?.effectKey,
    );
    expect(new Set(keys)).toEqual(new Set([orderEffectKey(store(), '5501', 'PURCHASE')]));
  });

  it('is sent as a purchase when placed, where the setting says so', () =>
    expect(
      typesOf(
        decide({
          record: order({ state: 'on-hold', paidAt: null }),
          store: store({ purchaseOn: 'placed' }),
        }),
      ),
    ).toEqual(['PURCHASE']));

  it('of an ignored domain is not sent, also by an export', () => {
    const ignoring = store({ ignoredDomains: ['customer.example'] });
    expect(decide({ store: ignoring })).toMatchObject({
      commands: [],
      filteredBy: 'ignoredDomain',
    });
    expect(decide({ store: ignoring, source: 'export' }).commands).toEqual([]);
  });

  it('goes after its contact, in the same lane', () => {
    expect(decide().commands.map(({ kind, lane }) => [kind, lane])).toEqual([
      ['upsertContact', 'live'],
      ['addEvent', 'live'],
    ]);
    expect(decide({ source: 'export' }).commands.map(({ kind, lane }) => [kind, lane])).toEqual([
      ['upsertContact', 'export'],
      ['addEvent', 'export'],
    ]);
  });

  it('of somebody an export already sent goes alone', () =>
    expect(
      decide({ source: 'export', known: { contact: knownContact() } }).commands.map(
        ({ kind }) => kind,
      ),
    ).toEqual(['addEvent']));

  it('without a list of lines is an order without products', () => {
    const [event] = eventsOf(decide({ record: { ...order(), lines: undefined as never } }));
    expect(event).not.toHaveProperty('products');
    expect(event?.value).toBe(249.9);
  });

  it('says why nothing is sent, beside a consent that is', () => {
    const decision = decide({ record: order({ state: 'pending', emailConsent: 'in' }) });
    expect(decision.commands).toMatchObject([
      { kind: 'upsertContact', payload: { forceOptIn: true } },
    ]);
    expect(decision.reasons.map((reason) => reason.rule)).toContain('notAPurchase');
  });
});

describe('dates', () => {
  const dateOf = (values: Partial<Given<'order'>>) => eventsOf(decide(values))[0]?.date;

  it('of a purchase are when it was paid, else placed, from every source', () => {
    for (const source of ['webhook', 'poll', 'export', 'import'] as const) {
      expect(dateOf({ source })).toBe(Date.parse(at(-55)));
      expect(dateOf({ source, record: order({ paidAt: null, updatedAt: at(-1) }) })).toBe(
        Date.parse(at(-60)),
      );
    }
  });

  it.each<[string, Partial<Order>, string]>([
    ['cancelled', { cancelledAt: at(-30) }, at(-30)],
    ['cancelled', {}, at(-50)],
    ['cancelled', { updatedAt: null }, NOW],
    [
      'refunded',
      {
        refunds: [
          { externalId: 'r1', at: at(-20) },
          { externalId: 'r2', at: at(-10) },
        ],
      },
      at(-10),
    ],
    ['refunded', { refunds: [{ externalId: 'r1' }] }, at(-50)],
    ['refunded', { cancelledAt: at(-30) }, at(-50)],
  ])('of %s with %j are the order’s own', (state, values, date) =>
    expect(dateOf({ record: order({ state, ...values }), known: sent('PURCHASE') })).toBe(
      Date.parse(date),
    ),
  );
});

describe('refunds', () => {
  const refunds = [
    { externalId: 'r1', amount: '49.90', at: at(-20) },
    { externalId: 'r2', amount: '10.00', at: at(-10) },
  ];
  const perRefund = store({ returns: 'refund' });
  const withPart = (...parts: string[]) => {
    const known = sent('PURCHASE');
    for (const part of parts) known.effects.add(orderEffectKey(store(), '5501', 'RETURN', part));
    return known;
  };
  const values = (decision: Decision) => eventsOf(decision).map((event) => event.value);

  it('in part are nothing where RETURN is once per order', () =>
    expect(decide({ record: order({ refunds }), known: sent('PURCHASE') }).filteredBy).toBe(
      'alreadySent',
    ));

  it('of all is one RETURN of the whole order', () =>
    expect(
      values(decide({ record: order({ state: 'refunded', refunds }), known: sent('PURCHASE') })),
    ).toEqual([249.9]));

  it.each(['processing', 'refunded'])('are one RETURN each where set so, in state %s', (state) => {
    const decision = decide({
      record: order({ state, refunds }),
      store: perRefund,
      known: sent('PURCHASE'),
    });
    expect(typesOf(decision)).toEqual(['RETURN', 'RETURN']);
    expect(values(decision)).toEqual([49.9, 10]);
    expect(new Set(decision.commands.flatMap((command) => command.effectKey ?? [])).size).toBe(2);
  });

  it('are sent once each', () => {
    const record = order({ refunds });
    expect(values(decide({ record, store: perRefund, known: withPart('r1') }))).toEqual([10]);
    expect(decide({ record, store: perRefund, known: withPart('r1', 'r2') })).toMatchObject({
      commands: [],
      filteredBy: 'alreadySent',
    });
  });

  it('come with the purchase when an export meets both at once', () =>
    expect(
      typesOf(decide({ record: order({ refunds }), store: perRefund, source: 'export' })),
    ).toEqual(['PURCHASE', 'RETURN', 'RETURN']));

  it('are not sent without a purchase', () =>
    expect(
      decide({ record: order({ state: 'refunded', refunds }), store: perRefund }).filteredBy,
    ).toBe('noPurchase'));

  it('are not sent in parts after the whole, nor as a whole after parts', () => {
    const record = order({ state: 'refunded', refunds });
    expect(
      decide({ record, store: perRefund, known: sent('PURCHASE', 'RETURN') }).commands,
    ).toEqual([]);
    expect(values(decide({ record, known: withPart('r1') }))).toEqual([10]);
  });

  it('of an unknown amount have no value rather than the order’s', () => {
    const record = order({ refunds: [{ externalId: 'r1', amount: null }] });
    expect(
      eventsOf(decide({ record, store: perRefund, known: sent('PURCHASE') }))[0],
    ).not.toHaveProperty('value');
  });

  it('are among the keys that are looked up', () =>
    expect(orderEffectKeys(order({ refunds }), store())).toEqual([
      orderEffectKey(store(), '5501', 'PURCHASE'),
      orderEffectKey(store(), '5501', 'CANCELLATION'),
      orderEffectKey(store(), '5501', 'RETURN'),
      orderEffectKey(store(), '5501', 'RETURN', 'r1'),
      orderEffectKey(store(), '5501', 'RETURN', 'r2'),
    ]));
});

describe('the cart that was bought', () => {
  const key = cartKeyOf(store(), 'ada@customer.example');
  const open: OpenCart = {
    createdAt: at(-90),
    expiresAt: at(90),
    snapshotAt: at(-61),
    fingerprint: 'x',
  };

  it('is closed: its window ends, and snapshots from before the order are stale', () =>
    expect(decide({ known: { cart: open } }).memory.cart).toEqual({
      key,
      open: { ...open, expiresAt: NOW, snapshotAt: at(-60) },
    }));

  it('is closed where the hub has no row of it, too', () =>
    expect(decide().memory.cart).toEqual({ key, open: null }));

  it.each<[string, Partial<Given<'order'>>]>([
    [
      'a cancellation',
      { record: order({ state: 'cancelled' }), known: { ...sent('PURCHASE'), cart: open } },
    ],
    [
      'a return',
      { record: order({ state: 'refunded' }), known: { ...sent('PURCHASE'), cart: open } },
    ],
    ['an order out of the past', { source: 'export', known: { cart: open } }],
  ])('is left alone by %s', (_why, values) =>
    expect(decide(values).memory).not.toHaveProperty('cart'),
  );
});

it('gives the same answer to the same question, and a second run sends nothing', () => {
  const orders = fc.record({
    state: fc.constantFrom(
      'processing',
      'completed',
      'cancelled',
      'refunded',
      'pending',
      'on-hold',
      'x',
    ),
    refunds: fc.uniqueArray(fc.record({ externalId: fc.constantFrom('r1', 'r2') }), {
      selector: (refund) => refund.externalId,
    }),
  });
  const rules = fc.record({
    returns: fc.constantFrom('order' as const, 'refund' as const),
    purchaseOn: fc.constantFrom('placed' as const, 'paid' as const),
  });
  fc.assert(
    fc.property(fc.array(orders, { maxLength: 8 }), rules, (documents, values) => {
      const effects = new Set<string>();
      const all: string[] = [];
      for (const document of [...documents, ...documents]) {
        const decision = decide({
          record: order(document),
          store: store(values),
          known: { effects },
        });
        for (const { effectKey } of decision.commands) {
          if (!effectKey) continue;
          expect(orderEffectKeys(order(document), store())).toContain(effectKey);
          effects.add(effectKey);
          all.push(effectKey);
        }
      }
      expect(new Set(all).size).toBe(all.length);
      const purchase = all.indexOf(orderEffectKey(store(), '5501', 'PURCHASE'));
      if (all.length > 0) expect(purchase).toBe(0);
    }),
    { numRuns: 300 },
  );
});

import { describe, expect, it } from '@jest/globals';
import { at, cart, type Given, given, NOW, store } from '../../test/given.js';
import type { Cart } from '../model/records.js';
import type { StoreSettings } from '../settings/store-settings.js';
import { cartWindowMs, closedCart, decideCart } from './cart.rule.js';
import type { Decision, OpenCart } from './decision.js';
import { cartKeyOf } from './identity.js';

const HOUR = 3_600_000;
const KEY = cartKeyOf(store(), 'ada@customer.example');

const decide = (record: Cart, values: Partial<Given<'cart'>> = {}): Decision =>
  decideCart(given('cart', { record, ...values }));
const openOf = (decision: Decision): OpenCart => decision.memory.cart?.open as OpenCart;
const add = (minutes: number, quantity: number): Cart =>
  cart({ updatedAt: at(minutes), lines: [{ productId: '1001', quantity, unitPrice: '10.00' }] });

describe('the window in which a cart is updated', () => {
  it.each([
    ['always-new', 0],
    ['15m', HOUR / 4],
    ['1h', HOUR],
    ['4h', 4 * HOUR],
    ['12h', 12 * HOUR],
    ['7d', 168 * HOUR],
    ['always-update', Number.POSITIVE_INFINITY],
  ] as const)('%s is %d ms', (cartWindow, ms) =>
    expect(cartWindowMs({ cartWindow, smeventCookieHours: null, cartUpdateHours: null })).toBe(ms),
  );

  it.each([
    ['7d', 2, 5, 2],
    ['7d', 5, 2, 2],
    ['1h', 5, 2, 1],
    ['always-update', null, 0.5, 0.5],
    ['always-update', 0, 5, 0],
  ] as const)(
    'of %s, %s h and %s h is the shortest: %d h',
    (cartWindow, smeventCookieHours, cartUpdateHours, hours) =>
      expect(cartWindowMs({ cartWindow, smeventCookieHours, cartUpdateHours })).toBe(hours * HOUR),
  );

  const eventOf = (settings: Partial<StoreSettings>, minutesLater: number) => {
    const first = openOf(decide(add(0, 1), { store: store(settings), now: at(0) }));
    const [command] = decide(add(minutesLater, 2), {
      store: store(settings),
      known: { cart: first },
      now: at(minutesLater),
    }).commands;
    return command?.kind === 'cartEvent' && command.payload.isUpdate ? 'updated' : 'new';
  };

  it.each([
    ['always-new', 0.01, 'new'],
    ['15m', 14.9, 'updated'],
    ['15m', 15, 'new'],
    ['1h', 59, 'updated'],
    ['1h', 60, 'new'],
    ['4h', 239, 'updated'],
    ['4h', 240, 'new'],
    ['12h', 719, 'updated'],
    ['12h', 720, 'new'],
    ['7d', 10_079, 'updated'],
    ['7d', 10_080, 'new'],
    ['always-update', 5_000_000, 'updated'],
  ] as const)('%s: after %d minutes the event is %s', (cartWindow, minutes, what) =>
    expect(eventOf({ cartWindow }, minutes)).toBe(what),
  );

  it('is counted from the first add; updates do not extend it', () => {
    const hourly = store({ cartWindow: '1h' });
    const first = openOf(decide(add(0, 1), { store: hourly, now: at(0) }));
    const second = openOf(
      decide(add(50, 2), { store: hourly, known: { cart: first }, now: at(50) }),
    );
    expect(second).toMatchObject({ createdAt: at(0), expiresAt: at(60), snapshotAt: at(50) });
    const third = decide(add(61, 3), { store: hourly, known: { cart: second }, now: at(61) });
    expect(third.commands).toMatchObject([{ payload: { isUpdate: false, openedAt: at(61) } }]);
  });

  it('has no end with always update', () =>
    expect(
      openOf(decide(cart(), { store: store({ cartWindow: 'always-update' }) })),
    ).not.toHaveProperty('expiresAt'));
});

describe('a cart', () => {
  it('of a known person is a CART event with the whole cart', () => {
    const decision = decide(cart());
    expect(decision.commands).toMatchObject([
      {
        kind: 'cartEvent',
        lane: 'live',
        contactKey: 'ada@customer.example',
        payload: {
          contact: { email: 'ada@customer.example' },
          cartKey: KEY,
          isUpdate: false,
          event: { contactExtEventType: 'CART', products: '1001', value: 99.8 },
        },
      },
    ]);
    expect(decision.memory.cart).toMatchObject({
      key: KEY,
      open: { createdAt: NOW, snapshotAt: at(-1) },
    });
  });

  it.each<[string, Partial<Cart>, string | undefined, object | undefined]>([
    ['an address', {}, undefined, { email: 'ada@customer.example' }],
    [
      'a customer the hub has seen',
      { email: null, customerId: '7' },
      'b@customer.example',
      { email: 'b@customer.example' },
    ],
    ['a recognised visitor', { email: null, contactId: 'c-1' }, undefined, { contactId: 'c-1' }],
    [
      'an address before a visitor',
      { contactId: 'c-1' },
      undefined,
      { email: 'ada@customer.example' },
    ],
    ['nobody', { email: null }, undefined, undefined],
    ['a customer nobody has seen', { email: null, customerId: '7' }, undefined, undefined],
    ['an address of another customer', { email: null }, 'b@customer.example', undefined],
  ])('belongs to %s', (_why, values, customerEmail, owner) => {
    const decision = decide(cart(values), { known: customerEmail ? { customerEmail } : {} });
    const [command] = decision.commands;
    expect(command?.kind === 'cartEvent' ? command.payload.contact : undefined).toEqual(owner);
    if (!owner) expect(decision).toMatchObject({ filteredBy: 'unknownVisitor', memory: {} });
  });

  it('of an ignored domain is not sent', () =>
    expect(
      decide(cart(), { store: store({ ignoredDomains: ['customer.example'] }) }).filteredBy,
    ).toBe('ignoredDomain'));

  it('that became an order is not sent', () =>
    expect(decide(cart({ completedAt: at(-1) })).filteredBy).toBe('completedCart'));

  it('of which nothing is known is not an emptied one', () =>
    expect(decide(cart({ lines: undefined as never })).filteredBy).toBe('noLines'));

  it.each([
    [{ total: '50.00' }, 50, 'the total of the platform'],
    [{ lines: [{ quantity: 2, total: '15.00', unitPrice: '10.00' }] }, 15, 'the total of the line'],
    [{ lines: [{ quantity: 3, unitPrice: '0.10' }] }, 0.3, 'price times pieces'],
    [{ lines: [{ quantity: 1.5, unitPrice: '10.00' }] }, 15, 'price times weight'],
    [{ lines: [{ quantity: 1 }] }, 0, 'nothing known'],
  ])('with %j is worth %d: %s', (values, value, _why) =>
    expect(decide(cart(values)).commands).toMatchObject([{ payload: { event: { value } } }]),
  );

  it('says when the cart was changed, by the store’s clock', () => {
    expect(decide(cart()).commands).toMatchObject([
      { payload: { event: { date: Date.parse(at(-1)) } } },
    ]);
    expect(decide(cart({ updatedAt: null })).commands).toMatchObject([
      { payload: { event: { date: Date.parse(NOW) } } },
    ]);
  });
});

describe('a snapshot', () => {
  const first = openOf(decide(add(0, 1), { now: at(0) }));

  it('that is as it was sent is not sent again', () =>
    expect(decide(add(5, 1), { known: { cart: first }, now: at(5) }).filteredBy).toBe('unchanged'));

  it('older than the last one is stale', () =>
    expect(decide(add(-1, 3), { known: { cart: first }, now: at(5) })).toMatchObject({
      filteredBy: 'stale',
      memory: {},
    }));

  it('older than the last one is stale after the window, too', () =>
    expect(decide(add(-1, 3), { known: { cart: first }, now: at(50_000) }).filteredBy).toBe(
      'stale',
    ));

  it('that comes twice is sent once, also where every change is a new event', () => {
    const always = store({ cartWindow: 'always-new' });
    const known = { cart: openOf(decide(add(0, 1), { store: always, now: at(0) })) };
    expect(decide(add(0, 1), { store: always, known, now: at(1) }).filteredBy).toBe('unchanged');
    expect(decide(add(0, 2), { store: always, known, now: at(1) }).commands).toHaveLength(1);
  });
});

describe('an emptied cart', () => {
  const empty = cart({ updatedAt: at(5), lines: [] });
  const first = openOf(decide(add(0, 1), { now: at(0) }));
  const emptied = (emptiedCart: StoreSettings['emptiedCart'], known = first) =>
    decide(empty, { store: store({ emptiedCart }), known: { cart: known }, now: at(5) });

  it('deletes the open event', () => {
    const decision = emptied('delete');
    expect(decision.commands).toMatchObject([
      { kind: 'deleteCartEvent', payload: { cartKey: KEY, openedAt: at(0) } },
    ]);
    expect(openOf(decision)).toMatchObject({ expiresAt: at(5), snapshotAt: at(5) });
  });

  it('or sets it to nothing', () =>
    expect(emptied('zero').commands).toMatchObject([
      { kind: 'cartEvent', payload: { isUpdate: true, event: { value: 0 } } },
    ]));

  it('or leaves it', () =>
    expect(emptied('leave')).toMatchObject({ commands: [], filteredBy: 'emptiedCart' }));

  it.each(['delete', 'zero', 'leave'] as const)('makes older snapshots stale (%s)', (setting) => {
    const known = { cart: openOf(emptied(setting)) };
    expect(decide(add(4, 9), { known, now: at(6) }).filteredBy).toBe('stale');
  });

  it.each(['zero', 'leave'] as const)(
    'that is filled again goes on with the same event (%s)',
    (setting) => {
      const known = { cart: openOf(emptied(setting)) };
      expect(decide(add(6, 1), { known, now: at(6) }).commands).toMatchObject([
        { payload: { isUpdate: true, openedAt: at(0) } },
      ]);
    },
  );

  it('that is filled again after a deletion is a new event', () => {
    const known = { cart: openOf(emptied('delete')) };
    expect(decide(add(6, 1), { known, now: at(6) }).commands).toMatchObject([
      { payload: { isUpdate: false, openedAt: at(6) } },
    ]);
  });

  it('without an open event is nothing', () => {
    expect(decide(empty).filteredBy).toBe('emptyCart');
    expect(emptied('delete', { ...first, expiresAt: at(1) }).filteredBy).toBe('emptyCart');
  });
});

describe('a cart that was bought', () => {
  const first = openOf(decide(add(0, 1), { now: at(0) }));
  const known = { cart: closedCart(first, at(3), at(4)) ?? undefined };

  it('is not updated any more: what comes later is a new event', () =>
    expect(decide(add(10, 2), { known, now: at(10) }).commands).toMatchObject([
      { payload: { isUpdate: false } },
    ]));

  it('does not come back with a snapshot from before the order', () =>
    expect(decide(add(2, 2), { known, now: at(10) }).filteredBy).toBe('stale'));

  it('keeps an end that is over already', () =>
    expect(closedCart({ ...first, expiresAt: at(1) }, at(3), at(4))?.expiresAt).toBe(at(1)));

  it('is nothing where there was none', () =>
    expect(closedCart(undefined, at(3), at(4))).toBeNull());
});

describe('a cart that a page claims for an address (S32)', () => {
  const claimed = (minutes: number, quantity = 1): Cart => ({
    ...add(minutes, quantity),
    identity: 'claimed',
  });
  const later = (minutes: number, known: Given<'cart'>['known'], record: Cart): Decision =>
    decide(record, { known, now: at(minutes) });

  it('opens an event and updates it, like any other', () => {
    const first = openOf(decide(claimed(0), { now: at(0) }));
    expect(first).toMatchObject({ isClaimed: true });
    const second = later(5, { cart: first }, claimed(5, 2));
    expect(second.commands).toMatchObject([{ payload: { isUpdate: true } }]);
    expect(openOf(second)).toMatchObject({ isClaimed: true, createdAt: at(0) });
  });

  it.each([
    ['two within a day', [-60, -30], undefined],
    ['three within a day', [-1439, -60, -30], 'tooManyClaimedCarts'],
    ['three, one of them a day ago', [-1440, -60, -30], undefined],
  ])('after %s: filtered by %s', (_, minutes, rule) => {
    const claimedCarts = minutes.map(at);
    expect(later(0, { claimedCarts }, claimed(0)).filteredBy).toBe(rule);
  });

  it('updates its open event, however many were opened that day', () => {
    const cartOpen = openOf(decide(claimed(0), { now: at(0) }));
    const claimedCarts = [at(-3), at(-2), at(0)];
    expect(later(1, { cart: cartOpen, claimedCarts }, claimed(1, 9)).commands).toHaveLength(1);
  });

  it.each([
    ['changes', claimed(5, 9)],
    ['empties', { ...claimed(5), lines: [] }],
  ])('never %s a cart that somebody else spoke of', (_, record) => {
    const proven = openOf(decide({ ...add(0, 1), identity: 'proven' }, { now: at(0) }));
    expect(proven.isClaimed).toBeUndefined();
    expect(later(5, { cart: proven }, record).filteredBy).toBe('claimedCart');
  });

  it('belongs to the person from the moment it is proven', () => {
    const first = openOf(decide(claimed(0), { now: at(0) }));
    const second = later(5, { cart: first }, { ...add(5, 2), identity: 'proven' });
    expect(second.commands).toMatchObject([{ payload: { isUpdate: true } }]);
    expect(openOf(second).isClaimed).toBeUndefined();
  });
});

it('says how well an unknown visitor is known', () => {
  const { filteredBy, reasons } = decide(cart({ email: null, identity: 'visitor' }));
  expect(filteredBy).toBe('unknownVisitor');
  expect(reasons[0]?.inputs).toEqual({ identity: 'visitor' });
});

import { describe, expect, it } from '@jest/globals';
import type { OpenCart } from '../src/rules/decision.js';
import { orderEffectKey } from '../src/rules/identity.js';
import type { StoreSettings } from '../src/settings/store-settings.js';
import { commandOf, decided, typesOf, upsertOf } from './decided.js';
import { at, cart, contact, NOW, order, store } from './given.js';

// One test or more per setting of the scope that the rules heed. Those of consent are with their rows: scope-rows.spec.ts.

const EMAIL = 'ada@customer.example';

const bought = new Set([orderEffectKey(store(), '5501', 'PURCHASE')]);
const open = (values: Partial<OpenCart> = {}): OpenCart => ({
  createdAt: at(-30),
  expiresAt: at(30),
  snapshotAt: at(-30),
  fingerprint: 'before',
  ...values,
});

describe('S1 integration active', () => {
  it.each([
    { source: 'webhook', gives: 'inactive' },
    { source: 'export', gives: undefined },
  ] as const)('S1 off: $source is filtered by $gives', ({ source, gives }) =>
    expect(decided('order', { record: order(), source }, { active: false }).filteredBy).toBe(gives),
  );
});

describe('S6 and S7', () => {
  it('S6 the location is that of every event', () => {
    const settings = { location: 'mine_pl' };
    const events_ = [
      commandOf(decided('order', { record: order() }, settings), 'addEvent')?.payload.event,
      commandOf(decided('cart', { record: cart() }, settings), 'cartEvent')?.payload.event,
    ];
    expect(events_.map((event) => event?.location)).toEqual(['mine_pl', 'mine_pl']);
  });
  it('S7 the owner goes with new contacts', () =>
    expect(
      upsertOf(decided('contact', { record: contact() }, { owner: 'sales@shop.example' }))?.owner,
    ).toBe('sales@shop.example'));
});

describe('S21, S40, S41 and S42 when a cart becomes a new event', () => {
  const next = (settings: Partial<StoreSettings>, minutes: number) => {
    const first = decided('cart', { record: cart({ updatedAt: at(0) }) }, settings);
    const row = first.memory.cart?.open as OpenCart;
    const later = decided(
      'cart',
      {
        record: cart({ updatedAt: at(minutes), total: '1.00' }),
        known: { cart: row },
        now: at(minutes),
      },
      settings,
    );
    return commandOf(later, 'cartEvent')?.payload.isUpdate;
  };
  it.each([
    { cartWindow: 'always-new', minutes: 1, update: false },
    { cartWindow: '15m', minutes: 14, update: true },
    { cartWindow: '15m', minutes: 16, update: false },
    { cartWindow: '1h', minutes: 59, update: true },
    { cartWindow: '1h', minutes: 61, update: false },
    { cartWindow: '4h', minutes: 239, update: true },
    { cartWindow: '4h', minutes: 241, update: false },
    { cartWindow: '12h', minutes: 719, update: true },
    { cartWindow: '12h', minutes: 721, update: false },
    { cartWindow: '7d', minutes: 10_079, update: true },
    { cartWindow: '7d', minutes: 10_081, update: false },
    { cartWindow: 'always-update', minutes: 999_999, update: true },
  ] as const)(
    'S21 S40 $cartWindow after $minutes minutes: update $update',
    ({ cartWindow, minutes, update }) => expect(next({ cartWindow }, minutes)).toBe(update),
  );
  it.each([
    { settings: { smeventCookieHours: 1 }, row: 'S41' },
    { settings: { cartUpdateHours: 1 }, row: 'S42' },
    { settings: { cartWindow: '1h', smeventCookieHours: 5, cartUpdateHours: 9 }, row: 'S40' },
  ] as const)('$row the shortest of the three counts', ({ settings }) => {
    expect(next(settings, 59)).toBe(true);
    expect(next(settings, 61)).toBe(false);
  });
});

describe('S23, S43 and S44 ignored domains', () => {
  const settings = { ignoredDomains: ['relay.example'] };
  const email = 'someone@Relay.EXAMPLE';
  it.each([
    { kind: 'contact', record: contact({ email }), source: 'webhook' },
    { kind: 'contact', record: contact({ email }), source: 'export' },
    { kind: 'contact', record: contact({ email }), source: 'import' },
    { kind: 'order', record: order({ email }), source: 'webhook' },
    { kind: 'order', record: order({ email }), source: 'export' },
    { kind: 'cart', record: cart({ email }), source: 'webhook' },
    {
      kind: 'consent',
      record: { email, channel: 'email', state: 'in', at: NOW },
      source: 'webhook',
    },
  ] as const)('S23 S43 S44 send no $kind of a $source', ({ kind, record, source }) =>
    expect(decided(kind, { record: record as never, source }, settings).filteredBy).toBe(
      'ignoredDomain',
    ),
  );
  it.each([
    { ignoredSubdomains: false, sent: 1 },
    { ignoredSubdomains: true, sent: 0 },
  ])('S23 subdomains ($ignoredSubdomains): $sent sent', ({ ignoredSubdomains, sent }) =>
    expect(
      decided(
        'contact',
        { record: contact({ email: 'a@mail.relay.example' }) },
        { ...settings, ignoredSubdomains },
      ).commands,
    ).toHaveLength(sent),
  );
});

describe('S24 the last product is removed', () => {
  it.each([
    { emptiedCart: 'delete', kind: 'deleteCartEvent' },
    { emptiedCart: 'zero', kind: 'cartEvent' },
    { emptiedCart: 'leave', kind: undefined },
  ] as const)('S24 $emptiedCart', ({ emptiedCart, kind }) => {
    const { commands } = decided(
      'cart',
      { record: cart({ lines: [] }), known: { cart: open() } },
      { emptiedCart },
    );
    expect(commands[0]?.kind).toBe(kind);
  });
});

describe('S31 erasure in SALESmanago', () => {
  it.each([
    { erasureInSalesmanago: 'leave', kind: undefined },
    { erasureInSalesmanago: 'optOut', kind: 'upsertContact' },
    { erasureInSalesmanago: 'delete', kind: 'deleteContact' },
  ] as const)('S31 $erasureInSalesmanago', ({ erasureInSalesmanago, kind }) =>
    expect(
      decided('erasure', { record: { email: EMAIL } }, { erasureInSalesmanago }).commands[0]?.kind,
    ).toBe(kind),
  );
});

describe('S60 and S61', () => {
  it('S60 the map of order states comes before the default of the platform', () => {
    expect(typesOf(decided('order', { record: order({ state: 'shipped' }) }))).toEqual([]);
    expect(
      typesOf(
        decided(
          'order',
          { record: order({ state: 'shipped' }) },
          { orderStates: { shipped: 'purchase' } },
        ),
      ),
    ).toEqual(['PURCHASE']);
  });
  it.each([
    { purchaseOn: 'paid', gives: [] },
    { purchaseOn: 'placed', gives: ['PURCHASE'] },
  ] as const)(
    'S60 an order that is only placed, with purchaseOn $purchaseOn',
    ({ purchaseOn, gives }) =>
      expect(
        typesOf(decided('order', { record: order({ state: 'on-hold' }) }, { purchaseOn })),
      ).toEqual(gives),
  );
  it.each([
    { productIdentifier: 'product', gives: '1001,1002' },
    { productIdentifier: 'variant', gives: '1001,77' },
    { productIdentifier: 'sku', gives: 'MUG,LAMP' },
  ] as const)('S60 product identifier $productIdentifier', ({ productIdentifier, gives }) =>
    expect(
      commandOf(decided('order', { record: order() }, { productIdentifier }), 'addEvent')?.payload
        .event.products,
    ).toBe(gives),
  );
  it.each([
    { languageSource: 'contact', gives: 'EN' },
    { languageSource: 'store', gives: 'PL' },
    { languageSource: 'none', gives: undefined },
  ] as const)('S60 language source $languageSource', ({ languageSource, gives }) =>
    expect(
      upsertOf(decided('contact', { record: contact({ language: 'en' }) }, { languageSource }))
        ?.lang,
    ).toBe(gives),
  );
  const refunds = [
    { externalId: 'r1', amount: '10.00', at: at(-2) },
    { externalId: 'r2', amount: '5.00', at: at(-1) },
  ];
  it.each([
    { returns: 'order', state: 'processing', gives: [] },
    { returns: 'order', state: 'refunded', gives: ['RETURN'] },
    { returns: 'refund', state: 'processing', gives: ['RETURN', 'RETURN'] },
  ] as const)('S61 once per $returns, order $state: $gives', ({ returns, state, gives }) =>
    expect(
      typesOf(
        decided(
          'order',
          { record: order({ state, refunds }), known: { effects: bought } },
          { returns },
        ),
      ),
    ).toEqual(gives),
  );
});

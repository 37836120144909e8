import { describe, expect, it } from '@jest/globals';
import type { ConsentChange, Contact, RecordKind } from '../src/model/records.js';
import type { Command } from '../src/rules/command.js';
import { decide } from '../src/rules/decide.js';
import type { Decision, KnownState, OpenCart } from '../src/rules/decision.js';
import { orderEffectKey } from '../src/rules/identity.js';
import type { StoreSettings } from '../src/settings/store-settings.js';
import { at, cart, contact, type Given, given, knownContact, NOW, order, store } from './given.js';

// One test or more per row of the scope that the rules carry out; what belongs to the hub is tested there.

const EMAIL = 'ada@customer.example';

const decided = <K extends RecordKind>(
  kind: K,
  values: Given<K>,
  settings: Partial<StoreSettings> = {},
): Decision =>
  decide(given(kind, { store: store(settings, { canWriteConsent: true }), ...values }));
const of = <K extends Command['kind']>({ commands }: Decision, kind: K) =>
  commands.find((command) => command.kind === kind) as Extract<Command, { kind: K }> | undefined;
const upsertOf = (decision: Decision) => of(decision, 'upsertContact')?.payload;
const events = ({ commands }: Decision): string[] =>
  commands.flatMap((command) =>
    command.kind === 'addEvent' ? [command.payload.event.contactExtEventType] : [],
  );
const known = (values: Parameters<typeof knownContact>[0]): Partial<KnownState> => ({
  contact: knownContact(values),
});
const bought = new Set([orderEffectKey(store(), '5501', 'PURCHASE')]);
const open = (values: Partial<OpenCart> = {}): OpenCart => ({
  createdAt: at(-30),
  expiresAt: at(30),
  snapshotAt: at(-30),
  fingerprint: 'before',
  ...values,
});

describe('D1 the whole data scope of a contact', () => {
  const whole: Contact = contact({
    name: 'Ada Kowal',
    phone: '+48123123123',
    company: 'Ada Ltd',
    address: {
      street: 'Long 5',
      street2: '2',
      zip: '30-002',
      city: 'Krakow',
      province: 'MA',
      country: 'PL',
    },
    birthDate: '1990-02-14',
    registeredAt: at(-999),
    externalId: 'C-1007',
    language: 'pl-PL',
  });
  it('D1 is sent, each part in its place', () =>
    expect(upsertOf(decided('contact', { record: whole }))).toMatchObject({
      contact: {
        email: EMAIL,
        name: 'Ada Kowal',
        phone: '+48123123123',
        company: 'Ada Ltd',
        externalId: 'C-1007',
        address: { streetAddress: 'Long 5 2', zipCode: '30-002', city: 'Krakow', country: 'PL' },
      },
      birthday: '19900214',
      province: 'MA',
      lang: 'PL',
      dictionaryProperties: [
        { name: 'store_created_at', type: 'DATE', value: Date.parse(at(-999)) },
      ],
    }));
  it('D1 the state is CUSTOMER with a purchase, and nothing without one', () => {
    expect(upsertOf(decided('contact', { record: whole }))?.contact.state).toBeUndefined();
    expect(upsertOf(decided('order', { record: order() }))?.contact.state).toBe('CUSTOMER');
  });
});

describe('D2 and S20 the moments that send a contact, with their tags', () => {
  const tags = {
    registrationTags: ['REGISTERED'],
    newsletterTags: ['NEWS'],
    purchaseTags: ['BOUGHT'],
    guestPurchaseTags: ['GUEST'],
    loginTags: ['LOGGED_IN'],
  };
  it.each([
    { trigger: 'registration', gives: ['REGISTERED'] },
    { trigger: 'login', gives: ['LOGGED_IN'] },
    { trigger: 'newsletter', gives: ['NEWS'] },
    { trigger: 'edit', gives: undefined },
  ] as const)('D2 S20 $trigger', ({ trigger, gives }) => {
    const decision = decided('contact', { record: contact({ name: 'Ada' }), trigger }, tags);
    expect(upsertOf(decision)?.tags).toEqual(gives);
  });
  it.each([
    { customerId: '9', gives: ['BOUGHT'], what: 'purchase' },
    { customerId: null, gives: ['GUEST'], what: 'guest purchase' },
  ])('D2 S20 $what', ({ customerId, gives }) =>
    expect(upsertOf(decided('order', { record: order({ customerId }) }, tags))?.tags).toEqual(
      gives,
    ),
  );
  it('S20 a sign-up with the registration brings both, newsletter first', () => {
    const record = contact({ emailConsent: 'in', emailConsentAt: at(-1) });
    const decision = decided('contact', { record, trigger: 'registration' }, tags);
    expect(upsertOf(decision)?.tags).toEqual(['NEWS', 'REGISTERED']);
  });
});

describe('D3 newsletter status', () => {
  it.each([
    { said: { emailConsent: 'in', emailConsentAt: at(-1) }, flags: [true, false, false, false] },
    { said: { emailConsent: 'out', emailConsentAt: at(-1) }, flags: [false, true, false, false] },
    { said: { mobileConsent: 'in', mobileConsentAt: at(-1) }, flags: [false, false, true, false] },
    { said: { mobileConsent: 'out', mobileConsentAt: at(-1) }, flags: [false, false, false, true] },
    { said: {}, flags: [false, false, false, false] },
  ] as const)('D3 e-mail and mobile go apart: $said', ({ said, flags }) => {
    const payload = upsertOf(decided('contact', { record: contact(said) }));
    expect([
      payload?.forceOptIn,
      payload?.forceOptOut,
      payload?.forcePhoneOptIn,
      payload?.forcePhoneOptOut,
    ]).toEqual(flags);
  });
});

describe('D4 CART', () => {
  it.each([
    { record: cart(), sent: 1, who: 'a logged-in shopper' },
    { record: cart({ email: null, contactId: 'c-1' }), sent: 1, who: 'a recognised visitor' },
    { record: cart({ email: null }), sent: 0, who: 'nobody known' },
  ])('D4 is sent for $who: $sent', ({ record, sent }) =>
    expect(decided('cart', { record }).commands).toHaveLength(sent),
  );
  it('D4 holds the whole cart', () => {
    const lines = [...cart().lines, { productId: '1002', quantity: 1, unitPrice: '10.00' }];
    expect(
      of(decided('cart', { record: cart({ lines }) }), 'cartEvent')?.payload.event,
    ).toMatchObject({
      products: '1001,1002',
      value: 109.8,
    });
  });
});

describe('D7 a changed address', () => {
  it('D7 keeps the contact', () => {
    const decision = decided('contact', {
      record: contact({ externalId: '9', email: 'new@customer.example' }),
      known: { customerEmail: EMAIL, ...known({ fields: { name: 'x' } }) },
    });
    expect(of(decision, 'changeEmail')?.payload).toMatchObject({
      contact: { email: EMAIL },
      newEmail: 'new@customer.example',
    });
    expect(decision.memory).toMatchObject({
      renamedFrom: EMAIL,
      contactKey: 'new@customer.example',
    });
  });
});

// The table of facts/salesmanago.md 10.7, row by row.
describe('D9 and D10, with S9 on', () => {
  const S9 = { consentSync: true };
  const registeredAt = at(-5);
  const registers = (said: Partial<Contact>, salesmanago?: 'in' | 'out') =>
    decided(
      'contact',
      {
        record: contact({ externalId: '9', registeredAt, updatedAt: registeredAt, ...said }),
        trigger: 'registration',
        known: salesmanago ? known({ consent: { email: { state: salesmanago } } }) : {},
      },
      S9,
    );
  const unticks = (minutesAfter: number, settings: Partial<StoreSettings> = {}) => {
    const when = new Date(Date.parse(registeredAt) + minutesAfter * 60_000).toISOString();
    return decided(
      'contact',
      {
        record: contact({
          registeredAt,
          updatedAt: when,
          emailConsent: 'out',
          emailConsentAt: when,
        }),
        known: known({
          fields: { x: 'x' },
          consent: { email: { state: 'in', at: at(-99) } },
          storeConsent: { email: { state: 'in', at: at(-99) } },
        }),
        now: [when, NOW].sort().at(-1) ?? NOW,
      },
      { ...S9, ...settings },
    );
  };

  it('D9 registered with a tick: opt-in', () =>
    expect(upsertOf(registers({ emailConsent: 'in' }))?.forceOptIn).toBe(true));
  it('D9 registered without a tick, opted in there: the store follows, and nothing opts out', () => {
    const decision = registers({ emailConsent: 'out' }, 'in');
    expect(of(decision, 'writeConsent')?.payload).toMatchObject({ channel: 'email', state: 'in' });
    expect(upsertOf(decision)).toMatchObject({ forceOptIn: false, forceOptOut: false });
  });
  it.each(['out', undefined] as const)(
    'D9 registered without a tick, there %s: nothing is said',
    (state) => {
      const decision = registers({ emailConsent: 'out' }, state);
      expect(of(decision, 'writeConsent')).toBeUndefined();
      expect(upsertOf(decision)).toMatchObject({ forceOptIn: false, forceOptOut: false });
    },
  );
  it('D10 S26 unticked within 15 minutes: held', () => {
    const decision = unticks(14);
    expect(upsertOf(decision)).toMatchObject({ forceOptIn: false, forceOptOut: false });
    expect(decision.memory.consents).toEqual([expect.objectContaining({ rule: 'held' })]);
  });
  it('D10 S26 or looked at again at minute 15', () => {
    const decision = unticks(14, { earlyOptOut: 'sendLater' });
    expect(upsertOf(decision)?.forceOptOut).toBe(false);
    expect(decision.memory.recheckAt).toBe(at(10));
  });
  it.each([15, 60])('D10 unticked after %i minutes: opt-out', (minutes) =>
    expect(upsertOf(unticks(minutes))?.forceOptOut).toBe(true),
  );
  it('D10 S9 off: an opt-out passes at once', () =>
    expect(upsertOf(unticks(1, { consentSync: false }))?.forceOptOut).toBe(true));
  it('D10 a click on an unsubscribe link passes at once', () => {
    const record: ConsentChange = { email: EMAIL, channel: 'email', state: 'out', at: at(-1) };
    expect(upsertOf(decided('consent', { record }, S9))?.forceOptOut).toBe(true);
  });
  it('D10 a callback is told to the store and not to SALESmanago', () => {
    const record: ConsentChange = { email: EMAIL, channel: 'email', state: 'out' };
    const { commands } = decided('consent', { record, source: 'callback', known: known({}) }, S9);
    expect(commands).toMatchObject([{ kind: 'writeConsent', payload: { state: 'out' } }]);
  });
});

describe('D11 callbacks', () => {
  const record: ConsentChange = { email: EMAIL, channel: 'email', state: 'in' };
  it('D11 a repeated one changes nothing', () => {
    const storeConsent = { email: { state: 'in', at: at(-9) } } as const;
    const state = known({ consent: storeConsent, storeConsent });
    const { commands, filteredBy } = decided('consent', {
      record,
      source: 'callback',
      known: state,
    });
    expect([commands, filteredBy]).toEqual([[], 'unchanged']);
  });
});

describe('D12 and S8 double opt-in', () => {
  const S8 = {
    doubleOptIn: true,
    doubleOptInTemplateId: 't',
    doubleOptInAccountId: 'a',
    doubleOptInSubject: 's',
  };
  const record = contact({ emailConsent: 'in', emailConsentAt: at(-1) });
  it('D12 S8 asks with the three fields when the person subscribes now', () =>
    expect(upsertOf(decided('contact', { record }, S8))).toMatchObject({
      useApiDoubleOptIn: true,
      apiDoubleOptInEmailTemplateId: 't',
      apiDoubleOptInEmailAccountId: 'a',
      apiDoubleOptInEmailSubject: 's',
    }));
  it.each([
    { record: contact({ name: 'Ada' }), settings: S8, why: 'nobody subscribes' },
    { record, settings: {}, why: 'it is off' },
  ])('D12 S8 does not ask when $why', ({ record: given_, settings }) =>
    expect(upsertOf(decided('contact', { record: given_ }, settings))?.useApiDoubleOptIn).not.toBe(
      true,
    ),
  );
  it.each([
    { minutes: 9, asks: false },
    { minutes: 10, asks: true },
  ])('D12 S8 $minutes minutes after a mail: $asks', ({ minutes, asks }) => {
    const state = known({ fields: { x: 'x' }, confirmationAskedAt: at(-minutes) });
    const decision = decided(
      'contact',
      { record, known: state, trigger: 'newsletter' },
      {
        ...S8,
        newsletterTags: ['NEWS'],
      },
    );
    expect(upsertOf(decision)?.useApiDoubleOptIn === true).toBe(asks);
  });
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
      of(decided('order', { record: order() }, settings), 'addEvent')?.payload.event,
      of(decided('cart', { record: cart() }, settings), 'cartEvent')?.payload.event,
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
    return of(later, 'cartEvent')?.payload.isUpdate;
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
    expect(events(decided('order', { record: order({ state: 'shipped' }) }))).toEqual([]);
    expect(
      events(
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
        events(decided('order', { record: order({ state: 'on-hold' }) }, { purchaseOn })),
      ).toEqual(gives),
  );
  it.each([
    { productIdentifier: 'product', gives: '1001,1002' },
    { productIdentifier: 'variant', gives: '1001,77' },
    { productIdentifier: 'sku', gives: 'MUG,LAMP' },
  ] as const)('S60 product identifier $productIdentifier', ({ productIdentifier, gives }) =>
    expect(
      of(decided('order', { record: order() }, { productIdentifier }), 'addEvent')?.payload.event
        .products,
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
      events(
        decided(
          'order',
          { record: order({ state, refunds }), known: { effects: bought } },
          { returns },
        ),
      ),
    ).toEqual(gives),
  );
});

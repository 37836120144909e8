import { describe, expect, it } from '@jest/globals';
import type { ConsentChange, Contact } from '../src/model/records.js';
import type { KnownState } from '../src/rules/decision.js';
import type { StoreSettings } from '../src/settings/store-settings.js';
import { commandOf, decided, upsertOf } from './decided.js';
import { at, cart, contact, knownContact, NOW, order } from './given.js';

// One test or more per row of the scope that the rules carry out, and in scope-settings.spec.ts per setting that stands
// alone; what belongs to the hub is tested there.

const EMAIL = 'ada@customer.example';

const known = (values: Parameters<typeof knownContact>[0]): Partial<KnownState> => ({
  contact: knownContact(values),
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
      commandOf(decided('cart', { record: cart({ lines }) }), 'cartEvent')?.payload.event,
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
    expect(commandOf(decision, 'changeEmail')?.payload).toMatchObject({
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
    expect(commandOf(decision, 'writeConsent')?.payload).toMatchObject({
      channel: 'email',
      state: 'in',
    });
    expect(upsertOf(decision)).toMatchObject({ forceOptIn: false, forceOptOut: false });
  });
  it.each(['out', undefined] as const)(
    'D9 registered without a tick, there %s: nothing is said',
    (state) => {
      const decision = registers({ emailConsent: 'out' }, state);
      expect(commandOf(decision, 'writeConsent')).toBeUndefined();
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

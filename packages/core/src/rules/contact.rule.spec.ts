import { describe, expect, it } from '@jest/globals';
import {
  at,
  contact,
  type Given,
  given,
  knownContact,
  NOW,
  settings,
  store,
} from '../../test/given.js';
import type { ConsentChange } from '../model/records.js';
import type { UpsertPayload } from './command.js';
import { decideConsentChange, decideContact } from './contact.rule.js';
import type { Decision, KnownContact } from './decision.js';
import { contactFields, fieldHashes } from './upsert.js';

const decide = (values: Given<'contact'>): Decision => decideContact(given('contact', values));
const payloadOf = (decision: Decision): UpsertPayload =>
  decision.commands[0]?.payload as UpsertPayload;
const sentBefore = (record: object, values: Partial<KnownContact> = {}): KnownContact =>
  knownContact({ fields: fieldHashes(contactFields(record, settings(), 'pl')), ...values });

describe('a contact document', () => {
  const record = contact({ name: 'Ada', externalId: '7', updatedAt: at(-1) });

  it('is sent when the person is new, and remembered', () => {
    const decision = decide({ record });
    expect(decision.commands).toMatchObject([
      { kind: 'upsertContact', lane: 'live', contactKey: 'ada@customer.example' },
    ]);
    expect(decision.memory).toMatchObject({
      contactKey: 'ada@customer.example',
      customer: { id: '7', email: 'ada@customer.example' },
    });
    expect(Object.keys(decision.memory.fields ?? {})).toEqual(['name', 'externalId']);
  });

  it('is sent when only a consent is remembered of the person', () =>
    expect(
      decide({ record: contact(), known: { contact: knownContact({ contactId: undefined }) } })
        .commands,
    ).toHaveLength(1));

  it('is not sent live when SALESmanago has all of it', () => {
    const decision = decide({ record, known: { contact: sentBefore(record) } });
    expect(decision).toMatchObject({ commands: [], filteredBy: 'unchanged' });
    expect(decision.memory).not.toHaveProperty('fields');
  });

  it('is not sent when it says less than before', () =>
    expect(decide({ record: contact(), known: { contact: sentBefore(record) } }).commands).toEqual(
      [],
    ));

  it('is sent live when a field, a tag or a consent is new', () => {
    const known = { contact: sentBefore(record) };
    expect(decide({ record: { ...record, name: 'Ada K' }, known }).commands).toHaveLength(1);
    expect(
      decide({ record, known, trigger: 'login', store: store({ loginTags: ['LOGIN'] }) }).commands,
    ).toHaveLength(1);
    expect(decide({ record: { ...record, emailConsent: 'in' }, known }).commands).toHaveLength(1);
  });

  it.each(['export', 'import'] as const)('is always sent by an %s', (source) =>
    expect(
      decide({ record, source, known: { contact: sentBefore(record) } }).commands,
    ).toMatchObject([{ lane: 'export', payload: { useApiDoubleOptIn: false } }]),
  );

  it('goes before live traffic when it changes a consent', () =>
    expect(decide({ record: contact({ emailConsent: 'in' }) }).commands[0]?.lane).toBe('consent'));

  it('keeps what was sent before in what is remembered', () => {
    const before = sentBefore({ phone: '1' });
    const { memory } = decide({ record, known: { contact: before } });
    expect(memory.fields).toMatchObject({ phone: before.fields.phone, name: expect.any(String) });
  });

  it('has nobody to send without an address', () =>
    expect(decide({ record: { name: 'Ada' } }).filteredBy).toBe('noAddress'));

  it('orders work by the address in lower case', () =>
    expect(
      decide({ record: contact({ email: 'Ada@Customer.Example' }) }).commands[0]?.contactKey,
    ).toBe('ada@customer.example'));
});

describe('tags', () => {
  const tagged = store({
    registrationTags: ['REG'],
    loginTags: ['LOGIN'],
    newsletterTags: ['NEWS'],
    purchaseTags: ['BUY'],
    guestPurchaseTags: ['GUEST'],
  });
  const tagsOf = (values: Partial<Given<'contact'>>) =>
    payloadOf(decide({ record: contact(), store: tagged, ...values }))?.tags;

  it.each([
    ['registration', ['REG']],
    ['login', ['LOGIN']],
    ['newsletter', ['NEWS']],
    ['edit', undefined],
    [undefined, undefined],
  ] as const)('at %s are %j', (trigger, tags) => expect(tagsOf({ trigger })).toEqual(tags));

  it('of a sign-up come first, and once', () => {
    const record = contact({ emailConsent: 'in' });
    expect(tagsOf({ record, trigger: 'registration' })).toEqual(['NEWS', 'REG']);
    expect(tagsOf({ record, trigger: 'newsletter' })).toEqual(['NEWS']);
    expect(tagsOf({ record })).toEqual(['NEWS']);
  });

  it('of a sign-up are not given to somebody who signs off', () => {
    const record = contact({ emailConsent: 'out', emailConsentAt: at(-1) });
    expect(tagsOf({ record, trigger: 'newsletter' })).toBeUndefined();
  });

  it('of an export are its own, normalised', () =>
    expect(
      tagsOf({
        trigger: 'registration',
        source: 'export',
        exportOptions: { status: 'untouched', tags: ['spring 26', 'SPRING_26'] },
      }),
    ).toEqual(['SPRING_26']));
});

describe('ignored domains', () => {
  const ignoring = (ignoredSubdomains: boolean) =>
    store({ ignoredDomains: ['market.example', 'xn--bcher-kva.example'], ignoredSubdomains });
  const rule = (email: string, subdomains = false) =>
    decide({ record: contact({ email }), store: ignoring(subdomains) }).filteredBy;

  it.each([
    ['a@market.example', false, 'ignoredDomain'],
    ['a@MARKET.Example', false, 'ignoredDomain'],
    ['a@bücher.example', false, 'ignoredDomain'],
    ['a@relay.market.example', false, undefined],
    ['a@relay.market.example', true, 'ignoredDomain'],
    ['a@hypermarket.example', true, undefined],
  ])('%s with subdomains %s: %s', (email, subdomains, filteredBy) =>
    expect(rule(email, subdomains)).toBe(filteredBy),
  );

  it('are ignored in exports, too', () =>
    expect(
      decide({
        record: contact({ email: 'a@market.example' }),
        store: ignoring(false),
        source: 'export',
        exportOptions: { status: 'optIn', tags: [] },
      }),
    ).toMatchObject({ commands: [], filteredBy: 'ignoredDomain', memory: {} }));
});

describe('an e-mail change', () => {
  const record = contact({ externalId: '7', email: 'new@customer.example', name: 'Ada' });
  const renamedFrom = (decision: Decision) =>
    decision.commands[0]?.kind === 'changeEmail'
      ? [decision.commands[0].payload.contact.email, decision.commands[0].payload.newEmail]
      : undefined;

  it('keeps the contact, by the address the hub saw the customer with', () => {
    const decision = decide({ record, known: { customerEmail: 'old@customer.example' } });
    expect(renamedFrom(decision)).toEqual(['old@customer.example', 'new@customer.example']);
    expect(decision.commands[0]?.contactKey).toBe('new@customer.example');
    expect(decision.memory).toMatchObject({
      contactKey: 'new@customer.example',
      renamedFrom: 'old@customer.example',
      customer: { id: '7', email: 'new@customer.example' },
    });
  });

  it('keeps the contact, by the address the platform tells', () =>
    expect(
      renamedFrom(decide({ record: { ...record, previousEmail: 'old@customer.example' } })),
    ).toEqual(['old@customer.example', 'new@customer.example']));

  it('is sent even when nothing else is new', () =>
    expect(
      renamedFrom(
        decide({
          record,
          known: { customerEmail: 'old@customer.example', contact: sentBefore(record) },
        }),
      ),
    ).toBeDefined());

  it('is made once', () =>
    expect(
      decide({
        record: { ...record, previousEmail: 'old@customer.example' },
        known: { customerEmail: 'new@customer.example', contact: sentBefore(record) },
      }),
    ).toMatchObject({ commands: [], filteredBy: 'unchanged' }));

  it.each([
    ['NEW@customer.example', 'differs in case alone'],
    ['a@market.example', 'was ignored, so SALESmanago never had it'],
  ])('is none when the old address %s %s', (customerEmail, _why) => {
    const decision = decide({
      record,
      known: { customerEmail },
      store: store({ ignoredDomains: ['market.example'] }),
    });
    expect(decision.commands).toMatchObject([{ kind: 'upsertContact' }]);
    expect(decision.memory).not.toHaveProperty('renamedFrom');
  });

  it('says nothing about consent while what is remembered stands under the old address', () => {
    const decision = decide({
      record: { ...record, emailConsent: 'in' },
      known: { customerEmail: 'old@customer.example' },
    });
    expect(payloadOf(decision)).toMatchObject({ forceOptIn: false, forceOptOut: false });
    expect(decision.memory).not.toHaveProperty('consents');
  });
});

describe('double opt-in', () => {
  const on = store({ doubleOptIn: true, doubleOptInWindowMinutes: 10 });
  const signUp = contact({ emailConsent: 'in', emailConsentAt: at(-1) });
  const asked = (minutes: number) => ({
    contact: knownContact({
      confirmationAskedAt: at(-minutes),
      consent: { email: { state: 'pending', at: at(-minutes) } },
    }),
  });

  it('asks for a mail when the person subscribes now, and waits for the click', () => {
    const decision = decide({ record: signUp, store: on });
    expect(payloadOf(decision)).toMatchObject({
      forceOptIn: true,
      useApiDoubleOptIn: true,
      confirmationWindowMinutes: 10,
    });
    expect(decision.memory).toMatchObject({
      confirmationAskedAt: NOW,
      consents: [{ salesmanago: { state: 'pending', at: at(-1) }, store: { state: 'in' } }],
    });
  });

  it.each([
    [contact(), 'says nothing'],
    [contact({ mobileConsent: 'in' }), 'subscribes by phone'],
    [contact({ emailConsent: 'out', emailConsentAt: at(-1) }), 'unsubscribes'],
  ])('asks nobody who %#', (record, _why) => {
    const decision = decide({ record, store: on });
    expect(payloadOf(decision).useApiDoubleOptIn).not.toBe(true);
    expect(decision.memory).not.toHaveProperty('confirmationAskedAt');
  });

  it('is off unless it is switched on', () =>
    expect(payloadOf(decide({ record: signUp })).useApiDoubleOptIn).toBeUndefined());

  it('asks once per window, and never opts in around the confirmation', () => {
    const record = { ...signUp, name: 'Ada' };
    const decision = decide({ record, store: on, known: asked(9.99) });
    expect(payloadOf(decision)).toMatchObject({ forceOptIn: false, useApiDoubleOptIn: false });
    expect(decision.memory).not.toHaveProperty('confirmationAskedAt');
    expect(decision.memory.consents?.[0]).not.toHaveProperty('salesmanago');
    expect(decision.reasons.map((reason) => reason.rule)).toContain('doubleOptInWindow');
  });

  it('asks again after the window', () =>
    expect(payloadOf(decide({ record: signUp, store: on, known: asked(10) }))).toMatchObject({
      forceOptIn: true,
      useApiDoubleOptIn: true,
    }));

  it('asks nobody in an export', () =>
    expect(
      payloadOf(
        decide({
          record: contact(),
          store: on,
          source: 'export',
          exportOptions: { status: 'optIn', tags: [] },
        }),
      ),
    ).toMatchObject({ forceOptIn: true, useApiDoubleOptIn: false }));
});

describe('the status of an export', () => {
  const exported = (status: 'optIn' | 'optOut' | 'untouched' | 'asInStore', known?: KnownContact) =>
    decide({
      record: contact({ emailConsent: 'in', mobileConsent: 'in' }),
      source: 'export',
      exportOptions: { status, tags: [] },
      known: known ? { contact: known } : {},
    });

  it.each([
    ['optIn', [true, false, false, false]],
    ['optOut', [false, true, false, false]],
    ['untouched', [false, false, false, false]],
    ['asInStore', [true, false, true, false]],
  ] as const)('%s says %j', (status, flags) => {
    const { forceOptIn, forceOptOut, forcePhoneOptIn, forcePhoneOptOut } = payloadOf(
      exported(status),
    );
    expect([forceOptIn, forceOptOut, forcePhoneOptIn, forcePhoneOptOut]).toEqual(flags);
  });

  it('that is chosen is no word of the store', () => {
    const [update] = exported('optIn').memory.consents ?? [];
    expect(update).toMatchObject({ rule: 'export.optIn', salesmanago: { state: 'in', at: NOW } });
    expect(update).not.toHaveProperty('store');
  });

  it('that is untouched changes no baseline', () =>
    expect(exported('untouched').memory).not.toHaveProperty('consents'));
});

describe('a tick at the registration or sign-up', () => {
  const optedOut = {
    contact: knownContact({
      consent: { email: { state: 'out', at: at(-600) } },
      storeConsent: { email: { state: 'in', at: at(-700) } },
    }),
  };
  const record = contact({ emailConsent: 'in', registeredAt: at(-5), updatedAt: at(-4) });

  it.each([
    ['registration', true, at(-5)],
    ['newsletter', true, at(-4)],
    ['edit', false, undefined],
  ] as const)('%s: sent %s, as of %s', (trigger, sent, when) => {
    const decision = decide({ record, trigger, known: optedOut });
    expect(payloadOf(decision).forceOptIn).toBe(sent);
    expect(decision.memory.consents?.[0]?.salesmanago?.at).toBe(when);
  });

  it('older than an opt-out changes nothing', () =>
    expect(
      payloadOf(
        decide({
          record: { ...record, registeredAt: at(-800), updatedAt: at(-800) },
          trigger: 'registration',
          known: optedOut,
        }),
      ).forceOptIn,
    ).toBe(false));
});

describe('consent synchronisation (S9)', () => {
  const optedIn = { contact: knownContact({ consent: { email: { state: 'in', at: at(-600) } } }) };
  const on = { ...store({ consentSync: true }), canWriteConsent: true };
  const writes = (decision: Decision) =>
    decision.commands.filter((command) => command.kind === 'writeConsent');
  const unticked = contact({ registeredAt: at(-1), emailConsent: 'out', emailConsentAt: at(-1) });

  it('sets the store to opt-in at a registration without a tick, and sends nothing that opts out', () => {
    const decision = decide({
      record: unticked,
      trigger: 'registration',
      store: on,
      known: optedIn,
    });
    expect(writes(decision)).toMatchObject([
      {
        lane: 'consent',
        payload: { channel: 'email', state: 'in', email: 'ada@customer.example' },
      },
    ]);
    expect(payloadOf(decision)).toMatchObject({ forceOptOut: false, forceOptIn: false });
  });

  it.each<[string, Partial<Given<'contact'>>]>([
    ['the box was ticked', { record: contact({ emailConsent: 'in' }) }],
    ['SALESmanago does not say in', { known: {} }],
    ['it is no registration', { trigger: 'edit' }],
    ['it is off', { store: store() }],
    ['it is an export', { source: 'export' }],
    ['the platform takes nothing back', { store: store({ consentSync: true }) }],
  ])('writes nothing back when %s', (_why, values) =>
    expect(
      writes(
        decide({ record: unticked, trigger: 'registration', store: on, known: optedIn, ...values }),
      ),
    ).toEqual([]),
  );

  it('takes a box that was ticked before for unticked, also where a poll tells of the registration late', () => {
    const known = {
      customerEmail: 'ada@customer.example',
      contact: knownContact({
        fields: { x: 'x' },
        consent: { email: { state: 'in', at: at(-60) } },
        storeConsent: { email: { state: 'in', at: at(-60) } },
      }),
    };
    const record = contact({
      externalId: '9',
      registeredAt: at(-60),
      emailConsent: 'out',
      updatedAt: at(-1),
    });
    const decision = decide({ record, trigger: 'registration', known, store: on });
    expect(payloadOf(decision).forceOptOut).toBe(true);
    expect(writes(decision)).toEqual([]);
  });

  it('corrects a store that shows an older word than the one that counts', () => {
    const known = {
      contact: knownContact({
        fields: { x: 'x' },
        consent: { email: { state: 'out', at: at(-1) } },
        storeConsent: { email: { state: 'out', at: at(-60) } },
      }),
    };
    const record = contact({ emailConsent: 'in', updatedAt: at(-5) });
    const able = { ...store(), canWriteConsent: true };
    const decision = decide({ record, known, store: able });
    expect(writes(decision)).toMatchObject([{ payload: { channel: 'email', state: 'out' } }]);
    expect(decision.commands.filter(({ kind }) => kind === 'upsertContact')).toEqual([]);
    expect(writes(decide({ record, known, store: store() }))).toEqual([]);
    expect(writes(decide({ record, known, store: able, source: 'export' }))).toEqual([]);
  });

  it('holds an opt-out within 15 minutes of the registration, only when it is on', () => {
    const known = {
      contact: knownContact({
        consent: { email: { state: 'in', at: at(-14) } },
        storeConsent: { email: { state: 'in', at: at(-14) } },
      }),
    };
    const record = contact({ registeredAt: at(-14), emailConsent: 'out', updatedAt: at(-1) });
    const held = decide({ record, known, store: on });
    expect(payloadOf(held).forceOptOut).toBe(false);
    expect(held.memory.consents).toMatchObject([{ rule: 'held' }]);
    const later = decide({
      record,
      known,
      store: store({ consentSync: true, earlyOptOut: 'sendLater' }),
    });
    expect(later.memory.recheckAt).toBe(at(1));
    expect(payloadOf(decide({ record, known })).forceOptOut).toBe(true);
  });
});

describe('a consent change', () => {
  const decideChange = (record: ConsentChange, values: Partial<Given<'consent'>> = {}): Decision =>
    decideConsentChange(given('consent', { record, ...values }));
  const change = (values: Partial<ConsentChange> = {}): ConsentChange => ({
    email: 'ada@customer.example',
    channel: 'email',
    state: 'in',
    at: at(-1),
    ...values,
  });

  it('is sent with its own flag and the tags of a sign-up', () => {
    const decision = decideChange(change(), { store: store({ newsletterTags: ['NEWS'] }) });
    expect(decision.commands).toMatchObject([
      { lane: 'consent', payload: { forceOptIn: true, forcePhoneOptIn: false, tags: ['NEWS'] } },
    ]);
  });

  it('on the phone brings the number', () =>
    expect(
      payloadOf(decideChange(change({ channel: 'mobile', phone: '+48600100200' }))),
    ).toMatchObject({
      contact: { phone: '+48600100200' },
      forceOptIn: false,
      forcePhoneOptIn: true,
    }));

  it('that changes nothing sends nothing and remembers no field as sent', () => {
    const decision = decideChange(change({ state: 'out', at: null, phone: '+48600100200' }));
    expect(decision).toMatchObject({ commands: [], filteredBy: 'consent.firstNoIsBaseline' });
    expect(decision.memory).not.toHaveProperty('fields');
    expect(decision.memory.consents).toMatchObject([{ store: { state: 'out' } }]);
  });

  it('finds the person by customer id', () => {
    const known = { customerEmail: 'ada@customer.example' };
    expect(
      decideChange(change({ email: null, externalId: '7' }), { known }).commands,
    ).toMatchObject([{ contactKey: 'ada@customer.example' }]);
    expect(decideChange(change({ email: null, externalId: '7' })).filteredBy).toBe('noAddress');
  });

  it('leaves a rename to the contact document', () => {
    const renamed = decideChange(change({ externalId: '7' }), {
      known: { customerEmail: 'old@customer.example' },
    });
    expect(renamed.memory).not.toHaveProperty('customer');
    expect(decideChange(change({ externalId: '7' })).memory).toHaveProperty('customer');
  });

  it('of an ignored domain is filtered', () =>
    expect(
      decideChange(change(), { store: store({ ignoredDomains: ['customer.example'] }) }).filteredBy,
    ).toBe('ignoredDomain'));
});

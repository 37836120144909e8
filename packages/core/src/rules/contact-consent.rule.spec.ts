import { describe, expect, it } from '@jest/globals';
import { at, contact, type Given, given, knownContact, NOW, store } from '../../test/given.js';
import type { ConsentChange } from '../model/records.js';
import type { UpsertPayload } from './command.js';
import { decideConsentChange, decideContact } from './contact.rule.js';
import type { Decision, KnownContact } from './decision.js';

const decide = (values: Given<'contact'>): Decision => decideContact(given('contact', values));
const payloadOf = (decision: Decision): UpsertPayload =>
  decision.commands[0]?.payload as UpsertPayload;

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

  it('takes a box ticked after the registration for a new word, where a poll tells of the registration late', () => {
    const known = {
      customerEmail: 'ada@customer.example',
      contact: knownContact({
        fields: { x: 'x' },
        consent: { email: { state: 'out', at: at(-30) } },
        storeConsent: { email: { state: 'out', at: at(-60) } },
      }),
    };
    const record = contact({
      externalId: '9',
      registeredAt: at(-60),
      emailConsent: 'in',
      updatedAt: at(-1),
    });
    const able = { ...store(), canWriteConsent: true };
    const decision = decide({ record, trigger: 'registration', known, store: able });
    expect(payloadOf(decision).forceOptIn).toBe(true);
    expect(decision.memory.consents).toMatchObject([
      { rule: 'observedChange', salesmanago: { state: 'in', at: at(-1) } },
    ]);
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

import { describe, expect, it } from '@jest/globals';
import { at, contact, type Given, given, knownContact, settings, store } from '../../test/given.js';
import type { UpsertPayload } from './command.js';
import { decideContact } from './contact.rule.js';
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

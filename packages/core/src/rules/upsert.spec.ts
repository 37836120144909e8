import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settings } from '../../test/given.js';
import {
  buildUpsert,
  changedFields,
  contactFields,
  fieldHashes,
  type UpsertParts,
} from './upsert.js';

const fields = (contact: object, languageSource: 'contact' | 'store' | 'none' = 'contact') =>
  contactFields(contact, { languageSource }, 'pl');

describe('contactFields', () => {
  it.each([
    [{ name: 'Ada Kowal', firstName: 'A' }, 'Ada Kowal', 'the full name'],
    [{ firstName: 'Ada', lastName: 'Kowal' }, 'Ada Kowal', 'first and last name'],
    [{ name: null, firstName: 'Ada', lastName: null }, 'Ada', 'what there is of it'],
    [{ name: '', firstName: 'Ada' }, 'Ada', 'the parts when the full name is blank'],
    [{ firstName: null, lastName: '' }, undefined, 'nothing'],
  ])('%j is called by %s', (contact, name, _why) => expect(fields(contact).name).toBe(name));

  it('joins the two lines of a street', () =>
    expect(fields({ address: { street: 'Long 5', street2: 'flat 7', city: null } })).toEqual({
      streetAddress: 'Long 5 flat 7',
    }));

  it.each([
    ['1990-02-14', '19900214'],
    ['--02-14', '0214'],
  ])('writes the birth date %s as %s', (birthDate, birthday) =>
    expect(fields({ birthDate })).toEqual({ birthday }),
  );

  it.each([
    ['contact', 'pl-PL', 'PL'],
    ['contact', 'fil-PH', undefined],
    ['contact', undefined, undefined],
    ['store', 'de', 'PL'],
    ['none', 'de', undefined],
  ] as const)('with the language from the %s, %s gives %s', (source, language, lang) =>
    expect(fields({ language }, source).lang).toBe(lang),
  );

  it('keeps "0" and leaves out what is missing or known to be empty', () =>
    expect(fields({ phone: '0', fax: null, company: undefined, address: null })).toEqual({
      phone: '0',
    }));

  it('calls somebody a customer only when told', () => {
    expect(fields({ isCustomer: true }).state).toBe('CUSTOMER');
    expect(fields({ isCustomer: false })).toEqual({});
  });

  it('keeps properties apart from fields of the same name', () => {
    const all = fields({ phone: '1', properties: { phone: '2', 'p:x': '3', empty: '' } });
    const upsert = buildUpsert(parts({ fields: all }));
    expect(upsert.contact.phone).toBe('1');
    expect(upsert.properties).toEqual({ phone: '2', 'p:x': '3' });
  });
});

describe('changedFields', () => {
  const contact = { name: 'Ada', phone: '1', properties: { size: 'L' } };

  it('finds nothing new in what was sent', () =>
    expect(changedFields(fieldHashes(fields(contact)), fieldHashes(fields(contact)))).toEqual([]));

  it('names what is new, and takes silence for no change', () => {
    const sent = fieldHashes(fields(contact));
    const now = fields({ phone: '2', properties: { size: 'L', color: 'red' } });
    expect(changedFields(fieldHashes(now), sent)).toEqual(['phone', 'p:color']);
  });
});

const parts = (values: Partial<UpsertParts> = {}): UpsertParts => ({
  email: 'ada@customer.example',
  fields: {},
  tags: [],
  consent: {},
  confirm: 'leave',
  settings: settings(),
  ...values,
});

describe('buildUpsert', () => {
  const flagsOf = (values: Partial<UpsertParts>) => {
    const { forceOptIn, forceOptOut, forcePhoneOptIn, forcePhoneOptOut } = buildUpsert(
      parts(values),
    );
    return [forceOptIn, forceOptOut, forcePhoneOptIn, forcePhoneOptOut];
  };

  it.each([
    [{}, [false, false, false, false], 'nothing is said'],
    [{ email: 'in', mobile: 'in' }, [true, false, true, false], 'both in'],
    [{ email: 'out', mobile: 'out' }, [false, true, false, true], 'both out'],
    [{ email: 'in' }, [true, false, false, false], 'e-mail in'],
    [{ email: 'out' }, [false, true, false, false], 'e-mail out'],
    [{ mobile: 'in' }, [false, false, true, false], 'mobile in'],
    [{ mobile: 'out' }, [false, false, false, true], 'mobile out'],
    [{ email: 'in', mobile: 'out' }, [true, false, false, true], 'e-mail in, mobile out'],
  ] as const)('%j says %j: %s', (consent, flags, _why) =>
    expect(flagsOf({ consent })).toEqual(flags),
  );

  it('never says in and out of one channel', () => {
    const channel = fc.constantFrom('in', 'out', undefined);
    fc.assert(
      fc.property(channel, channel, (email, mobile) => {
        const [emailIn, emailOut, mobileIn, mobileOut] = flagsOf({
          consent: { email, mobile } as never,
        });
        expect([emailIn && emailOut, mobileIn && mobileOut]).toEqual([false, false]);
      }),
    );
  });

  it.each([
    [{}, 'leave', false, 'nothing said'],
    [{ email: 'out' }, 'leave', false, 'e-mail out'],
    [{ email: 'in' }, 'leave', undefined, 'e-mail in without a confirmation'],
    [{ mobile: 'in' }, 'leave', undefined, 'mobile in'],
    [{ mobile: 'in' }, 'ask', undefined, 'mobile in, which no mail can confirm'],
    [{ email: 'in' }, 'ask', true, 'e-mail in with a confirmation'],
    [{ email: 'in' }, 'never', false, 'an export'],
  ] as const)('%j with %s: useApiDoubleOptIn is %s (%s)', (consent, confirm, value, _why) =>
    expect(buildUpsert(parts({ consent, confirm })).useApiDoubleOptIn).toBe(value),
  );

  it('sends the three double opt-in fields together, and only when it asks', () => {
    const triple = settings({
      doubleOptIn: true,
      doubleOptInTemplateId: 't',
      doubleOptInAccountId: 'a',
      doubleOptInSubject: 's',
    });
    const asked = buildUpsert(
      parts({ consent: { email: 'in' }, confirm: 'ask', settings: triple }),
    );
    expect(asked).toMatchObject({
      apiDoubleOptInEmailTemplateId: 't',
      apiDoubleOptInEmailAccountId: 'a',
      apiDoubleOptInEmailSubject: 's',
    });
    expect(JSON.stringify(buildUpsert(parts({ settings: triple })))).not.toContain(
      'apiDoubleOptIn',
    );
  });

  it('puts every field where SALESmanago wants it', () => {
    const all = fields({
      name: 'Ada Kowal',
      phone: '+48600100200',
      company: 'Ada Ltd',
      externalId: 'C-1007',
      isCustomer: true,
      address: {
        street: 'Long 5',
        zip: '30-002',
        city: 'Kraków',
        country: 'PL',
        province: 'małopolskie',
      },
      birthDate: '1990-02-14',
      language: 'pl',
      registeredAt: '2026-01-01T00:00:00.000Z',
    });
    expect(
      buildUpsert(
        parts({ fields: all, tags: ['A'], settings: settings({ owner: 'owner@shop.example' }) }),
      ),
    ).toEqual({
      owner: 'owner@shop.example',
      contact: {
        email: 'ada@customer.example',
        name: 'Ada Kowal',
        phone: '+48600100200',
        company: 'Ada Ltd',
        externalId: 'C-1007',
        state: 'CUSTOMER',
        address: { streetAddress: 'Long 5', zipCode: '30-002', city: 'Kraków', country: 'PL' },
      },
      birthday: '19900214',
      province: 'małopolskie',
      lang: 'PL',
      forceOptIn: false,
      forceOptOut: false,
      forcePhoneOptIn: false,
      forcePhoneOptOut: false,
      tags: ['A'],
      dictionaryProperties: [{ name: 'store_created_at', type: 'DATE', value: 1_767_225_600_000 }],
      useApiDoubleOptIn: false,
    });
  });

  it('sends no field that it does not know', () =>
    expect(buildUpsert(parts())).toEqual({
      contact: { email: 'ada@customer.example' },
      forceOptIn: false,
      forceOptOut: false,
      forcePhoneOptIn: false,
      forcePhoneOptOut: false,
      useApiDoubleOptIn: false,
    }));
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import { AUTH, TestAccount } from '../../test/test-client.js';
import type { ContactUpsert } from '../request/contact.request.js';

const account = new TestAccount();
const { service } = account;
const contacts = () => account.client.contacts;

beforeAll(() => account.start());
afterAll(() => account.stop());

const QUIET = {
  forceOptIn: false,
  forceOptOut: false,
  forcePhoneOptIn: false,
  forcePhoneOptOut: false,
};

describe('upsert', () => {
  const done = { body: { success: true, message: [], contactId: 'c-1', externalId: 'C-1007' } };

  it('signs, waits for the processing, and puts every field where it belongs', async () => {
    service.answers(done);
    const upsert: ContactUpsert = {
      contact: {
        email: 'ada@customer.example',
        name: 'Ada Kowal',
        phone: '+48123123123',
        company: 'Ada Ltd',
        externalId: '0',
        state: 'CUSTOMER',
        address: { streetAddress: 'Long 5', zipCode: '30-002', city: 'Krakow', country: 'PL' },
      },
      newEmail: 'ada@new.example',
      tags: ['SHOP_REGISTER'],
      removeTags: ['OLD'],
      properties: { loyalty_level: 'gold', zero: '0' },
      dictionaryProperties: [{ name: 'points', type: 'NUMBER', value: 3 }],
      birthday: '19900214',
      province: 'malopolskie',
      lang: 'pl-PL',
      consentDetails: [{ consentName: 'Newsletter', consentAccept: true }],
      loyaltyProgram: 'Gold',
    };
    expect(await contacts().upsert(upsert)).toEqual({ value: { contactId: 'c-1' }, warnings: [] });
    expect(service.last).toMatchObject({ method: 'POST', path: '/api/contact/upsert' });
    expect(service.last.body).toEqual({
      ...AUTH,
      async: false,
      contact: upsert.contact,
      newEmail: 'ada@new.example',
      ...QUIET,
      tags: ['SHOP_REGISTER'],
      removeTags: ['OLD'],
      properties: { loyalty_level: 'gold', zero: '0' },
      dictionaryProperties: [{ name: 'points', type: 'NUMBER', value: 3 }],
      birthday: '19900214',
      province: 'malopolskie',
      lang: 'PL',
      consentDetails: [{ consentName: 'Newsletter', consentAccept: true }],
      loyaltyProgram: 'Gold',
      useApiDoubleOptIn: false,
    });
  });

  it('sends nothing that it was not given, clears what is null, and takes another owner', async () => {
    service.answers(done);
    await contacts().upsert({
      owner: 'b@shop.example',
      contact: { email: 'a@b.example', name: null, phone: undefined },
    });
    expect(service.last.body).toEqual({
      ...AUTH,
      owner: 'b@shop.example',
      async: false,
      contact: { email: 'a@b.example', name: '' },
      ...QUIET,
      useApiDoubleOptIn: false,
    });
  });

  const doi = { useApiDoubleOptIn: true, doubleOptInEmailId: 'mail-1' };
  it.each([
    { given: {}, sent: { useApiDoubleOptIn: false }, why: 'nothing about consent' },
    { given: doi, sent: { useApiDoubleOptIn: false }, why: 'double opt-in without a subscription' },
    {
      given: { forceOptIn: true, ...doi },
      sent: { forceOptIn: true, useApiDoubleOptIn: true, doubleOptInEmailId: 'mail-1' },
      why: 'e-mail subscription with double opt-in',
    },
    {
      given: { forceOptIn: true },
      sent: { forceOptIn: true },
      why: 'e-mail subscription without it',
    },
    {
      given: { forceOptIn: true, useApiDoubleOptIn: false },
      sent: { forceOptIn: true, useApiDoubleOptIn: false },
      why: 'e-mail subscription that excludes it',
    },
    {
      given: { forcePhoneOptIn: true, ...doi },
      sent: { forcePhoneOptIn: true },
      why: 'mobile subscription',
    },
    {
      given: { forceOptOut: true },
      sent: { forceOptOut: true, useApiDoubleOptIn: false },
      why: 'e-mail opt-out',
    },
    {
      given: { forceOptIn: true, forceOptOut: true, ...doi },
      sent: { forceOptOut: true, useApiDoubleOptIn: false },
      why: 'a contradiction, which is an opt-out',
    },
  ])('carries consent as the table says: $why', async ({ given, sent }) => {
    service.answers(done);
    await contacts().upsert({ contact: { email: 'a@b.example' }, ...given });
    expect(service.last.body).toEqual({
      ...AUTH,
      async: false,
      contact: { email: 'a@b.example' },
      ...QUIET,
      ...sent,
    });
  });

  it('takes template, account and subject together or not at all', async () => {
    service.answers(done);
    const one = {
      contact: { email: 'a@b.example' },
      forceOptIn: true,
      useApiDoubleOptIn: true,
      apiDoubleOptInEmailSubject: 'Hello',
    };
    const error = await caught(contacts().upsert(one));
    expect(error).toMatchObject({
      outcome: 'refused',
      code: 'SM_BAD_REQUEST',
      field: 'apiDoubleOptInEmailTemplateId',
    });
    const three = { ...one, apiDoubleOptInEmailTemplateId: 't', apiDoubleOptInEmailAccountId: 'a' };
    await contacts().upsert(three);
    expect(service.last.body).toMatchObject({
      apiDoubleOptInEmailTemplateId: 't',
      apiDoubleOptInEmailAccountId: 'a',
      apiDoubleOptInEmailSubject: 'Hello',
    });
  });

  it('cuts what is too long and says so', async () => {
    service.answers(done);
    const { warnings } = await contacts().upsert({
      contact: { email: 'a@b.example', name: 'ż'.repeat(300), externalId: '7'.repeat(300) },
      tags: ['', 'T'.repeat(256)],
      properties: { note: 'n'.repeat(256) },
      birthday: '1990-02-14',
      lang: 'Polish',
    });
    expect(service.last.body.contact.name).toBe('ż'.repeat(255));
    expect(service.last.body.contact.externalId).toHaveLength(300);
    expect(service.last.body.tags).toEqual(['T'.repeat(255)]);
    expect(service.last.body).not.toHaveProperty('birthday');
    expect(service.last.body).not.toHaveProperty('lang');
    expect(warnings.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'cut contact.name',
      'tooLong contact.externalId',
      'cut tags',
      'cut properties.note',
      'dropped birthday',
      'dropped lang',
    ]);
  });

  it.each([
    '',
    'ada',
    '@b.example',
    'ada@',
    'a b@c.example',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(253)}`,
  ])('refuses the address %j without a call', async (email) => {
    service.answers(done);
    const error = await caught(contacts().upsert({ contact: { email } }));
    expect(error).toMatchObject({
      outcome: 'refused',
      code: 'SM_BAD_REQUEST',
      field: 'contact.email',
    });
    if (email.length > 3) expect(error.message).not.toContain(email);
    expect(service.seen).toHaveLength(0);
  });
});

describe('batchUpsert', () => {
  const items = ['Ada@Customer.example', 'bob@customer.example'].map((email) => ({
    contact: { email },
  }));

  it('never asks for confirmation mails, and finds the ids whatever the case', async () => {
    service.answers({
      body: {
        success: true,
        message: [],
        contactIds: { 'ada@customer.example': 'c-1', 'BOB@customer.example': 'c-2' },
      },
    });
    expect((await contacts().batchUpsert(items)).value).toEqual([
      { email: 'ada@customer.example', status: 'done', contactId: 'c-1' },
      { email: 'bob@customer.example', status: 'done', contactId: 'c-2' },
    ]);
    expect(service.last.path).toBe('/api/contact/batchupsert');
    expect(service.last.body).toEqual({
      ...AUTH,
      upsertDetails: items.map((item) => ({ ...item, ...QUIET })),
      useApiDoubleOptIn: false,
    });
  });

  it('says which ones are missing, also one that cannot be sent', async () => {
    service.answers({
      body: { success: true, contactIds: { 'bob@customer.example': 'c-2', 'x@y.example': 'c-3' } },
    });
    const { value, warnings } = await contacts().batchUpsert([
      ...items.slice(0, 1),
      { contact: { email: 'not an address' } },
      { contact: { email: 'bob@customer.example', name: 'n'.repeat(256) } },
    ]);
    expect(value.map((item) => item.status)).toEqual(['missing', 'missing', 'done']);
    expect(service.last.body.upsertDetails).toHaveLength(2);
    expect(warnings).toMatchObject([{ code: 'cut', field: 'contact.name', index: 2 }]);
  });

  it('is unknown without contactIds', async () => {
    service.answers({ body: { success: true, message: [] } });
    expect(await caught(contacts().batchUpsert(items))).toMatchObject({
      outcome: 'unknown',
      code: 'SM_ID_MISSING',
    });
  });

  it.each([
    { batch: [...items, { contact: { email: 'ADA@customer.example' } }], why: 'an address twice' },
    {
      batch: [{ contact: { email: 'a@b.example' }, newEmail: 'c@d.example' }],
      why: 'an e-mail change',
    },
    {
      batch: [{ contact: { email: 'a@b.example' }, forceOptIn: true, useApiDoubleOptIn: true }],
      why: 'double opt-in',
    },
    {
      batch: Array.from({ length: 401 }, (_, n) => ({ contact: { email: `${n}@b.example` } })),
      why: 'more than 400',
    },
  ])('refuses $why', async ({ batch }) => {
    service.answers({});
    expect(await caught(contacts().batchUpsert(batch))).toMatchObject({
      outcome: 'refused',
      code: 'SM_BAD_BATCH',
      next: 'reportBug',
    });
    expect(service.seen).toHaveLength(0);
  });

  it('makes no call for nothing', async () => {
    service.answers({ status: 500 });
    expect((await contacts().batchUpsert([])).value).toEqual([]);
    expect((await contacts().batchUpsertAsync([])).value.requestId).toBeUndefined();
    expect(service.seen).toHaveLength(0);
  });

  it('starts an asynchronous batch that fires no events', async () => {
    service.answers({ body: { success: true, message: [], requestId: 52133 } });
    const { value } = await contacts().batchUpsertAsync([...items, { contact: { email: 'odd' } }]);
    expect(value).toEqual({ requestId: '52133', leftOut: ['odd'] });
    expect(service.last.path).toBe('/api/contact/batchupsertv2');
    expect(service.last.body).toMatchObject({ useApiDoubleOptIn: false, fireEvents: false });
  });
});

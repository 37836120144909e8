import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, closeSandboxes, OWNER, purchase, startSandbox } from '../../test/client.js';

const ADA = 'ada@customer.example';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let client: Client;
let now: number;
beforeEach(async () => {
  now = 1_767_225_600_000;
  client = await startSandbox({ now: () => now });
});
afterEach(closeSandboxes);

const upsert = (body: object = {}) =>
  client.v2('/api/contact/upsert', { contact: { email: ADA }, ...body });
const card = (email = ADA) => client.sandbox.contact(email) as Record<string, unknown>;

describe('contact/upsert', () => {
  it('creates with an id, and finds the same contact in another case', async () => {
    const first = await upsert({ contact: { email: ADA, externalId: 'C-1007' }, async: true });
    expect(first).toEqual({
      success: true,
      message: [],
      contactId: expect.stringMatching(UUID),
      externalId: 'C-1007',
    });
    const second = await upsert({ contact: { email: ADA.toUpperCase(), name: 'Ada' } });
    expect(second.contactId).toBe(first.contactId);
    expect(client.sandbox.contacts().total).toBe(1);
    expect(card()).toMatchObject({ name: 'Ada', externalId: 'C-1007' });
  });

  it('keeps every documented member', async () => {
    await upsert({
      contact: {
        email: ADA,
        name: 'Ada Kowal',
        phone: '+48123123123',
        fax: '1',
        company: 'Ada Ltd',
        externalId: 1007,
        state: 'CUSTOMER',
        address: { streetAddress: 'Long 5', zipCode: '30-002', city: 'Kraków', country: 'PL' },
      },
      birthday: '19900214',
      province: 'malopolskie',
      lang: 'PL',
      properties: { loyalty_level: 'gold' },
      dictionaryProperties: [{ name: 'size', type: 'NUMBER', value: 38 }],
      consentDetails: [
        {
          consentName: 'Newsletter',
          consentAccept: true,
          agreementDate: 5,
          ip: '10.0.0.1',
          consentDescriptionId: 3,
        },
      ],
      tags: ['SHOP_REGISTER'],
      loyaltyProgram: 'Sandbox club',
    });
    expect(card()).toMatchObject({
      name: 'Ada Kowal',
      phone: '+48123123123',
      company: 'Ada Ltd',
      externalId: '1007',
      state: 'CUSTOMER',
      address: { streetAddress: 'Long 5', zipCode: '30-002', city: 'Kraków', country: 'PL' },
      birthdayYear: '1990',
      birthdayMonth: '2',
      birthdayDay: '14',
      province: 'malopolskie',
      lang: 'PL',
      properties: [{ name: 'loyalty_level', value: 'gold' }],
      dictionaryProperties: [{ name: 'size', type: 'NUMBER', value: 38 }],
      consents: [
        {
          consentName: 'Newsletter',
          consentAccept: true,
          agreementDate: 5,
          ip: '10.0.0.1',
          optOut: false,
          consentDescriptionId: 3,
        },
      ],
      tags: { SHOP_REGISTER: 1 },
      loyalty: { 'Sandbox club': 0 },
      owner: OWNER,
    });
  });

  it('leaves out what is not sent and empties what is sent empty', async () => {
    await upsert({
      contact: { email: ADA, name: 'Ada', phone: '1', address: { city: 'Kraków', country: 'PL' } },
    });
    await upsert({ contact: { email: ADA, phone: '', address: { city: 'Gdynia' } } });
    expect(card()).toMatchObject({
      name: 'Ada',
      phone: null,
      address: { city: 'Gdynia', country: 'PL' },
    });
  });

  it('raises the score of a repeated tag only with tagScoring', async () => {
    await upsert({ tags: ['A', 'B'] });
    await upsert({ tags: ['A'], removeTags: ['B'] });
    expect(card().tags).toEqual({ A: 1 });
    await upsert({ tags: ['A'], tagScoring: true });
    expect(card().tags).toEqual({ A: 2 });
  });

  it.each([
    { flags: {}, out: true, phone: true, why: 'is opted out with no flags' },
    { flags: { forceOptIn: true }, out: false, phone: true, why: 'opts in by e-mail only' },
    { flags: { forcePhoneOptIn: true }, out: true, phone: false, why: 'opts in by phone only' },
    {
      flags: { forceOptIn: true, forceOptOut: true },
      out: true,
      phone: true,
      why: 'lets opt-out win',
    },
    {
      flags: { forceOptIn: true, forcePhoneOptIn: true, forcePhoneOptOut: true },
      out: false,
      phone: true,
      why: 'lets opt-out win per channel',
    },
  ])('a new contact $why', async ({ flags, out, phone }) => {
    await upsert(flags);
    expect(card()).toMatchObject({ optedOut: out, optedOutPhone: phone });
  });

  it('keeps the status of a known contact with no flags', async () => {
    await upsert({ forceOptIn: true, forcePhoneOptIn: true });
    await upsert({
      forceOptIn: false,
      forceOptOut: false,
      forcePhoneOptIn: false,
      forcePhoneOptOut: false,
    });
    expect(card()).toMatchObject({ optedOut: false, optedOutPhone: false });
  });

  it('changes the address with newEmail and keeps id, events and order', async () => {
    const { contactId } = await upsert();
    await client.v2('/api/v2/contact/addContactExtEvent', { email: ADA, contactEvent: purchase() });
    const answer = await upsert({ newEmail: 'ada@new.example' });
    expect(answer.contactId).toBe(contactId);
    expect(client.sandbox.contact(ADA)).toBeUndefined();
    expect(card('ada@new.example')).toMatchObject({
      contactExtEvents: [{ externalId: '100000042' }],
    });
    expect(client.sandbox.operations('ada@new.example').map(({ what }) => what)).toEqual([
      'created',
      'event',
      'updated',
    ]);
  });

  it('does not merge two contacts with newEmail', async () => {
    await upsert();
    await upsert({ contact: { email: 'eva@customer.example' } });
    expect(await upsert({ newEmail: 'eva@customer.example' })).toMatchObject({ success: false });
    expect(client.sandbox.contacts().total).toBe(2);
  });

  it.each([
    { body: { contact: { email: 'ada' } }, why: 'a malformed address' },
    { body: { contact: {} }, why: 'no address' },
    { body: { contact: 'ada' }, why: 'a contact that is no object' },
    { body: { contact: { email: ADA, name: 7 } }, why: 'a name that is a number' },
    { body: { contact: { email: ADA, state: 'BUYER' } }, why: 'an unknown state' },
    { body: { tags: 'A' }, why: 'tags as a text' },
    { body: { tags: ['x'.repeat(256)] }, why: 'a tag that is too long' },
    { body: { properties: { a: 1 } }, why: 'a property that is no text' },
    { body: { properties: { a: 'x'.repeat(256) } }, why: 'a property that is too long' },
    { body: { forceOptIn: 'true' }, why: 'a flag as a text' },
    { body: { birthday: '1990-02-14' }, why: 'a birthday in another format' },
    { body: { birthday: '19901314' }, why: 'a thirteenth month' },
    { body: { lang: 'pl-PL' }, why: 'a locale for a language' },
    {
      body: { consentDetails: [{ consentName: 'Other', consentAccept: true }] },
      why: 'an unknown consent',
    },
    { body: { loyaltyProgram: '' }, why: 'an empty loyalty program' },
    { body: { newEmail: 'x' }, why: 'a malformed new address' },
  ])('refuses $why and stores nothing', async ({ body }) => {
    const answer = await upsert(body);
    expect(answer).toEqual({ success: false, message: [expect.any(String)] });
    expect(client.sandbox.contacts().total).toBe(0);
  });

  it('cuts instead of refusing when asked to', async () => {
    const other = await startSandbox({ limits: { overLimit: 'trim' } });
    const properties = { a: `${'x'.repeat(254)}😀` };
    await other.v2('/api/contact/upsert', { contact: { email: ADA }, properties });
    expect(other.sandbox.contact(ADA)).toMatchObject({ properties: [{ value: 'x'.repeat(254) }] });
  });
});

describe('contact/insert and contact/update', () => {
  it('insert fails for a known contact, update for an unknown one', async () => {
    expect(await client.v2('/api/contact/update', { email: ADA })).toMatchObject({
      success: false,
    });
    expect(await client.v2('/api/contact/insert', { contact: { email: ADA } })).toMatchObject({
      success: true,
    });
    expect(await client.v2('/api/contact/insert', { contact: { email: ADA } })).toMatchObject({
      success: false,
    });
    const { contactId } = await client.v2('/api/contact/update', {
      email: ADA,
      contact: { name: 'Ada' },
    });
    await client.v2('/api/contact/update', { contactId, forceOptIn: true });
    expect(card()).toMatchObject({ name: 'Ada', optedOut: false });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import { AUTH, TestAccount } from '../../test/test-client.js';

const account = new TestAccount();
const { service } = account;
const contacts = () => account.client.contacts;

beforeAll(() => account.start());
afterAll(() => account.stop());

describe('reading', () => {
  const status = {
    contactId: 'c-1',
    name: 'Ada Kowal',
    email: 'ada@customer.example',
    phone: '+48123123123',
    fax: null,
    score: 12,
    state: 'CUSTOMER',
    optedOut: false,
    optedOutPhone: true,
    deleted: false,
    invalid: false,
    company: null,
    externalId: 7,
    address: { streetAddress: 'Long 5', zipCode: null, city: 'Krakow', country: 'PL' },
    birthdayYear: '1990',
    birthdayMonth: '2',
    birthdayDay: '14',
    modifiedOn: 2,
    createdOn: 1,
    lastVisit: null,
  };

  it.each([
    {
      body: { success: true, result: true, contactId: 'c-1' },
      gives: { exists: true, contactId: 'c-1' },
    },
    {
      body: { success: true, message: null, result: false, contactId: null },
      gives: { exists: false },
    },
    { body: { success: true, result: true }, gives: { exists: true } },
  ])('hasContact gives $gives', async ({ body, gives }) => {
    service.answers({ body });
    expect(await contacts().hasContact('ada@customer.example')).toEqual(gives);
    expect(service.last.body).toEqual({ ...AUTH, email: 'ada@customer.example' });
  });

  it('hasContact is unknown without a result', async () => {
    service.answers({ body: { success: true, contactId: 'c-1' } });
    expect((await caught(contacts().hasContact('a@b.example'))).outcome).toBe('unknown');
  });

  it('basic gives states that the answer says, and leaves open what it does not', async () => {
    service.answers({
      body: {
        success: true,
        contacts: [status, { contactId: 'c-2', address: null }, { email: 'no@id.example' }, null],
      },
    });
    const [first, second, ...rest] = await contacts().basic([
      'ada@customer.example',
      'x@y.example',
    ]);
    expect(first).toMatchObject({
      contactId: 'c-1',
      externalId: '7',
      optedOut: false,
      optedOutPhone: true,
      birthdayMonth: 2,
      address: { city: 'Krakow' },
    });
    expect(second).toMatchObject({ contactId: 'c-2', optedOut: undefined, address: undefined });
    expect(rest).toEqual([]);
    expect(service.last.body).toEqual({ ...AUTH, email: ['ada@customer.example', 'x@y.example'] });
  });

  it('basicById asks by id', async () => {
    service.answers({ body: { success: true, contacts: [status] } });
    expect(await contacts().basicById(['c-1'])).toHaveLength(1);
    expect(service.last).toMatchObject({ path: '/api/contact/basicById', body: { id: ['c-1'] } });
  });

  it('listAll gives cards whose events can be compared with what was sent', async () => {
    const card = {
      ...status,
      contactId: undefined,
      id: 'c-1',
      mainContactOwner: 'o@shop.example',
      province: null,
      contactTags: [
        { tag: 'VIP', tagName: 'VIP', score: 1, createdOn: 1, tagWithScore: 'VIP (1)' },
      ],
      properties: [{ name: 'level', value: '0' }],
      contactExtEvents: [
        {
          eventId: 'e-1',
          contactExtEventType: 'PURCHASE',
          date: 5,
          externalId: 100042,
          value: '98.98',
          products: '1,2',
          detail1: 'Mug',
          detail3: null,
          detail21x: 'no',
        },
      ],
    };
    service.answers({ body: { success: true, contacts: [card] } });
    const [read] = await contacts().listAll(['ada@customer.example']);
    expect(read).toMatchObject({
      contactId: 'c-1',
      tags: [{ tag: 'VIP', score: 1 }],
      properties: { level: '0' },
      events: [
        {
          eventId: 'e-1',
          contactExtEventType: 'PURCHASE',
          date: 5,
          externalId: '100042',
          value: 98.98,
          products: '1,2',
          details: { detail1: 'Mug' },
        },
      ],
    });
    expect(Object.keys(read?.events[0]?.details ?? {})).toEqual(['detail1']);
    await contacts().listAllById(['c-1']);
    expect(service.last).toMatchObject({
      path: '/api/contact/listAllById',
      body: { contactId: ['c-1'] },
    });
  });

  it('listAll takes 50 addresses', async () => {
    service.answers({});
    const error = await caught(
      contacts().listAll(Array.from({ length: 51 }, (_, n) => `${n}@b.example`)),
    );
    expect(error.code).toBe('SM_BAD_BATCH');
    expect(service.seen).toHaveLength(0);
  });

  it('delete names the address', async () => {
    service.answers({ body: { success: true, result: 'deleted' } });
    await contacts().delete('ada@customer.example');
    expect(service.last).toMatchObject({
      path: '/api/contact/delete',
      body: { email: 'ada@customer.example', owner: 'owner@shop.example' },
    });
  });
});

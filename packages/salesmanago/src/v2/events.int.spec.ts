import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import { AUTH, NOW, TestAccount } from '../../test/test-client.js';
import type { ContactEvent } from '../request/event.request.js';
import type { BatchEvent } from './events.js';

const account = new TestAccount();
const { service } = account;
const events = () => account.client.events;

beforeAll(() => account.start());
afterAll(() => account.stop());

const purchase: ContactEvent = { contactExtEventType: 'PURCHASE', date: NOW };
const done = { body: { success: true, message: [], eventId: 'e-1' } };

describe('add', () => {
  it('sends the event with its details by key', async () => {
    service.answers(done);
    const added = await events().add({
      email: 'ada@customer.example',
      contactId: 'c-1',
      contactEvent: {
        ...purchase,
        products: ['1001', '0'],
        value: '249.90',
        location: 'shop_pl',
        externalId: '100000042',
        shopDomain: 'shop.example',
        description: 'bank_transfer',
        detail1: 'Mug,Lamp',
        detail3: '0',
        detail20: 'last',
      },
    });
    expect(added).toEqual({ value: { eventId: 'e-1' }, warnings: [] });
    expect(service.last.path).toBe('/api/v2/contact/addContactExtEvent');
    expect(service.last.body).toEqual({
      ...AUTH,
      email: 'ada@customer.example',
      forceOptIn: false,
      contactEvent: {
        contactExtEventType: 'PURCHASE',
        date: NOW,
        products: '1001,0',
        value: 249.9,
        location: 'shop_pl',
        externalId: '100000042',
        shopDomain: 'shop.example',
        description: 'bank_transfer',
        detail1: 'Mug,Lamp',
        detail3: '0',
        detail20: 'last',
      },
    });
  });

  it('names the contact by id only where no address is known', async () => {
    service.answers(done);
    await events().add({ contactId: 'c-1', owner: 'b@shop.example', contactEvent: purchase });
    expect(service.last.body).toMatchObject({ contactId: 'c-1', owner: 'b@shop.example' });
    expect(service.last.body).not.toHaveProperty('email');
  });

  it('cuts a long list of products at a comma and says what was lost', async () => {
    service.answers(done);
    const products = Array.from({ length: 100 }, (_, n) => `product-${n}`);
    const { warnings } = await events().add({
      email: 'a@b.example',
      contactEvent: {
        ...purchase,
        products: [...products, 'x,y'],
        description: 'd'.repeat(3000),
        value: '1.005',
      },
    });
    const sent = service.last.body.contactEvent.products as string;
    expect(sent.length).toBeLessThanOrEqual(512);
    expect(sent.split(',')).toEqual(products.slice(0, 47));
    expect(service.last.body.contactEvent.description).toHaveLength(2048);
    expect(service.last.body.contactEvent.value).toBe(1.01);
    expect(warnings).toMatchObject([
      { code: 'cut', field: 'contactEvent.description', limit: 2048 },
      { code: 'cut', field: 'contactEvent.products', limit: 512, lost: products.slice(47) },
      { code: 'dropped', field: 'contactEvent.products', lost: ['x,y'] },
      { code: 'changed', field: 'contactEvent.value' },
    ]);
  });

  it.each([
    { event: { ...purchase, value: '1,50' }, field: 'contactEvent.value' },
    { event: { ...purchase, date: Number.NaN }, field: 'contactEvent.date' },
    { event: { ...purchase, location: 's'.repeat(256) }, field: 'contactEvent.location' },
  ])('refuses a wrong $field without a call', async ({ event, field }) => {
    service.answers(done);
    expect(await caught(events().add({ email: 'a@b.example', contactEvent: event }))).toMatchObject(
      { outcome: 'refused', code: 'SM_BAD_REQUEST', field },
    );
    expect(service.seen).toHaveLength(0);
  });

  it('refuses an event without a contact', async () => {
    const error = await caught(events().add({ email: '', contactEvent: purchase }));
    expect(error).toMatchObject({ outcome: 'refused', field: 'email' });
  });

  it('does not believe a success without the event id', async () => {
    service.answers({ body: { success: true, message: [] } });
    expect(
      await caught(events().add({ email: 'a@b.example', contactEvent: purchase })),
    ).toMatchObject({ outcome: 'unknown', code: 'SM_ID_MISSING' });
  });
});

it('update sends the id inside the event and no identity', async () => {
  service.answers(done);
  expect(
    (await events().update('e-1', { ...purchase, contactExtEventType: 'CART' })).value,
  ).toEqual({ eventId: 'e-1' });
  expect(service.last.path).toBe('/api/v2/contact/updateContactExtEvent');
  expect(service.last.body).toEqual({
    ...AUTH,
    contactEvent: { contactExtEventType: 'CART', date: NOW, eventId: 'e-1' },
  });
});

it('delete uses the method for deletion', async () => {
  service.answers({ body: { success: true, message: [], result: 'deleted' } });
  await events().delete('e-1');
  expect(service.last).toMatchObject({
    path: '/api/contact/deleteContactExtEvent',
    body: { eventId: 'e-1' },
  });
});

describe('addBatch', () => {
  const batch: BatchEvent[] = [
    { email: 'Ada@customer.example', contactEvent: purchase },
    { email: 'bob@customer.example', contactEvent: purchase },
    { contactId: 'c-3', contactEvent: purchase },
  ];

  it('sends one event per contact and counts them', async () => {
    service.answers({
      body: { success: true, message: [], createdAmount: 3, failedAmount: 0, failedContacts: [] },
    });
    expect(await events().addBatch(batch)).toEqual({
      value: { createdAmount: 3, failed: [] },
      warnings: [],
    });
    expect(service.last.path).toBe('/api/v2/contact/addBatchContactExtEvent');
    expect(service.last.body).toEqual({ ...AUTH, events: batch });
  });

  it('names the failed ones as they were given', async () => {
    service.answers({
      body: {
        success: true,
        createdAmount: 1,
        failedAmount: 2,
        failedContacts: ['ada@customer.example', 'C-3'],
      },
    });
    const { value } = await events().addBatch(batch);
    expect(value).toEqual({ createdAmount: 1, failed: ['Ada@customer.example', 'c-3'] });
  });

  it('keeps what cannot be sent out of the call, as failed', async () => {
    service.answers({ body: { success: true, createdAmount: 1, failedAmount: 0 } });
    const odd = { email: 'odd', contactEvent: purchase };
    const long = { email: 'a@b.example', contactEvent: { ...purchase, detail2: 'd'.repeat(256) } };
    const { value, warnings } = await events().addBatch([odd, long]);
    expect(value).toEqual({ createdAmount: 1, failed: ['odd'] });
    expect(service.last.body.events).toHaveLength(1);
    expect(warnings).toMatchObject([{ code: 'cut', field: 'contactEvent.detail2', index: 1 }]);
  });

  it.each([
    { body: { createdAmount: 2, failedAmount: 0, failedContacts: [] }, why: 'one too few' },
    { body: { createdAmount: 4, failedAmount: 0, failedContacts: [] }, why: 'one too many' },
    { body: {}, why: 'no numbers' },
    { body: { createdAmount: -1, failedAmount: 4 }, why: 'a negative number' },
    {
      body: { createdAmount: 2, failedAmount: 1, failedContacts: [] },
      why: 'a failure without a name',
    },
    {
      body: { createdAmount: 2, failedAmount: 1, failedContacts: ['eve@customer.example'] },
      why: 'a failure of somebody else',
    },
    {
      body: { createdAmount: 1, failedAmount: 2, failedContacts: ['c-3', 'c-3'] },
      why: 'one failure named twice',
    },
  ])('is unknown as a whole with $why', async ({ body }) => {
    service.answers({ body: { success: true, message: [], ...body } });
    expect(await caught(events().addBatch(batch))).toMatchObject({
      outcome: 'unknown',
      code: 'SM_COUNTS_MISMATCH',
    });
  });

  it('does not take a failure that created events for a refusal of all', async () => {
    service.answers({
      body: {
        success: false,
        message: ['some failed'],
        createdAmount: 2,
        failedAmount: 1,
        failedContacts: ['c-3'],
      },
    });
    expect((await events().addBatch(batch)).value).toEqual({ createdAmount: 2, failed: ['c-3'] });
    service.answers({ body: { success: false, createdAmount: 2 } });
    expect((await caught(events().addBatch(batch))).outcome).toBe('unknown');
    service.answers({ body: { success: false, message: ['too many'], createdAmount: 0 } });
    expect((await caught(events().addBatch(batch))).outcome).toBe('refused');
  });

  it.each([
    {
      more: { email: 'ADA@customer.example', contactEvent: purchase },
      why: 'two events of one contact',
    },
    { more: { contactId: 'C-3', contactEvent: purchase }, why: 'two events of one contact id' },
  ])('refuses $why', async ({ more }) => {
    service.answers({});
    expect(await caught(events().addBatch([...batch, more]))).toMatchObject({
      code: 'SM_BAD_BATCH',
      next: 'reportBug',
    });
    expect(service.seen).toHaveLength(0);
  });

  it('takes 400 events, and makes no call for none', async () => {
    service.answers({});
    const many = Array.from({ length: 401 }, (_, n) => ({
      email: `${n}@b.example`,
      contactEvent: purchase,
    }));
    expect((await caught(events().addBatch(many))).code).toBe('SM_BAD_BATCH');
    expect((await events().addBatch([])).value).toEqual({ createdAmount: 0, failed: [] });
    expect(service.seen).toHaveLength(0);
  });
});

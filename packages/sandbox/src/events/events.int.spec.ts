import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, closeSandboxes, OWNER, purchase, startSandbox } from '../../test/client.js';
import { DEFAULT_ACCOUNT } from '../index.js';

const ADA = 'ada@customer.example';
const ADD = '/api/v2/contact/addContactExtEvent';

let client: Client;
beforeEach(async () => {
  client = await startSandbox();
});
afterEach(closeSandboxes);

const addContact = (email = ADA) => client.v2('/api/contact/upsert', { contact: { email } });
const add = (contactEvent: object = purchase(), body: object = { email: ADA }) =>
  client.v2(ADD, { ...body, contactEvent });

describe('adding one event', () => {
  it('answers an id and never drops a repeated one, but counts it', async () => {
    await addContact();
    const first = await add();
    const second = await add();
    expect(first.eventId).not.toBe(second.eventId);
    await add(purchase({ location: 'other' }));
    expect(client.sandbox.stats()).toMatchObject({ eventsByType: { PURCHASE: 3 }, duplicates: 1 });
    expect(client.sandbox.repeatedOrders()).toMatchObject([
      { externalId: '100000042', location: 'shop_pl', count: 2 },
    ]);
  });

  it.each([
    { given: { value: 98.98 }, kept: { value: 98.98 }, why: 'value as a number' },
    { given: { value: '98.98' }, kept: { value: 98.98 }, why: 'value as a text' },
    { given: { value: 0 }, kept: { value: 0 }, why: 'value zero' },
    { given: { value: 19.99 * 3 }, kept: { value: 19.99 * 3 }, why: 'floating-point noise' },
    { given: { externalId: 17 }, kept: { externalId: '17' }, why: 'externalId as an integer' },
    {
      given: { detail1: 'a', detail3: '1/2' },
      kept: { details: { detail1: 'a', detail3: '1/2' } },
      why: 'sparse details',
    },
  ])('takes $why', async ({ given, kept }) => {
    await addContact();
    expect(await add(purchase(given))).toMatchObject({ success: true });
    expect(client.sandbox.events().items[0]).toMatchObject(kept);
  });

  it.each([
    { given: { contactExtEventType: 'purchase' }, why: 'a type in lower case' },
    { given: { contactExtEventType: undefined }, why: 'no type' },
    { given: { date: undefined }, why: 'no date' },
    { given: { date: '2026-01-01T00:00:00Z' }, why: 'an ISO date on the v2 path' },
    { given: { date: 1767225600.5 }, why: 'a date that is no integer' },
    { given: { value: 'many' }, why: 'a value that is no number' },
    { given: { value: 1.234 }, why: 'three decimals' },
    { given: { value: 1e19 }, why: 'twenty digits' },
    { given: { externalId: 1.5 }, why: 'a broken number' },
    { given: { products: '1,'.repeat(257) }, why: 'products over 512' },
    { given: { description: 'x'.repeat(2049) }, why: 'a description over 2,048' },
    { given: { location: 'x'.repeat(37) }, why: 'a location over 36' },
    { given: { location: 'sklep polski' }, why: 'a location with a space' },
    { given: { detail7: 'x'.repeat(256) }, why: 'a detail over 255' },
    { given: { shopDomain: 'x'.repeat(256) }, why: 'a domain over 255' },
    { given: { products: [1, 2] }, why: 'products as a list' },
  ])('refuses $why', async ({ given }) => {
    await addContact();
    expect(await add(purchase(given))).toEqual({ success: false, message: [expect.any(String)] });
    expect(client.sandbox.stats().events).toBe(0);
  });

  it('takes an ISO date on the old path', async () => {
    await addContact();
    await client.v2('/api/contact/addContactExtEvent', {
      email: ADA,
      contactEvent: purchase({ date: '2026-01-01T00:00:00Z' }),
    });
    expect(client.sandbox.events().items[0]?.date).toBe(1767225600000);
  });

  it('fails for an unknown contact and finds a known one by id', async () => {
    expect(await add()).toMatchObject({ success: false });
    const { contactId } = await addContact();
    expect(await add(purchase(), { contactId })).toMatchObject({ success: true });
    expect(await add(purchase(), { contactId: 'nobody' })).toMatchObject({ success: false });
  });

  it('opts the contact in when asked to', async () => {
    await addContact();
    await add(purchase(), { email: ADA, forceOptIn: true });
    expect(client.sandbox.contact(ADA)).toMatchObject({ optedOut: false });
  });
});

describe('updating and deleting', () => {
  it('keeps the id and moves the counters with the type', async () => {
    await addContact();
    const { eventId } = await add(purchase({ contactExtEventType: 'CART', externalId: undefined }));
    const update = { ...purchase({ contactExtEventType: 'CART', value: 10 }), eventId };
    expect(
      await client.v2('/api/v2/contact/updateContactExtEvent', { contactEvent: update }),
    ).toMatchObject({
      success: true,
      eventId,
    });
    expect(client.sandbox.events({ email: ADA })).toMatchObject({
      total: 1,
      items: [{ eventId, value: 10, updates: 1 }],
    });
    await client.v2('/api/contact/deleteContactExtEvent', { eventId });
    expect(client.sandbox.stats()).toMatchObject({ events: 0, eventsByType: {}, eventsDeleted: 1 });
  });

  it('fails without an id or for an unknown one', async () => {
    const update = (eventId?: string) =>
      client.v2('/api/contact/updateContactExtEvent', { contactEvent: { ...purchase(), eventId } });
    expect(await update()).toMatchObject({ success: false });
    expect(await update('0d9b2f5e-58a3-4e6b-8c2a-9f6f7a0c1001')).toMatchObject({ success: false });
    expect(await client.v2('/api/contact/deleteContactExtEvent', { eventId: 'x' })).toMatchObject({
      success: false,
    });
  });
});

describe('a batch of events', () => {
  it.each(['/api/v2/contact/addBatchContactExtEvent', '/api/contact/batchAddContactExtEvent'])(
    'stores the good ones and names the others (%s)',
    async (path) => {
      await addContact();
      const events = [
        { email: ADA, contactEvent: purchase() },
        { email: 'nobody@x.example', contactEvent: purchase() },
        { email: ADA, contactEvent: purchase({ contactExtEventType: 'NOPE' }) },
      ];
      expect(await client.v2(path, { events })).toEqual({
        success: true,
        message: [],
        createdAmount: 1,
        failedAmount: 2,
        failedContacts: ['nobody@x.example', ADA],
      });
    },
  );

  it('refuses more than 400 as a whole, and an empty list', async () => {
    await addContact();
    const batch = (length: number) =>
      client.v2('/api/v2/contact/addBatchContactExtEvent', {
        events: Array.from({ length }, (_, n) => ({
          email: ADA,
          contactEvent: purchase({ externalId: n }),
        })),
      });
    expect(await batch(401)).toMatchObject({ success: false });
    expect(await batch(0)).toMatchObject({ success: false });
    expect(client.sandbox.stats().events).toBe(0);
    expect(await batch(400)).toMatchObject({ createdAmount: 400, failedAmount: 0 });
  });
});

describe('integration/upsert', () => {
  const { clientId } = DEFAULT_ACCOUNT;
  const contactPart = {
    clientId,
    async: true,
    owner: OWNER,
    contact: { email: ADA },
    tags: ['SHOP_PURCHASE'],
    tagScoring: false,
    forceOptIn: false,
    forceOptOut: false,
    forcePhoneOptIn: false,
    forcePhoneOptOut: false,
    useApiDoubleOptIn: false,
  };
  const eventPart = (contactEvent: object) => ({
    clientId,
    owner: OWNER,
    forceOptIn: false,
    email: ADA,
    contactEvent,
  });
  const send = (contactUpsertRequest?: object, addContactExtEventRequest?: object) =>
    client.v2('/api/integration/upsert', {
      owner: undefined,
      contactUpsertRequest,
      addContactExtEventRequest,
    });

  it('stores a contact and its event in one call and answers both ids', async () => {
    const answer = await send(contactPart, eventPart(purchase({ value: '98.98', externalId: 12 })));
    expect(answer).toMatchObject({
      success: true,
      contactId: expect.any(String),
      eventId: expect.any(String),
    });
    expect(client.sandbox.contact(ADA)).toMatchObject({
      tags: { SHOP_PURCHASE: 1 },
      optedOut: true,
    });
    expect(client.sandbox.operations(ADA).map(({ what }) => what)).toEqual(['created', 'event']);
  });

  it('updates the event whose id is given, and makes a new one for an unknown id', async () => {
    await send(contactPart);
    const cart = { contactExtEventType: 'CART', date: 1767225600000, products: '1', value: 49.9 };
    const { eventId } = await send(undefined, eventPart(cart));
    const again = await send(undefined, eventPart({ ...cart, value: 59.9, eventId }));
    expect(again.eventId).toBe(eventId);
    const unknown = await send(
      undefined,
      eventPart({ ...cart, eventId: '0d9b2f5e-58a3-4e6b-8c2a-9f6f7a0c1001' }),
    );
    expect(unknown.success).toBe(true);
    expect(unknown.eventId).not.toBe(eventId);
    expect(client.sandbox.stats()).toMatchObject({ events: 2, eventsUpdated: 1 });
  });

  it('stores neither part when one is wrong', async () => {
    expect(
      await send(contactPart, eventPart({ contactExtEventType: 'NOPE', date: 1 })),
    ).toMatchObject({
      success: false,
    });
    expect(await send(undefined, eventPart(purchase()))).toMatchObject({ success: false });
    expect(client.sandbox.stats()).toMatchObject({ contacts: 0, events: 0 });
  });

  it('checks the inner owner and client id', async () => {
    expect(await send({ ...contactPart, owner: 'no@x.example' })).toMatchObject({
      message: ['Not authenticated, invalid owner'],
    });
    expect(await send({ ...contactPart, clientId: 'other' })).toMatchObject({
      message: ['Authorization failed. Wrong clientId'],
    });
    expect(await send()).toMatchObject({ success: false });
  });
});

describe('texts that are too long', () => {
  it('are cut when the sandbox is set to', async () => {
    client = await startSandbox({ limits: { overLimit: 'trim' } });
    await addContact();
    await add(purchase({ products: 'p'.repeat(600), value: 1.239 }));
    expect(client.sandbox.events().items[0]).toMatchObject({
      products: 'p'.repeat(512),
      value: 1.24,
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUTH, NOW, TestAccount } from '../../test/test-client.js';
import { meaningOf } from '../salesmanago.error.js';
import type { ContactUpsert } from './contact.request.js';
import type { ContactEvent } from './event.request.js';
import { preview } from './preview.js';

const account = new TestAccount();
const { service } = account;

beforeAll(() => account.start());
afterAll(() => account.stop());

const upsert: ContactUpsert = {
  contact: { email: 'ada@customer.example', name: 'Ada', company: 'x'.repeat(300) },
  forceOptIn: true,
  lang: 'pl-PL',
};
const event: ContactEvent = { contactExtEventType: 'PURCHASE', date: NOW, value: '19.999' };
const contact = { email: 'ada@customer.example' };
const sent = (): unknown => {
  const { ...body } = service.last.body as Record<string, unknown>;
  for (const field of Object.keys(AUTH)) delete body[field];
  return body;
};

describe('preview', () => {
  it.each([
    {
      why: 'an upsert',
      given: () => preview.upsert(upsert),
      send: () => account.client.contacts.upsert(upsert),
      part: (body: unknown) => body,
    },
    {
      why: 'a contact of a batch',
      given: () => preview.batchUpsert(upsert),
      send: () => account.client.contacts.batchUpsert([upsert]),
      part: (body: unknown) => (body as { upsertDetails: unknown[] }).upsertDetails[0],
    },
    {
      why: 'a new event',
      given: () => preview.addEvent({ ...contact, contactEvent: event }),
      send: () => account.client.events.add({ ...contact, contactEvent: event }),
      part: (body: unknown) => body,
    },
    {
      why: 'a changed event',
      given: () => preview.updateEvent('e-1', event),
      send: () => account.client.events.update('e-1', event),
      part: (body: unknown) => body,
    },
    {
      why: 'an event of a batch',
      given: () => preview.batchEvent({ ...contact, contactEvent: event }),
      send: () => account.client.events.addBatch([{ ...contact, contactEvent: event }]),
      part: (body: unknown) => (body as { events: unknown[] }).events[0],
    },
    {
      why: 'the removal of an event',
      given: () => preview.deleteEvent('e-1'),
      send: () => account.client.events.delete('e-1'),
      part: (body: unknown) => body,
    },
    {
      why: 'the removal of a contact',
      given: () => preview.deleteContact('ada@customer.example'),
      send: () => account.client.contacts.delete('ada@customer.example'),
      part: (body: unknown) => body,
    },
  ])('shows of $why exactly what is sent', async ({ given, send, part }) => {
    service.answers({ body: { success: true, message: [] } });
    await Promise.resolve(send()).catch(() => undefined);
    const { call, body } = given();
    expect(service.last.path).toBe(`/api/${call}`);
    expect(body).toEqual(part(sent()));
  });
});

describe('meaningOf', () => {
  it('gives the hint of a code that was kept', () => {
    expect(meaningOf('SM_REFUSED')).toMatchObject({ next: 'fixData', outcome: 'refused' });
    expect(meaningOf('CONTACT_REFUSED')).toBeUndefined();
    expect(meaningOf('toString')).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import type { DueCommand } from '../database/outbox.repository.js';
import { cartCall, methodOf, requestOf } from './sent-request.js';

const contact = { email: 'ada@customer.example' };
const event = { contactExtEventType: 'CART' as const, date: 1, value: 2, products: '1,2' };
const cart = { contact, event, cartKey: 'k', openedAt: '2026-11-21T00:00:00Z', isUpdate: true };
const due = (kind: DueCommand['kind'], payload: unknown) => ({ kind, payload }) as DueCommand;

describe('methodOf', () => {
  it.each([
    { kind: 'upsertContact', payload: {}, method: 'contact/upsert' },
    { kind: 'changeEmail', payload: {}, method: 'contact/upsert' },
    { kind: 'addEvent', payload: {}, method: 'v2/contact/addContactExtEvent' },
    { kind: 'cartEvent', payload: cart, method: 'v2/contact/updateContactExtEvent' },
    {
      kind: 'cartEvent',
      payload: { ...cart, isUpdate: false },
      method: 'v2/contact/addContactExtEvent',
    },
    { kind: 'deleteCartEvent', payload: {}, method: 'contact/deleteContactExtEvent' },
    { kind: 'deleteContact', payload: {}, method: 'contact/delete' },
  ] as const)('names $method for $kind', ({ kind, payload, method }) => {
    expect(methodOf({ method: 'single', commands: [due(kind, payload)] })).toBe(method);
  });
});

describe('requestOf', () => {
  it('shows a cart that changed an event, with the id of the event', () => {
    const { method, eventId = null } = cartCall('cartEvent', 'e-1');
    expect(requestOf({ method, eventId }, { kind: 'cartEvent', payload: cart })).toEqual({
      contactEvent: {
        contactExtEventType: 'CART',
        date: 1,
        value: 2,
        products: '1,2',
        eventId: 'e-1',
      },
    });
  });

  it('shows a cart whose event was never made as a new one', () => {
    const { method, eventId = null } = cartCall('cartEvent', undefined);
    expect(requestOf({ method, eventId }, { kind: 'cartEvent', payload: cart })).toMatchObject({
      ...contact,
      contactEvent: { contactExtEventType: 'CART' },
    });
  });

  it('shows of a batch the part of the record', () => {
    const attempt = { method: 'v2/contact/addBatchContactExtEvent', eventId: null };
    const payload = { contact, event: { contactExtEventType: 'PURCHASE', date: 1 } };
    expect(requestOf(attempt, { kind: 'addEvent', payload })).toEqual({
      ...contact,
      contactEvent: payload.event,
    });
  });

  it('shows nothing where nothing was sent', () => {
    const none = { method: 'contact/deleteContactExtEvent', eventId: null };
    expect(requestOf(none, { kind: 'deleteCartEvent', payload: cart })).toBeNull();
    const refused = { method: 'contact/upsert', eventId: null };
    const payload = { contact: { email: 'no address' } };
    expect(requestOf(refused, { kind: 'upsertContact', payload })).toBeNull();
  });
});

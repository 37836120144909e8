import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Contact } from '../contacts/contact.js';
import { EventStore } from './event-store.js';
import type { EventData } from './ext-event.js';

const eventData = fc.record({
  contactExtEventType: fc.constantFrom('PURCHASE', 'CANCELLATION', 'CART'),
  externalId: fc.constantFrom('1', '2', undefined),
  location: fc.constantFrom('a', 'b', undefined),
  date: fc.constant(0),
}) as fc.Arbitrary<EventData>;

const steps = fc.array(
  fc.record({
    act: fc.constantFrom('add', 'add', 'update', 'delete'),
    pick: fc.nat(),
    data: eventData,
  }),
  { maxLength: 40 },
);

function countDuplicates(store: EventStore, type: string): number {
  const ordered = [...store.all()].flatMap(({ data }) =>
    data.contactExtEventType === type && data.externalId !== undefined
      ? [`${data.externalId}@${data.location ?? ''}`]
      : [],
  );
  return ordered.length - new Set(ordered).size;
}

describe('EventStore', () => {
  it('keeps the same counts while running as a recount gives', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const store = new EventStore();
        const contact = new Contact('id', 'ada@x.example', 'owner', 0, 0);
        for (const { act, pick, data } of all) {
          const events = [...store.all()];
          const event = events[pick % (events.length || 1)];
          if (act === 'add' || !event) store.add(contact, data, 1);
          else if (act === 'update') store.update(event, data, 2);
          else store.delete(event);
        }
        for (const type of ['PURCHASE', 'CANCELLATION']) {
          expect(store.duplicatesByType.get(type) ?? 0).toBe(countDuplicates(store, type));
        }
        const repeated = [...store.repeatedOrders()].reduce((sum, { count }) => sum + count - 1, 0);
        const counted = [...store.duplicatesByType.values()].reduce((sum, count) => sum + count, 0);
        expect(repeated).toBe(counted);
        expect(contact.events ?? []).toHaveLength(store.size);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps members that an update does not name', () => {
    const store = new EventStore();
    const contact = new Contact('id', 'ada@x.example', 'owner', 0, 0);
    const event = store.add(
      contact,
      { contactExtEventType: 'CART', date: 1, products: '1', details: { detail1: 'a' } },
      1,
    );
    store.update(
      event,
      { contactExtEventType: 'CART', date: 2, value: 5, details: { detail2: 'b' } },
      2,
    );
    expect(event.data).toEqual({
      contactExtEventType: 'CART',
      date: 2,
      value: 5,
      products: '1',
      details: { detail1: 'a', detail2: 'b' },
    });
  });
});

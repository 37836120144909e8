import { randomUUID } from 'node:crypto';
import type { Contact } from '../contacts/contact.js';
import type { EventData, ExtEvent } from './ext-event.js';

/** Types of which an order must have only one; counted per `externalId` and `location`. */
export const ONCE_TYPES = ['PURCHASE', 'CANCELLATION', 'RETURN'] as const;
const COUNTED: ReadonlySet<string> = new Set(ONCE_TYPES);

/** External events of one account by id and, in order of arrival, per contact. Never drops a repeated one. */
export class EventStore {
  private readonly byId = new Map<string, ExtEvent>();
  private readonly perOrder = new Map<string, number>();
  readonly byType = new Map<string, number>();
  readonly duplicatesByType = new Map<string, number>();
  /** Adds and updates accepted since the start. */
  added = 0;
  updated = 0;
  deleted = 0;

  get size(): number {
    return this.byId.size;
  }

  get(eventId: string): ExtEvent | undefined {
    return this.byId.get(eventId);
  }

  all(): IterableIterator<ExtEvent> {
    return this.byId.values();
  }

  add(contact: Contact, data: EventData, now: number): ExtEvent {
    const event: ExtEvent = {
      eventId: randomUUID(),
      contact,
      createdOn: now,
      modifiedOn: now,
      updates: 0,
      data,
    };
    this.byId.set(event.eventId, event);
    if (contact.events) contact.events.push(event);
    else contact.events = [event];
    this.added += 1;
    this.count(data, 1);
    return event;
  }

  /** Members that are absent from `data` keep their value. */
  update(event: ExtEvent, data: EventData, now: number): void {
    this.count(event.data, -1);
    const details = data.details ? { ...event.data.details, ...data.details } : event.data.details;
    event.data = details ? { ...event.data, ...data, details } : { ...event.data, ...data };
    event.modifiedOn = now;
    event.updates += 1;
    this.updated += 1;
    this.count(event.data, 1);
  }

  delete(event: ExtEvent): void {
    this.byId.delete(event.eventId);
    const siblings = event.contact.events;
    siblings?.splice(siblings.indexOf(event), 1);
    this.deleted += 1;
    this.count(event.data, -1);
  }

  /** Orders that have more than one event of a type, with their number. */
  *repeatedOrders(): Generator<{
    type: string;
    externalId: string;
    location: string;
    count: number;
  }> {
    for (const [key, count] of this.perOrder) {
      if (count < 2) continue;
      const [type = '', externalId = '', location = ''] = key.split('\n');
      yield { type, externalId, location, count };
    }
  }

  private count(data: EventData, step: 1 | -1): void {
    const type = data.contactExtEventType;
    this.byType.set(type, (this.byType.get(type) ?? 0) + step);
    if (data.externalId === undefined || !COUNTED.has(type)) return;
    const key = `${type}\n${data.externalId}\n${data.location ?? ''}`;
    const before = this.perOrder.get(key) ?? 0;
    const after = before + step;
    if (after === 0) this.perOrder.delete(key);
    else this.perOrder.set(key, after);
    const surplus = Math.max(after - 1, 0) - Math.max(before - 1, 0);
    if (surplus) this.duplicatesByType.set(type, (this.duplicatesByType.get(type) ?? 0) + surplus);
  }
}

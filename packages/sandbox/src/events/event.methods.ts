import type { Contact } from '../contacts/contact.js';
import { applyUpsert, planUpsert } from '../contacts/upsert.js';
import type { Json } from '../json.js';
import type { V2Call, V2Method } from '../v2/call.js';
import { Refusal, WIRE } from '../v2/refusal.js';
import { readEvent } from './event-checks.js';
import type { EventData, ExtEvent } from './ext-event.js';

export const eventMethods: Record<string, V2Method> = {
  '/api/contact/addContactExtEvent': { handle: addEvent },
  '/api/v2/contact/addContactExtEvent': { handle: addEvent },
  '/api/contact/updateContactExtEvent': { handle: updateEvent },
  '/api/v2/contact/updateContactExtEvent': { handle: updateEvent },
  '/api/contact/deleteContactExtEvent': { handle: deleteEvent },
  '/api/contact/batchAddContactExtEvent': { handle: addEvents },
  '/api/v2/contact/addBatchContactExtEvent': { handle: addEvents },
  '/api/integration/upsert': { owner: 'ignored', handle: integrationUpsert },
};

/** Two equal events are two events: the method does not look for an earlier one. */
function addEvent(call: V2Call): Json {
  const data = readContactEvent(call, call.body);
  const contact = call.contactOf();
  const event = storeEvent(call, contact, data);
  if (call.checks.flag(call.body.forceOptIn, 'forceOptIn')) {
    call.world.callbacks.setStatus(call.account, contact, { optedOut: false }, 'api');
  }
  return { eventId: event.eventId };
}

function updateEvent(call: V2Call): Json {
  const given = call.checks.object(call.body.contactEvent, 'contactEvent') ?? {};
  const eventId = call.checks.text(given.eventId, 'contactEvent.eventId', 255);
  if (!eventId) throw new Refusal('Field contactEvent.eventId is required');
  const data = readContactEvent(call, call.body);
  const event = call.account.events.get(eventId);
  if (!event) throw new Refusal('Event does not exist');
  call.passFaults(event.contact.email);
  changeEvent(call, event, data);
  return { eventId };
}

function deleteEvent(call: V2Call): Json {
  const eventId = call.checks.text(call.body.eventId, 'eventId', 255);
  const event = eventId ? call.account.events.get(eventId) : undefined;
  if (!event) throw new Refusal('Event does not exist');
  call.passFaults(event.contact.email);
  call.account.events.delete(event);
  call.record(event.contact, 'eventDelete', about(event));
  return { result: 'deleted' };
}

/** Bad or unknown records land in `failedContacts` by address; the good ones of the batch are stored. */
function addEvents(call: V2Call): Json {
  const { limits } = call.checks;
  const entries = call.checks.objects(call.body.events, 'events');
  if (entries.length === 0) throw new Refusal('Field events is required');
  if (entries.length > limits.eventsPerBatch) {
    throw new Refusal(`At most ${limits.eventsPerBatch} events per call`);
  }
  const failedContacts: string[] = [];
  let createdAmount = 0;
  for (const entry of entries) {
    try {
      const data = readContactEvent(call, entry);
      storeEvent(call, call.contactOf(entry), data);
      createdAmount += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failedContacts.push(String(entry.email ?? entry.contactId ?? ''));
    }
  }
  return { createdAmount, failedAmount: failedContacts.length, failedContacts };
}

/**
 * The combined call of the vendor's plugins: a contact, an event, or both, each with its own owner.
 * Both parts are checked before either is stored. An unknown `eventId` makes a new event.
 */
function integrationUpsert(call: V2Call): Json {
  const contactPart = partOf(call, 'contactUpsertRequest');
  const eventPart = partOf(call, 'addContactExtEventRequest');
  if (!contactPart && !eventPart) throw new Refusal(WIRE.integrationFailed);

  const plan =
    contactPart &&
    planUpsert(call, contactPart, {
      mode: 'upsert',
      owner: String(contactPart.owner),
      doubleOptInDefault: false,
      doubleOptIn: contactPart,
    });
  const data = eventPart && readContactEvent(call, eventPart);
  const isOfPlan =
    plan !== undefined &&
    eventPart !== undefined &&
    !eventPart.contactId &&
    [plan.email, plan.newEmail].some((email) => sameEmail(email, eventPart.email));
  const known = eventPart && !isOfPlan ? call.contactOf(eventPart) : undefined;

  const upserted = plan && applyUpsert(call, plan);
  const answer: Json = {};
  if (upserted) {
    answer.contactId = upserted.id;
    answer.externalId = upserted.externalId;
  }
  const holder = known ?? upserted;
  if (data && eventPart && holder) {
    const contactEvent = call.checks.object(eventPart.contactEvent, 'contactEvent') ?? {};
    const given = call.checks.text(contactEvent.eventId, 'contactEvent.eventId', 255);
    const existing = given ? call.account.events.get(given) : undefined;
    if (existing) changeEvent(call, existing, data);
    const event = existing ?? storeEvent(call, holder, data);
    if (eventPart.forceOptIn === true) {
      call.world.callbacks.setStatus(call.account, holder, { optedOut: false }, 'api');
    }
    answer.eventId = event.eventId;
  }
  return answer;
}

function partOf(call: V2Call, name: string): Json | undefined {
  const part = call.checks.object(call.body[name], name);
  if (!part) return undefined;
  if (part.clientId !== undefined && part.clientId !== call.account.options.clientId) {
    throw new Refusal(WIRE.wrongClientId);
  }
  if (!part.owner) throw new Refusal(WIRE.noOwner);
  if (!call.account.options.owners.includes(String(part.owner))) throw new Refusal(WIRE.wrongOwner);
  return part;
}

function sameEmail(one: string | undefined, other: unknown): boolean {
  return typeof other === 'string' && one?.toLowerCase() === other.toLowerCase();
}

function readContactEvent(call: V2Call, from: Json): EventData {
  const given = call.checks.object(from.contactEvent, 'contactEvent');
  if (!given) throw new Refusal('Field contactEvent is required');
  const isoDates = !call.path.startsWith('/api/v2/');
  return readEvent(call.checks, given, { isoDates, strict: call.world.strict });
}

function storeEvent(call: V2Call, contact: Contact, data: EventData): ExtEvent {
  const event = call.account.events.add(contact, data, call.now);
  contact.modifiedOn = call.now;
  call.record(contact, 'event', about(event));
  return event;
}

function changeEvent(call: V2Call, event: ExtEvent, data: EventData): void {
  call.account.events.update(event, data, call.now);
  call.record(event.contact, 'eventUpdate', about(event));
}

function about(event: ExtEvent): { eventId: string; type: string; externalId?: string } {
  const { contactExtEventType: type, externalId } = event.data;
  return { eventId: event.eventId, type, ...(externalId === undefined ? {} : { externalId }) };
}

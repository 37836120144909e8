import type { Command, ContactRef, EventPayload, UpsertPayload } from '@storewire/core';
import type {
  BatchEvent,
  ContactEvent,
  ContactIdentity,
  ContactUpsert,
} from '@storewire/salesmanago';
import type { DueCommand } from '../database/outbox.repository.js';

type PayloadOf<K extends Command['kind']> = Extract<Command, { kind: K }>['payload'];

/** A stored payload as the type its kind promises. */
export const payloadOf = <K extends Command['kind']>(command: DueCommand, _kind: K): PayloadOf<K> =>
  command.payload as PayloadOf<K>;

/** The upsert as the client takes it. */
export const toUpsert = (payload: UpsertPayload): ContactUpsert => ({ ...payload });

export function toEvent({ details, products, ...event }: EventPayload): ContactEvent {
  return { ...event, ...details, ...(products ? { products: products.split(',') } : {}) };
}

export const toIdentity = (ref: ContactRef): ContactIdentity =>
  'email' in ref ? { email: ref.email } : { contactId: ref.contactId };

export function toBatchEvent(command: DueCommand): BatchEvent {
  const { contact, event } = payloadOf(command, 'addEvent');
  return { ...toIdentity(contact), contactEvent: toEvent(event) };
}

/** The e-mail an event or upsert is addressed with; `undefined` where only a contact id is known. */
export function addressOf(command: DueCommand): string | undefined {
  const payload = command.payload as { contact?: { email?: string }; email?: string };
  return payload.contact?.email ?? payload.email;
}

import type {
  Command,
  ContactRef,
  EventPayload,
  KeyInformationPayload,
  UpsertPayload,
} from '@storewire/core';
import type {
  BatchEvent,
  ContactEvent,
  ContactIdentity,
  ContactUpsert,
  KeyInformationUpsert,
} from '@storewire/salesmanago';
import type { DueCommand } from '../database/outbox.repository.js';

type PayloadOf<K extends Command['kind']> = Extract<Command, { kind: K }>['payload'];

/** A stored payload as the type its kind promises. */
export const payloadOf = <K extends Command['kind']>(command: DueCommand, _kind: K): PayloadOf<K> =>
  command.payload as PayloadOf<K>;

/** The upsert as the client takes it. */
export const toUpsert = ({
  confirmationWindowMinutes: _,
  ...upsert
}: UpsertPayload): ContactUpsert => upsert;

/**
 * How long a call of unknown outcome must not be repeated: one that asks for a confirmation mail may have been carried
 * out, and nobody gets a second mail within the window.
 */
export function unrepeatableMs({ kind, payload }: Pick<DueCommand, 'kind' | 'payload'>): number {
  if (kind !== 'upsertContact' && kind !== 'changeEmail') return 0;
  const { useApiDoubleOptIn, confirmationWindowMinutes = 0 } = payload as UpsertPayload;
  return useApiDoubleOptIn === true ? confirmationWindowMinutes * 60_000 : 0;
}

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

/** Key Information as the client takes it. */
export const toKeyInformation = ({
  email,
  numeric,
  text,
  setAsNull,
}: KeyInformationPayload): KeyInformationUpsert => ({
  email,
  ...(Object.keys(numeric).length ? { numeric: pairs(numeric) } : {}),
  ...(Object.keys(text).length ? { text: pairs(text) } : {}),
  ...(setAsNull.length ? { setAsNull } : {}),
});

const pairs = <T>(values: Readonly<Record<string, T>>): { name: string; value: T }[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

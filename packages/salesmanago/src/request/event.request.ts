import { LIMITS } from '../limits.js';
import { compact, type RecordNotes } from './record-notes.js';

/** The types that sources agree on; others may exist. */
export type ContactEventType =
  | 'PURCHASE'
  | 'CART'
  | 'VISIT'
  | 'PHONE_CALL'
  | 'OTHER'
  | 'RESERVATION'
  | 'CANCELLED'
  | 'ACTIVATION'
  | 'MEETING'
  | 'OFFER'
  | 'DOWNLOAD'
  | 'LOGIN'
  | 'TRANSACTION'
  | 'CANCELLATION'
  | 'RETURN'
  | 'SURVEY'
  | 'APP_STATUS'
  | 'APP_TYPE_WEB'
  | 'APP_TYPE_MANUAL'
  | 'APP_TYPE_RETENTION'
  | 'APP_TYPE_UPSALE'
  | 'LOAN_STATUS'
  | 'LOAN_ORDER'
  | 'FIRST_LOAN'
  | 'REPEATED_LOAN'
  | (string & {});

const DETAIL_KEYS = Array.from(
  { length: 20 },
  (_, index) => `detail${index + 1}` as keyof EventDetails,
);

type DetailNumber =
  | ('1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '10')
  | ('11' | '12' | '13' | '14' | '15' | '16' | '17' | '18' | '19' | '20');

/** Free texts with meanings given in the account; a key that is left out does not move the others. */
export type EventDetails = { [K in `detail${DetailNumber}`]?: string | undefined };

export interface ContactEvent extends EventDetails {
  contactExtEventType: ContactEventType;
  /** Milliseconds since 1970. */
  date: number;
  description?: string | undefined;
  /** Ids as in the product catalogue; joined with commas and cut at 512 characters. */
  products?: readonly string[] | undefined;
  /** The store's id; equal to the `location` of its catalogue. */
  location?: string | undefined;
  /** A decimal; rounded to 2 places. */
  value?: string | number | undefined;
  /** The order number. */
  externalId?: string | undefined;
  shopDomain?: string | undefined;
}

/** The e-mail where it is known; the contact id only where it is not. */
export type ContactIdentity =
  | { email: string; contactId?: string | undefined }
  | { email?: undefined; contactId: string };

export type EventRequest = ContactIdentity & {
  /** Another owner than the account's; not in batches. */
  owner?: string | undefined;
  contactEvent: ContactEvent;
};

/** `{ email }` or `{ contactId }`: never both, the e-mail first. */
export function identityBody(
  identity: ContactIdentity,
  notes: RecordNotes,
): { email: string } | { contactId: string } {
  if (identity.email) return { email: notes.email('email', identity.email) };
  if (identity.contactId) return { contactId: identity.contactId };
  return notes.refuse('email', 'is missing, and so is contactId');
}

/** The body of `v2/contact/addContactExtEvent`, without authentication. */
export const addEventBody = (event: EventRequest, notes: RecordNotes): Record<string, unknown> =>
  compact({
    owner: event.owner,
    ...identityBody(event, notes),
    forceOptIn: false,
    contactEvent: eventBody(event.contactEvent, notes),
  });

/** The body of `v2/contact/updateContactExtEvent`, without authentication. */
export const updateEventBody = (
  eventId: string,
  event: ContactEvent,
  notes: RecordNotes,
  owner?: string,
): Record<string, unknown> =>
  compact({ owner, contactEvent: { ...eventBody(event, notes), eventId } });

/** One event of a batch. */
export const batchEventBody = (
  event: ContactIdentity & { contactEvent: ContactEvent },
  notes: RecordNotes,
): Record<string, unknown> => ({
  ...identityBody(event, notes),
  contactEvent: eventBody(event.contactEvent, notes),
});

export function eventBody(event: ContactEvent, notes: RecordNotes): Record<string, unknown> {
  const limits = LIMITS.event;
  const details = DETAIL_KEYS.map((key) => [
    key,
    notes.text(`contactEvent.${key}`, event[key], limits.detail),
  ]);
  return compact({
    contactExtEventType: event.contactExtEventType,
    date: notes.date('contactEvent.date', event.date),
    description: notes.text('contactEvent.description', event.description, limits.description),
    products: notes.productIds('contactEvent.products', event.products),
    location: location(event.location, notes),
    value: notes.amount('contactEvent.value', event.value),
    externalId: notes.identifier('contactEvent.externalId', event.externalId, limits.externalId),
    shopDomain: notes.text('contactEvent.shopDomain', event.shopDomain, limits.shopDomain),
    ...Object.fromEntries(details),
  });
}

function location(value: string | undefined, notes: RecordNotes): string | undefined {
  const field = 'contactEvent.location';
  // Cut, it would name another store, and the event would be lost for this one.
  if (value !== undefined && value.length > LIMITS.event.locationHard) {
    notes.refuse(field, `has more than ${LIMITS.event.locationHard} characters`);
  }
  return notes.identifier(field, value, LIMITS.event.location);
}

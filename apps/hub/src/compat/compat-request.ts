import { COMPAT_EVENT_TYPES, type CompatCall, type CompatPart, isEmail } from '@storewire/core';
import { CompatRefusal } from './compat-refusal.js';

/** The signature's parts of a v2 body; none of them is kept. */
const AUTHENTICATION = new Set(['clientId', 'apiKey', 'sha', 'requestTime']);

export const isPart = (value: unknown): value is CompatPart =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** @throws CompatRefusal 400 for what is no JSON object. */
export function parseBody(rawBody: Buffer): CompatPart {
  let body: unknown;
  try {
    body = JSON.parse(rawBody.toString('utf8'));
  } catch {
    body = undefined;
  }
  if (!isPart(body)) throw new CompatRefusal('The body is not a JSON object', 400);
  return body;
}

/**
 * The contact and the event of a call, without authentication.
 * @returns nothing for a method that sends neither.
 */
export function callIn(method: string, body: CompatPart): CompatCall | undefined {
  switch (method) {
    case 'contact/upsert':
      return { contact: withoutAuthentication(body) };
    case 'contact/addContactExtEvent':
    case 'contact/updateContactExtEvent':
      return { ...optInOf(body), event: withoutAuthentication(body) };
    case 'integration/upsert': {
      const { contactUpsertRequest: contact, addContactExtEventRequest: event } = body;
      if (!isPart(contact) && !isPart(event)) throw new CompatRefusal('Integration failed');
      return {
        ...(isPart(contact) ? { contact: withoutAuthentication(contact) } : optInOf(event)),
        ...(isPart(event) ? { event: withoutAuthentication(event) } : {}),
      };
    }
    default:
      return undefined;
  }
}

/** Checks what can be known at once, so that the caller hears of it. @throws CompatRefusal */
export function checkCall({ contact, event }: CompatCall): void {
  if (contact) {
    checkAddress(isPart(contact.contact) ? contact.contact.email : undefined, 'contact.email');
    if (contact.newEmail) checkAddress(contact.newEmail, 'newEmail');
  }
  if (event) checkEvent(event);
}

function checkEvent({ email, contactId, contactEvent }: CompatPart): void {
  if (!isPart(contactEvent)) throw new CompatRefusal('Field contactEvent is required');
  const type = contactEvent.contactExtEventType;
  if (!COMPAT_EVENT_TYPES.some((known) => known === type)) {
    throw new CompatRefusal(`This hub takes the events ${COMPAT_EVENT_TYPES.join(', ')}`);
  }
  if (email) checkAddress(email, 'email');
  else if (typeof contactId !== 'string' || contactId === '')
    throw new CompatRefusal('Field email or contactId is required');
  else if (type !== 'CART') throw new CompatRefusal('Contact does not exist');
  if (!isAmount(contactEvent.value)) {
    throw new CompatRefusal('Field contactEvent.value has to be a number');
  }
}

const isAmount = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value.trim()));

function checkAddress(value: unknown, field: string): void {
  if (typeof value !== 'string' || !isEmail(value.trim().toLowerCase())) {
    throw new CompatRefusal(`Field ${field} has to be an e-mail address`);
  }
}

/** An event may bring an opt-in; that is something about its contact. */
const optInOf = (event: unknown): CompatCall =>
  isPart(event) && event.forceOptIn === true && typeof event.email === 'string'
    ? { contact: { contact: { email: event.email }, forceOptIn: true } }
    : {};

const withoutAuthentication = (part: CompatPart): CompatPart =>
  Object.fromEntries(Object.entries(part).filter(([name]) => !AUTHENTICATION.has(name)));

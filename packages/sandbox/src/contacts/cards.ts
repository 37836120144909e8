import type { ExtEvent } from '../events/ext-event.js';
import type { Json } from '../json.js';
import type { Contact } from './contact.js';

/** The element of `contact/basic`: status and address data. */
export function basicCard(contact: Contact): Json {
  return { contactId: contact.id, ...commonMembers(contact) };
}

/**
 * The element of `contact/list`: the whole card, with `id` in place of `contactId` and properties as a list.
 * The members of `contactExtEvents` are named as on input, with the id as `id` and `eventId`: the real names of the
 * list are not known.
 */
export function fullCard(contact: Contact): Json {
  return {
    id: contact.id,
    ...commonMembers(contact),
    mainContactOwner: contact.owner,
    province: contact.province,
    contactTags: [...(contact.tags ?? [])].map(([tag, { score, createdOn }]) => ({
      tag,
      tagName: tag,
      score,
      createdOn,
      tagWithScore: `${tag} (${score})`,
    })),
    properties: [...(contact.properties ?? [])].map(([name, value]) => ({ name, value })),
    dictionaryProperties: [...(contact.dictionaryProperties ?? [])].map(([name, item]) => ({
      name,
      ...item,
    })),
    contactExtEvents: (contact.events ?? []).map(eventCard),
    coupons: contact.coupons ?? [],
    contactNotes: contact.notes ?? [],
    contactEvents: [],
    contactVisits: [],
    emailMessages: [],
    contactFunnels: [],
    contactTasks: [],
    smsMessages: [],
    incomingEmailMessages: [],
  };
}

export function eventCard(event: ExtEvent): Json {
  const { details, ...data } = event.data;
  return { id: event.eventId, eventId: event.eventId, ...data, ...details };
}

function commonMembers(contact: Contact): Json {
  const birthday = /^(\d{4})?(\d{2})(\d{2})$/.exec(contact.birthday ?? '');
  return {
    name: contact.name,
    email: contact.email,
    phone: contact.phone,
    fax: contact.fax,
    score: contact.score,
    state: contact.state,
    optedOut: contact.optedOut,
    optedOutPhone: contact.optedOutPhone,
    deleted: false,
    invalid: contact.invalid,
    company: contact.company,
    externalId: contact.externalId,
    address: contact.address,
    birthdayYear: birthday?.[1] ?? null,
    birthdayMonth: birthday ? String(Number(birthday[2])) : null,
    birthdayDay: birthday ? String(Number(birthday[3])) : null,
    modifiedOn: contact.modifiedOn,
    createdOn: contact.createdOn,
    lastVisit: contact.lastVisit,
  };
}

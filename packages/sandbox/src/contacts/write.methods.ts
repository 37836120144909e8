import type { Json } from '../json.js';
import type { V2Call, V2Method } from '../v2/call.js';
import { Refusal, WIRE } from '../v2/refusal.js';
import type { Contact } from './contact.js';
import {
  applyTags,
  applyUpsert,
  planUpsert,
  sendConfirmation,
  type UpsertRules,
} from './upsert.js';

/** Methods that change one contact. */
export const contactWriteMethods: Record<string, V2Method> = {
  '/api/contact/upsert': { handle: (call) => upsert(call, 'upsert') },
  '/api/contact/insert': { handle: (call) => upsert(call, 'insert') },
  '/api/contact/update': { handle: (call) => upsert(call, 'update') },
  '/api/contact/delete': { handle: deleteContact },
  '/api/contact/optin': { owner: 'optional', handle: (call) => setStatus(call, 'optedOut', false) },
  '/api/contact/optout': { owner: 'optional', handle: (call) => setStatus(call, 'optedOut', true) },
  '/api/contact/phoneoptin': {
    owner: 'optional',
    handle: (call) => setStatus(call, 'optedOutPhone', false),
  },
  '/api/contact/phoneoptout': {
    owner: 'optional',
    handle: (call) => setStatus(call, 'optedOutPhone', true),
  },
  '/api/contact/managetags': { handle: manageTags },
  '/api/contact/addNote': { handle: addNote },
  '/api/contact/updateTask': { owner: 'optional', handle: updateTask },
  '/api/contact/setMainOwner': { handle: setMainOwner },
  '/api/contact/addContactCoupon': { owner: 'optional', handle: addCoupon },
  '/api/contact/useContactCoupon': { owner: 'optional', handle: useCoupon },
  '/api/email/sendConfirmation': { handle: resendConfirmation },
};

const YEAR_MS = 365 * 86_400_000;
const COUPON_SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

function upsert(call: V2Call, mode: UpsertRules['mode']): Json {
  const rules = { mode, owner: call.owner, doubleOptInDefault: false, doubleOptIn: call.body };
  call.checks.flag(call.body.async, 'async');
  const contact = applyUpsert(call, planUpsert(call, call.body, rules));
  return { contactId: contact.id, externalId: contact.externalId };
}

function deleteContact(call: V2Call): Json {
  const contact = call.contactOf();
  removeContact(call, contact);
  return { result: 'deleted' };
}

/** Takes the contact and its events out of the account; its operations stay readable by address. */
export function removeContact(call: V2Call, contact: Contact): void {
  for (const event of [...(contact.events ?? [])]) call.account.events.delete(event);
  call.record(contact, 'deleted');
  call.account.contacts.delete(contact);
}

function setStatus(call: V2Call, channel: 'optedOut' | 'optedOutPhone', value: boolean): Json {
  const contact = call.contactOf();
  changeStatus(call, contact, channel, value);
  return { contactId: contact.id };
}

export function changeStatus(
  call: V2Call,
  contact: Contact,
  channel: 'optedOut' | 'optedOutPhone',
  value: boolean,
): void {
  if (channel === 'optedOut') {
    call.world.callbacks.setStatus(call.account, contact, { optedOut: value }, 'api');
  } else {
    contact.optedOutPhone = value;
    contact.modifiedOn = call.now;
  }
  call.record(contact, 'status');
}

function manageTags(call: V2Call): Json {
  const contact = call.contactOf();
  const { tag } = call.checks.limits;
  applyTags(
    contact,
    {
      tags: call.checks.texts(call.body.tags, 'tags', tag),
      removeTags: call.checks.texts(call.body.removeTags, 'removeTags', tag),
      tagScoring: call.checks.flag(call.body.tagScoring, 'tagScoring') ?? false,
    },
    call.now,
  );
  contact.modifiedOn = call.now;
  call.record(contact, 'other');
  return { contactId: contact.id };
}

function addNote(call: V2Call): Json {
  const contact = call.contactOf();
  const note = call.checks.text(call.body.note, 'note', 10_000);
  if (!note) throw new Refusal('Field note is required');
  contact.notes ??= [];
  contact.notes.push({
    note,
    private: call.checks.flag(call.body.priv, 'priv') ?? false,
    createdOn: call.now,
  });
  call.record(contact, 'other');
  return {};
}

/** Tasks belong to the app's users, not to contacts, so the sandbox only checks the shape and gives an id. */
function updateTask(call: V2Call): Json {
  const taskId = call.checks.id(call.body.taskId ?? call.body.id, 'taskId', 255);
  return { taskId: taskId ?? String(call.seq) };
}

function setMainOwner(call: V2Call): Json {
  const email = call.checks.email(call.body.contact, 'contact');
  const contact = email ? call.account.contacts.find(email) : undefined;
  if (!contact) throw new Refusal('Contact does not exist');
  const newOwner = String(call.body.newOwner ?? '');
  if (!call.account.options.owners.includes(newOwner)) throw new Refusal(WIRE.wrongOwner);
  contact.owner = newOwner;
  contact.modifiedOn = call.now;
  call.record(contact, 'other');
  return {};
}

function addCoupon(call: V2Call): Json {
  const contact = call.contactOf();
  const name = call.checks.text(call.body.name, 'name', 64);
  if (!name) throw new Refusal('Field name is required');
  const coupon = call.checks.text(call.body.coupon, 'coupon', 32) ?? generateCoupon(call);
  if (coupon.length < 5) throw new Refusal('Field coupon has to have 5 to 32 characters');
  contact.coupons ??= [];
  contact.coupons.push({
    name,
    coupon,
    valid: call.checks.time(call.body.valid, 'valid') ?? call.now + YEAR_MS,
    used: false,
  });
  call.record(contact, 'other');
  return { coupon };
}

function generateCoupon(call: V2Call): string {
  const { length } = call.body;
  if (!Number.isSafeInteger(length) || (length as number) < 5 || (length as number) > 64) {
    throw new Refusal('Field length has to be 5 to 64');
  }
  const sign = () => COUPON_SIGNS[Math.floor(Math.random() * COUPON_SIGNS.length)];
  return Array.from({ length: length as number }, sign).join('');
}

function useCoupon(call: V2Call): Json {
  const contact = call.contactOf();
  const coupon = contact.coupons?.find((item) => item.coupon === call.body.coupon && !item.used);
  if (!coupon || coupon.valid < call.now)
    throw new Refusal('Coupon does not exist or is not valid');
  coupon.used = true;
  call.record(contact, 'other');
  return {};
}

function resendConfirmation(call: V2Call): Json {
  const contact = call.contactOf();
  const emailId =
    call.checks.id(call.body.doubleOptInEmailId, 'doubleOptInEmailId', 255) ||
    call.checks.id(call.body.apiDoubleOptInEmailTemplateId, 'apiDoubleOptInEmailTemplateId', 255) ||
    call.account.options.confirmationEmailId;
  if (!emailId) throw new Refusal(WIRE.wrongConfirmationEmail);
  const language = call.checks.text(call.body.lang, 'lang', 2) ?? null;
  sendConfirmation(call, contact, { emailId, language });
  const tag = call.checks.text(call.body.tag, 'tag', call.checks.limits.tag);
  if (tag) applyTags(contact, { tags: [tag], removeTags: [], tagScoring: false }, call.now);
  call.record(contact, 'other');
  return { contactId: contact.id };
}

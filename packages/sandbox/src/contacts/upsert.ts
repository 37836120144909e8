import { randomUUID } from 'node:crypto';
import { isObject, type Json } from '../json.js';
import type { V2Call } from '../v2/call.js';
import { Refusal, WIRE } from '../v2/refusal.js';
import { readConsents } from './consent-details.js';
import {
  type Address,
  CONTACT_STATES,
  type Consent,
  type Contact,
  type ContactState,
} from './contact.js';

const CARD_TEXTS = ['name', 'phone', 'fax', 'company'] as const;
const ADDRESS_TEXTS = ['streetAddress', 'zipCode', 'city', 'country'] as const;
const FLAGS = ['forceOptIn', 'forceOptOut', 'forcePhoneOptIn', 'forcePhoneOptOut'] as const;

type Flag = (typeof FLAGS)[number];

/** A checked upsert that has changed nothing yet. */
export interface UpsertPlan {
  /** The contact it will change; `undefined` creates one with `email`. */
  contact: Contact | undefined;
  email: string;
  newEmail: string | undefined;
  owner: string;
  card: Partial<
    Record<(typeof CARD_TEXTS)[number] | 'externalId' | 'province' | 'lang' | 'birthday', string>
  >;
  state: ContactState | undefined;
  address: Partial<Record<(typeof ADDRESS_TEXTS)[number], string>> | undefined;
  flags: Partial<Record<Flag, boolean>>;
  tags: string[];
  removeTags: string[];
  tagScoring: boolean;
  properties: [string, string][];
  dictionary: [string, { type: 'NUMBER' | 'DATE'; value: number }][];
  consents: Consent[];
  loyaltyProgram: string | undefined;
  confirmation: { emailId: string | null; language: string | null } | undefined;
}

export interface UpsertRules {
  /** `insert` fails for a known contact, `update` for an unknown one. */
  mode: 'upsert' | 'insert' | 'update';
  owner: string;
  /** What is assumed without `useApiDoubleOptIn`: true for batches, as client authors found out. */
  doubleOptInDefault: boolean;
  /** Where the double opt-in members are; the body itself, or the envelope of a batch. */
  doubleOptIn: Json;
}

/** @throws Refusal when any member is wrong; nothing is changed in any case. */
export function planUpsert(call: V2Call, details: Json, rules: UpsertRules): UpsertPlan {
  const { checks, account } = call;
  const { limits } = checks;
  const given = checks.object(details.contact, 'contact') ?? {};
  const { contact, email } = identify(call, details, given, rules.mode);
  call.passFaults(email);

  const newEmail = checks.email(details.newEmail, 'newEmail');
  if (newEmail) {
    const holder = account.contacts.find(newEmail);
    if (holder && holder !== contact)
      throw new Refusal('Field newEmail is used by another contact');
  }

  const card: UpsertPlan['card'] = {};
  for (const name of CARD_TEXTS) {
    const text = checks.text(given[name], `contact.${name}`, limits.contactText);
    if (text !== undefined) card[name] = text;
  }
  const externalId = checks.id(given.externalId, 'contact.externalId', limits.contactText);
  if (externalId !== undefined) card.externalId = externalId;
  const province = checks.text(details.province, 'province', limits.contactText);
  if (province !== undefined) card.province = province;
  const lang = checks.text(details.lang, 'lang', limits.contactText);
  if (lang && !/^[A-Za-z]{2}$/.test(lang))
    throw new Refusal('Field lang has to be a code of two letters');
  if (lang !== undefined) card.lang = lang;
  const birthday = checks.text(details.birthday, 'birthday', limits.contactText);
  if (birthday && !isBirthday(birthday))
    throw new Refusal('Field birthday has to be yyyyMMdd or MMdd');
  if (birthday !== undefined) card.birthday = birthday;

  const flags: UpsertPlan['flags'] = {};
  for (const name of FLAGS) flags[name] = checks.flag(details[name], name) ?? false;

  return {
    contact,
    email,
    newEmail,
    owner: rules.owner,
    card,
    state: readState(given.state),
    address: readAddress(call, given.address),
    flags,
    tags: checks.texts(details.tags, 'tags', limits.tag),
    removeTags: checks.texts(details.removeTags, 'removeTags', limits.tag),
    tagScoring: checks.flag(details.tagScoring, 'tagScoring') ?? false,
    properties: readProperties(call, details.properties),
    dictionary: readDictionary(call, details.dictionaryProperties),
    consents: readConsents(call, details.consentDetails, call.account.options.consents ?? []),
    loyaltyProgram: readLoyaltyProgram(call, details.loyaltyProgram),
    confirmation: readDoubleOptIn(call, rules, flags),
  };
}

/** Carries out a plan. With both flags of a channel, opt-out wins. */
export function applyUpsert(call: V2Call, plan: UpsertPlan): Contact {
  const { account, now } = call;
  const existing = plan.contact ?? account.contacts.find(plan.email);
  const contact =
    existing ??
    account.contacts.create(
      plan.newEmail ?? plan.email,
      plan.owner,
      now,
      now + call.world.contactVisibleAfterMs,
    );
  if (existing && plan.newEmail) account.contacts.rename(existing, plan.newEmail);

  for (const name in plan.card) {
    const key = name as keyof UpsertPlan['card'];
    contact[key] = plan.card[key] || null;
  }
  if (plan.state) contact.state = plan.state;
  if (plan.address) contact.address = mergeAddress(contact.address, plan.address);
  applyTags(contact, plan, now);
  for (const [name, value] of plan.properties) {
    contact.properties ??= new Map();
    contact.properties.set(name, value);
  }
  for (const [name, value] of plan.dictionary) {
    contact.dictionaryProperties ??= new Map();
    contact.dictionaryProperties.set(name, value);
  }
  for (const consent of plan.consents) {
    contact.consents ??= new Map();
    contact.consents.set(consent.consentName, consent);
  }
  if (plan.loyaltyProgram) {
    contact.loyalty ??= new Map();
    if (!contact.loyalty.has(plan.loyaltyProgram)) contact.loyalty.set(plan.loyaltyProgram, 0);
  }
  contact.modifiedOn = now;
  applyStatus(call, contact, plan);
  account.upserts += 1;
  call.record(contact, existing ? 'updated' : 'created', {
    externalId: contact.externalId ?? undefined,
    name: contact.name ?? undefined,
  });
  return contact;
}

/** Records a confirmation e-mail in place of sending it. */
export function sendConfirmation(
  call: V2Call,
  contact: Contact,
  mail: { emailId: string | null; language: string | null },
): void {
  contact.confirmations ??= [];
  contact.confirmations.push({ id: randomUUID(), at: call.now, state: 'pending', ...mail });
  call.account.confirmationsSent += 1;
}

function applyStatus(call: V2Call, contact: Contact, plan: UpsertPlan): void {
  const { forceOptIn, forceOptOut, forcePhoneOptIn, forcePhoneOptOut } = plan.flags;
  if (forceOptOut) call.world.callbacks.setStatus(call.account, contact, { optedOut: true }, 'api');
  else if (forceOptIn && contact.optedOut) {
    if (plan.confirmation) sendConfirmation(call, contact, plan.confirmation);
    else call.world.callbacks.setStatus(call.account, contact, { optedOut: false }, 'api');
  }
  if (forcePhoneOptOut) contact.optedOutPhone = true;
  else if (forcePhoneOptIn) contact.optedOutPhone = false;
}

/** `tagScoring` raises the score of a tag the contact has; without it, adding it again changes nothing. */
export function applyTags(
  contact: Contact,
  plan: Pick<UpsertPlan, 'tags' | 'removeTags' | 'tagScoring'>,
  now: number,
): void {
  if (plan.tags.length > 0) {
    contact.tags ??= new Map();
    for (const name of plan.tags) {
      const tag = contact.tags.get(name);
      if (!tag) contact.tags.set(name, { score: 1, createdOn: now });
      else if (plan.tagScoring) tag.score += 1;
    }
  }
  for (const name of plan.removeTags) contact.tags?.delete(name);
}

function identify(
  call: V2Call,
  details: Json,
  given: Json,
  mode: UpsertRules['mode'],
): { contact: Contact | undefined; email: string } {
  const { checks, account } = call;
  const topLevel = mode === 'insert' ? undefined : checks.text(details.contactId, 'contactId', 255);
  if (topLevel) {
    const contact = account.contacts.get(topLevel);
    if (!contact) throw new Refusal('Contact does not exist');
    return { contact, email: contact.email };
  }
  const email =
    mode === 'update'
      ? checks.email(details.email, 'email')
      : (checks.email(given.email, 'contact.email') ?? checks.email(details.email, 'email'));
  if (!email) throw new Refusal(`Field ${mode === 'update' ? '' : 'contact.'}email is required`);
  const contact = account.contacts.find(email);
  if (mode === 'insert' && contact) throw new Refusal('Contact already exists');
  if (mode === 'update' && !contact) throw new Refusal('Contact does not exist');
  return { contact, email };
}

function isBirthday(text: string): boolean {
  const parts = /^(?:(\d{4}))?(\d{2})(\d{2})$/.exec(text);
  if (!parts) return false;
  const [month, day] = [Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function readState(value: unknown): ContactState | undefined {
  if (value === undefined || value === null) return undefined;
  if (!CONTACT_STATES.includes(value as ContactState)) {
    throw new Refusal(`Field contact.state has to be one of ${CONTACT_STATES.join(', ')}`);
  }
  return value as ContactState;
}

function readAddress(call: V2Call, value: unknown): UpsertPlan['address'] {
  const given = call.checks.object(value, 'contact.address');
  if (!given) return undefined;
  const address: NonNullable<UpsertPlan['address']> = {};
  for (const name of ADDRESS_TEXTS) {
    const text = call.checks.text(
      given[name],
      `contact.address.${name}`,
      call.checks.limits.contactText,
    );
    if (text !== undefined) address[name] = text;
  }
  return address;
}

function mergeAddress(before: Address | null, change: NonNullable<UpsertPlan['address']>): Address {
  const merged: Address = before ?? {
    streetAddress: null,
    zipCode: null,
    city: null,
    country: null,
  };
  for (const name of ADDRESS_TEXTS) {
    const text = change[name];
    if (text !== undefined) merged[name] = text || null;
  }
  return merged;
}

function readProperties(call: V2Call, value: unknown): [string, string][] {
  const given = call.checks.object(value, 'properties');
  if (!given) return [];
  return Object.entries(given).flatMap(([name, item]) => {
    const text = call.checks.text(item, `properties.${name}`, call.checks.limits.propertyValue);
    return text === undefined ? [] : [[name, text] as [string, string]];
  });
}

function readDictionary(call: V2Call, value: unknown): UpsertPlan['dictionary'] {
  return call.checks.objects(value, 'dictionaryProperties').map((item, index) => {
    const name = call.checks.text(item.name, `dictionaryProperties[${index}].name`, 255);
    if (
      !name ||
      (item.type !== 'NUMBER' && item.type !== 'DATE') ||
      typeof item.value !== 'number'
    ) {
      throw new Refusal(
        `Field dictionaryProperties[${index}] needs name, type NUMBER or DATE, and a number`,
      );
    }
    return [name, { type: item.type, value: item.value }];
  });
}

function readLoyaltyProgram(call: V2Call, value: unknown): string | undefined {
  const name = call.checks.text(value, 'loyaltyProgram', 255);
  if (name === undefined) return undefined;
  if (!call.account.options.loyaltyPrograms?.includes(name))
    throw new Refusal(WIRE.noLoyaltyProgram);
  return name;
}

/** Which confirmation e-mail this upsert asks for: the current scheme, the old triple, or the account's default. */
function readDoubleOptIn(
  call: V2Call,
  rules: UpsertRules,
  flags: UpsertPlan['flags'],
): UpsertPlan['confirmation'] {
  const { checks } = call;
  const from = rules.doubleOptIn;
  const asked =
    checks.flag(from.useApiDoubleOptIn, 'useApiDoubleOptIn') ?? rules.doubleOptInDefault;
  if (!asked || !flags.forceOptIn || flags.forceOptOut) return undefined;
  const emailId =
    checks.id(from.doubleOptInEmailId, 'doubleOptInEmailId', 255) ||
    checks.id(from.apiDoubleOptInEmailTemplateId, 'apiDoubleOptInEmailTemplateId', 255) ||
    call.account.options.confirmationEmailId;
  if (!emailId) throw new Refusal(WIRE.wrongConfirmationEmail);
  if (call.world.strict && !call.account.hasConfirmationEmail(emailId)) {
    throw new Refusal(WIRE.wrongConfirmationEmail);
  }
  const language = checks.text(from.doubleOptInLanguage, 'doubleOptInLanguage', 255);
  const fallback = isObject(from) && typeof from.lang === 'string' ? from.lang : null;
  return { emailId, language: language ?? fallback };
}

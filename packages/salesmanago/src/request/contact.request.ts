import { LIMITS } from '../limits.js';
import { type Clearable, compact, RecordNotes } from './record-notes.js';

export type ContactState = 'CUSTOMER' | 'PROSPECT' | 'PARTNER' | 'OTHER' | 'UNKNOWN';

export interface ContactAddress {
  streetAddress?: Clearable;
  zipCode?: Clearable;
  city?: Clearable;
  /** ISO 3166-1 alpha-2. */
  country?: Clearable;
}

/** The `contact` object. `birthday`, `province` and `lang` do not belong here. */
export interface ContactFields {
  /** Identifies the contact, without regard to case. */
  email: string;
  name?: Clearable;
  phone?: Clearable;
  fax?: Clearable;
  company?: Clearable;
  /** The shop's customer id. */
  externalId?: Clearable;
  state?: ContactState | undefined;
  address?: ContactAddress | undefined;
}

/** A consent by name, as it exists in the account. */
export interface ConsentDetail {
  consentName: string;
  consentAccept: boolean;
  /** Milliseconds since 1970. */
  agreementDate?: number | undefined;
  ip?: string | undefined;
  optOut?: boolean | undefined;
  consentDescriptionId?: number | undefined;
}

export interface DictionaryProperty {
  name: string;
  type: 'NUMBER' | 'DATE';
  /** For DATE milliseconds since 1970. */
  value: number;
}

/** Fields placed as `contact/upsert` wants them. Undefined fields are not sent. */
export interface ContactUpsert {
  /** Another owner than the account's. */
  owner?: string | undefined;
  contact: ContactFields;
  /** The new address of the contact that `contact.email` finds. Not in batches. */
  newEmail?: string | undefined;
  /** The four flags default to false, which changes nothing for a contact that exists. */
  forceOptIn?: boolean | undefined;
  forceOptOut?: boolean | undefined;
  forcePhoneOptIn?: boolean | undefined;
  forcePhoneOptOut?: boolean | undefined;
  tags?: readonly string[] | undefined;
  removeTags?: readonly string[] | undefined;
  tagScoring?: boolean | undefined;
  /** Standard details, by name. */
  properties?: Readonly<Record<string, string | null>> | undefined;
  dictionaryProperties?: readonly DictionaryProperty[] | undefined;
  /** `yyyyMMdd`, or `MMdd` without a year. */
  birthday?: string | undefined;
  province?: Clearable;
  /** Two letters or BCP 47; sent as two upper-case letters. */
  lang?: string | undefined;
  consentDetails?: readonly ConsentDetail[] | undefined;
  loyaltyProgram?: string | undefined;
  /** Sent as true only together with `forceOptIn`, for then a confirmation mail goes out. Not in batches. */
  useApiDoubleOptIn?: boolean | undefined;
  doubleOptInEmailId?: string | undefined;
  doubleOptInLanguage?: string | undefined;
  /** The old scheme: all three or none. */
  apiDoubleOptInEmailTemplateId?: string | undefined;
  apiDoubleOptInEmailAccountId?: string | undefined;
  apiDoubleOptInEmailSubject?: string | undefined;
}

/** The body of one contact without authentication, owner and double opt-in. */
export function contactBody(upsert: ContactUpsert, notes: RecordNotes): Record<string, unknown> {
  const { contact, properties } = upsert;
  const { text, tag, property } = LIMITS.contact;
  return compact({
    contact: compact({
      email: notes.email('contact.email', contact.email),
      name: notes.text('contact.name', contact.name, text),
      phone: notes.identifier('contact.phone', contact.phone, text),
      fax: notes.identifier('contact.fax', contact.fax, text),
      company: notes.text('contact.company', contact.company, text),
      externalId: notes.identifier('contact.externalId', contact.externalId, text),
      state: contact.state,
      address: contact.address && addressBody(contact.address, notes),
    }),
    newEmail: upsert.newEmail === undefined ? undefined : notes.email('newEmail', upsert.newEmail),
    ...flags(upsert, notes),
    tags: notes.texts('tags', upsert.tags, tag),
    removeTags: notes.texts('removeTags', upsert.removeTags, tag),
    tagScoring: upsert.tagScoring,
    properties:
      properties &&
      Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [
          name,
          notes.text(`properties.${name}`, value, property),
        ]),
      ),
    dictionaryProperties: upsert.dictionaryProperties,
    birthday: birthday(upsert.birthday, notes),
    province: notes.text('province', upsert.province, text),
    lang: language(upsert.lang, notes),
    consentDetails: upsert.consentDetails?.map(compact),
    loyaltyProgram: upsert.loyaltyProgram,
  });
}

/** The body of `contact/upsert`, without authentication. */
export const upsertBody = (
  upsert: ContactUpsert,
  notes: RecordNotes,
  async: boolean,
): Record<string, unknown> =>
  compact({
    owner: upsert.owner,
    async,
    ...contactBody(upsert, notes),
    ...doubleOptInBody(upsert, notes),
  });

/** One contact of a batch. */
export const batchItemBody = (upsert: ContactUpsert, notes: RecordNotes): Record<string, unknown> =>
  compact({ owner: upsert.owner, ...contactBody(upsert, notes) });

/** The double opt-in fields of a single upsert. */
export function doubleOptInBody(
  upsert: ContactUpsert,
  notes: RecordNotes,
): Record<string, unknown> {
  const subscribes = upsert.forceOptIn === true && upsert.forceOptOut !== true;
  if (subscribes && upsert.useApiDoubleOptIn === true) {
    return compact({
      useApiDoubleOptIn: true,
      doubleOptInEmailId: upsert.doubleOptInEmailId,
      doubleOptInLanguage: upsert.doubleOptInLanguage,
      ...oldScheme(upsert, notes),
    });
  }
  const subscribesPhone = upsert.forcePhoneOptIn === true && upsert.forcePhoneOptOut !== true;
  // The vendor's plugins leave the key out when somebody subscribes without double opt-in. What the account's own
  // switch does then is not known, so an explicit false of the caller is kept.
  const isLeftOut = (subscribes || subscribesPhone) && upsert.useApiDoubleOptIn !== false;
  return isLeftOut ? {} : { useApiDoubleOptIn: false };
}

function oldScheme(upsert: ContactUpsert, notes: RecordNotes): Record<string, unknown> {
  const three = {
    apiDoubleOptInEmailTemplateId: upsert.apiDoubleOptInEmailTemplateId,
    apiDoubleOptInEmailAccountId: upsert.apiDoubleOptInEmailAccountId,
    apiDoubleOptInEmailSubject: upsert.apiDoubleOptInEmailSubject,
  };
  const missing = Object.entries(three).filter(([, value]) => !value);
  if (missing.length === 3) return {};
  const [first] = missing;
  if (first) notes.refuse(first[0], 'is missing: template, account and subject go together');
  return three;
}

function flags(upsert: ContactUpsert, notes: RecordNotes): Record<string, boolean> {
  return {
    ...channel(upsert.forceOptIn, upsert.forceOptOut, 'forceOptIn', 'forceOptOut', notes),
    ...channel(
      upsert.forcePhoneOptIn,
      upsert.forcePhoneOptOut,
      'forcePhoneOptIn',
      'forcePhoneOptOut',
      notes,
    ),
  };
}

/** Which flag wins when both are true is not published; withdrawn consent must. */
function channel(
  isIn: boolean | undefined,
  isOut: boolean | undefined,
  inName: string,
  outName: string,
  notes: RecordNotes,
): Record<string, boolean> {
  if (isIn && isOut) {
    notes.warn({
      code: 'changed',
      field: inName,
      text: `Sent as false, because ${outName} is true.`,
    });
  }
  return { [inName]: isIn === true && isOut !== true, [outName]: isOut === true };
}

function addressBody(address: ContactAddress, notes: RecordNotes): Record<string, unknown> {
  const { text } = LIMITS.contact;
  return compact({
    streetAddress: notes.text('contact.address.streetAddress', address.streetAddress, text),
    zipCode: notes.text('contact.address.zipCode', address.zipCode, text),
    city: notes.text('contact.address.city', address.city, text),
    country: notes.text('contact.address.country', address.country, text),
  });
}

function birthday(value: string | undefined, notes: RecordNotes): string | undefined {
  if (value === undefined || /^(\d{4})?(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(value)) {
    return value;
  }
  notes.warn({ code: 'dropped', field: 'birthday', text: 'Not yyyyMMdd or MMdd; left out.' });
  return undefined;
}

function language(value: string | undefined, notes: RecordNotes): string | undefined {
  if (value === undefined) return undefined;
  const [primary = ''] = value.split(/[-_]/, 1);
  if (/^[a-z]{2}$/i.test(primary)) return primary.toUpperCase();
  notes.warn({ code: 'dropped', field: 'lang', text: 'Not a two-letter language; left out.' });
  return undefined;
}

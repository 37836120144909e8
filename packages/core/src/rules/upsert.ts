import type { FieldExtras } from '../mapping/field-mapping.js';
import type { Contact } from '../model/records.js';
import type { Channel, Known } from '../model/values.js';
import { normaliseTags } from '../settings/normalise.js';
import type { StoreSettings } from '../settings/store-settings.js';
import type { UpsertPayload } from './command.js';
import { fingerprint } from './fingerprint.js';

export type ConsentChanges = { readonly [C in Channel]?: 'in' | 'out' };

/** The parts of a contact that are remembered, by name; what the store did not say is not there. */
export type ContactFields = Readonly<Record<string, unknown>>;

/**
 * The contact's data as SALESmanago fields, flat and by name. Values that are missing or known to be empty are left
 * out: SALESmanago documents no way to clear a field.
 */
export function contactFields(
  contact: Contact,
  settings: Pick<StoreSettings, 'languageSource'>,
  storeLanguage: string | undefined,
): ContactFields {
  const language = settings.languageSource === 'store' ? storeLanguage : present(contact.language);
  const fields: Record<string, unknown> = {
    name: present(contact.name) ?? joined(contact.firstName, contact.lastName),
    phone: present(contact.phone),
    fax: present(contact.fax),
    company: present(contact.company),
    externalId: present(contact.externalId),
    state: present(contact.state) ?? (contact.isCustomer ? 'CUSTOMER' : undefined),
    streetAddress: joined(contact.address?.street, contact.address?.street2),
    zipCode: present(contact.address?.zip),
    city: present(contact.address?.city),
    country: present(contact.address?.country),
    province: present(contact.address?.province),
    birthday: present(contact.birthDate)?.replaceAll('-', ''),
    lang: settings.languageSource === 'none' ? undefined : twoLetters(language)?.toUpperCase(),
    storeCreatedAt: contact.registeredAt ? Date.parse(contact.registeredAt) : undefined,
  };
  for (const [name, value] of Object.entries(contact.properties ?? {})) {
    fields[`${PROPERTY}${name}`] = present(value);
  }
  for (const tag of normaliseTags(contact.tags ?? [])) fields[`${TAG}${tag}`] = true;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Short hashes of the fields, to tell later what is new. */
export const fieldHashes = (fields: ContactFields): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fingerprint(value)]));

/** Names of the fields whose value is not the one last sent. */
export const changedFields = (
  hashes: Readonly<Record<string, string>>,
  sent: Readonly<Record<string, string>>,
): string[] => Object.keys(hashes).filter((name) => hashes[name] !== sent[name]);

export interface UpsertParts {
  readonly email: string;
  readonly fields: ContactFields;
  readonly tags: readonly string[];
  readonly consent: ConsentChanges;
  /** A confirmation mail: asked for, as the account says, or ruled out. Only an e-mail opt-in can ask. */
  readonly confirm: 'ask' | 'leave' | 'never';
  readonly settings: StoreSettings;
}

/**
 * Builds the upsert. The four flags are always said. `useApiDoubleOptIn` is as the vendor's own plugin was measured to
 * send it: true with an e-mail opt-in that asks for a mail, absent with any other opt-in, else false.
 */
export function buildUpsert({
  email,
  fields,
  tags,
  consent,
  confirm,
  settings,
}: UpsertParts): UpsertPayload {
  const pick = (name: string) => fields[name] as string | undefined;
  const address = clean({
    streetAddress: pick('streetAddress'),
    zipCode: pick('zipCode'),
    city: pick('city'),
    country: pick('country'),
  });
  const properties = Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => name.startsWith(PROPERTY))
      .map(([name, value]) => [name.slice(PROPERTY.length), String(value)]),
  );
  const allTags = [...new Set([...tags, ...mappedTags(fields)])];
  const createdAt = fields.storeCreatedAt as number | undefined;
  return {
    ...clean({ owner: settings.owner }),
    contact: {
      email,
      ...clean({
        name: pick('name'),
        phone: pick('phone'),
        fax: pick('fax'),
        company: pick('company'),
        externalId: pick('externalId'),
        state: pick('state') as Contact['state'],
      }),
      ...(Object.keys(address).length ? { address } : {}),
    },
    ...clean({ birthday: pick('birthday'), province: pick('province'), lang: pick('lang') }),
    forceOptIn: consent.email === 'in',
    forceOptOut: consent.email === 'out',
    forcePhoneOptIn: consent.mobile === 'in',
    forcePhoneOptOut: consent.mobile === 'out',
    ...(allTags.length ? { tags: allTags } : {}),
    ...(Object.keys(properties).length ? { properties } : {}),
    ...(createdAt === undefined
      ? {}
      : {
          dictionaryProperties: [
            { name: 'store_created_at', type: 'DATE' as const, value: createdAt },
          ],
        }),
    ...doubleOptIn(consent, confirm, settings),
  };
}

function doubleOptIn(
  consent: ConsentChanges,
  confirm: UpsertParts['confirm'],
  settings: StoreSettings,
): Partial<UpsertPayload> {
  if (confirm === 'never') return { useApiDoubleOptIn: false };
  if (confirm === 'leave' || consent.email !== 'in') {
    return Object.values(consent).includes('in') ? {} : { useApiDoubleOptIn: false };
  }
  return {
    useApiDoubleOptIn: true,
    confirmationWindowMinutes: settings.doubleOptInWindowMinutes,
    ...(settings.doubleOptInTemplateId
      ? {
          apiDoubleOptInEmailTemplateId: settings.doubleOptInTemplateId,
          apiDoubleOptInEmailAccountId: settings.doubleOptInAccountId,
          apiDoubleOptInEmailSubject: settings.doubleOptInSubject,
        }
      : {}),
  };
}

/** Marks a field that is a property of its own name. */
const PROPERTY = 'p:';
/** Marks a tag that comes from the store's own data: remembered like a field, so that it is news only once. */
const TAG = 't:';

/** D14: what a merchant mapped to properties and tags, as fields. */
export const extraFields = ({ properties, tags }: FieldExtras): ContactFields => ({
  ...Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [`${PROPERTY}${name}`, value]),
  ),
  ...Object.fromEntries(tags.map((tag) => [`${TAG}${tag}`, true])),
});

const mappedTags = (fields: ContactFields): string[] =>
  Object.keys(fields)
    .filter((name) => name.startsWith(TAG))
    .map((name) => name.slice(TAG.length));

const present = (value: Known<string>): string | undefined => value || undefined;

const joined = (a: Known<string>, b: Known<string>): string | undefined =>
  [a, b].filter((part) => part !== undefined && part !== null && part !== '').join(' ') ||
  undefined;

/** The ISO 639-1 part of a language tag; SALESmanago knows no longer codes. */
export const twoLetters = (tag: Known<string>): string | undefined =>
  /^[a-z]{2}(?=$|[-_])/i.exec(tag ?? '')?.[0].toLowerCase();

const clean = <T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(
    Object.entries(values).filter(([, v]) => v !== undefined && v !== null),
  ) as never;

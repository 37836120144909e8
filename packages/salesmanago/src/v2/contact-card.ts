import {
  asCount,
  asNumber,
  asObjects,
  asText,
  isObject,
  type JsonObject,
} from '../outcome/json.js';

/** Postal address as it is read; absent parts are undefined. */
export interface ReadAddress {
  streetAddress?: string | undefined;
  zipCode?: string | undefined;
  city?: string | undefined;
  country?: string | undefined;
}

/** What `contact/basic` says of one contact. */
export interface ContactStatus {
  contactId: string;
  email?: string | undefined;
  name?: string | undefined;
  phone?: string | undefined;
  fax?: string | undefined;
  company?: string | undefined;
  externalId?: string | undefined;
  /** `CUSTOMER`, `PROSPECT` and so on, as it came. */
  state?: string | undefined;
  score?: number | undefined;
  /** True: no e-mail marketing. Undefined when the answer does not say; that is not "opted in". */
  optedOut?: boolean | undefined;
  /** True: no mobile marketing. */
  optedOutPhone?: boolean | undefined;
  deleted?: boolean | undefined;
  invalid?: boolean | undefined;
  address?: ReadAddress | undefined;
  birthdayYear?: number | undefined;
  birthdayMonth?: number | undefined;
  birthdayDay?: number | undefined;
  /** Milliseconds since 1970. */
  modifiedOn?: number | undefined;
  createdOn?: number | undefined;
  lastVisit?: number | undefined;
}

/** An external event as a full card shows it; numbers and texts as one type each, so that they can be compared. */
export interface ReadEvent {
  eventId?: string | undefined;
  contactExtEventType?: string | undefined;
  /** Milliseconds since 1970. */
  date?: number | undefined;
  externalId?: string | undefined;
  value?: number | undefined;
  description?: string | undefined;
  products?: string | undefined;
  location?: string | undefined;
  shopDomain?: string | undefined;
  /** By key: `detail1` to `detail20`. */
  details: Readonly<Record<string, string>>;
}

/** A full card of `contact/listAll`. */
export interface ContactCard extends ContactStatus {
  mainContactOwner?: string | undefined;
  province?: string | undefined;
  tags: readonly { tag: string; score?: number | undefined }[];
  properties: Readonly<Record<string, string>>;
  events: readonly ReadEvent[];
}

/** Gives undefined for what has no id. Full cards call it `id`, status answers `contactId`. */
export function readContactStatus(value: unknown): ContactStatus | undefined {
  if (!isObject(value)) return undefined;
  const contactId = asText(value.contactId) ?? asText(value.id);
  if (contactId === undefined) return undefined;
  return {
    contactId,
    email: asText(value.email),
    name: asText(value.name),
    phone: asText(value.phone),
    fax: asText(value.fax),
    company: asText(value.company),
    externalId: asText(value.externalId),
    state: asText(value.state),
    score: asNumber(value.score),
    optedOut: asBoolean(value.optedOut),
    optedOutPhone: asBoolean(value.optedOutPhone),
    deleted: asBoolean(value.deleted),
    invalid: asBoolean(value.invalid),
    address: readAddress(value.address),
    birthdayYear: asCount(value.birthdayYear),
    birthdayMonth: asCount(value.birthdayMonth),
    birthdayDay: asCount(value.birthdayDay),
    modifiedOn: asNumber(value.modifiedOn),
    createdOn: asNumber(value.createdOn),
    lastVisit: asNumber(value.lastVisit),
  };
}

export function readContactCard(value: unknown): ContactCard | undefined {
  const status = readContactStatus(value);
  if (!status || !isObject(value)) return undefined;
  return {
    ...status,
    mainContactOwner: asText(value.mainContactOwner),
    province: asText(value.province),
    tags: asObjects(value.contactTags).flatMap((item) => {
      const tag = asText(item.tag) ?? asText(item.tagName);
      return tag === undefined ? [] : [{ tag, score: asNumber(item.score) }];
    }),
    properties: Object.fromEntries(
      asObjects(value.properties).flatMap((item) => {
        const name = asText(item.name);
        return name === undefined ? [] : [[name, asText(item.value) ?? '']];
      }),
    ),
    events: asObjects(value.contactExtEvents).map(readEvent),
  };
}

function readEvent(event: JsonObject): ReadEvent {
  return {
    eventId: asText(event.eventId) ?? asText(event.id),
    contactExtEventType: asText(event.contactExtEventType),
    date: readInstant(event.date),
    externalId: asText(event.externalId),
    value: asNumber(event.value),
    description: asText(event.description),
    products: asText(event.products),
    location: asText(event.location),
    shopDomain: asText(event.shopDomain),
    details: Object.fromEntries(
      Object.entries(event).flatMap(([key, detail]) => {
        const text = asText(detail);
        return /^detail\d{1,2}$/.test(key) && text !== undefined ? [[key, text]] : [];
      }),
    ),
  };
}

/** Milliseconds; ISO text is accepted by the old event method and may come back. */
function readInstant(value: unknown): number | undefined {
  const number = asNumber(value);
  if (number !== undefined) return number;
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

function readAddress(value: unknown): ReadAddress | undefined {
  if (!isObject(value)) return undefined;
  return {
    streetAddress: asText(value.streetAddress),
    zipCode: asText(value.zipCode),
    city: asText(value.city),
    country: asText(value.country),
  };
}

function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

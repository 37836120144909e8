import { decode } from 'html-entities';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Known } from '../model/values.js';
import { bag } from './bag.js';
import type { MappingContext } from './mapping-context.js';

/**
 * `undefined` stays missing; `null` and blank text are known-empty. NUL and lone surrogates go: no database and no
 * UTF-8 body can carry them.
 */
export function text(value: unknown): Known<string> {
  if (value === undefined) return undefined;
  if (value === null) return null;
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed().trim() || null;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return undefined;
}

/**
 * Names and descriptions: tags removed, entities decoded once, white space folded. Tags go again after the decoding,
 * because OpenCart stores its markup escaped; a lone `<` or `>` stays.
 */
export function plainText(value: unknown): Known<string> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  return text(withoutTags(decode(withoutTags(raw))).replace(/\s+/g, ' '));
}

const withoutTags = (html: string): string =>
  html.replace(/<(?:br|\/p|\/div|\/li)\b[^<>]*>/gi, ' ').replace(/<[/!]?[a-z-][^<>]*>/gi, '');

/** The number at the end of a global id (`gid://shopify/Order/5501` gives `5501`), or the id as it is. */
function globalId(value: unknown): Known<string> {
  const raw = text(value);
  return typeof raw === 'string' && raw.startsWith('gid://')
    ? text(raw.replace(/\?.*$/, '').replace(/^.*\//, ''))
    : raw;
}

/** Like `text`, but `0` and `"0"` mean "none", as in platforms that write 0 for a guest or a missing product. */
function idOrNone(value: unknown): Known<string> {
  const id = globalId(value);
  return id === '0' ? null : id;
}

/** Lower case and trimmed, where it looks like an address; anything else is missing. */
function email(value: unknown): Known<string> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  const address = raw.toLowerCase();
  return isEmail(address) ? address : undefined;
}

/** At most 64 characters before the `@`, 254 in all, a dotted domain: SALESmanago's own rule. */
export function isEmail(address: string): boolean {
  const at = address.lastIndexOf('@');
  return (
    at > 0 &&
    at <= 64 &&
    address.length <= 254 &&
    /^[^\s@,;:<>"()[\]\\]+$/.test(address.slice(0, at)) &&
    /^(?=.{4,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,63}$/u.test(
      address.slice(at + 1),
    )
  );
}

/** E.164 where the number can be read with the store's country, else as it was written. */
function phone(value: unknown, context: MappingContext): Known<string> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  const country = context.country?.toUpperCase() as CountryCode | undefined;
  const parsed = parsePhoneNumberFromString(raw, country);
  return parsed?.isPossible() ? parsed.number : raw;
}

function currencyCode(value: unknown): Known<string> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  return /^[A-Za-z]{3}$/.test(raw) ? raw.toUpperCase() : undefined;
}

function countryCode(value: unknown): Known<string> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  return /^[A-Za-z]{2}$/.test(raw) ? raw.toUpperCase() : raw;
}

/** `pl_PL`, `pl-pl` and `PL` become BCP 47. */
function languageTag(value: unknown): Known<string> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  if (!canonicalTags.has(raw) && canonicalTags.size < MAX_TAGS)
    canonicalTags.set(raw, canonical(raw));
  return canonicalTags.has(raw) ? canonicalTags.get(raw) : canonical(raw);
}

/** A shop has few languages, and each look-up goes through the whole table of languages. */
const canonicalTags = new Map<string, string | undefined>();
const MAX_TAGS = 1_000;

function canonical(raw: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(raw.replace(/_/g, '-').replace(/[.@].*$/, ''))[0];
  } catch {
    return undefined;
  }
}

/** A list of texts, from a list or a comma-separated text. */
export function textList(value: unknown): Known<string[]> {
  const written = Array.isArray(value) ? value : text(value);
  if (written === undefined || written === null) return written;
  const items: unknown[] = typeof written === 'string' ? written.split(',') : written;
  return items
    .map((item) => plainText(item))
    .filter((item): item is string => typeof item === 'string');
}

/** Texts joined by `, `: shipping methods, names. */
export function joinedText(value: unknown): Known<string> {
  const items = textList(value);
  return Array.isArray(items) ? (items.length ? items.join(', ') : null) : items;
}

/** What `read` finds in each object of a list, as texts. */
export const textsOf = (
  value: unknown,
  read: (item: Readonly<Record<string, unknown>>) => unknown,
) => (Array.isArray(value) ? textList(value.map((item) => read(bag(item)))) : undefined);

/** The `name` of every object of a list: categories. */
const nameList = (value: unknown): Known<string[]> => textsOf(value, (item) => item.name);

/** The `src` of every object of a list: images. */
const sourceList = (value: unknown): Known<string[]> => textsOf(value, (item) => item.src);

/** Texts, ids, addresses, codes, and lists of texts. */
export const TEXT_CONVERTERS = {
  text,
  plainText,
  globalId,
  idOrNone,
  email,
  phone,
  currencyCode,
  countryCode,
  languageTag,
  textList,
  joinedText,
  nameList,
  sourceList,
};

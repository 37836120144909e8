import { decode } from 'html-entities';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import { DateTime } from 'luxon';
import { COMPAT_CONVERTERS } from '../compat/compat-converters.js';
import { INBOUND_CONVERTERS } from '../inbound/inbound-converters.js';
import type { ConsentState, Instant, Known } from '../model/values.js';
import { canonicalDecimal } from './decimal.js';
import { PRESTASHOP_CONVERTERS } from './prestashop-converters.js';
import { SHOPIFY_CONVERTERS } from './shopify-converters.js';
import { SHOPWARE5_CONVERTERS } from './shopware5-converters.js';
import { SHOPWARE6_CONVERTERS } from './shopware6-converters.js';

/** What a converter may know beside the value: facts of the store, never of the person. */
export interface MappingContext {
  /** IANA zone of the store, for times that come without an offset. */
  readonly zone?: string;
  readonly currency?: string;
  /** ISO 3166-1 alpha-2, for phone numbers without a country prefix. */
  readonly country?: string;
  readonly language?: string;
  /** Values of the connection that paths may name as `{name}`; secrets are not among them. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

type Converter = (value: unknown, context: MappingContext) => unknown;

/**
 * `undefined` stays missing; `null` and blank text are known-empty. NUL and lone surrogates go: no database and no
 * UTF-8 body can carry them.
 */
function text(value: unknown): Known<string> {
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
function plainText(value: unknown): Known<string> {
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

function decimal(value: unknown, context: MappingContext): Known<string> {
  const raw = text(value);
  return typeof raw === 'string' ? canonicalDecimal(raw, context.currency) : raw;
}

/** A decimal without its sign: some platforms write refunds as negative amounts. */
function absoluteDecimal(value: unknown, context: MappingContext): Known<string> {
  const amount = decimal(value, context);
  return typeof amount === 'string' ? amount.replace(/^-/, '') : amount;
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
  try {
    return Intl.getCanonicalLocales(raw.replace(/_/g, '-').replace(/[.@].*$/, ''))[0];
  } catch {
    return undefined;
  }
}

function integer(value: unknown): Known<number> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  const n = Number(raw);
  return Number.isFinite(n) ? Math.trunc(n) + 0 : undefined; // + 0: no negative zero
}

/** How many, or how much (1.5 kg); what is not more than nothing is missing. */
function quantity(value: unknown): Known<number> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  const n = Number(raw);
  return Number.isFinite(n) && n > 0 ? n : undefined;
}

/** `1`, `yes`, `true`, `on`, `accept` and their opposites, in any case. */
function flag(value: unknown): Known<boolean> {
  if (typeof value === 'boolean') return value;
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  if (/^(1|yes|y|true|on|accept|accepted|enabled)$/i.test(raw)) return true;
  if (/^(0|no|n|false|off|declined|disabled)$/i.test(raw)) return false;
  return undefined;
}

/** A stated yes or no about consent; blank, absent or anything else says nothing. */
function consentFlag(value: unknown): ConsentState | undefined {
  const said = flag(value);
  return said === true ? 'in' : said === false ? 'out' : undefined;
}

/** A ticked box is consent; an unticked one at an order says nothing about what was agreed before. */
function consentTick(value: unknown): ConsentState | undefined {
  return flag(value) === true ? 'in' : undefined;
}

/** Shopify's marketing state. NOT_SUBSCRIBED is what was never asked, so it is `unknown`. */
function marketingState(value: unknown): ConsentState | undefined {
  const raw = text(value);
  if (typeof raw !== 'string') return undefined;
  switch (raw.toUpperCase()) {
    case 'SUBSCRIBED':
      return 'in';
    case 'UNSUBSCRIBED':
    case 'REDACTED':
      return 'out';
    case 'PENDING':
      return 'pending';
    default:
      return 'unknown';
  }
}

/** Years with four digits only, so that instants sort as texts. */
function iso(time: DateTime): Instant | undefined {
  const utc = time.toUTC();
  return utc.isValid && utc.year >= 1 && utc.year <= 9999 ? (utc.toISO() ?? undefined) : undefined;
}

/** What most platforms write, in dates that every month has: read by the machine, ten times as fast as by Luxon. */
const PLAIN_INSTANT =
  /^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** An ISO 8601 time with its offset. */
const instantOf = (written: string): Instant | undefined =>
  PLAIN_INSTANT.test(written)
    ? new Date(written).toISOString()
    : iso(DateTime.fromISO(written, { zone: 'utc' }));

const HAS_OFFSET = /\d(?:Z|[+-]\d\d(?::?\d\d)?)$/i;
const ZERO_DATE = /^0000-00-00/;

/** `2026-11-21 16:03:44 +0100` as `2026-11-21T16:03:44+0100`. */
const withT = (raw: string): string =>
  raw.replace(/^(\S+) +(?=\d)/, '$1T').replace(/ +(?=[+-]\d|Z$)/i, '');

/** ISO 8601 with an offset or `Z`; without one the value is missing rather than guessed. */
function isoInstant(value: unknown): Known<Instant> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  if (ZERO_DATE.test(raw)) return null;
  const written = withT(raw);
  return written.includes('T') && HAS_OFFSET.test(written) ? instantOf(written) : undefined;
}

/** A UTC time written without `Z`, with `T` or a blank in the middle. */
function utcInstant(value: unknown): Known<Instant> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  if (ZERO_DATE.test(raw)) return null;
  const written = withT(raw);
  return instantOf(PLAIN_INSTANT.test(`${written}Z`) ? `${written}Z` : written);
}

/**
 * A wall-clock time of the store's zone; one that brings an offset is taken at its word. In the hour that comes
 * twice the first one is taken; a time that the clocks skipped is moved forward by the gap.
 */
function localInstant(value: unknown, context: MappingContext): Known<Instant> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  if (ZERO_DATE.test(raw)) return null;
  const wall = DateTime.fromISO(withT(raw), { zone: 'utc' });
  const hasOffset = raw.includes(':') && HAS_OFFSET.test(withT(raw));
  return hasOffset ? iso(wall) : iso(fromWallClock(wall, context.zone ?? 'utc'));
}

const DAY_MS = 86_400_000;

/**
 * Luxon resolves the hour that comes twice with the offset of today, so the same document would give another
 * instant in winter than in summer. Here both offsets around the time are tried, the earlier instant first.
 */
function fromWallClock(wall: DateTime, zone: string): DateTime {
  const ms = wall.toMillis();
  const at = (offsetMinutes: number) => DateTime.fromMillis(ms - offsetMinutes * 60_000, { zone });
  const offsetNear = (shift: number) => DateTime.fromMillis(ms + shift, { zone }).offset;
  if (!wall.isValid || Number.isNaN(offsetNear(0))) return DateTime.invalid('no time or no zone');
  const [before, after] = [offsetNear(-DAY_MS), offsetNear(DAY_MS)];
  const fitting = [Math.max(before, after), Math.min(before, after)].find(
    (offset) => at(offset).offset === offset,
  );
  return at(fitting ?? before);
}

/** The date of an e-mail header: `Thu, 21 Nov 2026 16:03:44 +0000`. */
function rfc2822ToInstant(value: unknown): Known<Instant> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  return iso(DateTime.fromRFC2822(raw, { setZone: true })) ?? isoInstant(raw);
}

/** Seconds since 1970; `0` is how platforms write "never". */
function epochSecondsToInstant(value: unknown): Known<Instant> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  const seconds = Number(raw);
  if (seconds === 0) return null;
  return Number.isFinite(seconds) ? iso(DateTime.fromSeconds(seconds)) : isoInstant(raw);
}

/** `yyyy-MM-dd`, or `--MM-dd` for a day without a year; the zero date some platforms write means "not given". */
function calendarDate(value: unknown): Known<string> {
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  const [, year, day] = /^(\d{4}|-)-(\d\d-\d\d)/.exec(raw) ?? [];
  if (day === undefined) return undefined;
  if (ZERO_DATE.test(raw)) return null;
  const hasYear = year !== '0000' && year !== '-';
  // A leap year stands in for the missing one, so that 29 February is a day.
  if (!DateTime.fromISO(`${hasYear ? year : '2000'}-${day}`).isValid) return undefined;
  return hasYear ? `${year}-${day}` : `--${day}`;
}

/** A list of texts, from a list or a comma-separated text. */
function textList(value: unknown): Known<string[]> {
  const written = Array.isArray(value) ? value : text(value);
  if (written === undefined || written === null) return written;
  const items: unknown[] = typeof written === 'string' ? written.split(',') : written;
  return items
    .map((item) => plainText(item))
    .filter((item): item is string => typeof item === 'string');
}

/** Texts joined by `, `: shipping methods, names. */
function joinedText(value: unknown): Known<string> {
  const items = textList(value);
  return Array.isArray(items) ? (items.length ? items.join(', ') : null) : items;
}

/**
 * One state out of Shopify's three fields: cancelled wins, then the financial status in capitals.
 * Takes the whole order, from the webhook or from GraphQL.
 */
function shopifyOrderState(value: unknown): string | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const order = value as Record<string, unknown>;
  if (order.cancelled_at || order.cancelledAt) return 'CANCELLED';
  const status = order.financial_status ?? order.displayFinancialStatus;
  return typeof status === 'string' && status !== '' ? status.toUpperCase() : undefined;
}

const bag = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};

/** What `read` finds in each object of a list, as texts. */
const textsOf = (value: unknown, read: (item: Readonly<Record<string, unknown>>) => unknown) =>
  Array.isArray(value) ? textList(value.map((item) => read(bag(item)))) : undefined;

/** The `name` of every object of a list: categories. */
const nameList = (value: unknown): Known<string[]> => textsOf(value, (item) => item.name);

/** The `src` of every object of a list: images. */
const sourceList = (value: unknown): Known<string[]> => textsOf(value, (item) => item.src);

/** WooCommerce's shipping lines: their `method_title`, joined by `, `. */
const wooShippingMethod = (value: unknown): Known<string> =>
  joinedText(textsOf(value, (item) => item.method_title));

/** A variation of WooCommerce, whose name is only its options (`M, red`): the product's `parent_name` in front. */
function wooVariationName(value: unknown): Known<string> {
  const { parent_name, name } = bag(value);
  const parts = textList([parent_name, name]);
  return parts?.length ? parts.join(' - ') : plainText(name);
}

/** A product of WooCommerce: the `sale_price` while it is `on_sale`, else known to have none. */
function wooDiscountPrice(value: unknown, context: MappingContext): Known<string> {
  const product = bag(value);
  const onSale = flag(product.on_sale);
  return onSale ? decimal(product.sale_price, context) : onSale === false ? null : undefined;
}

/** WooCommerce's `stock_status`; what can be back-ordered can be bought. */
function wooInStock(value: unknown): boolean | undefined {
  const states: Record<string, boolean> = { instock: true, onbackorder: true, outofstock: false };
  return typeof value === 'string' && Object.hasOwn(states, value) ? states[value] : undefined;
}

/** WooCommerce's product `status`: everything but `publish` is not on sale. */
const wooIsPublished = (value: unknown): boolean | undefined =>
  typeof value === 'string' && value !== '' ? value === 'publish' : undefined;

/**
 * An order of WooCommerce: a ticked newsletter box. Looks in `meta_data` for the connection's `newsletterField`, as a
 * plugin stores it and with the prefix of block checkout; without such a field nothing is said.
 */
function wooCheckoutTick(value: unknown, { variables }: MappingContext): ConsentState | undefined {
  const field = variables?.newsletterField;
  const meta = bag(value).meta_data;
  if (typeof field !== 'string' || field === '' || !Array.isArray(meta)) return undefined;
  const keys = [field, `_wc_other/${field}`];
  const isTicked = meta.map(bag).some((row) => {
    return keys.includes(text(row.key) ?? '') && consentTick(row.value) === 'in';
  });
  return isTicked ? 'in' : undefined;
}

/** When the newsletter box of a WooCommerce order was ticked: when the order was placed. */
const wooCheckoutTickAt = (value: unknown, context: MappingContext): Known<Instant> =>
  wooCheckoutTick(value, context) ? utcInstant(bag(value).date_created_gmt) : undefined;

/** Every converter a mapping row may name. Each is pure and total: no input makes it throw. */
export const CONVERTERS = {
  text,
  plainText,
  globalId,
  idOrNone,
  email,
  phone,
  decimal,
  absoluteDecimal,
  currencyCode,
  countryCode,
  languageTag,
  integer,
  quantity,
  flag,
  consentFlag,
  consentTick,
  marketingState,
  isoInstant,
  utcInstant,
  localInstant,
  rfc2822ToInstant,
  epochSecondsToInstant,
  calendarDate,
  textList,
  joinedText,
  shopifyOrderState,
  nameList,
  sourceList,
  wooShippingMethod,
  wooVariationName,
  wooDiscountPrice,
  wooInStock,
  wooIsPublished,
  wooCheckoutTick,
  wooCheckoutTickAt,
  ...SHOPIFY_CONVERTERS,
  ...PRESTASHOP_CONVERTERS,
  ...SHOPWARE6_CONVERTERS,
  ...SHOPWARE5_CONVERTERS,
  ...INBOUND_CONVERTERS,
  ...COMPAT_CONVERTERS,
} satisfies Record<string, Converter>;

export type ConverterName = keyof typeof CONVERTERS;

/** Runs a converter by name. */
export const convert = (name: ConverterName, value: unknown, context: MappingContext): unknown =>
  (CONVERTERS[name] as Converter)(value, context);

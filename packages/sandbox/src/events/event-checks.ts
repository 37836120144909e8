import type { Json } from '../json.js';
import type { FieldChecks } from '../v2/field-checks.js';
import { Refusal } from '../v2/refusal.js';
import { EVENT_TYPES, type EventData } from './ext-event.js';

const NUMERIC = /^-?\d+(\.\d+)?$/;
const LOCATION = /^[A-Za-z0-9_/.-]*$/;
const DETAIL_NAMES = Array.from({ length: 20 }, (_, index) => `detail${index + 1}`);
const YEAR_2000_MS = 946_684_800_000;

/**
 * Checks a `contactEvent`. `value` may be a number or a numeric text and `externalId` a text or an integer, as the
 * vendor's plugin sends both. ISO 8601 dates pass only where `isoDates` says so (the methods without `/v2/`).
 */
export function readEvent(
  checks: FieldChecks,
  given: Json,
  rules: { isoDates: boolean; strict: boolean },
): EventData {
  const { limits } = checks;
  const type = checks.text(
    given.contactExtEventType,
    'contactEvent.contactExtEventType',
    limits.eventText,
  );
  if (!type) throw new Refusal('Field contactEvent.contactExtEventType is required');
  if (!EVENT_TYPES.has(type)) throw new Refusal(`Unknown contactExtEventType ${type}`);
  const data: EventData = { contactExtEventType: type, date: readDate(checks, given.date, rules) };

  const description = checks.text(
    given.description,
    'contactEvent.description',
    limits.eventDescription,
  );
  if (description !== undefined) data.description = description;
  const products = checks.text(given.products, 'contactEvent.products', limits.eventProducts);
  if (products !== undefined) data.products = products;
  const location = checks.text(given.location, 'contactEvent.location', limits.eventLocation);
  if (location !== undefined) {
    if (!LOCATION.test(location))
      throw new Refusal('Field contactEvent.location has characters that are not allowed');
    data.location = location;
  }
  const value = readAmount(checks, given.value);
  if (value !== undefined) data.value = value;
  const externalId = checks.id(given.externalId, 'contactEvent.externalId', limits.eventText);
  if (externalId !== undefined) data.externalId = externalId;
  const shopDomain = checks.text(given.shopDomain, 'contactEvent.shopDomain', limits.eventText);
  if (shopDomain !== undefined) data.shopDomain = shopDomain;
  for (const name of DETAIL_NAMES) {
    if (given[name] === undefined) continue;
    const detail = checks.text(given[name], `contactEvent.${name}`, limits.eventText);
    if (detail === undefined) continue;
    data.details ??= {};
    data.details[name] = detail;
  }
  return data;
}

function readDate(
  checks: FieldChecks,
  value: unknown,
  rules: { isoDates: boolean; strict: boolean },
): number {
  if (typeof value === 'string' && rules.isoDates) {
    const time = Date.parse(value);
    if (!Number.isNaN(time)) return time;
  }
  const time = checks.time(value, 'contactEvent.date');
  if (time === undefined) throw new Refusal('Field contactEvent.date is required');
  if (rules.strict && time < YEAR_2000_MS) {
    throw new Refusal('Field contactEvent.date has to be a time in milliseconds');
  }
  return time;
}

function readAmount(checks: FieldChecks, value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const amount = typeof value === 'string' && NUMERIC.test(value) ? Number(value) : value;
  if (typeof amount !== 'number' || !Number.isFinite(amount)) {
    throw new Refusal('Field contactEvent.value has to be a number');
  }
  const rounded = Math.round(amount * 100) / 100;
  // Sums of prices carry floating-point noise in the last digits, which is no third decimal.
  const noise = 8 * Number.EPSILON * Math.abs(amount);
  if (Math.abs(amount) < 1e19 && Math.abs(rounded - amount) <= noise) return amount;
  if (checks.limits.overLimit === 'trim') return rounded;
  throw new Refusal('Field contactEvent.value has more than 19 digits or two decimals');
}

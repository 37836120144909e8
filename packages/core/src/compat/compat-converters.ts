import type { ConsentState, Instant } from '../model/values.js';

type Bag = Readonly<Record<string, unknown>>;

const bag = (value: unknown): Bag | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Bag) : undefined;

/** A text, or a number as one. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** SALESmanago's two flags of a channel: opt-out wins, and neither says nothing. */
const flags =
  (optIn: string, optOut: string) =>
  (value: unknown): ConsentState | undefined => {
    const call = bag(value);
    return call?.[optOut] === true ? 'out' : call?.[optIn] === true ? 'in' : undefined;
  };

/** When a flag was set: as the call came. */
const flaggedAt =
  (state: (value: unknown) => ConsentState | undefined) =>
  (value: unknown): unknown =>
    state(value) ? bag(value)?.receivedAt : undefined;

const emailFlags = flags('forceOptIn', 'forceOptOut');
const mobileFlags = flags('forcePhoneOptIn', 'forcePhoneOptOut');

/** Below this a number counts seconds: 1e11 ms is 1973, 1e11 s the year 5138. */
const FIRST_MS = 1e11;
const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

/** Milliseconds since 1970 (seconds where it can be nothing else), as a number or a numeric text, or ISO 8601. */
function epochMillisToInstant(value: unknown): Instant | undefined {
  const written = plain(value);
  const isNumeric = /^\d+(?:\.\d+)?$/.test(written);
  const number = isNumeric ? Number(written) : Date.parse(written);
  const ms = isNumeric && number < FIRST_MS ? number * 1000 : number;
  return ms > 0 && ms <= LAST_MS ? new Date(ms).toISOString() : undefined;
}

/** `yyyyMMdd` or `MMdd` as `yyyy-MM-dd` or `--MM-dd`. */
function compactDate(value: unknown): string | undefined {
  const [, year, month, day] =
    /^(\d{4})?(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.exec(plain(value)) ?? [];
  return month === undefined ? undefined : `${year ?? '-'}-${month}-${day}`;
}

/** An object of texts, numbers and booleans as texts. */
function textRecord(value: unknown): Record<string, string> | undefined {
  const entries = Object.entries(bag(value) ?? {}).flatMap(([name, one]) =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean'
      ? [[name, String(one)] as const]
      : [],
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

export const COMPAT_CONVERTERS = {
  compatEmailConsent: emailFlags,
  compatEmailConsentAt: flaggedAt(emailFlags),
  compatMobileConsent: mobileFlags,
  compatMobileConsentAt: flaggedAt(mobileFlags),
  epochMillisToInstant,
  compactDate,
  textRecord,
};

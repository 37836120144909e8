import { DateTime } from 'luxon';
import type { Instant, Known } from '../model/values.js';
import type { MappingContext } from './mapping-context.js';
import { text } from './text-converters.js';

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
export function utcInstant(value: unknown): Known<Instant> {
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

/** Instants in UTC, and days of the calendar. */
export const TIME_CONVERTERS = {
  isoInstant,
  utcInstant,
  localInstant,
  rfc2822ToInstant,
  epochSecondsToInstant,
  calendarDate,
};

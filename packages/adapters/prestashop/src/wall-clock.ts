import { convert, type Instant } from '@storewire/core';

const QUARTER_MS = 15 * 60_000;
/** No zone turns its clock by more. */
const LONGEST_CHANGE_MS = 3 * 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

/** The shop's clock at an instant, as PrestaShop writes it: `2026-11-21 17:03:44`. */
export function wallClock(ms: number, zone: string): string {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`;
}

/**
 * The lowest wall-clock time of anything that happens from the instant on. Usually that of the instant; in the hours
 * before the clocks go back, the beginning of the hour that comes twice. Clocks change on a quarter of an hour.
 */
export function earliestWallClock(ms: number, zone: string): string {
  const first = Math.ceil(ms / QUARTER_MS) * QUARTER_MS;
  const times = [wallClock(ms, zone)];
  for (let at = first; at <= ms + LONGEST_CHANGE_MS; at += QUARTER_MS) {
    times.push(wallClock(at, zone));
  }
  return times.sort()[0] as string;
}

/** The highest wall-clock time of anything that happened before the instant, that second not included. */
export function latestWallClock(ms: number, zone: string): string {
  const first = Math.floor(ms / QUARTER_MS) * QUARTER_MS;
  const times = [wallClock(ms - 1000, zone)];
  for (let at = first; at >= ms - LONGEST_CHANGE_MS; at -= QUARTER_MS) {
    times.push(wallClock(at - 1000, zone));
  }
  return times.sort().at(-1) as string;
}

/** Milliseconds of a local time; `undefined` for none, and for the zero date that stands for none. */
export function instantMs(local: unknown, zone: string): number | undefined {
  const instant = convert('localInstant', local, { zone });
  return typeof instant === 'string' ? Date.parse(instant) : undefined;
}

export const instantOf = (ms: number): Instant => new Date(ms).toISOString();

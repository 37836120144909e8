const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;

/** The wait before another attempt (the first failed one is 1): doubling, between half and all of it by chance. */
export const backOffMs = (attempt: number, random: () => number): number =>
  Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1)) * (0.5 + random() / 2);

/**
 * `Retry-After` in milliseconds, from seconds or an HTTP date; a date is compared with the answer's own `Date`, so
 * that a store whose clock is wrong is understood.
 */
export function retryAfterMs(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): number | undefined {
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  if (Number.isNaN(at)) return undefined;
  const sent = Date.parse(headers.date ?? '');
  return Math.max(0, at - (Number.isNaN(sent) ? nowMs : sent));
}

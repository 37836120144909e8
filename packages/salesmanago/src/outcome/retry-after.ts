const MAX_WAIT_MS = 24 * 60 * 60 * 1000;

/** Reads `Retry-After`: seconds or an HTTP date. Nonsense is undefined, the past is 0, more than a day is a day. */
export function retryAfterMs(
  header: string | string[] | undefined,
  nowMs: number,
): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  if (!text) return undefined;
  // A date has letters; without this, Date.parse would read "-5" or "2026" as one.
  const waitMs = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : /[a-z]/i.test(text)
      ? Date.parse(text) - nowMs
      : Number.NaN;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(Math.ceil(waitMs), 0), MAX_WAIT_MS);
}

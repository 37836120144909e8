/** What was heard from a store on one day. */
export interface TalkDay {
  /** `2026-11-21`. */
  readonly day: string;
  readonly received: number;
  readonly polled: number;
  /** Missed by webhooks, less what came late. */
  readonly missed: number;
  /** When a poll last found what webhooks had missed. */
  readonly missedAt: number | null;
  /** When the last webhook came; null when none did. */
  readonly lastAt: number | null;
}

const HOUR_MS = 3_600_000;
/** Webhooks that used to come: at least this many in the week before. */
const USED_TO_COME = 7;
/** Changes that polls found while no webhook came. */
const SUSPICIOUS = 3;
const WEEK_DAYS = 7;

/**
 * Webhooks that used to come have stopped, while polls bring changes that they should have brought.
 * @param days of one store, in any order; days without a row are days without a word.
 * @returns when the last webhook came, if that is so.
 */
export function webhooksStopped(days: readonly TalkDay[], now: number): number | undefined {
  const lastAt = Math.max(...days.map((one) => one.lastAt ?? 0), 0);
  if (lastAt === 0 || now - lastAt < HOUR_MS) return undefined;
  const received = days.reduce((sum, one) => sum + one.received, 0);
  if (received < USED_TO_COME) return undefined;
  const missedAt = Math.max(...days.map((one) => one.missedAt ?? 0), 0);
  if (missedAt < lastAt) return undefined;
  const last = days.find((one) => one.lastAt === lastAt);
  const missed = days
    .filter((one) => one.day >= (last?.day ?? ''))
    .reduce((sum, one) => sum + Math.max(0, one.missed), 0);
  return missed >= SUSPICIOUS ? lastAt : undefined;
}

/** A store that talked on each of seven days has said nothing since: no webhook, and nothing for a poll to find. */
export function wentSilent(days: readonly TalkDay[], today: string): boolean {
  const talked = new Set(days.filter((one) => one.received + one.polled > 0).map((one) => one.day));
  const dayBefore = (n: number): string =>
    new Date(Date.parse(`${today}T00:00:00Z`) - n * 24 * HOUR_MS).toISOString().slice(0, 10);
  if (talked.has(today) || talked.has(dayBefore(1))) return false;
  return Array.from({ length: WEEK_DAYS }, (_, i) => dayBefore(i + 2)).every((day) =>
    talked.has(day),
  );
}

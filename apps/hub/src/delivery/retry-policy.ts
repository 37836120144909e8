/** A command that failed this often while others of its lane succeeded becomes a dead letter. */
export const MAX_TRIES = 10;

/** How long an unknown outcome may stay unproven before a person is asked. */
export const UNPROVEN_MS = 3_600_000;

/** How a command has fared so far. */
export interface Failing {
  /** Tries that count, the last one included. */
  readonly tries: number;
  /** Since when it fails while others succeed; null when this is the first time. */
  readonly since: number | null;
  readonly windowMs: number;
}

export type RetryVerdict =
  | { readonly kind: 'again'; readonly dueAt: number; readonly since: number }
  /** A dead letter; `why` is a sentence for people. */
  | { readonly kind: 'giveUp'; readonly why: string };

/**
 * Whether a command that failed while others of its lane succeeded is tried again: ten times, or until its window has
 * passed, whichever comes first. The last try is not put off beyond the window, unless SALESmanago asked for it.
 */
export function retryVerdict(
  { tries, since, windowMs }: Failing,
  now: number,
  retryAfterMs = 0,
  random: () => number = Math.random,
): RetryVerdict {
  const start = since ?? now;
  if (tries >= MAX_TRIES) return { kind: 'giveUp', why: `Given up after ${tries} tries.` };
  const end = start + windowMs;
  if (now >= end) {
    const minutes = Math.round((now - start) / 60_000);
    return { kind: 'giveUp', why: `Given up after ${tries} tries in ${minutes} minutes.` };
  }
  const dueAt = Math.max(Math.min(now + retryWaitMs(tries, random), end), now + retryAfterMs);
  return { kind: 'again', dueAt, since: start };
}

/** Wait before a command is tried again: doubling from 2 s to 10 min, between half and the whole of it. */
export function retryWaitMs(tries: number, random: () => number = Math.random): number {
  const full = Math.min(600_000, 1_000 * 2 ** Math.min(tries, 20));
  return Math.round(full / 2 + (full / 2) * random());
}

/** Wait before the next probe of a lane in which everything fails: 1 s to 1 min. */
export const probeWaitMs = (failures: number): number =>
  Math.min(60_000, 1_000 * 2 ** Math.max(0, failures - 1));

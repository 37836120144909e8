import type { Result } from './outcome.js';
import { retryVerdict, retryWaitMs } from './retry-policy.js';
import { unrepeatableMs } from './wire.js';

export interface SettleOptions {
  /** When the first look-up of an unknown outcome is due, in seconds. */
  readonly lookUpSeconds: readonly number[];
  /** False while nothing of the lane succeeds: then a failure says nothing about the command. */
  readonly countTries: boolean;
  /** How long a command may fail while others succeed. */
  readonly retryWindowMs: number;
}

/** What becomes of a command after a try. */
export type Next =
  | { state: 'done'; result: string | null }
  | { state: 'dropped'; cause: null; detail: string }
  | {
      state: 'ready';
      dueAt: number;
      alone?: boolean;
      keepsTries: boolean;
      since: number | null;
      cause: string | null;
      detail: string | null;
    }
  | {
      state: 'unknown';
      dueAt: number;
      keepsTries: boolean;
      since: number | null;
      cause: string;
      detail: string;
    }
  | { state: 'dead'; cause: string; detail: string };

/** Settings, data, limits, transient and unknown failures: each has its own way on. */
export function nextOf({ command, outcome }: Result, now: number, options: SettleOptions): Next {
  switch (outcome.kind) {
    case 'done':
      return { state: 'done', result: outcome.id ?? null };
    case 'dropped':
      return { state: 'dropped', cause: null, detail: outcome.detail };
    case 'refused':
      return { state: 'dead', cause: outcome.cause, detail: outcome.detail };
    case 'alone':
      return {
        state: 'ready',
        dueAt: now,
        alone: true,
        keepsTries: false,
        since: command.failingSince,
        cause: null,
        detail: outcome.detail,
      };
    case 'unauthorized':
      return {
        state: 'ready',
        dueAt: now,
        keepsTries: true,
        since: null,
        cause: outcome.cause,
        detail: outcome.detail,
      };
    case 'later':
      return laterNext(command, outcome, now, options);
    case 'notSent':
      return failedNext(command, outcome, now, options, outcome.retryAfterMs);
    case 'unknown':
      return unknownNext(command, outcome, now, options);
  }
}

function laterNext(
  command: Result['command'],
  outcome: Extract<Result['outcome'], { kind: 'later' }>,
  now: number,
  { retryWindowMs: windowMs }: SettleOptions,
): Next {
  const { cause, detail, waitMs, countsTry } = outcome;
  if (!countsTry) {
    const dueAt = now + waitMs;
    return { state: 'ready', dueAt, keepsTries: true, since: null, cause, detail };
  }
  const failing = { tries: command.tries + 1, since: command.failingSince, windowMs };
  const verdict = retryVerdict(failing, now, waitMs);
  if (verdict.kind === 'giveUp')
    return { state: 'dead', cause, detail: `${detail} ${verdict.why}` };
  const { dueAt, since } = verdict;
  return { state: 'ready', dueAt, keepsTries: false, since, cause, detail };
}

interface Failure {
  readonly cause: string;
  readonly detail: string;
}

/** There was nobody to tell. Short outages, one after the other, must not add up to a dead letter. */
const UNREACHED = 'SM_NO_CONNECTION';

/**
 * While nothing of the lane succeeds, or nobody was reached, a failure says nothing about the command: neither tries nor
 * its window count.
 */
function failedNext(
  command: Result['command'],
  { cause, detail }: Failure,
  now: number,
  { countTries, retryWindowMs: windowMs }: SettleOptions,
  retryAfterMs = 0,
): Next {
  if (!countTries || cause === UNREACHED) {
    // Long enough for the next probe to try another command: this one may be the only one that fails.
    const dueAt = now + Math.max(retryAfterMs, retryWaitMs(1));
    return { state: 'ready', dueAt, keepsTries: true, since: null, cause, detail };
  }
  const failing = { tries: command.tries + 1, since: command.failingSince, windowMs };
  const verdict = retryVerdict(failing, now, retryAfterMs);
  if (verdict.kind === 'giveUp')
    return { state: 'dead', cause, detail: `${detail} ${verdict.why}` };
  const { dueAt, since } = verdict;
  return { state: 'ready', dueAt, keepsTries: false, since, cause, detail };
}

/** Contact data does no harm twice and is sent again; an event is looked up first. */
function unknownNext(
  command: Result['command'],
  failure: Failure,
  now: number,
  options: SettleOptions,
): Next {
  if (command.kind !== 'addEvent' && command.kind !== 'cartEvent')
    return failedNext(command, failure, now, options, unrepeatableMs(command));
  return {
    state: 'unknown',
    dueAt: now + (options.lookUpSeconds[0] ?? 5) * 1000,
    keepsTries: !options.countTries,
    since: options.countTries ? (command.failingSince ?? now) : null,
    cause: failure.cause,
    detail: failure.detail,
  };
}

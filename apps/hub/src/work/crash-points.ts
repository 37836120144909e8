/**
 * Where a hub can be told to die, in the order of the data's way. Between two neighbours lies one thing that must not
 * be lost or done twice when the process ends there.
 */
export const CRASH_POINTS = [
  /** Messages are written, the transaction is open. */
  'accept.beforeCommit',
  /** Messages are durable, the platform has no answer yet. */
  'accept.afterCommit',
  /** Messages are mapped, nothing is decided. */
  'translate.beforeDecide',
  /** Decisions, commands and effects are written, the transaction is open. */
  'decide.beforeCommit',
  'decide.afterCommit',
  /** A call is planned, its attempts are not written. */
  'deliver.beforeAttempt',
  /** The attempts are committed, the call is not made. */
  'deliver.beforeSend',
  /** The answer is in hand, nothing is settled. */
  'deliver.afterSend',
  /** A batch was carried out or lost on the way; what became of its records is not read yet. */
  'batch.middle',
  'settle.beforeCommit',
  'settle.afterCommit',
  /** A look-up has its answer, which is not written. */
  'lookUp.beforeApply',
  /** Rows of an export are durable together with their cursor. */
  'export.afterChunk',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

/** The variable that arms one point of one process: `name`, or `name:n` for the n-th time it is reached. */
export const CRASH_AT = 'STOREWIRE_CRASH_AT';

export interface ArmedCrash {
  readonly point: CrashPoint;
  /** From 1. */
  readonly time: number;
}

/** What the variable asks for; `undefined` for anything that is not a point and a number. */
export function readCrashAt(text: string): ArmedCrash | undefined {
  const [, name, time = '1'] = /^([a-zA-Z.]+)(?::([1-9]\d{0,5}))?$/.exec(text) ?? [];
  const point = CRASH_POINTS.find((known) => known === name);
  return point && { point, time: Number(time) };
}

/** Never in production, whatever the environment says: the start is refused there, and this is the second lock. */
const armed =
  process.env.NODE_ENV === 'production' ? undefined : readCrashAt(process.env[CRASH_AT] ?? '');

let left = armed?.time ?? 0;

/** Ends the process here, as a power cut would, if this point was armed; otherwise nothing. */
export function reach(point: CrashPoint): void {
  if (armed === undefined || armed.point !== point) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

/** Does the due work of one lane; answers in how many milliseconds more is due, if any. */
export type LaneHandler = (key: string) => Promise<number | undefined>;

/**
 * Wake-ups, never data: a wake says "look at this lane". Waking a lane that runs makes it run once more; a lane never
 * runs twice at a time. What is due is read from the tables, so a lost wake-up costs time and nothing else.
 */
export abstract class WorkQueue {
  abstract wake(lane: string): void;
  abstract every(name: string, intervalMs: number, work: () => Promise<void>): void;
  /** Work that a lane has started and does not wait for; must not reject. */
  abstract beside(work: Promise<void>): void;
  /** Starts nothing more, and waits until what runs has ended, at most ten seconds; the next start goes on from there. */
  abstract stop(): Promise<void>;
  /** True from `stop` on: a lane with much to do leaves the rest. */
  abstract readonly isStopping: boolean;
  /** Who works on the lanes of a kind; the kind is what stands before the first colon. */
  abstract handle(kind: string, handler: LaneHandler): void;
}

/** The lane of an account: delivery. */
export const accountLane = (tenantId: string, accountId: string): string =>
  `account:${tenantId}:${accountId}`;

/** The lane of a connection: translation. */
export const connectionLane = (tenantId: string, connectionId: string): string =>
  `connection:${tenantId}:${connectionId}`;

/** The lane of a connection the other way: consent that is written to the store. */
export const writeBackLane = (tenantId: string, connectionId: string): string =>
  `writeback:${tenantId}:${connectionId}`;

/** The lane of one export: reading. */
export const exportLane = (tenantId: string, exportId: string): string =>
  `export:${tenantId}:${exportId}`;

/** Tenant and row of a lane. */
export function laneParts(lane: string): { tenantId: string; id: string } {
  const [, tenantId = '', id = ''] = lane.split(':');
  return { tenantId, id };
}

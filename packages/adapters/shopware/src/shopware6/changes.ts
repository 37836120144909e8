import type { Instant } from '@storewire/core';
import type { Position, WalkedPage } from './walk.js';

/** How far back each pass looks again: the clocks of a shop's servers differ, and rows become visible late. */
const OVERLAP_MS = 300_000;

/**
 * Where the reading of changes stands. A pass reads everything that changed since `from`, in an order that changes do
 * not move; what changes behind its back is found by the next pass, which begins where this one was started.
 */
export interface PassState {
  /** Changes before this time were given. */
  readonly from: Instant;
  /** A pass under way: the shop's time at its start, and the last row it gave. */
  readonly startedAt?: Instant;
  readonly after?: Position;
}

export interface ChangedRow<R> {
  readonly row: R;
  /** Resuming from here gives this row's successors. */
  readonly state: PassState;
}

interface Pass<T, R> {
  readonly state: PassState;
  /** Stands in for the shop's clock where its answers tell no time. */
  readonly now: Instant;
  /** Reads by an unchanging order what changed since a time, from behind a position on. */
  pages(since: Instant, after: Position | undefined): AsyncIterable<WalkedPage<T>>;
  /** Completes the rows of a page; a row may become several or none. */
  complete(rows: readonly T[]): Promise<ReadonlyMap<T, readonly R[]>>;
}

/**
 * Runs one pass, and returns the state that the next one begins with. Cursors travel with rows only, so one row is
 * held back to say that the pass is over.
 */
export async function* readChanges<T, R>({
  state: before,
  now,
  pages,
  complete,
}: Pass<T, R>): AsyncGenerator<ChangedRow<R>, PassState> {
  const since = new Date(Date.parse(before.from) - OVERLAP_MS).toISOString();
  let startedAt = before.startedAt;
  let held: ChangedRow<R> | undefined;
  let done = before.after;
  for await (const { rows, at } of pages(since, before.after)) {
    startedAt ??= at ?? now;
    const completed = await complete(rows.map(({ row }) => row));
    for (const { row, position } of rows) {
      const made = completed.get(row) ?? [];
      for (const [i, one] of made.entries()) {
        if (held) yield held;
        // What one row became is given again as a whole, should it be cut in the middle.
        const after = i === made.length - 1 ? position : done;
        held = {
          row: one,
          state: { from: before.from, startedAt, ...(after === undefined ? {} : { after }) },
        };
      }
      done = position;
    }
  }
  const over = { from: startedAt ?? now };
  if (held) yield { row: held.row, state: over };
  return over;
}

/** The state in a cursor; `undefined` for one of another adapter or version, so that reading begins anew. */
export function passState(stored: unknown): PassState | undefined {
  const { from, startedAt, after } = (stored ?? {}) as Record<string, unknown>;
  if (typeof from !== 'string' || Number.isNaN(Date.parse(from))) return undefined;
  if (typeof startedAt !== 'string' || !isPosition(after)) return { from };
  return { from, startedAt, after };
}

export const isPosition = (value: unknown): value is Position =>
  Number.isSafeInteger(value) ||
  (Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string'));

/** A cursor as an object; empty where it is none. */
export function cursorObject(cursor: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const stored: unknown = JSON.parse(cursor ?? '{}');
    return stored !== null && typeof stored === 'object' ? { ...stored } : {};
  } catch {
    return {};
  }
}

import type { Instant } from '@storewire/core';

/** How far back each pass looks again: the clocks of a shop's servers differ, and rows become visible late. */
const OVERLAP_MS = 300_000;

/** A page of a list that is read in an order which changes do not move. @typeParam P where a row stands in it. */
export interface WalkedPage<T, P> {
  readonly rows: readonly { readonly row: T; readonly position: P }[];
  /** The shop's clock when the page was read. */
  readonly at: string | undefined;
}

/**
 * Where the reading of changes stands. A pass reads everything that changed since `from`, in an order that changes do
 * not move; what changes behind its back is found by the next pass, which begins where this one was started.
 */
export interface PassState<P> {
  /** Changes before this time were given. */
  readonly from: Instant;
  /** A pass under way: the shop's time at its start, and the last row it gave. */
  readonly startedAt?: Instant;
  readonly after?: P;
}

export interface ChangedRow<R, P> {
  readonly row: R;
  /** Resuming from here gives this row's successors. */
  readonly state: PassState<P>;
}

export interface ChangePass<T, R, P> {
  readonly state: PassState<P>;
  /** Stands in for the shop's clock where its answers tell no time. */
  readonly now: Instant;
  /** Reads what changed since a time (milliseconds since 1970), from behind a position on. */
  readonly pages: (sinceMs: number, after: P | undefined) => AsyncIterable<WalkedPage<T, P>>;
  /** Completes the rows of a page; a row may become several or none. */
  readonly complete: (rows: readonly T[]) => Promise<ReadonlyMap<T, readonly R[]>>;
}

/**
 * Runs one pass, and returns the state that the next one begins with. Cursors travel with rows only, so one row is
 * held back to say that the pass is over.
 */
export async function* readPass<T, R, P>({
  state: before,
  now,
  pages,
  complete,
}: ChangePass<T, R, P>): AsyncGenerator<ChangedRow<R, P>, PassState<P>> {
  let startedAt = before.startedAt;
  let held: ChangedRow<R, P> | undefined;
  let done = before.after;
  for await (const { rows, at } of pages(Date.parse(before.from) - OVERLAP_MS, before.after)) {
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
export function passStateOf<P>(
  stored: unknown,
  isPosition: (value: unknown) => value is P,
): PassState<P> | undefined {
  const { from, startedAt, after } = (stored ?? {}) as Record<string, unknown>;
  if (typeof from !== 'string' || Number.isNaN(Date.parse(from))) return undefined;
  if (typeof startedAt !== 'string' || !isPosition(after)) return { from };
  return { from, startedAt, after };
}

/** A cursor as an object; empty where it is none. */
export function cursorObject(cursor: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const stored: unknown = JSON.parse(cursor ?? '{}');
    return stored !== null && typeof stored === 'object' ? { ...stored } : {};
  } catch {
    return {};
  }
}

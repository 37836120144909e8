import type { Instant } from '@storewire/core';
import type { ListFilter, Shopware5Client } from './client.js';
import { type ApiDocument, earliestWall, movedBy, msOf, wallClock } from './documents.js';
import { newest, walkById } from './walk.js';

/** The hour that comes twice when the clocks go back, and some time for rows that become visible late. */
const OVERLAP_MS = 70 * 60_000;

/** Where the reading of changes stands; times are clock faces of the shop, as its answers gave them. */
export interface ChangeState {
  /** Changes before this time were given. */
  readonly from?: string;
  /** The first pass gives nothing that is older than this. */
  readonly since?: Instant;
  /** A pass under way: the newest change at its start, and the last id it gave. */
  readonly to?: string;
  readonly after?: number;
}

export interface ChangedRow<T> {
  readonly row: T;
  readonly state: ChangeState;
}

/**
 * Rows whose `changed` is at or after the state's time, by rising id, which changes do not move. What changes behind
 * the reader's back is found by the next pass, which begins at the newest change this one knew of at its start. One row
 * is held back to say that the pass is over.
 */
export async function* readChanges<T extends ApiDocument>(
  client: Shopware5Client,
  resource: string,
  filter: readonly ListFilter[],
  state: ChangeState,
): AsyncGenerator<ChangedRow<T>> {
  const { since } = state;
  const from = state.from ?? earliestWall(since ?? new Date(0).toISOString());
  const last = state.to
    ? undefined
    : await newest<ApiDocument>(client, resource, 'changed', filter);
  const to =
    state.to ??
    (last?.changed && msOf(last.changed) !== undefined ? wallClock(last.changed) : from);
  let held: T | undefined;
  const rows = walkById<T>(
    client,
    resource,
    [
      ...filter,
      {
        property: 'changed',
        expression: '>=',
        value: state.from ? movedBy(from, -OVERLAP_MS) : from,
      },
    ],
    state.after,
  );
  for await (const row of rows) {
    if (since && (msOf(row.changed) ?? 0) < Date.parse(since)) continue;
    if (held) yield { row: held, state: { ...state, to, after: held.id } };
    held = row;
  }
  if (held) yield { row: held, state: { from: to } };
}

/** The state in a cursor; a new one for a cursor that is none of these. */
export function changeState(cursor: string | undefined, since: Instant): ChangeState {
  try {
    const { from, to, after, since: first } = JSON.parse(cursor ?? '{}') as ChangeState;
    const isTime = (value: unknown) =>
      typeof value === 'string' && !Number.isNaN(Date.parse(value));
    if (!isTime(from) && !isTime(first)) return { since };
    return {
      ...(isTime(from) ? { from: from as string } : {}),
      ...(isTime(first) ? { since: first as string } : {}),
      ...(isTime(to) && Number.isSafeInteger(after)
        ? { to: to as string, after: after as number }
        : {}),
    };
  } catch {
    return { since };
  }
}

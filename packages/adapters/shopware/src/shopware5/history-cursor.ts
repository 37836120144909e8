import type { Cursor, HistoryRange } from '@storewire/core';

/** An export goes on behind the last id. */
export const idCursor = (id: number): Cursor => JSON.stringify({ id });

/** The id in a cursor; 0 for one that is none, so that the export begins anew. */
export function readId(cursor: Cursor | undefined): number {
  const [, id] = /^\{"id":(\d{1,15})\}$/.exec(cursor ?? '') ?? [];
  return id === undefined ? 0 : Number(id);
}

/** The range is asked for wider than it is, because the shop's zone is not known; this is what remains of it. */
export const isWithin = ({ from, to }: HistoryRange, ms: number | undefined): boolean =>
  ms === undefined || ((!from || ms >= Date.parse(from)) && (!to || ms < Date.parse(to)));

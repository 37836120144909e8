import {
  type ChangedRow,
  type ChangePass,
  type PassState,
  passStateOf,
  readPass,
} from '@storewire/adapter-kit';
import { ChangeFilterIgnored } from './setup.error.js';
import type { Position, WalkedPage } from './walk.js';

/** A row older than this before the time asked for was not asked for. */
const STRAY_MS = 86_400_000;

interface Pass<T, R> extends ChangePass<T, R, Position> {
  /** What is read, for an error. */
  readonly list: string;
  readonly changedAt: (row: T) => string;
}

/**
 * Runs one pass over what changed. @returns the state that the next one begins with.
 *
 * @throws ChangeFilterIgnored for a page of rows that are all too old: without the filter the whole list would come.
 */
export const readChanges = <T, R>(
  pass: Pass<T, R>,
): AsyncGenerator<ChangedRow<R, Position>, PassState<Position>> =>
  readPass({ ...pass, pages: (sinceMs, after) => withoutStrays(pass, sinceMs, after) });

/** An address that is encoded twice makes BigCommerce ignore its filter. */
async function* withoutStrays<T>(
  { list, changedAt, pages }: Pick<Pass<T, unknown>, 'list' | 'changedAt' | 'pages'>,
  sinceMs: number,
  after: Position | undefined,
): AsyncGenerator<WalkedPage<T>> {
  for await (const { rows, at } of pages(sinceMs, after)) {
    const asked = rows.filter(({ row }) => !(Date.parse(changedAt(row)) < sinceMs - STRAY_MS));
    if (asked.length === 0 && rows.length > 0) throw new ChangeFilterIgnored(list);
    yield { rows: asked, at };
  }
}

export const passState = (stored: unknown): PassState<Position> | undefined =>
  passStateOf(stored, isPosition);

export const isPosition = (value: unknown): value is Position =>
  Number.isSafeInteger(value) ||
  (Array.isArray(value) &&
    value.length === 2 &&
    (typeof value[0] === 'string' || Number.isSafeInteger(value[0])) &&
    Number.isSafeInteger(value[1]));

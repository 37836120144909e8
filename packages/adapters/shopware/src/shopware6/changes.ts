import {
  type ChangedRow,
  type ChangePass,
  type PassState,
  passStateOf,
  readPass,
} from '@storewire/adapter-kit';
import type { Instant } from '@storewire/core';
import type { Position, WalkedPage } from './walk.js';

interface Pass<T, R> extends Pick<ChangePass<T, R, Position>, 'state' | 'now' | 'complete'> {
  /** Reads by an unchanging order what changed since a time, from behind a position on. */
  readonly pages: (since: Instant, after: Position | undefined) => AsyncIterable<WalkedPage<T>>;
}

/** Runs one pass over what changed. @returns the state that the next one begins with. */
export const readChanges = <T, R>({
  pages,
  ...pass
}: Pass<T, R>): AsyncGenerator<ChangedRow<R, Position>, PassState<Position>> =>
  readPass({
    ...pass,
    pages: (sinceMs, after) => pages(new Date(sinceMs).toISOString(), after),
  });

export const passState = (stored: unknown): PassState<Position> | undefined =>
  passStateOf(stored, isPosition);

export const isPosition = (value: unknown): value is Position =>
  Number.isSafeInteger(value) ||
  (Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string'));

import { describe, expect, it } from '@jest/globals';
import type { DueCommand } from '../database/outbox.repository.js';
import { nextOf, type SettleOptions } from './next-state.js';
import type { Outcome } from './outcome.js';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const options: SettleOptions = {
  lookUpSeconds: [5, 30],
  countTries: true,
  retryWindowMs: HOUR,
};
const command = (change: Partial<DueCommand> = {}): DueCommand => ({
  id: 'c',
  storeId: 's',
  messageId: 'm',
  exportId: null,
  kind: 'upsertContact',
  lane: 1,
  contactKey: 'ada@customer.example',
  effectKey: null,
  payload: {},
  tries: 0,
  failingSince: null,
  isAlone: false,
  revision: 0,
  ...change,
});
const failure = { cause: 'SM_UNAVAILABLE', detail: 'No.' };
const next = (outcome: Outcome, change?: Partial<DueCommand>, more?: Partial<SettleOptions>) =>
  nextOf({ command: command(change), attemptId: 'a', outcome }, NOW, { ...options, ...more });

describe('nextOf', () => {
  it('starts the window with the first failure that counts', () => {
    const after = next({ kind: 'notSent', ...failure });
    expect(after).toMatchObject({ state: 'ready', keepsTries: false, since: NOW });
  });

  it('gives up after ten tries, with the cause of the last one', () => {
    expect(next({ kind: 'notSent', ...failure }, { tries: 9, failingSince: NOW - 1 })).toEqual({
      state: 'dead',
      cause: 'SM_UNAVAILABLE',
      detail: 'No. Given up after 10 tries.',
    });
  });

  it('gives up when the window has passed', () => {
    const after = next({ kind: 'unknown', ...failure }, { tries: 2, failingSince: NOW - HOUR });
    expect(after).toMatchObject({ state: 'dead', cause: 'SM_UNAVAILABLE' });
  });

  it('counts nothing while nothing of the lane succeeds, and lets another command be the next probe', () => {
    const long = { tries: 9, failingSince: NOW - 10 * HOUR };
    const after = next({ kind: 'notSent', ...failure }, long, { countTries: false });
    expect(after).toMatchObject({ state: 'ready', keepsTries: true, since: null });
    expect((after as { dueAt: number }).dueAt).toBeGreaterThanOrEqual(NOW + 1_000);
  });

  it('counts no try in which nobody was reached, although others succeed', () => {
    const unreached = { cause: 'SM_NO_CONNECTION', detail: 'Nobody there.' };
    const after = next({ kind: 'notSent', ...unreached }, { tries: 9, failingSince: NOW - 1 });
    expect(after).toMatchObject({ state: 'ready', keepsTries: true, since: null });
    expect((after as { dueAt: number }).dueAt).toBeLessThanOrEqual(NOW + 2_000);
  });

  it('waits as long as SALESmanago asks', () => {
    const after = next({ kind: 'notSent', ...failure, retryAfterMs: 90_000 });
    expect((after as { dueAt: number }).dueAt).toBe(NOW + 90_000);
  });

  it('looks an event up whose outcome is unknown, however often it was tried', () => {
    const change = { kind: 'addEvent', tries: 9, failingSince: NOW - 2 * HOUR } as const;
    expect(next({ kind: 'unknown', ...failure }, change)).toMatchObject({
      state: 'unknown',
      dueAt: NOW + 5_000,
      keepsTries: false,
      since: NOW - 2 * HOUR,
    });
  });

  it('keeps what waits for credentials out of the count', () => {
    const after = next({ kind: 'unauthorized', ...failure }, { tries: 9, failingSince: NOW });
    expect(after).toMatchObject({ state: 'ready', keepsTries: true, since: null });
  });
});

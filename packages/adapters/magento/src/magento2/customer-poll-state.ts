import type { Instant } from '@storewire/core';
import { Subscribers } from './subscribers.js';

/** Where a poll of customers stands; it is changed while the poll goes on. */
export interface PollState {
  /** Time of change of the last row. */
  at: Instant;
  /** Where the first poll began: what is older is an export's work. */
  readonly since: Instant;
  /** When the last poll was. */
  polledAt: Instant;
  /** Id of the last customer that the round of newsletter states has looked at. */
  sweptTo: number;
  isFirstRound: boolean;
  readonly subscribers: Subscribers;
}

export const firstState = (since: Instant): PollState => ({
  at: since,
  since,
  polledAt: since,
  sweptTo: 0,
  isFirstRound: true,
  subscribers: Subscribers.none(),
});

export const stateText = ({ subscribers, ...state }: PollState): string =>
  JSON.stringify({ ...state, subscribers: subscribers.text });

/** A cursor of another adapter or version is none: beginning anew is better than standing still. */
export function readState(cursor: string | undefined): PollState | undefined {
  if (cursor === undefined) return undefined;
  try {
    const stored = JSON.parse(cursor) as Record<string, unknown>;
    const { at, since, polledAt } = stored;
    const isWhole = [at, since, polledAt].every((time) => !Number.isNaN(Date.parse(String(time))));
    if (!isWhole) return undefined;
    return {
      at: String(at),
      since: String(since),
      polledAt: String(polledAt),
      sweptTo: Number(stored.sweptTo) || 0,
      isFirstRound: stored.isFirstRound !== false,
      subscribers: Subscribers.read(String(stored.subscribers ?? '')),
    };
  } catch {
    return undefined;
  }
}

import { createHash } from 'node:crypto';
import type { ConsentWrite, ConsentWriteResult } from '../adapter/adapter.js';
import { CONSENT_STATES, type ConsentState, type Instant } from '../model/values.js';

/**
 * The way back of the inbound contract: what the hub posts, signed with the same headers, to a shop that has no API of
 * its own when a person opts in or out elsewhere.
 */
export interface ConsentCallback {
  /** The same for every attempt at the same change. */
  readonly id: string;
  readonly type: 'contact.opted_in' | 'contact.opted_out';
  readonly email: string;
  /** The store's customer id, where the hub knows it. */
  readonly externalId?: string;
  readonly channel: ConsentWrite['channel'];
  /** When the person decided. */
  readonly at: Instant;
  readonly reason: 'salesmanago';
}

/** Asks whether somebody listens; nothing is to be done. */
export interface PingCallback {
  readonly id: string;
  readonly type: 'ping';
}

export function consentCallback(write: ConsentWrite): ConsentCallback {
  const { email, customerId, channel, state, at } = write;
  const facts = JSON.stringify([email.toLowerCase(), channel, state, at]);
  return {
    id: createHash('sha256').update(facts).digest('hex').slice(0, 32),
    type: state === 'in' ? 'contact.opted_in' : 'contact.opted_out',
    email,
    ...(customerId ? { externalId: customerId } : {}),
    channel,
    at,
    reason: 'salesmanago',
  };
}

/**
 * What a 2xx answer to a callback says. It may be empty: then the shop has what it was told. Else it is
 * `{ "state": "in" | "out" | "pending" | "unknown", "changed": true | false }`, the state it has now.
 */
export function callbackResult(
  answer: unknown,
  told: ConsentWrite['state'],
): Exclude<ConsentWriteResult, { outcome: 'missing' }> {
  const { state, changed } = (answer ?? {}) as { state?: unknown; changed?: unknown };
  return {
    outcome: changed === false ? 'unchanged' : 'written',
    state: CONSENT_STATES.includes(state as ConsentState) ? (state as ConsentState) : told,
  };
}

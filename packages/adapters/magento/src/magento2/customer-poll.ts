import type { Instant, SourceRow } from '@storewire/core';
import { floorToSecond, utcMs } from '../dates.js';
import type { Magento2Client } from './client.js';
import { firstState, type PollState, readState, stateText } from './customer-poll-state.js';
import {
  CUSTOMERS,
  completeCustomer,
  customerRow,
  isSubscribed,
  needsSingles,
  readCustomer,
} from './customer-reading.js';
import { type CustomerDocument, changedMs } from './documents.js';
import { OVERLAP_MS, startOf, walkByChange } from './walk-by-change.js';
import { walkById } from './walk-by-id.js';

const PAGE_SIZE = 100;
const SWEEP_PAGE_SIZE = 200;
/** How many customers one poll looks through for a changed newsletter state: 25 calls, or as many as customers. */
const SWEEP_LISTED = 25 * SWEEP_PAGE_SIZE;
const SWEEP_SINGLES = 100;
const SWEEP_FIELDS =
  'items[id,created_at,updated_at,extension_attributes[is_subscribed]],total_count';
/** Cursors up to this length go with every row, longer ones with every hundredth and the last. */
const SHORT_CURSOR = 2_000;

/**
 * Customers changed since the cursor, oldest change first; who registered since the last poll has the trigger
 * `registration`. Before that, the newsletter state of the next 5,000 customers is compared with what it was (100
 * where each takes a call of its own), round and round, because a sign-up or an opt-out moves no time of change.
 * Whose state changed comes with `completed.consentSeenAt`, the time of this poll.
 *
 * The cursor holds the time of change, where the round stands, and one bit for each customer.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable.
 * @see docs/adapters/magento.md#newsletter-consent
 */
export async function* pollCustomers(
  client: Magento2Client,
  { cursor, since, now }: { cursor?: string; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'contact'>> {
  const known = readState(cursor);
  const state = known ?? firstState(since);
  const from = Math.max(startOf(known?.at, since), floorToSecond(Date.parse(state.since)));
  /** Who registered later was in no poll before. */
  const newFrom = known
    ? Date.parse(known.polledAt) - OVERLAP_MS
    : floorToSecond(Date.parse(since));
  let given = 0;
  for await (const row of sweep(client, state, from, now)) {
    given++;
    yield { ...row, cursor: stateText(state) };
  }
  let held: SourceRow<'contact'> | undefined;
  const changed = walkByChange<CustomerDocument>(
    client,
    { path: CUSTOMERS, pageSize: PAGE_SIZE },
    from,
  );
  for await (const { row: listed, changedAt } of changed) {
    const customer = await completeCustomer(client, listed);
    if (!customer) continue;
    if (held) yield withCursor(held, state, ++given);
    const isNew = (utcMs(customer.created_at) ?? 0) >= newFrom;
    const seenAt = !isNew && isSwitched(state, customer) ? now : undefined;
    note(state, customer);
    state.at = changedAt;
    held = {
      ...(await customerRow(client, customer, seenAt)),
      ...(isNew ? { trigger: 'registration' } : {}),
    };
  }
  // Not before: after an interruption whoever registered meanwhile is still new.
  state.polledAt = now;
  if (held) yield { ...held, cursor: stateText(state) };
  else if (given === 0) yield* carrier(client, state);
}

/** Compares the newsletter states behind the place where the last poll stopped, and gives who switched. */
async function* sweep(
  client: Magento2Client,
  state: PollState,
  walkedFrom: number,
  now: Instant,
): AsyncGenerator<SourceRow<'contact'>> {
  const bySingles = await needsSingles(client);
  const walk = { path: CUSTOMERS, pageSize: SWEEP_PAGE_SIZE, fields: SWEEP_FIELDS };
  let left = bySingles ? SWEEP_SINGLES : SWEEP_LISTED;
  for await (const listed of walkById<CustomerDocument>(client, walk, state.sweptTo)) {
    const isListed = isSubscribed(listed) !== undefined && !bySingles;
    // Without the state in lists each takes a call: a poll looks at fewer.
    if (!isListed && left > SWEEP_SINGLES) left = SWEEP_SINGLES;
    state.sweptTo = listed.id;
    // Who changed lately comes with the walk of this poll.
    if ((changedMs(listed) ?? 0) < walkedFrom) {
      // The listed one has no more than its state, and that without regard to its website.
      const isSuspect = !isListed || isSwitched(state, listed);
      const customer = isSuspect ? await readCustomer(client, listed.id) : listed;
      if (customer) {
        const hasSwitched = isSwitched(state, customer);
        note(state, customer);
        if (hasSwitched) yield await customerRow(client, customer, now);
      }
    }
    if (--left === 0) return;
  }
  state.sweptTo = 0;
  state.isFirstRound = false;
}

/** In the first round nobody's earlier state is known. */
const isSwitched = (state: PollState, customer: CustomerDocument): boolean =>
  !state.isFirstRound &&
  isSubscribed(customer) !== undefined &&
  isSubscribed(customer) !== state.subscribers.has(customer.id);

const note = (state: PollState, customer: CustomerDocument): void =>
  state.subscribers.set(customer.id, isSubscribed(customer) === true);

function withCursor(
  row: SourceRow<'contact'>,
  state: PollState,
  count: number,
): SourceRow<'contact'> {
  if (count % PAGE_SIZE !== 0 && state.subscribers.text.length > SHORT_CURSOR) return row;
  return { ...row, cursor: stateText(state) };
}

/**
 * Cursors travel with rows only. Where a poll finds nobody, the customer that changed last is given (again), else the
 * round would begin anew at every poll.
 */
async function* carrier(
  client: Magento2Client,
  state: PollState,
): AsyncGenerator<SourceRow<'contact'>> {
  const { items } = await client.search<CustomerDocument>(CUSTOMERS, {
    sort: ['-updated_at', '-entity_id'],
    pageSize: 1,
  });
  const customer = items[0] && (await completeCustomer(client, items[0]));
  if (!customer) return;
  yield { ...(await customerRow(client, customer)), cursor: stateText(state) };
}

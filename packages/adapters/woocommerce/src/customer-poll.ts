import type { Instant, SourceRow } from '@storewire/core';
import type { WooClient } from './client.js';
import { floorToSecond, gmtMs, instantOf, type WooDocument } from './dates.js';
import { CUSTOMER_FIELDS } from './fields.js';
import { identityOf } from './poll.js';
import {
  PAGE_SIZE,
  positionOf,
  WALK_START,
  type WalkedRow,
  type WalkPosition,
  walkById,
} from './walk-by-id.js';

const DAY_MS = 86_400_000;
/** The shop's clock may be off against the hub's, whose time a sweep is begun with. */
const OVERLAP_MS = 600_000;
/** Up to 1,000 customers all of them are looked through at every poll, which takes at most ten calls. */
const SMALL_SHOP_PAGES = 10;

/** `role=all`: without it subscribers and staff who buy are missed. */
export const ALL_CUSTOMERS = { role: 'all', _fields: CUSTOMER_FIELDS };

interface PollState {
  /** The newest customer that was given. */
  readonly newest: WalkPosition;
  /** Changes before this time were found by an earlier sweep. */
  readonly sweptAt: number;
  /** A sweep under way: what it was started with, and where it stands. */
  readonly sweep?: { readonly startedAt: number; readonly at: WalkPosition };
}

/**
 * New customers first (trigger `registration`), by rising id; then, once a day, all others that changed since the last
 * look. WooCommerce cannot list customers by change, so the daily look is a sweep over everyone comparing
 * `date_modified_gmt`; shops of up to 1,000 customers have it at every poll. Live changes come by webhook.
 *
 * The cursor holds the newest id and where the sweep stands, so that both go on after a restart. 100 rows are held at
 * a time, however large the shop.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable.
 * @see docs/adapters/woocommerce.md#how-changes-are-found
 */
export async function* pollCustomers(
  client: WooClient,
  { cursor, since, now }: { cursor?: string; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'contact'>> {
  let state = readState(cursor) ?? (await firstState(client, floorToSecond(Date.parse(since))));
  const known = state.newest.id;
  const customers: Customers = (from) => walkById(client, '/customers', ALL_CUSTOMERS, from);
  for await (const { row, position } of customers(state.newest)) {
    state = { ...state, newest: position };
    yield rowOf(row, state, 'registration');
  }

  const isSmall = state.newest.page <= SMALL_SHOP_PAGES;
  if (state.sweep) state = yield* sweep(customers, state, state.sweep, known, false);
  const nowMs = Date.parse(now);
  if (isSmall || nowMs - state.sweptAt >= DAY_MS) {
    yield* sweep(customers, state, { startedAt: nowMs, at: WALK_START }, known, !isSmall);
  }
}

type Customers = (from: WalkPosition) => AsyncIterable<WalkedRow<WooDocument>>;

/**
 * Gives who changed since the last sweep, up to the newest customer known before this poll, and the state after it.
 * Cursors travel with rows only. So one row is held back, to say that the sweep is over; and with `carries`, in a large
 * shop where nobody changed for a day, the newest row is given again, else every poll would sweep anew.
 */
async function* sweep(
  customers: Customers,
  before: PollState,
  { startedAt, at }: { startedAt: number; at: WalkPosition },
  known: number,
  carries: boolean,
): AsyncGenerator<SourceRow<'contact'>, PollState> {
  let state = before;
  let held: WooDocument | undefined;
  let last: WooDocument | undefined;
  for await (const { row, position } of customers(at)) {
    if (row.id > known) break;
    last = row;
    if (changeMs(row) < before.sweptAt) continue;
    if (held) yield rowOf(held, state);
    held = row;
    state = { ...before, sweep: { startedAt, at: position } };
  }
  const done = { newest: before.newest, sweptAt: startedAt - OVERLAP_MS };
  const carrier = held ?? (carries ? last : undefined);
  if (carrier) yield rowOf(carrier, done);
  return done;
}

/**
 * Without a cursor: everyone registered since then is new. Looks from the latest registration back, and gives the
 * place just before the first of them.
 */
async function firstState(client: WooClient, since: number): Promise<PollState> {
  const list = { role: 'all', _fields: 'id,date_created_gmt', order: 'desc' };
  const top = await client.list<WooDocument>('/customers', { ...list, orderby: 'id', per_page: 1 });
  let id = top.rows[0]?.id ?? 0;
  let count = 0;
  for (let page = 1; ; page++) {
    const { rows } = await client.list<WooDocument>('/customers', {
      ...list,
      orderby: 'registered_date',
      per_page: PAGE_SIZE,
      page,
    });
    const isNew = rows.filter((row) => (gmtMs(row.date_created_gmt) ?? 0) >= since);
    for (const row of isNew) id = Math.min(id, row.id - 1);
    count += isNew.length;
    if (isNew.length < PAGE_SIZE) break;
  }
  const page = Math.max(1, Math.ceil(((top.total ?? 0) - count) / PAGE_SIZE));
  return { newest: { page, id }, sweptAt: since };
}

/** The later of registration and change; an account nobody edited has no change. */
const changeMs = (row: WooDocument): number =>
  Math.max(gmtMs(row.date_created_gmt) ?? 0, gmtMs(row.date_modified_gmt) ?? 0);

function rowOf(row: WooDocument, state: PollState, trigger?: 'registration'): SourceRow<'contact'> {
  return {
    kind: 'contact',
    ...identityOf(row),
    raw: row,
    cursor: stateText(state),
    ...(trigger ? { trigger } : {}),
  };
}

const stateText = ({ newest, sweptAt, sweep }: PollState): string =>
  JSON.stringify({
    newest: [newest.page, newest.id],
    sweptAt: instantOf(sweptAt),
    ...(sweep ? { startedAt: instantOf(sweep.startedAt), at: [sweep.at.page, sweep.at.id] } : {}),
  });

function readState(cursor: string | undefined): PollState | undefined {
  if (cursor === undefined) return undefined;
  try {
    const stored = JSON.parse(cursor) as Record<string, unknown>;
    const sweptAt = Date.parse(String(stored.sweptAt));
    const startedAt = Date.parse(String(stored.startedAt));
    if (Number.isNaN(sweptAt)) return undefined;
    return {
      newest: positionOf(stored.newest),
      sweptAt,
      ...(Number.isNaN(startedAt) ? {} : { sweep: { startedAt, at: positionOf(stored.at) } }),
    };
  } catch {
    // A cursor of another adapter or version: begin anew rather than stand still.
    return undefined;
  }
}

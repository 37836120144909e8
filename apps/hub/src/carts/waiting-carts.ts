import { type Cart, cartWindowMs, type Order, type StoreSettings } from '@storewire/core';
import type { NewMessage } from '../database/inbox.repository.js';
import { inList, listParam, type Tx } from '../database/sql.js';
import { newId } from '../ids.js';
import type { Decided } from '../processing/decide.service.js';
import type { StoreContext } from '../stores/store-context.js';
import type { KeptBeacon, Verdict } from '../tracker/graded-beacon.js';

const MINUTE_MS = 60_000;
const SHORTEST_MS = 15 * MINUTE_MS;
const LONGEST_MS = 7 * 24 * 60 * MINUTE_MS;
/** Messages that tell what the person does now; an export tells of the past. */
const LIVE = new Set(['webhook', 'inbound', 'compat', 'poll']);

const COLUMNS = {
  tenant_id: 'text',
  store_id: 'text',
  token: 'text',
  email: 'text',
  customer_id: 'text',
  contact_id: 'text',
  body: 'text',
  snapshot_at: 'bigint',
  expires_at: 'bigint',
} as const;

type GradedBeacon = KeptBeacon & { readonly verdict: Verdict };

export interface WaitingRow {
  readonly token: string;
  readonly body: string;
  readonly snapshot_at: number;
}

/** What one message says about carts that wait. */
interface Word {
  readonly store: StoreContext;
  /** The cart's own token, or the ones of the checkout. */
  readonly tokens: readonly string[];
  /** Who it is, in lower case. */
  readonly email: string;
  /** The store's own id of the person, where the message tells whose it is. */
  readonly customerId?: string;
  /** The cart was bought, or is told of by the platform itself: what waits is out of date. */
  readonly isOver: boolean;
  readonly messageId: string;
}

/**
 * Keeps the last snapshot of carts whose shopper nobody knows, and lets go of those whose shopper a message has just
 * told: a customer who was sent (by address, or by the id alone that a platform signed), a checkout or an unpaid order with the same token. In the transaction of the decision.
 *
 * @returns messages that send the carts; they take all steps, like the beacon they came with.
 */
export async function moveWaitingCarts(
  tx: Tx,
  decided: readonly Decided[],
  now: number,
): Promise<NewMessage[]> {
  const messages: NewMessage[] = [];
  for (const ofStore of byStore(decided)) {
    const store = ofStore[0]?.message.store;
    if (!store) continue;
    await keepSnapshots(tx, store, ofStore, now);
    const words = ofStore.flatMap(wordOf);
    if (!(await isAnyMeant(tx, store, words, now))) continue;
    for (const word of words) messages.push(...(await release(tx, word, now)));
  }
  return messages;
}

function byStore(decided: readonly Decided[]): Decided[][] {
  const stores = new Map<string, Decided[]>();
  for (const one of decided) {
    const { storeId } = one.message.store;
    stores.set(storeId, [...(stores.get(storeId) ?? []), one]);
  }
  return [...stores.values()];
}

/**
 * Beacons of nobody wait; one that was told whose it is, or that is empty, ends the waiting of its cart. A beacon that
 * was overtaken on its way changes nothing.
 */
async function keepSnapshots(
  tx: Tx,
  { tenantId, storeId, settings }: StoreContext,
  decided: readonly Decided[],
  now: number,
): Promise<void> {
  for (const { message, decisions } of decided) {
    const [mapped] = message.rows;
    if (message.source !== 'beacon' || !mapped) continue;
    const beacon = mapped.row.raw as GradedBeacon;
    const { token, lines } = beacon.cart;
    await tx.query(
      'DELETE FROM waiting_cart WHERE tenant_id = $1 AND store_id = $2 AND token = $3 AND snapshot_at <= $4',
      [tenantId, storeId, token, Number(beacon.verdict.snapshotAt)],
    );
    if (decisions[0]?.filteredBy !== 'unknownVisitor' || lines.length === 0) continue;
    const snapshot = snapshotOf(beacon, settings);
    if (snapshot.expires_at <= now) continue;
    await tx.insertRows('waiting_cart', COLUMNS, [
      { tenant_id: tenantId, store_id: storeId, ...snapshot },
    ]);
  }
}

function snapshotOf(beacon: GradedBeacon, settings: StoreSettings) {
  const { verdict, smclient: _cookie, email: _claim, ...kept } = beacon;
  const snapshotAt = Number(verdict.snapshotAt);
  const waitMs = Math.min(Math.max(cartWindowMs(settings), SHORTEST_MS), LONGEST_MS);
  return {
    token: kept.cart.token,
    email: verdict.grade === 'proven' ? (verdict.email ?? null) : null,
    customer_id: verdict.grade === 'proven' ? customerIdOf(verdict) : null,
    contact_id: verdict.grade === 'visitor' ? (verdict.smclient ?? null) : null,
    body: JSON.stringify(kept),
    snapshot_at: snapshotAt,
    expires_at: snapshotAt + waitMs,
  };
}

/** No customer of the hub's has a longer one. */
const MAX_CUSTOMER_ID = 100;

const customerIdOf = ({ customerId = '' }: Verdict): string | null =>
  customerId !== '' && customerId.length <= MAX_CUSTOMER_ID ? customerId : null;

function wordOf({ message, decisions }: Decided): Word[] {
  const { store, messageId, source, rows } = message;
  if (!LIVE.has(source)) return [];
  return rows.flatMap(({ row, result }, i): Word[] => {
    const decision = decisions[i];
    if (!decision || decision.filteredBy === 'inactive') return [];
    const { email: own } = result.record as { email?: string | null };
    const email = (decision.memory.contactKey ?? own)?.toLowerCase();
    if (!email || email.startsWith('#')) return [];
    const customerId = decision.memory.customer?.id;
    const base = { store, messageId, email, ...(customerId ? { customerId } : {}) };
    if (row.kind === 'contact' || customerId) return [{ ...base, tokens: [], isOver: false }];
    if (row.kind === 'cart') {
      return [
        { ...base, tokens: tokensOf(row.id, (result.record as Cart).externalId), isOver: true },
      ];
    }
    if (row.kind !== 'order') return [];
    const { cartToken, checkoutToken } = result.record as Order;
    const tokens = tokensOf(cartToken, checkoutToken);
    const isOver = decision.commands.some(({ kind }) => kind === 'addEvent');
    return tokens.length > 0 ? [{ ...base, tokens, isOver }] : [];
  });
}

/** Shopify adds a key to the token of a cart, which pages do not get. */
const tokensOf = (...tokens: readonly (string | null | undefined)[]): string[] => [
  ...new Set(tokens.flatMap((token) => token?.split('?')[0] || [])),
];

/** One look for a whole batch, for most of what comes in is about no cart that waits. */
async function isAnyMeant(
  tx: Tx,
  { tenantId, storeId }: StoreContext,
  words: readonly Word[],
  now: number,
): Promise<boolean> {
  if (words.length === 0) return false;
  const rows = await tx.query(
    `SELECT 1 AS one FROM waiting_cart WHERE tenant_id = $1 AND store_id = $2 AND expires_at > $3
       AND (${inList('token', 4)} OR ${inList('email', 5)} OR ${inList('customer_id', 6)}) LIMIT 1`,
    [
      tenantId,
      storeId,
      now,
      listParam(words.flatMap(({ tokens }) => tokens)),
      listParam(words.map(({ email }) => email)),
      listParam(words.flatMap(({ customerId = [] }) => customerId)),
    ],
  );
  return rows.length > 0;
}

async function release(
  tx: Tx,
  { store, tokens, email, customerId, isOver, messageId }: Word,
  now: number,
): Promise<NewMessage[]> {
  const { tenantId, storeId } = store;
  const rows = await tx.query<WaitingRow>(
    `SELECT token, body, snapshot_at FROM waiting_cart
     WHERE tenant_id = $1 AND store_id = $2 AND expires_at > $3
       AND (${inList('token', 4)} OR email = $5 OR customer_id = $6) ORDER BY snapshot_at`,
    [tenantId, storeId, now, listParam(tokens), email, customerId ?? null],
  );
  if (rows.length === 0) return [];
  await tx.query(
    `DELETE FROM waiting_cart WHERE tenant_id = $1 AND store_id = $2 AND ${inList('token', 3)}`,
    [tenantId, storeId, listParam(rows.map(({ token }) => token))],
  );
  const left = isOver ? rows.filter(({ token }) => !tokens.includes(token)) : rows;
  return left.map((row) => cartMessage(store, row, { grade: 'proven', email }, messageId, now));
}

/** The beacon once more, now that it is known who it is. @param by what told; one telling sends a cart once. */
export function cartMessage(
  store: Pick<StoreContext, 'tenantId' | 'storeId' | 'connectionId'>,
  { token, body, snapshot_at }: WaitingRow,
  who: Pick<Verdict, 'grade' | 'email' | 'smclient'>,
  by: string,
  now: number,
): NewMessage {
  return {
    tenantId: store.tenantId,
    id: newId(),
    storeId: store.storeId,
    connectionId: store.connectionId,
    source: 'beacon',
    topic: 'cart',
    messageKey: `beacon:waiting:${by}:${token}`,
    body,
    encoding: 'utf8',
    meta: { ...who, snapshotAt: String(snapshot_at) },
    receivedAt: now,
  };
}

import { withoutRepeats } from '@storewire/adapter-kit';
import type { Cursor, Instant, SourceRow } from '@storewire/core';
import { completeCarts } from './cart-reading.js';
import { changedPages, readState, stateText, withEnd } from './changes.js';
import type { PrestashopClient } from './client.js';
import type { PsDocument } from './documents.js';
import { completeOrders, ordersWithNewSlips } from './order-reading.js';
import { ownShop } from './people.js';
import { completeProducts } from './product-reading.js';
import { above, type ListQuery } from './query.js';

interface PollOptions {
  readonly cursor?: Cursor;
  readonly since: Instant;
}

/** Prices with tax are worked out anew for each product. */
const PRODUCTS_PER_PAGE = 25;

type PolledKind = 'order' | 'product' | 'cart';

interface Polled {
  readonly resource: string;
  readonly query: (client: PrestashopClient) => Promise<ListQuery>;
  readonly complete: (
    client: PrestashopClient,
    rows: readonly PsDocument[],
  ) => Promise<PsDocument[]>;
  /** Documents that changed without a new time of their own. */
  readonly also?: (client: PrestashopClient, since: number) => AsyncIterable<PsDocument>;
}

/**
 * Orders changed since the cursor, by rising id, 50 per call; then those with a new credit slip. Version is `date_upd`,
 * the state and the slips. Everything of the last five minutes before the cursor comes again.
 *
 * @throws StoreUnauthorized, StoreForbidden (with the permission), StoreRateLimited, StoreUnavailable.
 * @see docs/adapters/prestashop.md#how-changes-are-found
 */
export const pollOrders = (client: PrestashopClient, options: PollOptions) =>
  poll(client, 'order', options, {
    resource: 'orders',
    query: orderQuery,
    complete: completeOrders,
    also: ordersWithNewSlips,
  });

/**
 * Products changed since the cursor, as `pollOrders`, each with its combinations, 25 per call. PrestaShop does not move
 * the time of a product when stock, combinations or special prices change; the nightly export sees those.
 */
export const pollProducts = (client: PrestashopClient, options: PollOptions) =>
  poll(client, 'product', options, {
    resource: 'products',
    query: catalogueQuery,
    complete: completeProducts,
  });

/** Carts of customers changed since the cursor, as `pollOrders`. Visitors' carts, which nobody knows, are not read. */
export const pollCarts = (client: PrestashopClient, options: PollOptions) =>
  poll(client, 'cart', options, {
    resource: 'carts',
    query: async () => ({ filter: { ...ownShop(client), id_customer: above(0) } }),
    complete: completeCarts,
  });

/** Orders of this shop. */
export const orderQuery = async (client: PrestashopClient): Promise<ListQuery> => ({
  filter: ownShop(client),
});

/** Products in one language, with the prices that visitors see. */
export const catalogueQuery = async (client: PrestashopClient): Promise<ListQuery> => ({
  language: await client.facts.languageId(),
  prices: true,
  limit: PRODUCTS_PER_PAGE,
});

async function* poll<K extends PolledKind>(
  client: PrestashopClient,
  kind: K,
  options: PollOptions,
  { resource, query, complete, also }: Polled,
): AsyncGenerator<SourceRow<K>> {
  const state = readState(options.cursor, options.since);
  const list = await query(client);
  let startedAt = state.startedAt ?? state.since;
  async function* rows(): AsyncGenerator<SourceRow<K>> {
    let cursor = stateText(state);
    for await (const page of changedPages(client, resource, list, state)) {
      startedAt = page.startedAt;
      for (const raw of await complete(client, page.rows)) {
        cursor = stateText(page.cursorAt(raw.id));
        yield { ...rowOf(client, kind, raw), cursor };
      }
    }
    for await (const raw of also?.(client, state.since) ?? []) {
      yield { ...rowOf(client, kind, raw), cursor };
    }
  }
  yield* withEnd(withoutRepeats(rows()), () => stateText({ since: startedAt }));
}

/** A document as the hub takes it. The state of an order may change twice within the second of its version. */
export function rowOf<K extends PolledKind>(
  client: PrestashopClient,
  kind: K,
  raw: PsDocument,
): SourceRow<K> {
  const slips = ((raw.order_slips ?? []) as PsDocument[]).map(
    (slip) => `${slip.id}@${slip.date_upd}`,
  );
  const parts = [raw.date_upd, raw.current_state, ...slips].filter((part) => part !== undefined);
  const place = storefrontOf(client, kind === 'product' ? undefined : raw.id_shop);
  return { kind, id: String(raw.id), version: parts.join(' '), raw, ...place };
}

/**
 * The shop whose number was entered: everything is read as that shop sees it. Without one, the shop of an order or a
 * cart; customers may be shared.
 */
export function storefrontOf(
  { shopId }: PrestashopClient,
  ownShop?: unknown,
): { storefront?: string } {
  const storefront = shopId ?? String(ownShop ?? '0');
  return storefront === '0' ? {} : { storefront };
}

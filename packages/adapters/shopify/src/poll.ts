import { withoutRepeats } from '@storewire/adapter-kit';
import {
  type Cursor,
  type Instant,
  type PollableKind,
  type SourceRow,
  StoreRefused,
} from '@storewire/core';
import type { ShopifyClient } from './client.js';
import { completeOrder, completeProduct } from './complete.js';
import { CUSTOMERS, type CustomerNode } from './operations/contact.operations.js';
import type { Operation, Page } from './operations/operation.js';
import { ORDERS, type OrderNode } from './operations/order.operations.js';
import {
  ALL_PRODUCT_STATUSES,
  PRODUCTS,
  type ProductNode,
} from './operations/product.operations.js';
import { instantOf, rowOf } from './source-row.js';

/** Shopify's search index is seconds behind its data, so the time before the watermark is read again. */
const OVERLAP_MS = 10 * 60_000;
/** Paging through one query ends at 25,000 rows; a new query begins well before. */
const ROWS_PER_QUERY = 20_000;
const PAGING_LIMIT = 25_000;

interface PollPlan<Kind extends PollableKind, Data, Node extends { readonly updatedAt: string }> {
  readonly kind: Kind;
  readonly operation: Operation<Data>;
  /** Such that a page costs under the 1,000 points a query may. */
  readonly pageSize: number;
  readonly pageOf: (data: Data) => Page<Node>;
  /** Fetches what a page has no room for. */
  readonly complete?: (client: ShopifyClient, node: Node) => Promise<Node>;
  readonly filter?: string;
}

interface PollOptions {
  readonly cursor?: Cursor;
  readonly since: Instant;
  readonly now: Instant;
}

/**
 * Customers changed since the cursor, oldest change first, each as GraphQL gives it; version is `updatedAt`, the
 * cursor the largest one so far. The schema says that `updated_at` matches whole days for customers: with `>=` a filter
 * rounded down gives more, never less, and what is older than the overlap is dropped here.
 *
 * @throws what `ShopifyClient.run` throws.
 * @see docs/adapters/shopify.md#limits
 */
export const pollContacts = (
  client: ShopifyClient,
  options: PollOptions,
): AsyncIterable<SourceRow<'contact'>> =>
  poll(client, options, {
    kind: 'contact',
    operation: CUSTOMERS,
    pageSize: 100,
    pageOf: (data: { customers: Page<CustomerNode> }) => data.customers,
  });

/**
 * Orders changed since the cursor, oldest change first, with all their lines and refunds. Without the scope
 * `read_all_orders` Shopify leaves out orders older than 60 days, and does not say so.
 *
 * @throws what `ShopifyClient.run` throws.
 */
export const pollOrders = (
  client: ShopifyClient,
  options: PollOptions,
): AsyncIterable<SourceRow<'order'>> =>
  poll(client, options, {
    kind: 'order',
    operation: ORDERS,
    pageSize: 10,
    pageOf: (data: { orders: Page<OrderNode> }) => data.orders,
    complete: completeOrder,
  });

/**
 * Products changed since the cursor, oldest change first, of every status and with all their variants. Deleted ones
 * are not among them; the webhook `products/delete` names them.
 *
 * @throws what `ShopifyClient.run` throws.
 */
export const pollProducts = (
  client: ShopifyClient,
  options: PollOptions,
): AsyncIterable<SourceRow<'product'>> =>
  poll(client, options, {
    kind: 'product',
    operation: PRODUCTS,
    pageSize: 10,
    pageOf: (data: { products: Page<ProductNode> }) => data.products,
    complete: completeProduct,
    filter: ALL_PRODUCT_STATUSES,
  });

function poll<Kind extends PollableKind, Data, Node extends { readonly updatedAt: string }>(
  client: ShopifyClient,
  { cursor, since, now }: PollOptions,
  plan: PollPlan<Kind, Data, Node>,
): AsyncGenerator<SourceRow<Kind>> {
  const watermark = instantOf(cursor);
  const from = watermark ? before(watermark, OVERLAP_MS) : since;
  return withoutRepeats(readFrom(client, plan, from, { newest: watermark ?? since, now }));
}

async function* readFrom<
  Kind extends PollableKind,
  Data,
  Node extends { readonly updatedAt: string },
>(
  client: ShopifyClient,
  plan: PollPlan<Kind, Data, Node>,
  from: Instant,
  mark: { newest: Instant; readonly now: Instant },
): AsyncGenerator<SourceRow<Kind>> {
  let start = from;
  for (;;) {
    const query = [`updated_at:>='${start}'`, plan.filter].filter(Boolean).join(' AND ');
    let rows = 0;
    let reached = start;
    let isCut = false;
    const pages = client.pages(plan.operation, { first: plan.pageSize, query }, plan.pageOf);
    for await (const page of pages) {
      rows += page.nodes.length;
      for (const node of page.nodes) {
        const updatedAt = instantOf(node.updatedAt) ?? start;
        if (updatedAt < start) continue;
        if (updatedAt > reached) reached = updatedAt;
        // A time ahead of the hub's would carry the watermark over changes that are still to come.
        const seen = earlier(updatedAt, mark.now);
        if (seen > mark.newest) mark.newest = seen;
        const complete = plan.complete ? await plan.complete(client, node) : node;
        yield rowOf(plan.kind, { ...complete }, { version: updatedAt, cursor: mark.newest });
      }
      isCut = rows >= ROWS_PER_QUERY && reached > start && page.pageInfo.hasNextPage;
      if (isCut) break;
    }
    if (!isCut) {
      if (rows >= PAGING_LIMIT) {
        throw new StoreRefused(
          `more than ${PAGING_LIMIT} ${plan.kind}s changed at ${start}; start an export of them`,
        );
      }
      return;
    }
    start = reached;
  }
}

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

const before = (instant: Instant, ms: number): Instant =>
  new Date(Date.parse(instant) - ms).toISOString();

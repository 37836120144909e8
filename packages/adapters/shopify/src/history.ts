import { failedAnswerOf } from '@storewire/adapter-kit';
import type {
  Cursor,
  History,
  HistoryRange,
  Instant,
  PollableKind,
  SourceRow,
} from '@storewire/core';
import { type ChildFields, joinBulkFile } from './bulk-file.js';
import { awaitBulk, startBulk } from './bulk-operation.js';
import type { ShopifyClient } from './client.js';
import { bulkCustomers, CUSTOMERS_COUNT } from './operations/contact.operations.js';
import type { Operation } from './operations/operation.js';
import { bulkOrders, ORDERS_COUNT } from './operations/order.operations.js';
import {
  ALL_PRODUCT_STATUSES,
  bulkProducts,
  PRODUCTS_COUNT,
} from './operations/product.operations.js';
import { rowOf } from './source-row.js';

interface ExportPlan<Kind extends PollableKind> {
  readonly kind: Kind;
  readonly query: (filter: string) => string;
  readonly children: ChildFields;
  /** The search field of the range: when the object came to be. */
  readonly dateField: string;
  readonly count: Operation<{
    count: { readonly count: number; readonly precision: 'EXACT' | 'AT_LEAST' } | null;
  }>;
  /** The count of customers knows another name for the same date. */
  readonly countDateField?: string;
  readonly filter?: string;
}

/**
 * All customers obtained in the range, by one bulk operation. The cursor is the operation and a line of its file;
 * when Shopify has dropped the file (after 7 days) the operation is run again from the start.
 *
 * @throws what `ShopifyClient.run` throws; StoreRateLimited while five exports are running; UnreadableDocument for a
 * file that cannot be joined.
 */
export const contactHistory: History<ShopifyClient, 'contact'> = history({
  kind: 'contact',
  query: bulkCustomers,
  children: {},
  dateField: 'customer_date',
  count: CUSTOMERS_COUNT,
  countDateField: 'created_at',
});

/**
 * All orders placed in the range, by `processed_at`, which is also the date of the event: orders taken over from
 * another platform keep theirs. Orders older than 60 days need the scope `read_all_orders`.
 *
 * @throws as `contactHistory`.
 */
export const orderHistory: History<ShopifyClient, 'order'> = history({
  kind: 'order',
  query: bulkOrders,
  children: { LineItem: 'lineItems' },
  dateField: 'processed_at',
  count: ORDERS_COUNT,
});

/**
 * All products created in the range, of every status.
 *
 * @throws as `contactHistory`.
 */
export const productHistory: History<ShopifyClient, 'product'> = history({
  kind: 'product',
  query: bulkProducts,
  children: {
    ProductVariant: 'variants',
    Collection: 'collections',
    MediaImage: 'media',
    Video: 'media',
    ExternalVideo: 'media',
    Model3d: 'media',
  },
  dateField: 'created_at',
  count: PRODUCTS_COUNT,
  filter: ALL_PRODUCT_STATUSES,
});

function history<Kind extends PollableKind>(plan: ExportPlan<Kind>): History<ShopifyClient, Kind> {
  return {
    count: (client, range) => countRows(client, range, plan),
    read: (client, range, cursor) => readRows(client, range, plan, cursor),
  };
}

async function countRows<Kind extends PollableKind>(
  client: ShopifyClient,
  range: HistoryRange,
  plan: ExportPlan<Kind>,
): Promise<number | undefined> {
  const query = searchFor(range, plan.countDateField ?? plan.dateField, plan.filter) ?? null;
  const { count } = await client.run(plan.count, { query });
  return count?.precision === 'EXACT' ? count.count : undefined;
}

async function* readRows<Kind extends PollableKind>(
  client: ShopifyClient,
  range: HistoryRange,
  plan: ExportPlan<Kind>,
  cursor: Cursor | undefined,
): AsyncGenerator<SourceRow<Kind>> {
  let at = readCursor(cursor);
  for (;;) {
    const operation = at?.operation ?? (await startBulk(client, bulkQuery(range, plan)));
    const done = await awaitBulk(client, operation);
    if (done.outcome === 'empty') return;
    if (done.outcome === 'rows') {
      try {
        yield* readFile(client, plan, { operation, line: at?.line ?? 0 }, done.url);
        return;
      } catch (error) {
        if (!at || !isGone(error)) throw error;
      }
    }
    at = undefined;
  }
}

async function* readFile<Kind extends PollableKind>(
  client: ShopifyClient,
  plan: ExportPlan<Kind>,
  { operation, line }: ExportCursor,
  url: string,
): AsyncGenerator<SourceRow<Kind>> {
  for await (const { document, nextLine } of joinBulkFile(client.lines(url), plan.children, line)) {
    yield rowOf(plan.kind, document, { cursor: JSON.stringify({ operation, line: nextLine }) });
  }
}

interface ExportCursor {
  readonly operation: string;
  readonly line: number;
}

function readCursor(cursor: Cursor | undefined): ExportCursor | undefined {
  return cursor === undefined ? undefined : (JSON.parse(cursor) as ExportCursor);
}

/** The storage provider's answers for a file whose time is over. */
const isGone = (error: unknown): boolean =>
  [400, 401, 403, 404, 410].includes(failedAnswerOf(error)?.status ?? 0);

function bulkQuery<Kind extends PollableKind>(range: HistoryRange, plan: ExportPlan<Kind>): string {
  const search = searchFor(range, plan.dateField, plan.filter);
  return plan.query(search ? `(query: ${JSON.stringify(search)})` : '');
}

function searchFor(
  { from, to }: HistoryRange,
  field: string,
  filter: string | undefined,
): string | undefined {
  const bound = (sign: string, at: Instant | undefined) =>
    at === undefined ? [] : [`${field}:${sign}'${at}'`];
  const parts = [...bound('>=', from), ...bound('<', to), ...(filter ? [filter] : [])];
  return parts.join(' AND ') || undefined;
}

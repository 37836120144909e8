import type { Instant, SourceRow } from '@storewire/core';
import { chunksOf } from '../chunks.js';
import type { Magento2Client } from './client.js';
import type { OrderDocument, ProductDocument } from './documents.js';
import { ORDERS, orderRow } from './order-reading.js';
import { PRODUCT_PAGE, PRODUCTS, productRows, VISIBLE } from './product-reading.js';
import { productView } from './store-views.js';
import { startOf, walkByChange } from './walk-by-change.js';

interface PollOptions {
  readonly cursor?: string;
  readonly since: Instant;
}

const ORDER_PAGE = 100;

/**
 * Orders changed since the cursor, oldest change first, 100 per call; those with a refund take one more call. Version
 * is `updated_at`; the cursor is the time of change, and the three minutes before it are read again.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable; UnreadableDocument for a row without
 * a time of change.
 * @see docs/adapters/magento.md#how-changes-are-found
 */
export async function* pollOrders(
  client: Magento2Client,
  { cursor, since }: PollOptions,
): AsyncGenerator<SourceRow<'order'>> {
  const walk = { path: ORDERS, pageSize: ORDER_PAGE };
  const changed = walkByChange<OrderDocument>(client, walk, startOf(cursor, since));
  for await (const { row, changedAt } of changed) {
    yield { ...(await orderRow(client, row)), cursor: changedAt };
  }
}

/**
 * Visible products changed since the cursor, as `pollOrders`, 50 per call, each with its variants. Stock,
 * prices made by rules and mass edits move no time of change; the nightly export sees them.
 */
export async function* pollProducts(
  client: Magento2Client,
  { cursor, since }: PollOptions,
): AsyncGenerator<SourceRow<'product'>> {
  const view = (await productView(client))?.code;
  const walk = {
    path: PRODUCTS,
    filters: [VISIBLE],
    pageSize: PRODUCT_PAGE,
    ...(view ? { view } : {}),
  };
  const changed = walkByChange<ProductDocument>(client, walk, startOf(cursor, since));
  for await (const chunk of chunksOf(changed, PRODUCT_PAGE)) {
    const rows = await productRows(
      client,
      chunk.map(({ row }) => row),
    );
    for (const [i, row] of rows.entries()) {
      const changedAt = chunk[i]?.changedAt;
      yield changedAt ? { ...row, cursor: changedAt } : row;
    }
  }
}

import type { Instant, SourceRow } from '@storewire/core';
import type { WooClient } from './client.js';
import { versionOf, type WooDocument } from './dates.js';
import { ORDER_FIELDS, PRODUCT_FIELDS } from './fields.js';
import { completeProduct, type ProductDocument } from './product-reading.js';
import { walkByChange } from './walk-by-change.js';

interface PollOptions {
  readonly cursor?: string;
  readonly since: Instant;
}

/**
 * Orders changed since the cursor, oldest change first, 100 per call. Version is `date_modified_gmt`; the cursor is
 * the time of change, and the minute before it is read again. An order that was put into the bin is not among them:
 * WooCommerce leaves it out of every list.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable; UnreadableDocument for a row without
 * a time of change.
 * @see docs/adapters/woocommerce.md#how-changes-are-found
 */
export async function* pollOrders(
  client: WooClient,
  options: PollOptions,
): AsyncGenerator<SourceRow<'order'>> {
  const query = { status: 'any', _fields: ORDER_FIELDS };
  for await (const { row, changedAt } of walkByChange(client, '/orders', query, options)) {
    yield { kind: 'order', ...identityOf(row), raw: row, cursor: changedAt };
  }
}

/**
 * Products changed since the cursor, as `pollOrders`, each with its variations. A change of a variation counts as one
 * of its product. The start and end of a scheduled sale change nothing here; the nightly export sees them.
 */
export async function* pollProducts(
  client: WooClient,
  options: PollOptions,
): AsyncGenerator<SourceRow<'product'>> {
  const query = { status: 'any', _fields: PRODUCT_FIELDS };
  const changed = walkByChange<ProductDocument>(client, '/products', query, options);
  for await (const { row, changedAt } of changed) {
    const raw = await completeProduct(client, row);
    yield { kind: 'product', ...identityOf(row), raw, cursor: changedAt };
  }
}

/** Id and version of a row, the version only where there is one. */
export function identityOf(document: WooDocument): { id: string; version?: string } {
  const version = versionOf(document);
  return { id: String(document.id), ...(version === undefined ? {} : { version }) };
}

import type { Instant, SourceRow } from '@storewire/core';
import { floorToSecond, instantOf, SECOND_MS, utcMs } from '../dates.js';
import type { Magento1Client } from './client.js';
import { CUSTOMERS, customerId, customerRow } from './customer-reading.js';
import type {
  CustomerDocument,
  ListedProduct,
  OrderDocument,
  ProductDocument,
} from './documents.js';
import { ORDERS, orderId, orderRow } from './order-reading.js';
import { PRODUCT_CHUNK, productListing, productRows } from './product-reading.js';
import { byChange, changedSince } from './windows.js';

interface PollOptions {
  readonly cursor?: string;
  readonly since: Instant;
  readonly now: Instant;
}

/** Changes that are committed late carry an earlier time; this much is read again from a cursor. */
const OVERLAP_MS = 180 * SECOND_MS;

function startOf({ cursor, since }: PollOptions): number {
  const resumed = Date.parse(cursor ?? '');
  return Number.isNaN(resumed)
    ? floorToSecond(Date.parse(since))
    : floorToSecond(resumed) - OVERLAP_MS;
}

/**
 * Customers changed since the cursor, oldest change first; who was made since then has the trigger `registration`. A
 * change of an address moves no time of the customer.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable.
 * @see docs/adapters/magento.md#how-changes-are-found
 */
export async function* pollCustomers(
  client: Magento1Client,
  options: PollOptions,
): AsyncGenerator<SourceRow<'contact'>> {
  const from = startOf(options);
  const windows = changedSince<CustomerDocument>(client, CUSTOMERS, from, Date.parse(options.now));
  for await (const listed of windows) {
    for (const customer of listed.sort(byChange(customerId))) {
      const isNew = (utcMs(customer.created_at) ?? 0) >= from;
      yield {
        ...(await customerRow(client, customer)),
        ...cursorOf(customer.updated_at),
        ...(isNew ? { trigger: 'registration' } : {}),
      };
    }
  }
}

/** Orders changed since the cursor, oldest change first: a list of headers, and one call (or two) for each. */
export async function* pollOrders(
  client: Magento1Client,
  options: PollOptions,
): AsyncGenerator<SourceRow<'order'>> {
  const now = Date.parse(options.now);
  const windows = changedSince<OrderDocument>(client, ORDERS, startOf(options), now);
  for await (const listed of windows) {
    for (const header of listed.sort(byChange(orderId))) {
      const row = await orderRow(client, header);
      if (row) yield { ...row, ...cursorOf(header.updated_at) };
    }
  }
}

/**
 * Products changed since the cursor, two calls for each. Their list tells no times, so they come in the order of their
 * ids within six hours, and the cursor with the last one. Stock moves no time of change; the nightly export sees it.
 */
export async function* pollProducts(
  client: Magento1Client,
  options: PollOptions,
): AsyncGenerator<SourceRow<'product'>> {
  const listing = await productListing(client);
  const now = Date.parse(options.now);
  for await (const listed of changedSince<ListedProduct>(client, listing, startOf(options), now)) {
    let held: SourceRow<'product'> | undefined;
    let latest = 0;
    for (let i = 0; i < listed.length; i += PRODUCT_CHUNK) {
      for (const row of await productRows(client, listed.slice(i, i + PRODUCT_CHUNK))) {
        if (held) yield held;
        held = row;
        const changedAt = utcMs((row.raw as ProductDocument).updated_at);
        latest = Math.max(latest, changedAt ?? 0);
      }
    }
    if (held) yield latest > 0 ? { ...held, cursor: instantOf(latest) } : held;
  }
}

function cursorOf(changedAt: unknown): { cursor?: string } {
  const ms = utcMs(changedAt);
  return ms === undefined ? {} : { cursor: instantOf(ms) };
}

import { HubError, type Instant, type SourceRow } from '@storewire/core';
import { utcParameter } from '../dates.js';
import { cartRow } from './cart-reading.js';
import type { Magento2Client, Page } from './client.js';
import { type CartDocument, idOf } from './documents.js';
import { statusOf } from './refusals.js';
import type { Criteria, Filter } from './search.js';
import { type ChangedRow, startOf, walkByChange } from './walk-by-change.js';
import { walkById } from './walk-by-id.js';

const CARTS = '/V1/carts/search';
/** A power of two, so that a page can be halved down to single carts. */
const PAGE_SIZE = 32;
const ACTIVE: Filter = ['is_active', 'eq', 1];
/** What a zero date is before, whatever the database makes of it. */
const ZERO_DATES: Filter = ['updated_at', 'lt', '1971-01-01 00:00:00'];

/**
 * Active carts changed since the cursor whose owner the shop knows by address, oldest change first; emptied ones too.
 * A cart that became an order is inactive and has no items: its lines come with the order.
 *
 * The shop fails at a page in which one cart holds a deleted product. Such a page is halved until the cart is alone,
 * and that one is left out.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable.
 * @see docs/adapters/magento.md#carts
 */
export async function* pollCarts(
  client: Magento2Client,
  { cursor, since }: { cursor?: string; since: Instant },
): AsyncGenerator<SourceRow<'cart'>> {
  const from = startOf(cursor, since);
  for await (const { row, changedAt } of changedCarts(client, from)) {
    if (!addressOf(row)) continue;
    yield { ...(await cartRow(client, row)), cursor: changedAt };
  }
}

const addressOf = ({ customer, customer_email, billing_address }: CartDocument) =>
  customer?.email || customer_email || billing_address?.email;

async function* changedCarts(
  client: Magento2Client,
  from: number,
): AsyncGenerator<ChangedRow<CartDocument>> {
  // Carts of older shops that were never saved a second time; they have no place in the order of change.
  const unsaved: Filter[] = [ACTIVE, ZERO_DATES, ['created_at', 'gteq', utcParameter(from)]];
  const start = new Date(from).toISOString();
  const walk = { path: CARTS, pageSize: PAGE_SIZE };
  for await (const row of walkById<CartDocument>(client, { ...walk, filters: unsaved })) {
    yield { row, changedAt: start };
  }
  const readPage = (criteria: Criteria) => readAround(client, criteria);
  yield* walkByChange<CartDocument>(client, { ...walk, filters: [ACTIVE], readPage }, from);
}

/** A page without the carts that the shop fails at. */
async function readAround(client: Magento2Client, criteria: Criteria): Promise<Page<CartDocument>> {
  const read = (page: number, pageSize: number) =>
    client.search<CartDocument>(CARTS, { ...criteria, page, pageSize });
  try {
    return await read(1, PAGE_SIZE);
  } catch (error) {
    // A shop that fails at everything is not searched for a broken cart.
    if (statusOf(error) !== 500 || !(await isAnswering(client))) throw error;
  }
  const found = new Map<number, CartDocument>();
  let total = 0;
  let broken = 0;
  const readHalves = async (page: number, size: number): Promise<void> => {
    if (total > 0 && (page - 1) * size >= total) return;
    try {
      const half = await read(page, size);
      total = Math.max(total, half.total);
      // Behind the end some versions give the last page again.
      for (const cart of half.items) found.set(idOf(cart), cart);
    } catch (error) {
      if (statusOf(error) !== 500) throw error;
      if (size === 1) broken++;
      else {
        await readHalves(2 * page - 1, size / 2);
        await readHalves(2 * page, size / 2);
      }
    }
  };
  await readHalves(1, PAGE_SIZE / 2);
  await readHalves(2, PAGE_SIZE / 2);
  return { items: [...found.values()], total: total - broken };
}

async function isAnswering(client: Magento2Client): Promise<boolean> {
  try {
    await client.search('/V1/orders', { pageSize: 1, fields: 'total_count' });
    return true;
  } catch (error) {
    if (error instanceof HubError) return false;
    throw error;
  }
}

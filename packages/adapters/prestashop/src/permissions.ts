import type { ShopInfo } from '@storewire/core';
import type { Permissions } from './documents.js';
import { canPatch } from './versions.js';

type Missing = ShopInfo['missing'][number];

/** What the adapter reads, and what does not work without it. */
const READS = [
  ['configurations', 'Nothing can be read: the time zone of the shop is not known.'],
  ['languages', 'Languages of customers, orders and products are not known; none of them is read.'],
  ['customers', 'Customers, orders and carts are not read, and consent is not written.'],
  ['addresses', 'Customers and orders are not read, because their addresses cannot be.'],
  ['countries', 'Customers and orders with an address are not read.'],
  ['states', 'Customers and orders in countries with states or provinces are not read.'],
  ['orders', 'Orders are not read, and carts cannot be told from orders.'],
  ['order_states', 'Orders are not read: what their states mean is not known.'],
  ['order_histories', 'Orders are not read: when they were paid is not known.'],
  ['order_slip', 'Refunds are not read: with "once per refund" no RETURN is sent for them.'],
  ['currencies', 'Orders, carts and products are not read.'],
  ['carts', 'Carts are not read.'],
  ['products', 'Products are not read, and neither are carts, which have no prices of their own.'],
  ['combinations', 'Products and carts are not read.'],
  ['product_option_values', 'Products with combinations are not read.'],
  ['categories', 'Products are not read.'],
  ['stock_availables', 'Products are not read.'],
  ['shops', 'The name of the shop and the shops of a multistore are not known.'],
  ['shop_urls', 'The addresses of the shops of a multistore are not known.'],
] as const;

/** The permissions to read, as the table in the back office has them. */
export const READ_PERMISSIONS: readonly string[] = READS.map(([resource]) => `${resource} GET`);

/** The one to write consent: `PATCH` from 8.0 on, where `PUT` does as well; before, `PUT`. */
export const writePermission = (version: string | undefined): string =>
  canPatch(version) ? 'customers PATCH' : 'customers PUT';

/** What the key lacks, in the words of the table where it is given. */
export function missingFrom(permissions: Permissions, version: string | undefined): Missing[] {
  const missing: Missing[] = READS.filter(
    ([resource]) => !permissions.get(resource)?.has('GET'),
  ).map(([resource, effect]) => ({ permission: `${resource} GET`, effect }));
  const customers = permissions.get('customers');
  const mayWrite = customers?.has('PUT') || (canPatch(version) && customers?.has('PATCH'));
  if (!mayWrite) {
    missing.push({
      permission: writePermission(version),
      effect: 'Consent given or withdrawn in SALESmanago is not written to the shop.',
    });
  }
  return missing;
}

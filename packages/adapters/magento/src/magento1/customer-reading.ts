import { type SourceRow, StoreForbidden } from '@storewire/core';
import { versionOf } from '../version.js';
import type { Magento1Client } from './client.js';
import type { CustomerDocument, Scalar } from './documents.js';
import { storefrontOf } from './stores.js';
import type { Listing } from './windows.js';

export const CUSTOMERS: Listing = { path: 'customer.list', idField: 'customer_id' };

export const customerId = ({ customer_id }: CustomerDocument): number => Number(customer_id);

/** A customer with its addresses (one more call), and without the hash of the password that lists bring along. */
export async function customerRow(
  client: Magento1Client,
  listed: CustomerDocument,
): Promise<SourceRow<'contact'>> {
  const { password_hash: _dropped, ...customer } = listed;
  const id = String(customer.customer_id);
  const address = mainOf(await readAddresses(client, id));
  const raw = { ...customer, completed: address ? { address } : {} };
  return {
    kind: 'contact',
    id,
    version: versionOf(customer.updated_at, raw),
    raw,
    ...(await storefrontOf(client, customer.store_id)),
  };
}

interface Address {
  readonly is_default_billing?: Scalar;
}

/** One address as a whole; SOAP says `true`, JSON-RPC may say 1. */
const mainOf = (addresses: readonly Address[]): Address | undefined =>
  addresses.find(({ is_default_billing }) => /^(?:true|1)$/.test(String(is_default_billing))) ??
  addresses[0];

/** None without the permission, or when the customer was deleted meanwhile. */
async function readAddresses(client: Magento1Client, id: string): Promise<Address[]> {
  try {
    return await client.list<Address>('customer_address.list', id);
  } catch (error) {
    if (error instanceof StoreForbidden) return [];
    throw error;
  }
}

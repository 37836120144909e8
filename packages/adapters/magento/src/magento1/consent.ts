import { writeThroughBridge } from '@storewire/adapter-kit';
import type { ConsentWrite, ConsentWriteResult } from '@storewire/core';
import type { Magento1Client } from './client.js';
import { CUSTOMERS } from './customer-reading.js';

/**
 * Writes e-mail consent into the newsletter list of the shop, which is in no call of Magento 1: through our module,
 * without a mail. Who has an account or is in the list is known to the shop; an opt-in of anybody else is `missing`.
 * So is everybody without the module or its secret, and then nothing is called.
 *
 * Reads, compares, writes, reads back; repeatable. Mobile consent is kept nowhere: `unknown`.
 *
 * @throws StoreForbidden without `customer.list`; StoreUnauthorized, StoreUnavailable; BridgeRefusedKey.
 * @see docs/adapters/magento.md#newsletter-list
 */
export async function writeConsent(
  client: Magento1Client,
  write: ConsentWrite,
): Promise<ConsentWriteResult> {
  const { bridge } = client;
  const isWritten = bridge !== undefined && write.channel === 'email';
  const isKnown = isWritten && (await hasAccount(client, write.email));
  return writeThroughBridge(bridge, write, { isKnown });
}

/** A range of one text is equality, whatever case the shop's database ignores. */
async function hasAccount(client: Magento1Client, email: string): Promise<boolean> {
  const found = await client.list<{ readonly email?: unknown }>(CUSTOMERS.path, [
    { field: 'email', from: email, to: email },
  ]);
  return found.some((one) => String(one.email).toLowerCase() === email.toLowerCase());
}

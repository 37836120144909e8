import {
  type ConsentState,
  type ConsentWrite,
  type ConsentWriteResult,
  convert,
} from '@storewire/core';
import type { Shopware5Client } from './client.js';
import { type CustomerDocument, msOf } from './documents.js';
import { inShop } from './walk.js';

/**
 * Writes e-mail consent into the customer's newsletter flag: reads, compares, writes, reads back; repeatable. The
 * flag is all that the API has: the shop's own recipient lists do not follow it, and people without an account are
 * not known here (`missing`). Consent for mobile is not kept: `unknown`, and nothing is written.
 *
 * @throws StoreForbidden without `customer:update`; StoreUnauthorized, StoreUnavailable.
 * @see docs/adapters/shopware.md#shopware-5-the-newsletter-flag
 */
export async function writeConsent(
  client: Shopware5Client,
  write: ConsentWrite,
): Promise<ConsentWriteResult> {
  if (write.channel !== 'email') return { outcome: 'unchanged', state: 'unknown' };
  const customer = await findAccount(client, write);
  if (!customer) return { outcome: 'missing' };
  if (stateOf(customer) === write.state) return { outcome: 'unchanged', ...said(customer) };
  await client.put(`/customers/${customer.id}`, {
    newsletter: write.state === 'in' ? 1 : 0,
    // Without it Shopware takes the payment method for changed, and clears what the customer prefers.
    ...(customer.paymentId === undefined ? {} : { paymentId: customer.paymentId }),
  });
  const after = await client.get<CustomerDocument>(`/customers/${customer.id}`);
  return after ? { outcome: 'written', ...said(after) } : { outcome: 'missing' };
}

/** By id where the hub knows it and it still has the address, else by address; guests have no newsletter. */
async function findAccount(
  client: Shopware5Client,
  { email, customerId }: ConsentWrite,
): Promise<CustomerDocument | undefined> {
  const fits = (customer: CustomerDocument) =>
    customer.email.toLowerCase() === email.toLowerCase() && Number(customer.accountMode) === 0;
  if (customerId && /^[1-9]\d*$/.test(customerId)) {
    const customer = await client.get<CustomerDocument>(`/customers/${customerId}`);
    if (customer && fits(customer)) return customer;
  }
  // Compared with "=": the default, LIKE, would take the underscore of an address for any letter.
  const { rows } = await client.list<CustomerDocument>('customers', {
    filter: [{ property: 'email', expression: '=', value: email }, ...inShop(client)],
    limit: 100,
  });
  const found = rows.find(fits);
  return found && client.get<CustomerDocument>(`/customers/${found.id}`);
}

const stateOf = ({ newsletter }: CustomerDocument): ConsentState =>
  (convert('consentFlag', newsletter, {}) as ConsentState | undefined) ?? 'unknown';

function said(customer: CustomerDocument): { state: ConsentState; at?: string } {
  const ms = msOf(customer.changed);
  return {
    state: stateOf(customer),
    ...(ms === undefined ? {} : { at: new Date(ms).toISOString() }),
  };
}

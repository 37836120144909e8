import { writeThroughBridge } from '@storewire/adapter-kit';
import type { ConsentWrite, ConsentWriteResult } from '@storewire/core';
import { instantOf } from '../dates.js';
import { type Magento2Client, WHOLE_SHOP } from './client.js';
import { CUSTOMERS, isSubscribed, readCustomer } from './customer-reading.js';
import { type CustomerDocument, changedMs } from './documents.js';
import { knownStoreViews } from './store-views.js';

/** What the shop computes, or keeps by itself when it is left out; a list of addresses that is not whole deletes some. */
const LEFT_OUT = ['addresses', 'created_at', 'updated_at', 'created_in'] as const;

/**
 * Writes the newsletter state of a customer by saving the customer with it, through the customer's own store view.
 *
 * An opt-out is written to every account of the address (there can be one in each website), an opt-in to the known
 * one. Reads, compares, writes, reads back; repeatable. After an opt-in that the shop wants confirmed the state is
 * `pending`. The shop sends its own mail about the change. Subscribers without an account are written through our
 * module, without a mail; `missing` when there is no account, and no module that knows the person.
 *
 * @throws StoreRefused when the shop wants something else of the customer first (a field that became required);
 * StoreForbidden without `Magento_Customer::manage`; StoreUnauthorized, StoreUnavailable; BridgeRefusedKey.
 * @see docs/adapters/magento.md#newsletter-consent
 */
export async function writeConsent(
  client: Magento2Client,
  write: ConsentWrite,
): Promise<ConsentWriteResult> {
  if (write.channel !== 'email') return { outcome: 'unchanged', state: 'unknown' };
  const accounts = await accountsOf(client, write);
  if (accounts.length === 0) return writeThroughBridge(client.bridge, write);
  let result: ConsentWriteResult = { outcome: 'missing' };
  for (const account of accounts) {
    const done = await writeAccount(client, account, write.state);
    if (done.outcome === 'written' || result.outcome === 'missing') result = done;
  }
  return result;
}

async function writeAccount(
  client: Magento2Client,
  account: CustomerDocument,
  wanted: 'in' | 'out',
): Promise<ConsentWriteResult> {
  const view = await viewCodeOf(client, account);
  const present = await readCustomer(client, account.id, view);
  if (!present) return { outcome: 'missing' };
  const isWanted = wanted === 'in';
  if ((isSubscribed(present) === true) === isWanted) {
    return { outcome: 'unchanged', ...said(present, wanted) };
  }
  await client.put(`/V1/customers/${account.id}`, { customer: changed(present, isWanted) }, view);
  const after = await readCustomer(client, account.id, view);
  return after ? { outcome: 'written', ...said(after, wanted) } : { outcome: 'missing' };
}

function changed(customer: CustomerDocument, isWanted: boolean): object {
  const kept = Object.entries(customer).filter(
    ([field]) => !(LEFT_OUT as readonly string[]).includes(field),
  );
  return {
    ...Object.fromEntries(kept),
    extension_attributes: { ...customer.extension_attributes, is_subscribed: isWanted },
  };
}

/** A "no" after an opt-in is a mail that waits for its link, or an account that does. */
function said(customer: CustomerDocument, wanted: 'in' | 'out') {
  const at = changedMs(customer);
  const no = wanted === 'in' ? ('pending' as const) : ('out' as const);
  return {
    state: isSubscribed(customer) ? ('in' as const) : no,
    ...(at === undefined ? {} : { at: instantOf(at) }),
  };
}

/** The account that the hub knows, if the address still fits; for an opt-out, and without one, all of the address. */
async function accountsOf(
  client: Magento2Client,
  { email, customerId, state }: ConsentWrite,
): Promise<readonly CustomerDocument[]> {
  const { items } = await client.search<CustomerDocument>(CUSTOMERS, {
    filters: [['email', 'eq', email]],
    pageSize: 50,
  });
  const all = items.filter((one) => one.email?.toLowerCase() === email.toLowerCase());
  const known = all.filter(({ id }) => String(id) === customerId);
  return state === 'in' && known.length > 0 ? known : all;
}

/** With the whole shop's code Magento takes the customer's own store view, which is right where the code is unknown. */
async function viewCodeOf(client: Magento2Client, account: CustomerDocument): Promise<string> {
  const views = await knownStoreViews(client);
  return views.find(({ id }) => id === Number(account.store_id))?.code ?? WHOLE_SHOP;
}

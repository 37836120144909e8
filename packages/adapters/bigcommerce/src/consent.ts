import type { ConsentState, ConsentWrite, ConsentWriteResult } from '@storewire/core';
import type { BigCommerceClient } from './client.js';
import {
  CUSTOMERS,
  findSubscriber,
  isSameAddress,
  isSubscribed,
  SUBSCRIBERS,
  withNewsletter,
} from './contact-reading.js';
import type { CustomerDocument, OrderDocument, SubscriberDocument } from './documents.js';
import { ORDERS } from './order-reading.js';

const CONFLICT = 409;

/**
 * Writes e-mail consent into the newsletter list: reads, compares, writes, reads back; repeatable. "In" adds the
 * newsletter to what the person agreed to, "out" empties the list of consents and keeps the subscriber. With the
 * connection's `storeMailsAfterOptOut: off` an "out" also takes the customer's mark for review and cart mails away.
 * Somebody who is no subscriber needs no entry to be off the list.
 *
 * `missing` when the store has neither subscriber, customer nor guest order of the address. BigCommerce keeps no
 * consent for mobile: `unknown`, and nothing is written.
 *
 * @throws StoreForbidden when the token may not change customers; StoreUnauthorized, StoreUnavailable.
 * @see docs/adapters/bigcommerce.md#consent
 */
export async function writeConsent(
  client: BigCommerceClient,
  write: ConsentWrite,
): Promise<ConsentWriteResult> {
  if (write.channel !== 'email') return { outcome: 'unchanged', state: 'unknown' };
  const subscriber = await findSubscriber(client, write.email);
  const isCleared = write.state === 'out' && (await clearMark(client, write));
  if (subscriber) return change(client, subscriber, write, isCleared);
  const person = await findPerson(client, write);
  if (!person) return { outcome: 'missing' };
  if (write.state === 'out') {
    return { outcome: isCleared ? 'written' : 'unchanged', state: 'unknown' };
  }
  const made = await client.write<SubscriberDocument>(
    'POST',
    SUBSCRIBERS,
    { ...person, email: write.email, source: 'custom', consents: withNewsletter([]) },
    [CONFLICT],
  );
  if (made) return { outcome: 'written', ...(await said(client, made.id)) };
  // Somebody subscribed meanwhile.
  const other = await findSubscriber(client, write.email);
  return other ? change(client, other, write, false) : { outcome: 'missing' };
}

async function change(
  client: BigCommerceClient,
  subscriber: SubscriberDocument,
  { state }: ConsentWrite,
  isCleared: boolean,
): Promise<ConsentWriteResult> {
  if (stateOf(client, subscriber) === state) {
    return { outcome: isCleared ? 'written' : 'unchanged', ...saidBy(client, subscriber) };
  }
  const consents = state === 'in' ? withNewsletter(subscriber.consents) : [];
  await client.write('PUT', `${SUBSCRIBERS}/${subscriber.id}`, { consents });
  return { outcome: 'written', ...(await said(client, subscriber.id)) };
}

type Said = { readonly state: ConsentState; readonly at?: string };

async function said(client: BigCommerceClient, id: number): Promise<Said> {
  const subscriber = await client.get<SubscriberDocument>(`${SUBSCRIBERS}/${id}`);
  return subscriber ? saidBy(client, subscriber) : { state: 'unknown' };
}

function saidBy(client: BigCommerceClient, subscriber: SubscriberDocument): Said {
  const ms = Date.parse(subscriber.date_modified);
  return {
    state: stateOf(client, subscriber),
    ...(Number.isNaN(ms) ? {} : { at: new Date(ms).toISOString() }),
  };
}

function stateOf(client: BigCommerceClient, subscriber: SubscriberDocument): ConsentState {
  const subscribed = isSubscribed(client, subscriber);
  return subscribed === undefined ? 'unknown' : subscribed ? 'in' : 'out';
}

interface Person {
  readonly first_name?: string;
  readonly last_name?: string;
  readonly channel_id?: number;
}

/** Of the account, else of a guest's order. */
async function findPerson(
  client: BigCommerceClient,
  write: ConsentWrite,
): Promise<Person | undefined> {
  const customer = await findCustomer(client, write);
  if (customer) {
    const { first_name, last_name, origin_channel_id } = customer;
    return {
      first_name,
      last_name,
      ...(origin_channel_id ? { channel_id: origin_channel_id } : {}),
    };
  }
  const { rows } = await client.listV2<GuestOrder>(ORDERS, {
    email: write.email,
    sort: 'id:desc',
    limit: 1,
  });
  const [order] = rows;
  if (!order || !isSameAddress(order.billing_address?.email ?? '', write.email)) return undefined;
  const { first_name, last_name } = order.billing_address ?? {};
  return { first_name, last_name, ...(order.channel_id ? { channel_id: order.channel_id } : {}) };
}

interface GuestOrder extends OrderDocument {
  readonly billing_address?: Omit<Person, 'channel_id'> & { readonly email?: string };
}

/** The account whose id the hub knows, while it still has the address; else any of the address. */
async function findCustomer(
  client: BigCommerceClient,
  { email, customerId }: ConsentWrite,
): Promise<CustomerDocument | undefined> {
  const { rows } = await client.list<CustomerDocument>(CUSTOMERS, { 'email:in': email });
  const fitting = rows.filter((row) => isSameAddress(row.email, email));
  return fitting.find(({ id }) => String(id) === customerId) ?? fitting[0];
}

/** True when the mark for the store's own marketing mails was there and is gone. */
async function clearMark(client: BigCommerceClient, write: ConsentWrite): Promise<boolean> {
  if (client.connection.storeMailsAfterOptOut !== 'off') return false;
  const customer = await findCustomer(client, write);
  if (!customer?.accepts_product_review_abandoned_cart_emails) return false;
  await client.write('PUT', CUSTOMERS, [
    { id: customer.id, accepts_product_review_abandoned_cart_emails: false },
  ]);
  return true;
}

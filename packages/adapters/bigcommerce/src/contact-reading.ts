import type { ContactTrigger, SourceRow } from '@storewire/core';
import type { BigCommerceClient, Query } from './client.js';
import {
  type CustomerDocument,
  laterOf,
  type PersonDocument,
  type SubscriberDocument,
  storefrontOf,
} from './documents.js';

export const CUSTOMERS = '/v3/customers';
export const SUBSCRIBERS = '/v3/customers/subscribers';

/** At most ten addresses and attributes come along. */
export const CUSTOMER_INCLUDE: Query = { include: 'addresses,attributes,formfields' };

const NEWSLETTER = 'marketing_newsletter';

/**
 * Whether a subscriber gets the newsletter. An empty list of consents is "unsubscribed, or the box was left unticked";
 * old subscribers have no list, and then the connection says what that means.
 */
export function isSubscribed(
  client: BigCommerceClient,
  { consents }: Pick<SubscriberDocument, 'consents'>,
): boolean | undefined {
  if (Array.isArray(consents)) return consents.includes(NEWSLETTER);
  return client.connection.subscribersWithoutConsents === 'subscribed' ? true : undefined;
}

/** The consents after a yes to the newsletter: what was agreed besides stays. */
export const withNewsletter = (consents: readonly string[] | null | undefined): string[] => [
  ...new Set([...(consents ?? []), NEWSLETTER]),
];

/** A customer, a subscriber or both; a subscriber of `null` was looked for and not found. */
export function personOf(
  client: BigCommerceClient,
  customer: CustomerDocument | undefined,
  subscriber: SubscriberDocument | null | undefined,
): PersonDocument {
  const subscribed = subscriber ? isSubscribed(client, subscriber) : undefined;
  return {
    ...customer,
    ...(subscriber === undefined ? {} : { subscriber }),
    ...(subscribed === undefined ? {} : { subscribed }),
    changed_at: laterOf(customer?.date_modified, subscriber?.date_modified),
  };
}

/** Row of a person; the id is the customer's, or the subscriber's where there is no account. */
export function personRow(person: PersonDocument, trigger?: ContactTrigger): SourceRow<'contact'> {
  const { subscriber } = person;
  return {
    kind: 'contact',
    id: person.id === undefined ? subscriberId(subscriber?.id) : String(person.id),
    version: [person.date_modified, subscriber?.date_modified].filter(Boolean).join(' '),
    raw: person,
    ...storefrontOf(
      person.origin_channel_id ??
        onlyOne(person.channel_ids) ??
        (subscriber ? channelOf(subscriber) : undefined),
    ),
    ...(trigger ? { trigger } : {}),
  };
}

/**
 * Row of a subscription, beside that of the person: by its id the hub knows whose it was when BigCommerce tells of its
 * end with nothing but the id.
 */
export function subscriptionRow(
  client: BigCommerceClient,
  subscriber: SubscriberDocument,
): SourceRow<'consent'> {
  const id = subscriberId(subscriber.id);
  const subscribed = isSubscribed(client, subscriber);
  return {
    kind: 'consent',
    id,
    version: subscriber.date_modified,
    raw: { ...subscriber, subscription: id, ...(subscribed === undefined ? {} : { subscribed }) },
    ...storefrontOf(channelOf(subscriber)),
  };
}

/** Customers and subscribers are numbered apart. */
export const subscriberId = (id: number | undefined): string => `subscriber:${id ?? ''}`;

const onlyOne = (channels: readonly number[] | null | undefined): number | undefined =>
  channels?.length === 1 ? channels[0] : undefined;

const channelOf = ({ channel_id, origin_channel_id }: SubscriberDocument) =>
  channel_id ?? origin_channel_id;

/** A sign-up of the shopper; what a program made, this hub among them, is none. */
export const signUpOf = ({ subscriber, subscribed }: PersonDocument): ContactTrigger | undefined =>
  subscribed && subscriber?.source !== 'custom' ? 'newsletter' : undefined;

/** The subscriber of an address; an address has one. */
export async function findSubscriber(
  client: BigCommerceClient,
  email: string,
): Promise<SubscriberDocument | null> {
  if (!email) return null;
  const { rows } = await client.list<SubscriberDocument>(SUBSCRIBERS, { email });
  return rows.find((row) => isSameAddress(row.email, email)) ?? null;
}

export const isSameAddress = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A customer by id, with the subscription; nothing for one that is gone. */
export async function* readCustomer(
  client: BigCommerceClient,
  id: number,
  trigger?: ContactTrigger,
): AsyncGenerator<SourceRow<'contact'>> {
  const { rows } = await client.list<CustomerDocument>(CUSTOMERS, {
    'id:in': id,
    ...CUSTOMER_INCLUDE,
  });
  for (const customer of rows) {
    const subscriber = await findSubscriber(client, customer.email);
    yield personRow(personOf(client, customer, subscriber), trigger);
  }
}

/** A subscriber by id, with the account of the address; nothing for one that is gone. */
export async function* readSubscriber(
  client: BigCommerceClient,
  id: number,
  isNew: boolean,
): AsyncGenerator<SourceRow<'contact' | 'consent'>> {
  const subscriber = await client.get<SubscriberDocument>(`${SUBSCRIBERS}/${id}`);
  if (!subscriber) return;
  const people = await withAccounts(client, [subscriber]);
  for (const person of people.values()) {
    yield personRow(person, isNew ? signUpOf(person) : undefined);
  }
  yield subscriptionRow(client, subscriber);
}

/** Addresses in one call; an address is up to 254 characters long, a call 8,000. */
const ADDRESSES_PER_CALL = 25;

/**
 * Subscribers with the account of their address, or alone: a call for each 25. Where two storefronts have an account
 * of one address, it is that of the subscriber's storefront.
 */
export async function withAccounts(
  client: BigCommerceClient,
  subscribers: readonly SubscriberDocument[],
): Promise<Map<SubscriberDocument, PersonDocument>> {
  const found: CustomerDocument[] = [];
  for (let i = 0; i < subscribers.length; i += ADDRESSES_PER_CALL) {
    const emails = subscribers.slice(i, i + ADDRESSES_PER_CALL).map(({ email }) => email);
    const { rows } = await client.list<CustomerDocument>(CUSTOMERS, {
      'email:in': emails.join(','),
      limit: 250,
      ...CUSTOMER_INCLUDE,
    });
    found.push(...rows);
  }
  return new Map(
    subscribers.map((subscriber) => {
      const accounts = found.filter(({ email }) => isSameAddress(email, subscriber.email));
      const channel = channelOf(subscriber);
      const account =
        accounts.find(({ origin_channel_id }) => origin_channel_id === channel) ?? accounts[0];
      return [subscriber, personOf(client, account, subscriber)];
    }),
  );
}

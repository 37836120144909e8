import type { ContactTrigger, Instant, SourceRow } from '@storewire/core';
import type { Shopware6Client } from './client.js';
import { type Associations, anyOf, equals, type Filter, inChannel } from './criteria.js';
import { type CustomerDocument, changedAt, type RecipientDocument, stampOf } from './documents.js';

export const CUSTOMER_ASSOCIATIONS: Associations = {
  defaultBillingAddress: { associations: { country: {}, countryState: {} } },
  language: { associations: { locale: {} } },
};

const RECIPIENT_ASSOCIATIONS: Associations = { language: { associations: { locale: {} } } };

const SHORT = {
  language: ['id', 'locale'],
  locale: ['id', 'code'],
  country: ['id', 'iso'],
  country_state: ['id', 'shortCode', 'name', 'translated'],
} as const;

export const CUSTOMERS = {
  entity: 'customer',
  associations: CUSTOMER_ASSOCIATIONS,
  includes: SHORT,
} as const;
export const RECIPIENTS = {
  entity: 'newsletter-recipient',
  associations: RECIPIENT_ASSOCIATIONS,
  includes: SHORT,
} as const;

/**
 * Accounts: no guests, who come with their orders, and none that was registered with a confirmation that has not come
 * yet, because the address may be somebody else's.
 */
export const accountsOf = (client: Shopware6Client): Filter[] => [
  equals('guest', false),
  {
    type: 'multi',
    operator: 'or',
    queries: [
      equals('doubleOptInRegistration', false),
      {
        type: 'not',
        operator: 'and',
        queries: [equals('doubleOptInConfirmDate', null)],
      },
    ],
  },
  ...inChannel(client.salesChannelId),
];

/** An account with its newsletter entry, or an entry of somebody without an account. */
export interface PersonDocument extends Partial<CustomerDocument> {
  /** Null: never asked. */
  readonly newsletterRecipient: RecipientDocument | null;
}

/** Key of the newsletter list: an address has one entry per sales channel. MySQL compares addresses without case. */
const keyOf = ({ email, salesChannelId }: { email: string; salesChannelId: string }): string =>
  `${salesChannelId} ${email.toLowerCase()}`;

/** The accounts of a page with their newsletter entries: one call for all of them. */
export async function withRecipients(
  client: Shopware6Client,
  customers: readonly CustomerDocument[],
): Promise<Map<CustomerDocument, [PersonDocument]>> {
  const entries = await byAddress<RecipientDocument>(client, customers, RECIPIENTS, []);
  return new Map(
    customers.map((customer) => [
      customer,
      [{ ...customer, newsletterRecipient: entries.get(keyOf(customer))?.[0] ?? null }],
    ]),
  );
}

/** The newsletter entries of a page, each with the accounts of its address, or alone: one call for all of them. */
export async function withAccounts(
  client: Shopware6Client,
  recipients: readonly RecipientDocument[],
): Promise<Map<RecipientDocument, PersonDocument[]>> {
  const accounts = await byAddress<CustomerDocument>(
    client,
    recipients,
    CUSTOMERS,
    accountsOf(client),
  );
  return new Map(
    recipients.map((newsletterRecipient) => {
      const found = accounts.get(keyOf(newsletterRecipient)) ?? [];
      return [
        newsletterRecipient,
        found.length > 0
          ? found.map((customer) => ({ ...customer, newsletterRecipient }))
          : [{ newsletterRecipient }],
      ];
    }),
  );
}

/** Accounts by their ids, each with its newsletter entry; guests and unconfirmed ones give no row. */
export async function* readCustomers(
  client: Shopware6Client,
  ids: readonly string[],
  trigger: ContactTrigger | undefined,
): AsyncGenerator<SourceRow<'contact'>> {
  const { entity, ...criteria } = CUSTOMERS;
  const filter = accountsOf(client);
  const { rows } = await client.search<CustomerDocument>(entity, { ...criteria, ids, filter });
  for (const people of (await withRecipients(client, rows)).values()) {
    for (const person of people) yield personRow(person, trigger);
  }
}

/** Newsletter entries by their ids, each with its account, or alone, where the newsletter is why the document came. */
export async function* readRecipients(
  client: Shopware6Client,
  ids: readonly string[],
): AsyncGenerator<SourceRow<'contact'>> {
  const { entity, ...criteria } = RECIPIENTS;
  const filter = inChannel(client.salesChannelId);
  const { rows } = await client.search<RecipientDocument>(entity, { ...criteria, ids, filter });
  for (const people of (await withAccounts(client, rows)).values()) {
    for (const person of people) {
      yield personRow(person, person.id === undefined ? 'newsletter' : undefined);
    }
  }
}

type List = typeof CUSTOMERS | typeof RECIPIENTS;

async function byAddress<T extends { readonly email: string; readonly salesChannelId: string }>(
  client: Shopware6Client,
  people: readonly { readonly email: string }[],
  { entity, ...criteria }: List,
  filter: readonly Filter[],
): Promise<Map<string, T[]>> {
  const found = new Map<string, T[]>();
  if (people.length === 0) return found;
  const emails = [...new Set(people.map(({ email }) => email))];
  // An address has an entry per sales channel and may have several accounts, so there may be more than one page.
  for (let page = 1; ; page++) {
    const { rows } = await client.search<T>(entity, {
      ...criteria,
      page,
      limit: LOOKUP_SIZE,
      filter: [anyOf('email', emails), ...inChannel(client.salesChannelId), ...filter],
      sort: [{ field: 'id', order: 'ASC' }],
    });
    for (const row of rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row]);
    if (rows.length < LOOKUP_SIZE) return found;
  }
}

const LOOKUP_SIZE = 100;

/** Row of a person; the id is the account's, or the newsletter entry's where there is no account. */
export function personRow(
  person: PersonDocument,
  trigger: ContactTrigger | undefined,
): SourceRow<'contact'> {
  const recipient = person.newsletterRecipient;
  const storefront = person.salesChannelId ?? recipient?.salesChannelId;
  return {
    kind: 'contact',
    id: person.id ?? recipient?.id ?? '',
    version: changedAt(person),
    raw: person,
    ...(storefront ? { storefront } : {}),
    ...(trigger ? { trigger } : {}),
  };
}

/** Why the document came, seen from the time up to which everything was given. */
export function triggerOf(person: PersonDocument, from: Instant): ContactTrigger | undefined {
  const isNew = (at: string | null | undefined) => at != null && Date.parse(at) >= Date.parse(from);
  if (person.id !== undefined) {
    const registeredAt = person.doubleOptInRegistration
      ? person.doubleOptInConfirmDate
      : person.createdAt;
    return isNew(registeredAt) ? 'registration' : undefined;
  }
  const entry = person.newsletterRecipient;
  return entry && (isNew(entry.confirmedAt) || isNew(stampOf({ ...entry, updatedAt: null })))
    ? 'newsletter'
    : undefined;
}

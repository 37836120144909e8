import { cursorObject } from '@storewire/adapter-kit';
import type { ContactTrigger, Cursor, Instant, SourceRow } from '@storewire/core';
import { passState, readChanges } from './changes.js';
import type { BigCommerceClient } from './client.js';
import {
  CUSTOMER_INCLUDE,
  CUSTOMERS,
  personOf,
  personRow,
  SUBSCRIBERS,
  signUpOf,
  subscriptionRow,
  withAccounts,
} from './contact-reading.js';
import { type CustomerDocument, filterTime, type SubscriberDocument } from './documents.js';
import { PAGE_SIZE, walkByCursor, walkByNumber } from './walk.js';

/**
 * Customers that changed since the cursor, 250 per call; then subscribers that changed, each with its account, or alone
 * where the person has none, and once more as a change of consent. So what a webhook missed comes, whoever changed it.
 * A customer of the first part says nothing about consent: that would be one more call for each. Five minutes are read
 * again each time. A change of an address alone moves no customer; it comes by webhook.
 *
 * Somebody new comes as `registration`, a new subscriber as `newsletter`.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable, ChangeFilterIgnored.
 * @see docs/adapters/bigcommerce.md#how-changes-are-found
 */
export async function* pollContacts(
  client: BigCommerceClient,
  { cursor, since, now }: { cursor?: Cursor; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'contact' | 'consent'>> {
  const stored = cursorObject(cursor);
  let customers = passState(stored.customers) ?? { from: since };
  let subscribers = passState(stored.subscribers) ?? { from: since };
  const text = () => JSON.stringify({ customers, subscribers });

  const { from } = customers;
  const accounts = readChanges<CustomerDocument, SourceRow<'contact'>>({
    list: 'customers',
    state: customers,
    now,
    changedAt: ({ date_modified }) => date_modified,
    pages: (sinceMs, after) =>
      walkByCursor(
        (page) =>
          client.list(CUSTOMERS, {
            'date_modified:min': filterTime(sinceMs),
            limit: PAGE_SIZE,
            after: page,
            ...CUSTOMER_INCLUDE,
          }),
        after,
      ),
    complete: async (rows) =>
      new Map(
        rows.map((row) => [
          row,
          [personRow(personOf(client, row, undefined), registrationOf(row, from))],
        ]),
      ),
  });
  for await (const { row, state } of accounts) {
    customers = state;
    yield { ...row, cursor: text() };
  }

  const signUpsFrom = subscribers.from;
  const entries = readChanges<SubscriberDocument, SourceRow<'contact' | 'consent'>>({
    list: 'subscribers',
    state: subscribers,
    now,
    changedAt: ({ date_modified }) => date_modified,
    pages: (sinceMs, after) =>
      walkByNumber(
        (page) =>
          client.list(SUBSCRIBERS, {
            'date_modified:min': filterTime(sinceMs),
            limit: PAGE_SIZE,
            page,
          }),
        after,
      ),
    complete: async (rows) => {
      const people = await withAccounts(client, rows);
      return new Map(
        [...people].map(([row, person]) => [
          row,
          [
            personRow(person, isSince(row, signUpsFrom) ? signUpOf(person) : undefined),
            subscriptionRow(client, row),
          ],
        ]),
      );
    },
  });
  for await (const { row, state } of entries) {
    subscribers = state;
    yield { ...row, cursor: text() };
  }
}

const registrationOf = (row: CustomerDocument, from: Instant): ContactTrigger | undefined =>
  isSince(row, from) ? 'registration' : undefined;

const isSince = ({ date_created }: { readonly date_created: string }, from: Instant): boolean =>
  Date.parse(date_created) >= Date.parse(from);

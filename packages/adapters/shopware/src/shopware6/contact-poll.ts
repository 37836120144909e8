import { cursorObject } from '@storewire/adapter-kit';
import type { Cursor, Instant, SourceRow } from '@storewire/core';
import { passState, readChanges } from './changes.js';
import type { Shopware6Client } from './client.js';
import {
  accountsOf,
  CUSTOMERS,
  type PersonDocument,
  personRow,
  RECIPIENTS,
  triggerOf,
  withAccounts,
  withRecipients,
} from './contact-reading.js';
import { changedSince, inChannel } from './criteria.js';
import type { CustomerDocument, RecipientDocument } from './documents.js';
import { walkByCreation, walkByNumber } from './walk.js';

/** An address is an object of its own; whether its change moves the customer's time is not documented. */
const CUSTOMER_CHANGES = ['createdAt', 'updatedAt', 'defaultBillingAddress.updatedAt'] as const;
const RECIPIENT_CHANGES = ['createdAt', 'updatedAt'] as const;

/**
 * Accounts that changed since the cursor, each with its newsletter entry; then newsletter entries that changed, each
 * with its account, or alone where the person has none. So a change of consent comes whoever made it: the shopper, the
 * administration or another system. Two calls per 100 rows; five minutes are read again each time.
 *
 * Somebody new comes as `registration`, or as `newsletter` without an account.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable.
 * @see docs/adapters/shopware.md#how-changes-are-found
 */
export async function* pollContacts(
  client: Shopware6Client,
  { cursor, since, now }: { cursor?: Cursor; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'contact'>> {
  const stored = cursorObject(cursor);
  let customers = passState(stored.customers) ?? { from: since };
  let recipients = passState(stored.recipients) ?? { from: since };

  const accounts = readChanges<CustomerDocument, PersonDocument>({
    state: customers,
    now,
    pages: (from, after) =>
      walkByNumber(
        client,
        { ...CUSTOMERS, filter: [...accountsOf(client), changedSince(CUSTOMER_CHANGES, from)] },
        after,
      ),
    complete: (rows) => withRecipients(client, rows),
  });
  const { from } = customers;
  for await (const { row, state } of accounts) {
    customers = state;
    yield {
      ...personRow(row, triggerOf(row, from)),
      cursor: JSON.stringify({ customers, recipients }),
    };
  }

  const entries = readChanges<RecipientDocument, PersonDocument>({
    state: recipients,
    now,
    pages: (start, after) =>
      walkByCreation(
        client,
        {
          ...RECIPIENTS,
          filter: [...inChannel(client.salesChannelId), changedSince(RECIPIENT_CHANGES, start)],
        },
        after,
      ),
    complete: (rows) => withAccounts(client, rows),
  });
  const entriesFrom = recipients.from;
  for await (const { row, state } of entries) {
    recipients = state;
    yield {
      ...personRow(row, triggerOf(row, entriesFrom)),
      cursor: JSON.stringify({ customers, recipients }),
    };
  }
}

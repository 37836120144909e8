import { convert } from '@storewire/core';
import type { PrestashopClient } from './client.js';
import type { PsDocument } from './documents.js';
import { withPlaces } from './people.js';
import { equal } from './query.js';
import { instantMs, instantOf } from './wall-clock.js';

/** Customers who count: not deleted, not disabled. The row that the GDPR module keeps for the forgotten is disabled. */
export const LIVING = { deleted: equal(0), active: equal(1) } as const;

/** When the page was read, and what is known about the time before. */
export interface Seen {
  readonly readAt: number;
  /** Changes before this time came with an earlier reading. */
  readonly since?: number;
  readonly startedAt?: number;
}

/**
 * Customers with their newest address, their language, and what `withNewsletter` adds. Two calls for all of them together.
 */
export async function completeCustomers(
  client: PrestashopClient,
  rows: readonly PsDocument[],
  seen: Seen,
): Promise<PsDocument[]> {
  if (rows.length === 0) return [];
  const addresses = await withPlaces(
    client,
    await client.listByValues(
      'addresses',
      'id_customer',
      rows.map(({ id }) => id),
      { filter: { deleted: equal(0) } },
    ),
  );
  const languages = await client.facts.languages();
  const addressesOf = Map.groupBy(addresses, (address) => String(address.id_customer));
  const completed = rows.map((customer) => ({
    ...customer,
    address: newest(addressesOf.get(String(customer.id)) ?? []),
    language: languages.get(String(customer.id_lang)),
  }));
  return withNewsletter(client, completed, seen);
}

/**
 * Customers with the other rows of their e-mail address (guest checkouts beside an account) and `seen_at`: when what
 * they say about the newsletter became true.
 *
 * A yes is dated as early as it can have been given and a no as late, so that in doubt the no is the newer. A change in
 * the footer form does not move the customer's `date_upd`, which would date a no long before it was said.
 */
export async function withNewsletter(
  client: PrestashopClient,
  rows: readonly PsDocument[],
  seen: Seen,
): Promise<PsDocument[]> {
  const others = await client.listByValues(
    'customers',
    'email',
    rows.map(addressIn).filter((email) => IN_A_FILTER.test(email)),
    {
      fields: ['id', 'email', 'newsletter', 'newsletter_date_add', 'is_guest'],
      filter: LIVING,
    },
  );
  const zone = await client.facts.zone();
  const rowsOf = Map.groupBy(others, addressIn);
  return rows.map((customer) => {
    const same_address = rowsOf.get(addressIn(customer)) ?? [];
    const document = {
      ...customer,
      same_address: same_address.filter(({ id }) => id !== customer.id),
    };
    return { ...document, seen_at: instantOf(seenAt(document, seen, zone)) };
  });
}

/** Changes with the customer, with the postal address, and with what any row of the e-mail address says. */
export function customerVersion(customer: PsDocument): string {
  const address = customer.address as PsDocument | undefined;
  const place = address ? [`${address.id}@${address.date_upd}`] : [];
  return [customer.date_upd, newsletterVersion(customer), ...place].join(' ');
}

/** Changes whenever one of the rows of the address is signed up or signed off. */
export const newsletterVersion = (customer: PsDocument): string =>
  [customer, ...((customer.same_address ?? []) as readonly PsDocument[])]
    .filter((row) => row === customer || String(row.newsletter) === '1')
    .map((row) => `${row.newsletter}@${row.newsletter_date_add}`)
    .join(' ');

function seenAt(customer: PsDocument, { readAt, since, startedAt }: Seen, zone: string): number {
  if (convert('prestashopNewsletter', customer, {}) !== 'in') return readAt;
  const changedAt = instantMs(customer.date_upd, zone) ?? readAt;
  // Found although its time of change is an old one: the footer form, or the second run of an hour that came twice.
  return since !== undefined && changedAt < since ? (startedAt ?? readAt) : changedAt;
}

/** What would end or split the list of values in a filter. */
const IN_A_FILTER = /^[^\s|[\],%]+$/;

const addressIn = (row: PsDocument): string => String(row.email ?? '').toLowerCase();

const newest = (addresses: readonly PsDocument[]): PsDocument | undefined =>
  addresses.reduce<PsDocument | undefined>(
    (best, one) => (best && String(best.date_upd) > String(one.date_upd) ? best : one),
    undefined,
  );

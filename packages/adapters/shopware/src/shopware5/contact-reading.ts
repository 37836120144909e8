import type { Cursor, History, Instant, SourceRow } from '@storewire/core';
import { changeState, readChanges } from './changes.js';
import type { ListFilter, Shopware5Client } from './client.js';
import { type CustomerDocument, earliestWall, latestWall, msOf } from './documents.js';
import { idCursor, isWithin, readId } from './history-cursor.js';
import { inShop, walkById } from './walk.js';

/** Guests have a customer with each order; they come with it. */
const accountsOf = (client: Shopware5Client): ListFilter[] => [
  { property: 'accountMode', expression: '=', value: 0 },
  ...inShop(client),
];

const DAY_MS = 86_400_000;

/**
 * Accounts whose `changed` moved since the cursor, each read in full (one call): the list has no addresses. Shopware
 * moves it whenever a customer is saved, and not when a plugin or a script writes to the table itself. Somebody who
 * registered since comes as `registration`; the registration has a day and no time.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreUnavailable.
 * @see docs/adapters/shopware.md#shopware-5-how-changes-are-found
 */
export async function* pollContacts(
  client: Shopware5Client,
  { cursor, since }: { cursor?: Cursor; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'contact'>> {
  const start = changeState(cursor, since);
  const changes = readChanges<CustomerDocument>(client, 'customers', accountsOf(client), start);
  for await (const { row, state } of changes) {
    const found = await contactRow(client, row);
    if (!found) continue;
    const registered = msOf(row.firstLogin);
    const changed = msOf(row.changed);
    const isNew =
      registered !== undefined && changed !== undefined && changed - registered < DAY_MS;
    yield {
      ...found,
      cursor: JSON.stringify(state),
      ...(isNew ? { trigger: 'registration' } : {}),
    };
  }
}

/** Accounts registered in the range, by rising id, one call for each. */
export const contactHistory: History<Shopware5Client, 'contact'> = {
  count: async (client, { from, to }) => {
    if (from || to) return undefined;
    return (await client.list('customers', { filter: accountsOf(client), limit: 1 })).total;
  },
  async *read(client, range, cursor) {
    const filter: ListFilter[] = [
      ...accountsOf(client),
      ...(range.from
        ? [
            {
              property: 'firstLogin',
              expression: '>=',
              value: earliestWall(range.from),
            } as const,
          ]
        : []),
      ...(range.to
        ? [{ property: 'firstLogin', expression: '<=', value: latestWall(range.to) } as const]
        : []),
    ];
    for await (const row of walkById<CustomerDocument>(
      client,
      'customers',
      filter,
      readId(cursor),
    )) {
      if (!isWithin(range, msOf(row.firstLogin))) continue;
      const found = await contactRow(client, row);
      if (found) yield { ...found, cursor: idCursor(row.id) };
    }
  },
};

/** The whole customer; `undefined` when it was deleted since the list was read. */
async function contactRow(
  client: Shopware5Client,
  { id }: CustomerDocument,
): Promise<SourceRow<'contact'> | undefined> {
  const customer = await client.get<CustomerDocument>(`/customers/${id}`);
  if (!customer) return undefined;
  return {
    kind: 'contact',
    id: String(id),
    version: `${customer.changed} ${customer.newsletter}`,
    raw: customer,
    ...(customer.shopId ? { storefront: String(customer.shopId) } : {}),
  };
}

import { cursorObject } from '@storewire/adapter-kit';
import type { History, SourceRow } from '@storewire/core';
import { isPosition } from './changes.js';
import type { Shopware6Client } from './client.js';
import {
  accountsOf,
  CUSTOMERS,
  personRow,
  RECIPIENTS,
  withAccounts,
  withRecipients,
} from './contact-reading.js';
import { inChannel, within } from './criteria.js';
import type { CustomerDocument, RecipientDocument } from './documents.js';
import { walkByCreation, walkByNumber } from './walk.js';

/**
 * Accounts registered in the range, by rising running number, each with its newsletter entry; then the newsletter
 * entries made in the range whose people have no account. How many of those there are cannot be said beforehand.
 */
export const contactHistory: History<Shopware6Client, 'contact'> = {
  async *read(client, range, cursor): AsyncGenerator<SourceRow<'contact'>> {
    const { customer, recipient } = cursorObject(cursor);
    const created = within('createdAt', range);
    const afterCustomer = isPosition(customer) ? customer : undefined;
    if (recipient === undefined) {
      const pages = walkByNumber<CustomerDocument>(
        client,
        { ...CUSTOMERS, filter: [...accountsOf(client), ...created] },
        afterCustomer,
      );
      for await (const { rows } of pages) {
        const people = await withRecipients(
          client,
          rows.map(({ row }) => row),
        );
        for (const { row, position } of rows) {
          for (const person of people.get(row) ?? []) {
            yield {
              ...personRow(person, undefined),
              cursor: JSON.stringify({ customer: position }),
            };
          }
        }
      }
    }
    const pages = walkByCreation<RecipientDocument>(
      client,
      { ...RECIPIENTS, filter: [...inChannel(client.salesChannelId), ...created] },
      isPosition(recipient) ? recipient : undefined,
    );
    for await (const { rows } of pages) {
      const people = await withAccounts(
        client,
        rows.map(({ row }) => row),
      );
      for (const { row, position } of rows) {
        for (const person of people.get(row) ?? []) {
          if (person.id !== undefined) continue;
          yield {
            ...personRow(person, undefined),
            cursor: JSON.stringify({ recipient: position }),
          };
        }
      }
    }
  },
};

import { cursorObject } from '@storewire/adapter-kit';
import type { History, HistoryRange, SourceRow } from '@storewire/core';
import { isPosition } from './changes.js';
import type { BigCommerceClient, Query } from './client.js';
import {
  CUSTOMER_INCLUDE,
  CUSTOMERS,
  personOf,
  personRow,
  SUBSCRIBERS,
  withAccounts,
} from './contact-reading.js';
import { type CustomerDocument, filterTime, type SubscriberDocument } from './documents.js';
import { PAGE_SIZE, walkByCursor, walkByNumber } from './walk.js';

/**
 * Customers registered in the range, 250 per call; then subscribers of the range, each with its account, or alone. A
 * customer who subscribed comes twice, the second time with the consent.
 */
export const contactHistory: History<BigCommerceClient, 'contact'> = {
  async count(client, range) {
    const one = { limit: 1, ...createdIn(range) };
    const customers = await client.list(CUSTOMERS, one);
    const subscribers = await client.list(SUBSCRIBERS, one);
    return customers.total === undefined || subscribers.total === undefined
      ? undefined
      : customers.total + subscribers.total;
  },
  async *read(client, range, cursor): AsyncGenerator<SourceRow<'contact'>> {
    const { customer, subscriber } = cursorObject(cursor);
    const query = { limit: PAGE_SIZE, ...createdIn(range) };
    if (subscriber === undefined) {
      const pages = walkByCursor<CustomerDocument>(
        (after) => client.list(CUSTOMERS, { ...query, ...CUSTOMER_INCLUDE, after }),
        isPosition(customer) ? customer : undefined,
      );
      for await (const { rows } of pages) {
        for (const { row, position } of rows) {
          const person = personOf(client, row, undefined);
          yield { ...personRow(person), cursor: JSON.stringify({ customer: position }) };
        }
      }
    }
    const pages = walkByNumber<SubscriberDocument>(
      (page) => client.list(SUBSCRIBERS, { ...query, page }),
      isPosition(subscriber) ? subscriber : undefined,
    );
    for await (const { rows } of pages) {
      const people = await withAccounts(
        client,
        rows.map(({ row }) => row),
      );
      for (const { row, position } of rows) {
        const person = people.get(row);
        if (!person) continue;
        yield { ...personRow(person), cursor: JSON.stringify({ subscriber: position }) };
      }
    }
  },
};

/** The filter's end is included, the range's is not; times have whole seconds. */
const createdIn = ({ from, to }: HistoryRange): Query => ({
  'date_created:min': from && filterTime(Date.parse(from)),
  'date_created:max': to && filterTime(Date.parse(to) - 1),
});

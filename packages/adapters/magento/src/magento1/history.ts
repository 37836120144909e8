import type { Cursor, History, SourceRow } from '@storewire/core';
import type { Magento1Client } from './client.js';
import { CUSTOMERS, customerId, customerRow } from './customer-reading.js';
import type { CustomerDocument, ListedProduct, OrderDocument } from './documents.js';
import { ORDERS, orderId, orderRow } from './order-reading.js';
import { PRODUCT_CHUNK, productId, productListing, productRows } from './product-reading.js';
import { madeByRisingId, madeIn } from './windows.js';

// How many there will be cannot be said beforehand: no call counts, and a list of everything is more than a shop's
// memory takes.

/** Customers made in the range, by rising id, with their addresses. The cursor is the id. */
export const customerHistory: History<Magento1Client, 'contact'> = {
  async *read(client, range, cursor) {
    const place = { made: madeIn(range), after: idIn(cursor) };
    const pages = madeByRisingId<CustomerDocument>(client, CUSTOMERS, customerId, place);
    for await (const listed of pages) {
      for (const customer of listed) yield withCursor(await customerRow(client, customer));
    }
  },
};

/** Orders placed in the range, by rising id, one call (or two) for each. */
export const orderHistory: History<Magento1Client, 'order'> = {
  async *read(client, range, cursor) {
    const place = { made: madeIn(range), after: idIn(cursor) };
    for await (const listed of madeByRisingId<OrderDocument>(client, ORDERS, orderId, place)) {
      for (const header of listed) {
        const row = await orderRow(client, header);
        if (row) yield withCursor(row);
      }
    }
  },
};

/** Visible products made in the range, by rising id, two calls for each. */
export const productHistory: History<Magento1Client, 'product'> = {
  async *read(client, range, cursor) {
    const listing = await productListing(client);
    const place = { made: madeIn(range), after: idIn(cursor) };
    for await (const listed of madeByRisingId<ListedProduct>(client, listing, productId, place)) {
      for (let i = 0; i < listed.length; i += PRODUCT_CHUNK) {
        const rows = await productRows(client, listed.slice(i, i + PRODUCT_CHUNK));
        for (const row of rows) yield withCursor(row);
      }
    }
  },
};

/** Ids only grow, so the last one given is the place. */
const idIn = (cursor: Cursor | undefined): number => Number(cursor ?? 0) || 0;

const withCursor = <Row extends SourceRow>(row: Row): Row => ({ ...row, cursor: row.id });

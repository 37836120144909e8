import type { Cursor, History, HistoryRange, SourceRow } from '@storewire/core';
import { chunksOf } from '../chunks.js';
import { ceilToSecond, utcParameter } from '../dates.js';
import type { Magento2Client } from './client.js';
import { CUSTOMERS, completeCustomer, customerRow } from './customer-reading.js';
import type { CustomerDocument, OrderDocument, ProductDocument } from './documents.js';
import { ORDERS, orderRow } from './order-reading.js';
import { PRODUCT_PAGE, PRODUCTS, productRows, VISIBLE } from './product-reading.js';
import type { Filter } from './search.js';
import { productView } from './store-views.js';
import { walkById } from './walk-by-id.js';

const PAGE_SIZE = 100;

/** Orders placed in the range, by rising id, 100 per call; those with a refund take one more. The cursor is the id. */
export const orderHistory: History<Magento2Client, 'order'> = {
  count: (client, range) => count(client, ORDERS, madeIn(range)),
  async *read(client, range, cursor) {
    const walk = { path: ORDERS, filters: madeIn(range), pageSize: PAGE_SIZE };
    for await (const order of walkById<OrderDocument>(client, walk, idIn(cursor))) {
      yield withCursor(await orderRow(client, order));
    }
  },
};

/** Customers registered in the range, by rising id, with their newsletter state. */
export const customerHistory: History<Magento2Client, 'contact'> = {
  count: (client, range) => count(client, CUSTOMERS, madeIn(range)),
  async *read(client, range, cursor) {
    const walk = { path: CUSTOMERS, filters: madeIn(range), pageSize: PAGE_SIZE };
    for await (const listed of walkById<CustomerDocument>(client, walk, idIn(cursor))) {
      const customer = await completeCustomer(client, listed);
      if (customer) yield withCursor(await customerRow(client, customer));
    }
  },
};

/** Visible products made in the range, by rising id, each with its variants. */
export const productHistory: History<Magento2Client, 'product'> = {
  count: (client, range) => count(client, PRODUCTS, [VISIBLE, ...madeIn(range)]),
  async *read(client, range, cursor) {
    const view = (await productView(client))?.code;
    const filters = [VISIBLE, ...madeIn(range)];
    const walk = { path: PRODUCTS, filters, pageSize: PRODUCT_PAGE, ...(view ? { view } : {}) };
    const products = walkById<ProductDocument>(client, walk, idIn(cursor));
    for await (const chunk of chunksOf(products, PRODUCT_PAGE)) {
      for (const row of await productRows(client, chunk)) yield withCursor(row);
    }
  },
};

async function count(
  client: Magento2Client,
  path: string,
  filters: readonly Filter[],
): Promise<number> {
  return (await client.search(path, { filters, pageSize: 1 })).total;
}

function madeIn({ from, to }: HistoryRange): Filter[] {
  const at = (instant: string) => utcParameter(ceilToSecond(Date.parse(instant)));
  return [
    ...(from ? ([['created_at', 'gteq', at(from)]] as const) : []),
    ...(to ? ([['created_at', 'lt', at(to)]] as const) : []),
  ];
}

/** Ids only grow, so the last one given is the place. */
const idIn = (cursor: Cursor | undefined): number => Number(cursor ?? 0) || 0;

const withCursor = <Row extends SourceRow>(row: Row): Row => ({ ...row, cursor: row.id });

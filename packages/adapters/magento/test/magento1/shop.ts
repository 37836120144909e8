import type { Instant } from '@storewire/core';
import { addressDocument, customerDocument, orderDocument, productDocument } from './documents.js';

export type Row = Record<string, unknown>;
export type TableName = 'customers' | 'orders' | 'products';

/** A fault by its code, as the shop gives it. */
export class ShopFault extends Error {
  constructor(
    readonly code: string,
    text: string,
  ) {
    super(text);
  }
}

const STATES = [
  'new',
  'pending_payment',
  'payment_review',
  'processing',
  'complete',
  'closed',
  'canceled',
  'holded',
];

type Condition = Readonly<Record<string, string>>;
/** Conditions by field, as they were sent. */
export type Filters = ReadonlyMap<string, Condition>;

/** What a shop on Magento 1 keeps and answers, whatever carries the calls. Times are UTC without a zone. */
export class Magento1Shop {
  name = 'Default Store View';
  stores = 1;
  readonly tables: Record<TableName, Map<number, Row>> = {
    customers: new Map(),
    orders: new Map(),
    products: new Map(),
  };
  readonly creditMemos: Row[] = [];
  /** A list of more rows than this is more than PHP's memory takes. */
  memoryRows = Number.POSITIVE_INFINITY;
  #nowMs = Date.parse('2026-11-21T16:00:00Z');
  #lastId = 100;

  now = (): Instant => new Date(this.#nowMs).toISOString();

  setClock(at: Instant): void {
    this.#nowMs = Date.parse(at);
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }

  stamp = (): string => this.now().slice(0, 19).replace('T', ' ');

  make(table: TableName, changes: Row = {}): number {
    const id = ++this.#lastId;
    const document = {
      customers: customerDocument,
      orders: orderDocument,
      products: productDocument,
    }[table](id, this.stamp());
    this.tables[table].set(id, { ...document, ...changes });
    return id;
  }

  edit(table: TableName, id: number, changes: Row): void {
    const row = this.tables[table].get(id);
    if (!row) throw new Error(`The fake has no ${id} among its ${table}.`);
    Object.assign(row, changes, { updated_at: this.stamp() });
  }

  touch(table: TableName, id: number): void {
    const at = this.now();
    const changes = {
      customers: { lastname: `Changed ${at}` },
      orders: { customer_note: `Changed ${at}` },
      products: { name: `Changed ${at}` },
    };
    this.edit(table, id, changes[table]);
  }

  setOrderState(id: number, state: string): boolean {
    if (!STATES.includes(state)) return false;
    this.edit('orders', id, { state, status: state === 'new' ? 'pending' : state });
    return true;
  }

  refund(orderId: number, amount: string): void {
    this.creditMemos.push({
      creditmemo_id: String(++this.#lastId),
      increment_id: '100000001',
      order_id: String(orderId),
      created_at: this.stamp(),
      updated_at: this.stamp(),
      base_grand_total: amount,
    });
    this.edit('orders', orderId, { total_refunded: amount, base_total_refunded: amount });
  }

  /** @throws ShopFault */
  answer(path: string, args: readonly unknown[]): unknown {
    const [first, second] = args;
    const filters = first instanceof Map ? (first as Filters) : new Map();
    switch (path) {
      case 'core_magento.info':
        return {
          magento_version: '1.9.4.5',
          magento_edition: 'Community',
          openmage_version: '20.0.20',
        };
      case 'store.list':
        return Array.from({ length: this.stores }, (_, i) => ({
          store_id: String(i + 1),
          code: i === 0 ? 'default' : `view${i + 1}`,
          website_id: '1',
          group_id: '1',
          name: i === 0 ? this.name : `View ${i + 1}`,
          is_active: '1',
        }));
      case 'customer.list':
        return this.#list('customers', filters, 'customer_id', '101');
      case 'customer_address.list': {
        if (!this.tables.customers.has(Number(first))) throw new ShopFault('101', 'Not exists.');
        return [addressDocument(Number(first))];
      }
      case 'sales_order.list':
        return this.#list('orders', filters, 'order_id', '1').map(headerOf);
      case 'sales_order.info': {
        const order = [...this.tables.orders.values()].find((o) => o.increment_id === first);
        if (!order) throw new ShopFault('100', 'Requested order not exists.');
        return order;
      }
      case 'sales_order_creditmemo.list':
        return this.creditMemos.filter((row) => matches(row, filters, 'creditmemo_id', '101'));
      case 'catalog_product.list':
        if (second !== undefined && second !== '' && second !== 'default') {
          throw new ShopFault('100', 'Requested store view not found.');
        }
        return this.#list('products', filters, 'product_id', '102').map(listedOf);
      case 'catalog_product.info':
        return this.#product(first);
      case 'catalog_product_attribute_media.list':
        this.#product(first);
        return [
          {
            file: '/m/u/mug.jpg',
            label: '',
            position: '1',
            exclude: '0',
            url: 'https://shop.example/media/catalog/product/m/u/mug.jpg',
            types: ['image', 'small_image'],
          },
        ];
      case 'cataloginventory_stock_item.list':
        return (first as string[])
          .filter((id) => this.tables.products.has(Number(id)))
          .map((id) => ({ product_id: id, sku: `SKU-${id}`, qty: '43.0000', is_in_stock: '1' }));
      case 'catalog_category.tree':
        return {
          category_id: '1',
          name: 'Root Catalog',
          level: '0',
          children: [
            {
              category_id: '2',
              name: 'Default Category',
              level: '1',
              children: [{ category_id: '3', name: 'Kitchen', level: '2', children: [] }],
            },
          ],
        };
      default:
        throw new ShopFault('3', 'Invalid api path.');
    }
  }

  #product(id: unknown): Row {
    const product = this.tables.products.get(Number(id));
    if (!product) throw new ShopFault('101', 'Product not exists.');
    // A single product has its time of creation in the shop's zone, a list would have it in UTC.
    return { ...product, created_at: '2026-11-21T17:37:16+01:00' };
  }

  /** No order and no pages: newest first, everything that matches. */
  #list(table: TableName, filters: Filters, idField: string, fault: string): Row[] {
    const rows = [...this.tables[table].values()].filter((row) =>
      matches(row, filters, idField, fault),
    );
    if (rows.length > this.memoryRows)
      throw new ShopFault('memory', 'Allowed memory size exhausted');
    return rows.reverse();
  }
}

/**
 * One operator is kept per field; only `from` and `to` are joined. A field the table does not have is a fault, whose
 * text on orders is the whole database call.
 */
function matches(row: Row, filters: Filters, idField: string, fault: string): boolean {
  return [...filters].every(([field, condition]) => {
    const name = field === 'entity_id' ? idField : field;
    if (!(name in row)) {
      throw new ShopFault(fault, `SQLSTATE[42S22]: SELECT * FROM sales WHERE e = '${row.email}'`);
    }
    const value = row[name];
    if ('from' in condition || 'to' in condition) {
      const { from, to } = condition;
      return (
        (from === undefined || compare(value, from) >= 0) &&
        (to === undefined || compare(value, to) <= 0)
      );
    }
    const [[operator, wanted] = ['', '']] = Object.entries(condition);
    const order = compare(value, wanted);
    return (
      { gt: order > 0, gteq: order >= 0, lt: order < 0, lteq: order <= 0, eq: order === 0 }[
        operator
      ] === true
    );
  });
}

function compare(a: unknown, b: unknown): number {
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** Headers have neither lines nor addresses. */
function headerOf({ items: _i, payment: _p, status_history: _s, ...order }: Row): Row {
  const { billing_address: _b, shipping_address: _a, ...header } = order;
  return header;
}

const listedOf = ({ product_id, sku, name, set, type, category_ids }: Row): Row => ({
  product_id,
  sku,
  name,
  set,
  type,
  category_ids,
  website_ids: ['1'],
});

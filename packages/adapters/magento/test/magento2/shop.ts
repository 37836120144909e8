import type { Instant } from '@storewire/core';
import { cartDocument, customerDocument, orderDocument, productDocument } from './documents.js';

export type Row = Record<string, unknown>;
export type TableName = 'customers' | 'carts' | 'orders' | 'products';
/** Of `newsletter_subscriber`: subscribed, waiting for a link, unsubscribed, account not confirmed. */
export type Status = 1 | 2 | 3 | 4;

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

/** What the shop keeps. Its clock stands still until it is moved; its times have whole seconds and are UTC. */
export class Magento2Shop {
  url = '';
  name = 'Default Store View';
  /** Newsletter sign-ups wait for a link in a mail. */
  confirmsSubscriptions = false;
  /** Carts in which a product was deleted: the shop fails at each page that holds one. */
  readonly brokenCarts = new Set<number>();
  readonly tables: Record<TableName, Map<number, Row>> = {
    customers: new Map(),
    carts: new Map(),
    orders: new Map(),
    products: new Map(),
  };
  readonly creditMemos: Row[] = [];
  readonly #subscriptions = new Map<number, Status>();
  readonly websites: number;
  #nowMs = Date.parse('2026-11-21T16:00:00Z');
  #lastId = 100;

  constructor({ websites }: { websites: number }) {
    this.websites = websites;
    const at = '2025-01-01 08:00:00';
    const tee = {
      sku: 'TEE',
      name: 'Tee',
      type_id: 'configurable',
      price: 0,
      extension_attributes: { configurable_product_links: [56], category_links: [] },
    };
    const child = { sku: 'TEE-RED-M', name: 'Tee red M', visibility: 1 };
    this.tables.products.set(55, productDocument(55, at, tee));
    this.tables.products.set(56, productDocument(56, at, child));
  }

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
    const at = this.stamp();
    const website = 1 + (id % this.websites);
    const documents = {
      customers: () => customerDocument(id, at, { id: website, website }),
      carts: () => cartDocument(id, at, website),
      orders: () => orderDocument(id, at, website),
      products: () => productDocument(id, at),
    };
    this.tables[table].set(id, { ...documents[table](), ...changes });
    return id;
  }

  row(table: TableName, id: number): Row {
    const row = this.tables[table].get(id);
    if (!row) throw new Error(`The fake has no ${id} among its ${table}.`);
    return row;
  }

  edit(table: TableName, id: number, changes: Row): void {
    Object.assign(this.row(table, id), changes, { updated_at: this.stamp() });
  }

  /** A change that shows. */
  touch(table: TableName, id: number): void {
    const at = this.now();
    const changes: Record<TableName, Row> = {
      customers: { lastname: `Changed ${at}` },
      carts: { items: [{ item_id: id, sku: 'TEE-RED-M', qty: 3, name: 'Tee', price: 19.9 }] },
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

  refund(orderId: number, amount: number): number {
    const id = ++this.#lastId;
    this.creditMemos.push({
      entity_id: id,
      order_id: orderId,
      created_at: this.stamp(),
      base_grand_total: amount,
    });
    this.edit('orders', orderId, { base_total_refunded: amount, total_refunded: amount });
    return id;
  }

  subscription = (customerId: number): Status | undefined => this.#subscriptions.get(customerId);

  /** The subscription lives in a table of its own: no time of the customer moves. */
  setSubscription(customerId: number, status: Status | undefined): void {
    if (status === undefined) this.#subscriptions.delete(customerId);
    else this.#subscriptions.set(customerId, status);
  }

  /** What saving a customer with `is_subscribed` does. */
  subscribe(customerId: number, isSubscribed: boolean): void {
    const status = this.subscription(customerId);
    if (isSubscribed && status !== 1) {
      this.setSubscription(customerId, this.confirmsSubscriptions ? 2 : 1);
    }
    // Who waits for the link still does, and a refusal of somebody who never asked is not kept.
    if (!isSubscribed && status === 1) this.setSubscription(customerId, 3);
  }
}

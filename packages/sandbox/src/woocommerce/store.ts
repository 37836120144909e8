import { Accounts } from './accounts.js';
import { Authentication } from './authentication.js';
import { customerDocument } from './customer.document.js';
import type { WooCustomer, WooMeta, WooOrder, WooProduct, WooRefund } from './documents.js';
import { FaultBoard } from './faults.js';
import type { Frame } from './frame.js';
import {
  resolveOptions,
  type StoreSettings,
  type WooApiKey,
  type WooStoreOptions,
} from './options.js';
import { orderDocument, refundDocument } from './order.document.js';
import { Orders } from './orders.js';
import { productDocument } from './product.document.js';
import { type GoodsFields, ProductDesk } from './product-desk.js';
import { ORDER_STATUSES, type OrderStatus, PRODUCT_STATUSES } from './records.js';
import { RestError } from './rest.error.js';
import { RestApi } from './rest-api.js';
import { StoreServer } from './server.js';
import { Shop } from './shop.js';
import { ShopLife } from './shop-life.js';
import { type CustomerEdit, type OrderInput, type RegistrationInput, Shopper } from './shopper.js';
import { Webhooks } from './webhooks.js';

/** A call the store answered, without its query, which may hold keys. */
export interface StoreCall {
  method: string;
  path: string;
  status: number;
}

/** An emulated WooCommerce shop: REST v3, webhooks, people who shop, and faults on request. */
export class WooStore {
  readonly settings: StoreSettings;
  readonly faults = new FaultBoard();
  readonly webhooks: Webhooks;
  readonly #shop: Shop;
  readonly #orders: Orders;
  readonly #products: ProductDesk;
  readonly #shopper: Shopper;
  readonly #life: ShopLife;
  readonly #authentication: Authentication;
  readonly #server: StoreServer;

  constructor(options: WooStoreOptions = {}) {
    this.settings = resolveOptions(options);
    this.#shop = new Shop(this.settings, (topic, id) => this.webhooks.announce(topic, id));
    this.webhooks = new Webhooks({
      now: () => this.#shop.now,
      home: () => this.home,
      payload: (resource, id) => this.#payload(resource, id),
      delayMs: this.settings.webhooks === 'automatic' ? this.settings.webhookDelayMs : undefined,
      timeoutMs: this.settings.webhookTimeoutMs,
    });
    const accounts = new Accounts(this.#shop);
    this.#products = new ProductDesk(this.#shop);
    this.#orders = new Orders(this.#shop, accounts, this.#products);
    this.#shopper = new Shopper(this.#shop, accounts, this.#orders);
    this.#life = new ShopLife(this.#shop, this.#shopper);
    this.#authentication = new Authentication(this.settings);
    let drifting = false;
    const api = new RestApi({
      shop: this.#shop,
      accounts,
      orders: this.#orders,
      products: this.#products,
      webhooks: this.webhooks,
      frame: () => this.#frame(),
      afterOrderPage: (ids) => {
        const first = ids[0];
        if (drifting && first !== undefined) this.#orders.change(first, {});
      },
    });
    this.#server = new StoreServer({
      store: this,
      shop: this.#shop,
      authentication: this.#authentication,
      handle: (call, isDrifting) => {
        drifting = isDrifting;
        return api.handle(call);
      },
      frame: () => this.#frame(),
    });
  }

  /** Opens the port (any free one by default, on 127.0.0.1) and gives the address of the shop. */
  async listen(where: { port?: number; host?: string } = {}): Promise<string> {
    return this.#server.listen(where.port ?? 0, where.host ?? '127.0.0.1');
  }

  /** Ends everything, calls that hang and webhooks that wait included. */
  async close(): Promise<void> {
    this.#life.stop();
    await this.webhooks.close();
    await this.#server.close();
  }

  /** Address of the shop as reached over the network, without a trailing slash. */
  get url(): string {
    return this.#server.url;
  }

  /** The address the shop believes to have. */
  get home(): string {
    return this.settings.home ?? this.#server.url;
  }

  get consumerKey(): string {
    return this.settings.consumerKey;
  }

  get consumerSecret(): string {
    return this.settings.consumerSecret;
  }

  addKey(key: WooApiKey): void {
    this.#authentication.add(key);
  }

  revokeKey(key: string = this.settings.consumerKey): void {
    this.#authentication.revoke(key);
  }

  /** The latest thousand REST calls, oldest first. */
  get calls(): readonly StoreCall[] {
    return this.#server.calls;
  }

  /** Accounts and orders there are now, the administrator included and the bin not. */
  get counts(): { customers: number; orders: number; products: number } {
    const all = () => true;
    const byRow = (a: number, b: number) => a - b;
    const trashedOrder = ORDER_STATUSES.indexOf('trash');
    const trashedProduct = PRODUCT_STATUSES.indexOf('trash');
    const { customers, orders, products } = this.#shop;
    return {
      customers: customers.query('all', all, byRow).length,
      orders: orders.query('count', (row) => orders.state(row) !== trashedOrder, byRow).length,
      products: products.query('count', (row) => products.state(row) !== trashedProduct, byRow)
        .length,
    };
  }

  /** Ids, for tests that pick something out of the generated past: the n-th account and order. */
  customerId(index: number): number {
    return this.#shop.history.customerId(index);
  }

  orderId(index: number): number {
    return this.#shop.history.orderId(index);
  }

  productId(index: number): number {
    return this.#shop.history.catalogue.idAt(index);
  }

  /** The document REST would show; undefined when there is none. */
  customer(id: number): WooCustomer | undefined {
    const record = this.#shop.customers.get(id);
    return record && customerDocument(this.#frame(), record);
  }

  customerByEmail(email: string): WooCustomer | undefined {
    const record = this.#shop.customerByEmail(email);
    return record && customerDocument(this.#frame(), record);
  }

  /** All that is stored with an account, also the protected keys that REST hides. */
  customerMeta(id: number): readonly WooMeta[] {
    return this.#shop.customers.get(id)?.meta ?? [];
  }

  order(id: number): WooOrder | undefined {
    const record = this.#shop.orders.get(id);
    return record && orderDocument(this.#frame(), record);
  }

  product(id: number): WooProduct | undefined {
    const record = this.#shop.products.get(id);
    return record && productDocument(this.#frame(), record, this.#shop.surroundingsOf(record));
  }

  registerCustomer(input: RegistrationInput = {}): WooCustomer {
    return customerDocument(this.#frame(), this.#shopper.registerCustomer(input));
  }

  editCustomer(customerId: number, edit: CustomerEdit): WooCustomer {
    return customerDocument(this.#frame(), this.#shopper.editCustomer(customerId, edit));
  }

  deleteCustomer(customerId: number): void {
    this.#shopper.deleteCustomer(customerId);
  }

  /** The tick of an account in the newsletter box. */
  setConsent(customerId: number, value: 'yes' | 'no'): WooCustomer {
    return customerDocument(this.#frame(), this.#shopper.setConsent(customerId, value));
  }

  /** The tick of a guest, kept with the order. */
  setOrderConsent(orderId: number, value: 'yes' | 'no'): WooOrder {
    return orderDocument(this.#frame(), this.#shopper.setOrderConsent(orderId, value));
  }

  placeOrder(input: OrderInput = {}): WooOrder {
    return orderDocument(this.#frame(), this.#shopper.placeOrder(input));
  }

  setOrderStatus(orderId: number, status: OrderStatus): WooOrder {
    return orderDocument(this.#frame(), this.#shopper.setOrderStatus(orderId, status));
  }

  /** All that is left, or a part: `{ amount: '10.00' }`. */
  refundOrder(orderId: number, input: { amount?: string; reason?: string } = {}): WooRefund {
    const { order, refund } = this.#shopper.refundOrder(orderId, input);
    return refundDocument(this.#frame(), order, refund);
  }

  deleteOrder(orderId: number, how: { force?: boolean } = {}): void {
    this.#shopper.deleteOrder(orderId, how);
  }

  restoreOrder(orderId: number): WooOrder {
    return orderDocument(this.#frame(), this.#shopper.restoreOrder(orderId));
  }

  /** Prices in minor units. */
  editProduct(productId: number, fields: GoodsFields): WooProduct {
    const record = this.#products.change(productId, fields);
    return productDocument(this.#frame(), record, this.#shop.surroundingsOf(record));
  }

  /** Lets the shop live by itself, one event every `everyMs`; the result stops it. */
  simulate({ everyMs }: { everyMs: number }): () => void {
    this.#life.start(everyMs);
    return () => this.#life.stop();
  }

  stopSimulation(): void {
    this.#life.stop();
  }

  get isSimulating(): boolean {
    return this.#life.isRunning;
  }

  /** One event of the simulated life, at once; says what happened. */
  simulateStep(): string {
    return this.#life.step();
  }

  #frame(): Frame {
    return {
      clock: this.#shop.clock,
      home: this.home,
      currency: this.settings.currency,
      pricesIncludeTax: this.settings.pricesIncludeTax,
      hasPrettyPermalinks: this.settings.permalinks === 'pretty',
      now: this.#shop.now,
    };
  }

  /** What a webhook shows of something that is gone is the error REST would answer. */
  #payload(resource: string, id: number): unknown {
    const document =
      resource === 'customer'
        ? this.customer(id)
        : resource === 'order'
          ? this.order(id)
          : this.product(id);
    const code = `woocommerce_rest_${resource}_invalid_id`;
    return document ?? new RestError(404, code, 'Invalid ID.').body;
  }
}

/** Builds a store; the same options give the same store. Nothing listens before `listen()`. */
export function createWooStore(options: WooStoreOptions = {}): WooStore {
  return new WooStore(options);
}

import { BRANDS, CATEGORIES, Catalogue } from './goods.js';
import { History } from './history.js';
import type { StoreSettings } from './options.js';
import type { Surroundings } from './product.document.js';
import {
  type CustomerRecord,
  ORDER_STATUSES,
  type OrderRecord,
  PRODUCT_STATUSES,
  type ProductRecord,
  ROLES,
  type Term,
  type VariationRecord,
} from './records.js';
import { Shelf } from './shelf.js';
import { ShopClock } from './shop-clock.js';

/** Told whenever something happens that a webhook can be about: topic and id of the resource. */
export type Announce = (topic: string, resourceId: number) => void;

/** Everything the shop has: shelves of records, the clock, and the next free ids. */
export class Shop {
  readonly clock: ShopClock;
  readonly history: History;
  readonly customers: Shelf<CustomerRecord>;
  readonly orders: Shelf<OrderRecord>;
  readonly products: Shelf<ProductRecord>;
  readonly categories: Term[] = [...CATEGORIES];
  readonly brands: Term[] = [...BRANDS];
  readonly #variations = new Map<number, VariationRecord>();
  readonly #idOfEmail = new Map<string, number>();
  #lastUserId: number;
  #lastPostId: number;
  #lastTermId = 99;
  /** Meta rows, order items and notes of the past have ids made of the order's; these come after. */
  #lastRowId: number;

  constructor(
    readonly settings: StoreSettings,
    readonly announce: Announce,
  ) {
    this.clock = new ShopClock(settings.timezone);
    this.history = new History(
      settings,
      (start, end) => new Catalogue(settings.seed, settings.products, start, end),
    );
    const history = this.history;
    this.#lastUserId = settings.customers + 1;
    this.#lastPostId = history.endOfPostIds - 1;
    this.#lastRowId = Math.max(history.endOfPostIds, settings.customers + 2) * 20 + 1_000;
    this.customers = new Shelf<CustomerRecord>(
      {
        count: settings.customers + 1,
        at: (index) => (index === 0 ? this.#administrator() : history.customerAt(index - 1)),
        indexOf: (id) => (id >= 1 && id <= settings.customers + 1 ? id - 1 : undefined),
        keysAt: (index) => ({
          id: index + 1,
          createdAt: index === 0 ? history.start : history.registeredAt(index - 1),
          modifiedAt: 0,
          state: ROLES.indexOf(
            index === 0 ? 'administrator' : index % 50 === 0 ? 'subscriber' : 'customer',
          ),
          ownerId: 0,
        }),
      },
      (record) => ({
        id: record.id,
        createdAt: record.createdAt,
        modifiedAt: record.modifiedAt ?? 0,
        state: ROLES.indexOf(record.role),
        ownerId: 0,
      }),
    );
    this.orders = new Shelf<OrderRecord>(
      {
        count: settings.orders,
        at: (index) => history.orderAt(index),
        indexOf: (id) => history.orderIndex(id),
        keysAt: (index) => {
          const plan = history.orderPlan(index);
          return {
            id: history.orderId(index),
            createdAt: plan.createdAt,
            modifiedAt: plan.modifiedAt,
            state: ORDER_STATUSES.indexOf(plan.status),
            ownerId: plan.customerIndex < 0 ? 0 : history.customerId(plan.customerIndex),
          };
        },
      },
      (record) => ({
        id: record.id,
        createdAt: record.createdAt,
        modifiedAt: record.modifiedAt,
        state: ORDER_STATUSES.indexOf(record.status),
        ownerId: record.customerId,
      }),
    );
    const { catalogue } = history;
    const productKeys = (record: ProductRecord) => ({
      id: record.id,
      createdAt: record.createdAt,
      modifiedAt: record.modifiedAt,
      state: PRODUCT_STATUSES.indexOf(record.status),
      ownerId: 0,
    });
    this.products = new Shelf<ProductRecord>(
      {
        count: settings.products,
        at: (index) => catalogue.at(index).product,
        indexOf: (id) => {
          const index = catalogue.indexOf(id);
          return index !== undefined && catalogue.idAt(index) === id ? index : undefined;
        },
        keysAt: (index) => productKeys(catalogue.at(index).product),
      },
      productKeys,
    );
  }

  /** The time of the shop in whole seconds, all the precision WordPress keeps. */
  get now(): number {
    return Math.floor(this.settings.now() / 1000);
  }

  nextUserId(): number {
    this.#lastUserId += 1;
    return this.#lastUserId;
  }

  /** Products, variations, orders and refunds share one sequence. */
  nextPostId(): number {
    this.#lastPostId += 1;
    return this.#lastPostId;
  }

  nextTermId(): number {
    this.#lastTermId += 1;
    return this.#lastTermId;
  }

  nextRowId(): number {
    this.#lastRowId += 1;
    return this.#lastRowId;
  }

  putCustomer(record: CustomerRecord): void {
    this.customers.put(record);
    this.#idOfEmail.set(record.email.toLowerCase(), record.id);
  }

  /** Letter case does not matter, as in the database of WordPress. */
  customerByEmail(email: string): CustomerRecord | undefined {
    const wanted = email.trim().toLowerCase();
    // A generated address carries the index of its account, so none of them has to be remembered.
    const tag = /\.(\d+)@/.exec(wanted)?.[1];
    const ids = [
      this.#idOfEmail.get(wanted),
      tag === undefined ? undefined : this.history.customerId(Number(tag)),
      1,
    ];
    for (const id of ids) {
      const record = id === undefined ? undefined : this.customers.get(id);
      if (record?.email.toLowerCase() === wanted) return record;
    }
    return undefined;
  }

  putVariation(record: VariationRecord): void {
    this.#variations.set(record.id, record);
  }

  removeVariation(id: number): void {
    this.#variations.delete(id);
  }

  variation(id: number): VariationRecord | undefined {
    const written = this.#variations.get(id);
    if (written !== undefined) return written;
    const index = this.history.catalogue.indexOf(id);
    if (index === undefined) return undefined;
    return this.history.catalogue.at(index).variations.find((variation) => variation.id === id);
  }

  variationsOf(product: ProductRecord): VariationRecord[] {
    return product.variationIds
      .map((id) => this.variation(id))
      .filter((variation) => variation !== undefined);
  }

  surroundingsOf(product: ProductRecord): Surroundings {
    return {
      variations: this.variationsOf(product),
      categories: this.categories.filter(({ id }) => product.categoryIds.includes(id)),
      brands: this.brands.filter(({ id }) => product.brandIds.includes(id)),
    };
  }

  #administrator(): CustomerRecord {
    const nowhere = {
      first_name: '',
      last_name: '',
      company: '',
      address_1: '',
      address_2: '',
      city: '',
      postcode: '',
      country: '',
      state: '',
      phone: '',
    };
    return {
      id: 1,
      createdAt: this.history.start,
      modifiedAt: null,
      email: 'admin@shop.example',
      firstName: '',
      lastName: '',
      role: 'administrator',
      username: 'admin',
      billing: { ...nowhere, email: '' },
      shipping: nowhere,
      isPaying: false,
      meta: [],
    };
  }
}

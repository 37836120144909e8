import { type Catalogue } from './goods.js';
import type { StoreSettings } from './options.js';
import { type OrderPlan, orderAt, orderPlan } from './order-history.js';
import { makePerson, type Person } from './people.js';
import { Dice, STREAM } from './random.js';
import type { CustomerRecord, Meta, OrderRecord } from './records.js';

const DAY_S = 86_400;

/**
 * The past of the shop before the store was started: every account and order is a function of seed
 * and index. Kept is one bit per account (has paid); everything else is made when somebody looks.
 */
export class History {
  /** The span of the past, whole seconds. */
  readonly start: number;
  readonly end: number;
  readonly #hasPaid: Uint8Array;

  constructor(
    readonly settings: StoreSettings,
    private readonly openCatalogue: (start: number, end: number) => Catalogue,
  ) {
    this.end = Math.floor(settings.now() / 1000) - 60;
    this.start = this.end - Math.max(1, settings.historyDays) * DAY_S;
    this.#hasPaid = new Uint8Array(settings.customers);
    this.catalogue = this.openCatalogue(this.start, this.end);
    for (let i = 0; i < settings.orders; i += 1) {
      const plan = orderPlan(this, i);
      if (plan.paidAt !== null && plan.customerIndex >= 0) this.#hasPaid[plan.customerIndex] = 1;
    }
  }

  readonly catalogue: Catalogue;

  /** Users: 1 is the administrator, then the generated accounts. */
  customerId(index: number): number {
    return index + 2;
  }

  /** Two ids per order: its own, and that of a refund. */
  orderId(index: number): number {
    return this.catalogue.endId + 2 * index;
  }

  get endOfPostIds(): number {
    return this.orderId(this.settings.orders);
  }

  orderIndex(id: number): number | undefined {
    const offset = id - this.catalogue.endId;
    const index = offset / 2;
    return offset >= 0 && Number.isInteger(index) && index < this.settings.orders
      ? index
      : undefined;
  }

  registeredAt(index: number): number {
    const dice = new Dice(this.settings.seed, STREAM.customer, index);
    const step = (this.end - this.start) / Math.max(1, this.settings.customers);
    return Math.floor(this.start + (index + dice.fraction()) * step);
  }

  /** How many accounts existed at a time. */
  accountsAt(instant: number): number {
    const share = (instant - this.start) / (this.end - this.start);
    return Math.max(0, Math.floor(share * this.settings.customers) - 1);
  }

  customerPerson(index: number): Person {
    return makePerson(new Dice(this.settings.seed, STREAM.customerDetail, index), String(index));
  }

  guestPerson(index: number): Person {
    return makePerson(new Dice(this.settings.seed, STREAM.guest, index), `g${index}`);
  }

  customerAt(index: number): CustomerRecord {
    const dice = new Dice(this.settings.seed, STREAM.customer, index);
    dice.next(); // the first draw is the time of registration
    const person = this.customerPerson(index);
    const id = this.customerId(index);
    const createdAt = this.registeredAt(index);
    const later = createdAt + dice.between(0, 90 * DAY_S);
    const consent = dice.between(1, 100);
    const meta: Meta[] = [];
    if (consent <= 50) {
      const value = consent <= 35 ? 'yes' : 'no';
      meta.push({ id: id * 20 + 5, key: this.settings.newsletterKey, value });
    }
    return {
      id,
      createdAt,
      modifiedAt: dice.chance(10) ? null : Math.min(later, this.end),
      email: person.email,
      firstName: person.firstName,
      lastName: person.lastName,
      role: index % 50 === 49 ? 'subscriber' : 'customer',
      username: person.username,
      billing: person.billing,
      shipping: person.shipping,
      isPaying: this.#hasPaid[index] === 1,
      meta,
    };
  }

  orderPlan(index: number): OrderPlan {
    return orderPlan(this, index);
  }

  orderAt(index: number): OrderRecord {
    return orderAt(this, index);
  }
}

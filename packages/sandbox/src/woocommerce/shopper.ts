import type { Accounts } from './accounts.js';
import { PAYMENT_METHODS, type PaymentMethod } from './order-history.js';
import type { LineDraft, Orders } from './orders.js';
import { makePerson, type Person } from './people.js';
import { Dice, STREAM } from './random.js';
import type {
  Address,
  BillingAddress,
  CustomerRecord,
  OrderRecord,
  OrderStatus,
  RefundRecord,
} from './records.js';
import type { Shop } from './shop.js';

export interface RegistrationInput {
  email?: string;
  firstName?: string;
  lastName?: string;
  billing?: Partial<BillingAddress>;
  shipping?: Partial<Address>;
  /** What was chosen in the sign-up form; nothing is stored when the box was not there. */
  newsletter?: 'yes' | 'no';
  /** What plugins store with the account; keys with an underscore are kept and hidden from REST. */
  meta?: readonly { key: string; value: string }[];
}

export interface OrderInput {
  /** An account; a guest buys when left out. */
  customerId?: number;
  /** Who the guest is; made up when left out. */
  guest?: Partial<BillingAddress>;
  status?: OrderStatus;
  /** Paid at once: `processing` with a date of payment. */
  paid?: boolean;
  paymentMethod?: PaymentMethod;
  /** Goods by product id (and variation id); one to three at random when left out. */
  lines?: readonly LineDraft[];
  /** Ticked at the checkout. Unticked leaves no trace, as most opt-in plugins have it. */
  newsletter?: boolean;
}

export interface CustomerEdit {
  email?: string;
  firstName?: string;
  lastName?: string;
  billing?: Partial<BillingAddress>;
  shipping?: Partial<Address>;
}

/** What people do in the shop, without REST: register, buy, change their mind. */
export class Shopper {
  readonly #dice: Dice;
  #newcomers: number;
  #guests: number;

  constructor(
    private readonly shop: Shop,
    private readonly accounts: Accounts,
    private readonly orders: Orders,
  ) {
    this.#dice = new Dice(shop.settings.seed, STREAM.life, 0);
    this.#newcomers = shop.settings.customers;
    this.#guests = shop.settings.orders;
  }

  registerCustomer(input: RegistrationInput = {}): CustomerRecord {
    const person = this.#person(STREAM.customerDetail, '', this.#newcomers);
    this.#newcomers += 1;
    const email = input.email ?? person.email;
    const firstName = input.firstName ?? person.firstName;
    const lastName = input.lastName ?? person.lastName;
    const names = { first_name: firstName, last_name: lastName };
    return this.accounts.register({
      email,
      firstName,
      lastName,
      username: input.email === undefined ? person.username : undefined,
      billing: { ...person.billing, ...names, email, ...input.billing },
      shipping: { ...person.shipping, ...names, ...input.shipping },
      meta: [...(input.meta ?? []), ...(input.newsletter ? [this.#consent(input.newsletter)] : [])],
    });
  }

  setConsent(customerId: number, value: 'yes' | 'no'): CustomerRecord {
    return this.accounts.edit(customerId, { meta: [this.#consent(value)] });
  }

  /** For guests, whose choice is kept with the order. */
  setOrderConsent(orderId: number, value: 'yes' | 'no'): OrderRecord {
    return this.orders.change(orderId, { meta: [this.#consent(value)] });
  }

  editCustomer(customerId: number, edit: CustomerEdit): CustomerRecord {
    return this.accounts.edit(customerId, edit);
  }

  deleteCustomer(customerId: number): void {
    this.accounts.erase(customerId);
  }

  placeOrder(input: OrderInput = {}): OrderRecord {
    const method = input.paymentMethod ?? this.#dice.pick(['przelewy24', 'stripe', 'cod'] as const);
    const meta = input.newsletter ? [this.#consent('yes')] : [];
    const lines = input.lines ?? this.#basket();
    const goods = {
      status: input.status,
      isPaid: input.paid,
      paymentMethod: method,
      paymentMethodTitle: PAYMENT_METHODS[method],
      createdVia: 'checkout',
      ipAddress: `203.0.113.${this.#dice.between(1, 254)}`,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      lines,
      shippingLines: [{ methodId: 'flat_rate', methodTitle: 'Flat rate', total: 1_500 }],
      meta,
    };
    if (input.customerId !== undefined) {
      const order = this.orders.place({ ...goods, customerId: input.customerId });
      if (input.newsletter) this.setConsent(input.customerId, 'yes');
      return order;
    }
    const person = this.#person(STREAM.guest, 'g', this.#guests);
    this.#guests += 1;
    const billing = { ...person.billing, ...input.guest };
    const { email: _email, ...address } = billing;
    return this.orders.place({ ...goods, billing, shipping: { ...address, phone: '' } });
  }

  setOrderStatus(orderId: number, status: OrderStatus): OrderRecord {
    return this.orders.setStatus(orderId, status);
  }

  /** Everything that is left, or `amount` as decimal text such as `10.00`. */
  refundOrder(
    orderId: number,
    { amount, reason }: { amount?: string; reason?: string } = {},
  ): { order: OrderRecord; refund: RefundRecord } {
    const minor = amount === undefined ? undefined : Math.round(Number(amount) * 100);
    return this.orders.refund(orderId, { amount: minor, reason, isPaymentRefunded: true });
  }

  /** Into the bin, or for good with `force`. */
  deleteOrder(orderId: number, { force = false } = {}): void {
    if (force) this.orders.erase(orderId);
    else this.orders.trash(orderId);
  }

  restoreOrder(orderId: number): OrderRecord {
    return this.orders.restore(orderId);
  }

  #consent(value: 'yes' | 'no'): { key: string; value: string } {
    return { key: this.shop.settings.newsletterKey, value };
  }

  #person(stream: number, prefix: string, index: number): Person {
    return makePerson(new Dice(this.shop.settings.seed, stream, index), `${prefix}${index}`);
  }

  /** One to three different things out of the catalogue as it is now. */
  #basket(): LineDraft[] {
    const { products } = this.shop;
    const onSale = products.query(
      'basket',
      (row) => products.record(row)?.status === 'publish',
      (a, b) => a - b,
    );
    if (onSale.length === 0) throw new RangeError('The store has nothing to sell.');
    const first = this.#dice.between(0, onSale.length - 1);
    const count = Math.min(onSale.length, this.#dice.pick([1, 1, 2, 3] as const));
    return Array.from({ length: count }, (_, n): LineDraft => {
      const id = onSale.id((first + n) % onSale.length);
      const variations = products.get(id)?.variationIds ?? [];
      const variationId = variations[this.#dice.between(0, Math.max(0, variations.length - 1))];
      return { productId: id, variationId, quantity: this.#dice.pick([1, 1, 1, 2] as const) };
    });
  }
}

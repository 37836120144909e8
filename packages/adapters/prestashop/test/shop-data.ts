import type { FakeConsent } from '@storewire/adapter-kit/contract';
import { instantMs, wallClock } from '../src/wall-clock.js';
import { freshTables, type Row, translated } from './tables.js';

export const ZONE = 'Europe/Warsaw';
const NEVER = '0000-00-00 00:00:00';

/** Ids of the states by the word they have for the hub. */
const STATES: Readonly<Record<string, string>> = {
  'not-placed': '0',
  'awaiting-payment': '10',
  paid: '2',
  shipped: '4',
  canceled: '6',
  refunded: '7',
  'payment-error': '8',
};

/** What the fake shop keeps, and what happens in it; all times are those of the shop's clock. */
export class ShopData {
  readonly tables: Record<string, Row[]>;
  nowMs = Date.parse('2026-11-21T16:00:00Z');

  constructor(host: string) {
    this.tables = freshTables(ZONE, host);
    // The row that the GDPR module keeps for the forgotten.
    this.addCustomer({ email: 'anonymous@psgdpr.example', active: '0' });
  }

  get now(): string {
    return wallClock(this.nowMs, ZONE);
  }

  table(name: string): Row[] {
    const table = this.tables[name];
    if (!table) throw new Error(`The fake shop has no table ${name}.`);
    return table;
  }

  find(name: string, id: string | number): Row {
    const row = this.table(name).find((one) => String(one.id) === String(id));
    if (!row) throw new Error(`The fake shop has no row ${id} in ${name}.`);
    return row;
  }

  addCustomer(changes: Record<string, string> = {}): Row {
    const id = this.table('customers').length + 1;
    const row: Row = {
      id,
      id_default_group: '3',
      id_lang: '2',
      newsletter_date_add: NEVER,
      ip_registration_newsletter: '',
      last_passwd_gen: this.now,
      secure_key: '0123456789abcdef0123456789abcdef',
      deleted: '0',
      passwd: `$2y$10$hash-of-customer-${id}`,
      lastname: 'Nowak & <Kot>',
      firstname: 'Zofia',
      email: `zofia.${id}@customer.example`,
      id_gender: '2',
      birthday: '0000-00-00',
      newsletter: '0',
      optin: '0',
      website: '',
      company: '',
      active: '1',
      note: '',
      is_guest: '0',
      id_shop: '1',
      id_shop_group: '1',
      date_add: this.now,
      date_upd: this.now,
      associations: { groups: [{ id: '3' }] },
      ...changes,
    };
    this.table('customers').push(row);
    return row;
  }

  addAddress(customer: Row, changes: Record<string, string> = {}): Row {
    return this.add('addresses', {
      id_customer: String(customer.id),
      id_country: '14',
      id_state: '0',
      alias: 'Dom',
      company: '',
      lastname: String(customer.lastname),
      firstname: String(customer.firstname),
      address1: 'ul. Długa 5',
      address2: 'm. 2',
      postcode: '30-001',
      city: 'Kraków',
      phone: '+48600100200',
      phone_mobile: '',
      deleted: '0',
      date_add: this.now,
      date_upd: this.now,
      ...changes,
    });
  }

  addContact(changes: Record<string, string> = {}): Row {
    const customer = this.addCustomer(changes);
    this.addAddress(customer);
    return customer;
  }

  /** A paid order of an account; its cart is kept. */
  addOrder(changes: Record<string, string> = {}, customer = this.addContact()): Row {
    const product = this.table('products')[0] ?? this.addProduct();
    const cart = this.addCart(customer, product);
    const [address] = this.table('addresses').filter(
      (row) => row.id_customer === String(customer.id),
    );
    const order = this.add('orders', {
      id_address_delivery: String(address?.id ?? 0),
      id_address_invoice: String(address?.id ?? 0),
      id_cart: String(cart.id),
      id_currency: '1',
      id_lang: '2',
      id_customer: String(customer.id),
      current_state: '2',
      module: 'ps_wirepayment',
      valid: '1',
      date_add: this.now,
      date_upd: this.now,
      note: '',
      id_shop_group: '1',
      id_shop: '1',
      payment: 'Przelew bankowy',
      total_paid: '107.440000',
      total_paid_tax_incl: '107.440000',
      total_paid_tax_excl: '87.350000',
      total_paid_real: '107.440000',
      conversion_rate: '1.000000',
      reference: 'XKBKNABJK',
      ...changes,
    });
    order.associations = { order_rows: [orderRow(product)] };
    for (const state of ['10', '2']) this.addStep(order, state);
    return order;
  }

  addStep(order: Row, state: string): void {
    this.add('order_histories', {
      id_employee: '1',
      id_order_state: state,
      id_order: String(order.id),
      date_add: this.now,
    });
  }

  /** A credit slip; it leaves the order as it was. */
  addSlip(order: Row, products = '28.720000'): Row {
    return this.add('order_slip', {
      id_customer: String(order.id_customer),
      id_order: String(order.id),
      total_products_tax_incl: products,
      total_shipping_tax_incl: '0.000000',
      amount: products,
      partial: '1',
      date_add: this.now,
      date_upd: this.now,
    });
  }

  /** A product in two combinations, of which the second costs more. */
  addProduct(changes: Record<string, unknown> = {}): Row {
    const product = this.add('products', {
      id_category_default: '4',
      id_default_image: '12',
      manufacturer_name: false,
      reference: 'TEE-RED',
      ean13: '5901234123464',
      state: '1',
      price: '40.650407',
      active: '1',
      available_for_order: '1',
      date_add: this.now,
      date_upd: this.now,
      link_rewrite: translated('red-tee', 'czerwona-koszulka'),
      name: translated('Red tee', 'Czerwona koszulka'),
      description: translated('<p>Soft\nand red</p>', '<p>Miękka\ni czerwona</p>'),
      description_short: translated('', ''),
      gross: '45.000000',
      regular: '50.000000',
      ...changes,
    });
    const combinations = ['1', '2'].map((value) => {
      const row = this.add('combinations', {
        id_product: String(product.id),
        ean13: '',
        reference: `TEE-RED-${value}`,
        price: '0.000000',
        default_on: value === '1' ? '1' : '',
        gross: value === '1' ? '45.000000' : '55.000000',
        regular: value === '1' ? '50.000000' : '55.000000',
      });
      row.associations = { product_option_values: [{ id: value }] };
      return row;
    });
    product.associations = {
      categories: [{ id: '2' }, { id: '3' }, { id: '4' }],
      images: [{ id: '12' }, { id: '123' }],
      combinations: combinations.map(({ id }) => ({ id: String(id) })),
    };
    for (const { id } of [{ id: 0 }, ...combinations]) {
      this.add('stock_availables', {
        id_product: String(product.id),
        id_product_attribute: String(id),
        id_shop: '1',
        quantity: '4',
        out_of_stock: '2',
      });
    }
    return product;
  }

  addCart(customer: Row, product = this.table('products')[0] ?? this.addProduct()): Row {
    const combination = this.table('combinations').find(
      (row) => row.id_product === String(product.id),
    );
    const cart = this.add('carts', {
      id_address_delivery: '0',
      id_currency: '1',
      id_customer: String(customer.id),
      id_guest: '0',
      id_lang: '2',
      id_shop_group: '1',
      id_shop: '1',
      id_carrier: '1',
      secure_key: '',
      date_add: this.now,
      date_upd: this.now,
    });
    cart.associations = {
      cart_rows: [
        {
          id_product: String(product.id),
          id_product_attribute: String(combination?.id ?? 0),
          quantity: '2',
        },
      ],
    };
    return cart;
  }

  /** Saves an object: what changed is told by `date_upd`. */
  change(table: string, id: string, changes: Record<string, unknown>): void {
    Object.assign(this.find(table, id), changes, { date_upd: this.now });
  }

  setState(orderId: string, word: string): boolean {
    const state = STATES[word];
    if (state === undefined) return false;
    const paid = ['2', '4'].includes(state) ? '1' : '0';
    this.change('orders', orderId, { current_state: state, valid: paid });
    if (state !== '0') this.addStep(this.find('orders', orderId), state);
    return true;
  }

  consent(customerId: string): FakeConsent {
    const { newsletter, newsletter_date_add } = this.find('customers', customerId);
    if (newsletter === '1') return 'in';
    return newsletter_date_add === NEVER ? 'never' : 'out';
  }

  /** On the account page; the date of a sign-up stays when it is taken back. */
  setConsent(customerId: string, state: FakeConsent): void {
    this.change('customers', customerId, {
      newsletter: state === 'in' ? '1' : '0',
      ...(state === 'in' ? { newsletter_date_add: this.now } : {}),
      ...(state === 'never' ? { newsletter_date_add: NEVER } : {}),
    });
  }

  /** In the footer form: past the customer object, with the clock of the database, which is in UTC. */
  setConsentInFooter(customerId: string | number, isIn: boolean): void {
    const written = isIn
      ? { newsletter: '1', newsletter_date_add: wallClock(this.nowMs, 'UTC') }
      : {};
    Object.assign(this.find('customers', customerId), { newsletter: '0' }, written);
  }

  /** Milliseconds of a time in the shop's clock. */
  ms(local: unknown): number {
    return instantMs(local, ZONE) ?? Number.NaN;
  }

  add(table: string, row: Record<string, unknown>): Row {
    const added: Row = { ...row, id: this.table(table).length + 1 };
    this.table(table).push(added);
    return added;
  }
}

const orderRow = (product: Row): Record<string, string> => ({
  id: '700',
  product_id: String(product.id),
  product_attribute_id: '1',
  product_quantity: '2',
  product_name: 'Czerwona koszulka - Rozmiar: S',
  product_reference: 'TEE-RED-1',
  product_ean13: '',
  unit_price_tax_incl: '45.000001',
  unit_price_tax_excl: '36.585366',
});

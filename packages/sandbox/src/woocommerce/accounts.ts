import { applyMeta } from './meta.js';
import type { Address, BillingAddress, CustomerRecord, Role } from './records.js';
import { RestError } from './rest.error.js';
import type { Shop } from './shop.js';

/** What a registration or an edit can set. Addresses may be partial. */
export interface AccountFields {
  email?: string;
  firstName?: string;
  lastName?: string;
  username?: string;
  role?: Role;
  billing?: Partial<BillingAddress>;
  shipping?: Partial<Address>;
  /** Rows as REST takes them: `[{ key, value }]`. */
  meta?: unknown;
}

const NO_ADDRESS: Address = {
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

/** Changes accounts, and tells the webhooks. */
export class Accounts {
  constructor(private readonly shop: Shop) {}

  find(id: number): CustomerRecord {
    const record = this.shop.customers.get(id);
    if (record === undefined) throw new RestError(404, 'wc_user_invalid_id', 'Invalid user ID.');
    return record;
  }

  register(fields: AccountFields): CustomerRecord {
    const email = fields.email ?? '';
    this.#refuseTaken(email, undefined);
    const now = this.shop.now;
    const record: CustomerRecord = {
      id: this.shop.nextUserId(),
      createdAt: now,
      modifiedAt: now,
      email,
      firstName: fields.firstName ?? '',
      lastName: fields.lastName ?? '',
      role: fields.role ?? 'customer',
      username: fields.username ?? email.split('@')[0] ?? email,
      billing: { ...NO_ADDRESS, email: '', ...fields.billing },
      shipping: { ...NO_ADDRESS, ...fields.shipping },
      isPaying: false,
      meta: applyMeta([], fields.meta, () => this.shop.nextRowId()),
    };
    this.shop.putCustomer(record);
    this.shop.announce('customer.created', record.id);
    return record;
  }

  /** Every edit counts as a change, also one that sets what was there before. */
  edit(id: number, fields: AccountFields): CustomerRecord {
    const known = this.find(id);
    if (fields.email !== undefined) this.#refuseTaken(fields.email, id);
    return this.#store({
      ...known,
      email: fields.email ?? known.email,
      firstName: fields.firstName ?? known.firstName,
      lastName: fields.lastName ?? known.lastName,
      role: fields.role ?? known.role,
      billing: { ...known.billing, ...fields.billing },
      shipping: { ...known.shipping, ...fields.shipping },
      meta: applyMeta(known.meta, fields.meta, () => this.shop.nextRowId()),
    });
  }

  /** The first payment makes a paying customer, which WooCommerce saves as an edit of the account. */
  markPaying(id: number): void {
    const known = this.shop.customers.get(id);
    if (known !== undefined && !known.isPaying) this.#store({ ...known, isPaying: true });
  }

  /** Accounts are deleted for good; their orders become orders of a guest. */
  erase(id: number): CustomerRecord {
    const known = this.find(id);
    const { orders } = this.shop;
    const own = orders.query(
      `owner ${id}`,
      (row) => orders.ownerId(row) === id,
      (a, b) => a - b,
    );
    const ids = Array.from({ length: own.length }, (_, n) => own.id(n));
    for (const orderId of ids) {
      const order = orders.get(orderId);
      if (order !== undefined) orders.put({ ...order, customerId: 0 });
    }
    this.shop.customers.remove(id);
    this.shop.announce('customer.deleted', id);
    return known;
  }

  #store(record: CustomerRecord): CustomerRecord {
    const changed = { ...record, modifiedAt: this.shop.now };
    this.shop.putCustomer(changed);
    this.shop.announce('customer.updated', record.id);
    return changed;
  }

  #refuseTaken(email: string, ownId: number | undefined): void {
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) {
      throw new RestError(
        400,
        'registration-error-invalid-email',
        'Please provide a valid email address.',
      );
    }
    const owner = this.shop.customerByEmail(email);
    if (owner === undefined || owner.id === ownId) return;
    if (ownId !== undefined) {
      throw new RestError(
        400,
        'woocommerce_rest_customer_invalid_email',
        'Email address is invalid.',
      );
    }
    throw new RestError(
      400,
      'registration-error-email-exists',
      `An account is already registered with ${email}. Please log in or use a different email address.`,
    );
  }
}

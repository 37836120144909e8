import type { Accounts } from './accounts.js';
import { applyMeta } from './meta.js';
import { orderKey } from './order-history.js';
import { priceNow } from './product.document.js';
import type { ProductDesk } from './product-desk.js';
import { Dice, STREAM } from './random.js';
import {
  type Address,
  type BillingAddress,
  type Meta,
  type NoteRecord,
  type OrderLine,
  type OrderRecord,
  type OrderStatus,
  orderTotal,
  type RefundRecord,
  refundedTotal,
  type ShippingLine,
} from './records.js';
import { RestError } from './rest.error.js';
import type { Shop } from './shop.js';

const STATUS_NAMES: Record<OrderStatus, string> = {
  pending: 'Pending payment',
  processing: 'Processing',
  'on-hold': 'On hold',
  completed: 'Completed',
  cancelled: 'Cancelled',
  refunded: 'Refunded',
  failed: 'Failed',
  'checkout-draft': 'Draft',
  trash: 'Trash',
};

const TAKES_STOCK: ReadonlySet<OrderStatus> = new Set(['processing', 'completed', 'on-hold']);
const RETURNS_STOCK: ReadonlySet<OrderStatus> = new Set(['cancelled', 'pending']);

/** Goods to put on an order. Amounts in minor units; by default the price of today. */
export interface LineDraft {
  productId?: number;
  variationId?: number;
  sku?: string;
  quantity: number;
  subtotal?: number;
  total?: number;
}

export interface OrderDraft {
  status?: OrderStatus;
  isPaid?: boolean;
  customerId?: number;
  billing?: Partial<BillingAddress>;
  shipping?: Partial<Address>;
  paymentMethod?: string;
  paymentMethodTitle?: string;
  transactionId?: string;
  customerNote?: string;
  createdVia?: string;
  ipAddress?: string;
  userAgent?: string;
  lines?: readonly LineDraft[];
  shippingLines?: readonly Omit<ShippingLine, 'id'>[];
  meta?: unknown;
}

export type OrderChanges = Omit<OrderDraft, 'createdVia' | 'ipAddress' | 'userAgent'>;

export interface RefundDraft {
  /** Minor units; by default all that is left. */
  amount?: number;
  reason?: string;
  /** Gives the money back through the payment provider. */
  isPaymentRefunded?: boolean;
}

/** Changes orders the way WooCommerce does, with what follows: dates, stock, refunds, webhooks. */
export class Orders {
  constructor(
    private readonly shop: Shop,
    private readonly accounts: Accounts,
    private readonly products: ProductDesk,
  ) {}

  /** Also finds orders in the bin. */
  find(id: number): OrderRecord {
    const record = this.shop.orders.get(id);
    if (record === undefined) {
      throw new RestError(404, 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.');
    }
    return record;
  }

  place(draft: OrderDraft): OrderRecord {
    const id = this.shop.nextPostId();
    const now = this.shop.now;
    const customer = draft.customerId ? this.shop.customers.get(draft.customerId) : undefined;
    if (draft.customerId && customer === undefined) {
      throw new RestError(400, 'woocommerce_rest_invalid_customer_id', 'Customer ID is invalid.');
    }
    const billing = { ...(customer?.billing ?? emptyBilling()), ...draft.billing };
    const { email: _email, ...fromBilling } = billing;
    const secrets = new Dice(this.shop.settings.seed, STREAM.secrets, id);
    const record: OrderRecord = {
      id,
      status: 'pending',
      createdAt: now,
      modifiedAt: now,
      paidAt: null,
      completedAt: null,
      customerId: customer?.id ?? 0,
      orderKey: `wc_order_${orderKey(secrets)}`,
      billing,
      shipping: { ...(customer?.shipping ?? { ...fromBilling, phone: '' }), ...draft.shipping },
      paymentMethod: draft.paymentMethod ?? '',
      paymentMethodTitle: draft.paymentMethodTitle ?? '',
      transactionId: draft.transactionId ?? '',
      ipAddress: draft.ipAddress ?? '',
      userAgent: draft.userAgent ?? '',
      createdVia: draft.createdVia ?? 'rest-api',
      customerNote: draft.customerNote ?? '',
      cartHash: draft.createdVia === undefined ? '' : secrets.hex(32),
      meta: applyMeta([], draft.meta, () => this.shop.nextRowId()),
      lines: (draft.lines ?? []).map((line) => this.#line(line)),
      shippingLines: (draft.shippingLines ?? []).map((line) => ({
        id: this.shop.nextRowId(),
        ...line,
      })),
      couponLines: [],
      refunds: [],
      notes: [],
      isStockReduced: false,
    };
    const isPaid = draft.isPaid ?? false;
    const asked = draft.status ?? 'pending';
    const status = isPaid && asked === 'pending' ? 'processing' : asked;
    this.shop.orders.put(record);
    this.shop.announce('order.created', id);
    return status === 'pending' ? record : this.#store(this.#moved(record, status, isPaid));
  }

  setStatus(id: number, status: OrderStatus): OrderRecord {
    const known = this.find(id);
    if (known.status === status) return this.#store(known);
    return this.#store(this.#moved(known, status));
  }

  change(id: number, changes: OrderChanges): OrderRecord {
    let next = this.find(id);
    const lines = (changes.lines ?? []).map((line) => this.#line(line));
    const shippingLines = (changes.shippingLines ?? []).map((line) => ({
      id: this.shop.nextRowId(),
      ...line,
    }));
    if (changes.customerId) this.accounts.find(changes.customerId);
    next = {
      ...next,
      customerId: changes.customerId ?? next.customerId,
      billing: { ...next.billing, ...changes.billing },
      shipping: { ...next.shipping, ...changes.shipping },
      paymentMethod: changes.paymentMethod ?? next.paymentMethod,
      paymentMethodTitle: changes.paymentMethodTitle ?? next.paymentMethodTitle,
      transactionId: changes.transactionId ?? next.transactionId,
      customerNote: changes.customerNote ?? next.customerNote,
      meta: applyMeta(next.meta, changes.meta, () => this.shop.nextRowId()),
      lines: [...next.lines, ...lines],
      shippingLines: [...next.shippingLines, ...shippingLines],
    };
    const needsPayment = next.status === 'pending' || next.status === 'on-hold';
    const status = changes.status ?? (changes.isPaid && needsPayment ? 'processing' : next.status);
    return this.#store(
      status === next.status ? next : this.#moved(next, status, changes.isPaid ?? false),
    );
  }

  /** A partial refund keeps the status; giving back the rest makes the order `refunded`. */
  refund(id: number, draft: RefundDraft): { order: OrderRecord; refund: RefundRecord } {
    const known = this.find(id);
    const left = orderTotal(known) - refundedTotal(known);
    const amount = draft.amount ?? left;
    if (amount <= 0) {
      throw new RestError(
        400,
        'woocommerce_rest_invalid_order_refund',
        'Refund amount must be greater than zero.',
      );
    }
    if (amount > left) {
      throw new RestError(
        500,
        'woocommerce_rest_cannot_create_order_refund',
        'Invalid refund amount.',
      );
    }
    const refund: RefundRecord = {
      id: this.shop.nextPostId(),
      createdAt: this.shop.now,
      amount,
      reason: draft.reason ?? '',
      isPaymentRefunded: draft.isPaymentRefunded ?? false,
      type: amount === left ? 'full' : 'partial',
      metaId: this.shop.nextRowId(),
      lines: [],
    };
    const refunded = { ...known, refunds: [refund, ...known.refunds] };
    const order = this.#store(
      refund.type === 'full' ? this.#moved(refunded, 'refunded') : refunded,
    );
    return { order, refund };
  }

  /** A note does not count as a change of the order. */
  addNote(id: number, text: string, isForCustomer: boolean, author = 'admin'): NoteRecord {
    const known = this.find(id);
    const note = this.#note(text, isForCustomer, author);
    this.shop.orders.put({ ...known, notes: [...known.notes, note] });
    return note;
  }

  /** Puts the order in the bin: gone from lists, `order.deleted` to the webhooks. */
  trash(id: number): OrderRecord {
    const known = this.find(id);
    if (known.status === 'trash') {
      throw new RestError(
        410,
        'woocommerce_rest_already_trashed',
        'The order has already been deleted.',
      );
    }
    this.shop.orders.put({ ...known, status: 'trash', statusBeforeTrash: known.status });
    this.shop.announce('order.deleted', id);
    return known;
  }

  restore(id: number): OrderRecord {
    const { statusBeforeTrash, ...known } = this.find(id);
    const order = { ...known, status: statusBeforeTrash ?? 'pending', modifiedAt: this.shop.now };
    this.shop.orders.put(order);
    this.shop.announce('order.restored', id);
    return order;
  }

  /**
   * Deletes for good. No webhook: the topic `order.deleted` listens to `wp_trash_post` and
   * `woocommerce_trash_order` only, as the recorded webhooks say.
   */
  erase(id: number): OrderRecord {
    const known = this.find(id);
    this.shop.orders.remove(id);
    return known;
  }

  #store(order: OrderRecord): OrderRecord {
    const changed = { ...order, modifiedAt: this.shop.now };
    this.shop.orders.put(changed);
    this.shop.announce('order.updated', order.id);
    if (changed.paidAt !== null && changed.customerId !== 0) {
      this.accounts.markPaying(changed.customerId);
    }
    return changed;
  }

  #moved(order: OrderRecord, status: OrderStatus, isPaid = false): OrderRecord {
    const now = this.shop.now;
    const from = STATUS_NAMES[order.status];
    let next: OrderRecord = {
      ...order,
      status,
      notes: [
        ...order.notes,
        this.#note(`Order status changed from ${from} to ${STATUS_NAMES[status]}.`),
      ],
    };
    // Cash on delivery is on its way before it is paid.
    const isPaidNow =
      isPaid ||
      status === 'completed' ||
      (status === 'processing' && order.paymentMethod !== 'cod');
    if (isPaidNow) next = { ...next, paidAt: order.paidAt ?? now };
    if (status === 'completed') next = { ...next, completedAt: now };
    if (status === 'refunded') next = this.#withRestRefunded(next);
    if (TAKES_STOCK.has(status) && !order.isStockReduced) return this.#takeStock(next);
    if (RETURNS_STOCK.has(status) && order.isStockReduced) return this.#returnStock(next);
    return next;
  }

  /** Setting the status by hand makes a refund over what was not given back yet. */
  #withRestRefunded(order: OrderRecord): OrderRecord {
    const left = orderTotal(order) - refundedTotal(order);
    if (left <= 0) return order;
    const refund: RefundRecord = {
      id: this.shop.nextPostId(),
      createdAt: this.shop.now,
      amount: left,
      reason: 'Order fully refunded.',
      isPaymentRefunded: false,
      type: 'full',
      metaId: this.shop.nextRowId(),
      lines: [],
    };
    return { ...order, refunds: [refund, ...order.refunds] };
  }

  #takeStock(order: OrderRecord): OrderRecord {
    const lines = order.lines.map((line) => {
      const isTaken = this.products.sell(line.productId, line.variationId, line.quantity);
      if (!isTaken) return line;
      const row: Meta = {
        id: this.shop.nextRowId(),
        key: '_reduced_stock',
        value: String(line.quantity),
      };
      return { ...line, meta: [...line.meta, row] };
    });
    return { ...order, lines, isStockReduced: true };
  }

  #returnStock(order: OrderRecord): OrderRecord {
    const lines = order.lines.map((line) => {
      const meta = line.meta.filter(({ key }) => key !== '_reduced_stock');
      if (meta.length === line.meta.length) return line;
      this.products.sell(line.productId, line.variationId, -line.quantity);
      return { ...line, meta };
    });
    return { ...order, lines, isStockReduced: false };
  }

  #note(text: string, isForCustomer = false, author = 'WooCommerce'): NoteRecord {
    return { id: this.shop.nextRowId(), createdAt: this.shop.now, author, text, isForCustomer };
  }

  #line(draft: LineDraft): OrderLine {
    const variation = draft.variationId ? this.shop.variation(draft.variationId) : undefined;
    const product =
      draft.sku === undefined
        ? this.shop.products.get(variation?.parentId ?? draft.productId ?? 0)
        : this.products.bySku(draft.sku);
    if (draft.sku === undefined && !draft.productId && !draft.variationId) {
      throw new RestError(
        400,
        'woocommerce_rest_required_product_reference',
        'Product ID or SKU is required.',
      );
    }
    if (product === undefined) {
      throw new RestError(400, 'woocommerce_rest_invalid_product_id', 'Product ID is invalid.');
    }
    const sold = variation ?? product;
    const subtotal =
      draft.subtotal ?? draft.total ?? (priceNow(sold, this.shop.now) ?? 0) * draft.quantity;
    const options = variation?.attributes ?? [];
    const name = options.map(({ option }) => option).join(', ');
    const { imageName } = product;
    const noImage = variation === undefined ? ('' as const) : 0;
    return {
      id: this.shop.nextRowId(),
      name: variation === undefined ? product.name : `${product.name} - ${name}`,
      productId: product.id,
      variationId: variation?.id ?? 0,
      quantity: draft.quantity,
      subtotal,
      total: draft.total ?? subtotal,
      sku: sold.sku,
      gtin: sold.gtin,
      parentName: variation === undefined ? null : product.name,
      image: { id: imageName === null ? noImage : product.id + 7, src: imageName ?? '' },
      meta: options.map(({ name: key, option }) => ({
        id: this.shop.nextRowId(),
        key: key.toLowerCase(),
        value: option,
      })),
    };
  }
}

export { STATUS_NAMES };

function emptyBilling(): BillingAddress {
  return {
    first_name: '',
    last_name: '',
    company: '',
    address_1: '',
    address_2: '',
    city: '',
    postcode: '',
    country: '',
    state: '',
    email: '',
    phone: '',
  };
}

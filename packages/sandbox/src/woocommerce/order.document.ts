import type {
  WooCouponLine,
  WooLineMeta,
  WooOrder,
  WooOrderLine,
  WooOrderNote,
  WooRefund,
} from './documents.js';
import { both, type Frame, links, metaDocument, restUrl, WOOCOMMERCE_VERSION } from './frame.js';
import { CURRENCIES, money } from './money.js';
import { imageUrl } from './product.document.js';
import {
  type Meta,
  type NoteRecord,
  type OrderLine,
  type OrderRecord,
  type OrderStatus,
  orderTotal,
  type RefundRecord,
} from './records.js';

const EDITABLE: ReadonlySet<OrderStatus> = new Set(['pending', 'on-hold', 'checkout-draft']);
const UNPAID: ReadonlySet<OrderStatus> = new Set(['pending', 'failed', 'checkout-draft']);

/** An order as `GET /orders/{id}`; `decimals` is the parameter `dp`. */
export function orderDocument(frame: Frame, record: OrderRecord, decimals = 2): WooOrder {
  const [created, createdGmt] = both(frame, record.createdAt);
  const [modified, modifiedGmt] = both(frame, record.modifiedAt);
  const [completed, completedGmt] = both(frame, record.completedAt);
  const [paid, paidGmt] = both(frame, record.paidAt);
  const { billing, shipping } = record;
  const amount = (minor: number) => money(minor, decimals);
  const none = amount(0);
  const total = orderTotal(record);
  const discount = record.lines.reduce((sum, line) => sum + line.subtotal - line.total, 0);
  return {
    id: record.id,
    parent_id: 0,
    status: record.status,
    currency: frame.currency,
    version: WOOCOMMERCE_VERSION,
    prices_include_tax: frame.pricesIncludeTax,
    date_created: created,
    date_modified: modified,
    discount_total: amount(discount),
    discount_tax: none,
    shipping_total: amount(record.shippingLines.reduce((sum, line) => sum + line.total, 0)),
    shipping_tax: none,
    cart_tax: none,
    total: amount(total),
    total_tax: none,
    customer_id: record.customerId,
    order_key: record.orderKey,
    billing: {
      first_name: billing.first_name,
      last_name: billing.last_name,
      company: billing.company,
      address_1: billing.address_1,
      address_2: billing.address_2,
      city: billing.city,
      state: billing.state,
      postcode: billing.postcode,
      country: billing.country,
      email: billing.email,
      phone: billing.phone,
    },
    shipping: {
      first_name: shipping.first_name,
      last_name: shipping.last_name,
      company: shipping.company,
      address_1: shipping.address_1,
      address_2: shipping.address_2,
      city: shipping.city,
      state: shipping.state,
      postcode: shipping.postcode,
      country: shipping.country,
      phone: shipping.phone,
    },
    payment_method: record.paymentMethod,
    payment_method_title: record.paymentMethodTitle,
    transaction_id: record.transactionId,
    customer_ip_address: record.ipAddress,
    customer_user_agent: record.userAgent,
    created_via: record.createdVia,
    customer_note: record.customerNote,
    date_completed: completed,
    date_paid: paid,
    cart_hash: record.cartHash,
    number: String(record.id),
    meta_data: metaDocument(record.meta),
    line_items: record.lines.map((line) => lineDocument(frame, line, decimals)),
    tax_lines: [],
    shipping_lines: record.shippingLines.map((line) => ({
      id: line.id,
      method_title: line.methodTitle,
      method_id: line.methodId,
      instance_id: record.createdVia === 'rest-api' ? '' : '1',
      total: amount(line.total),
      total_tax: none,
      taxes: [],
      tax_status: 'taxable',
      meta_data: [],
    })),
    fee_lines: [],
    coupon_lines: record.couponLines.map(
      (line): WooCouponLine => ({
        id: line.id,
        code: line.code,
        discount: amount(line.discount),
        discount_tax: none,
        meta_data: [],
        discount_type: 'percent',
        nominal_amount: 10,
        free_shipping: false,
      }),
    ),
    refunds: record.refunds.map((refund) => ({
      id: refund.id,
      reason: refund.reason,
      total: amount(-refund.amount),
      total_tax: none,
    })),
    payment_url: `${frame.home}/checkout/order-pay/${record.id}/?pay_for_order=true&key=${record.orderKey}`,
    is_editable: EDITABLE.has(record.status),
    needs_payment: UNPAID.has(record.status) && total > 0,
    needs_processing: true,
    date_created_gmt: createdGmt,
    date_modified_gmt: modifiedGmt,
    date_completed_gmt: completedGmt,
    date_paid_gmt: paidGmt,
    currency_symbol: CURRENCIES[frame.currency].symbol,
    _links: {
      ...links(frame, '/wc/v3/orders', record.id),
      email_templates: [
        {
          embeddable: true,
          href: restUrl(frame, `/wc/v3/orders/${record.id}/actions/email_templates`),
        },
      ],
      ...(record.customerId === 0
        ? {}
        : { customer: [{ href: restUrl(frame, `/wc/v3/customers/${record.customerId}`) }] }),
    },
  };
}

/** A refund as `GET /orders/{id}/refunds/{id}`. */
export function refundDocument(frame: Frame, order: OrderRecord, refund: RefundRecord): WooRefund {
  const [created, createdGmt] = both(frame, refund.createdAt);
  const collection = `/wc/v3/orders/${order.id}/refunds`;
  return {
    id: refund.id,
    date_created: created,
    date_created_gmt: createdGmt,
    amount: money(refund.amount),
    reason: refund.reason,
    refunded_by: 1,
    refunded_payment: refund.isPaymentRefunded,
    meta_data: [{ id: refund.metaId, key: '_refund_type', value: refund.type }],
    line_items: refund.lines.map((line) => lineDocument(frame, line, 2)),
    shipping_lines: [],
    tax_lines: [],
    fee_lines: [],
    _links: {
      ...links(frame, collection, refund.id, ['GET', 'DELETE']),
      up: [{ href: restUrl(frame, `/wc/v3/orders/${order.id}`) }],
    },
  };
}

export function noteDocument(frame: Frame, order: OrderRecord, note: NoteRecord): WooOrderNote {
  const [created, createdGmt] = both(frame, note.createdAt);
  return {
    id: note.id,
    author: note.author,
    date_created: created,
    date_created_gmt: createdGmt,
    note: note.text,
    customer_note: note.isForCustomer,
    _links: {
      ...links(frame, `/wc/v3/orders/${order.id}/notes`, note.id, ['GET', 'DELETE']),
      up: [{ href: restUrl(frame, `/wc/v3/orders/${order.id}`) }],
    },
  };
}

function lineDocument(frame: Frame, line: OrderLine, decimals: number): WooOrderLine {
  const none = money(0, decimals);
  return {
    id: line.id,
    name: line.name,
    product_id: line.productId,
    variation_id: line.variationId,
    quantity: line.quantity,
    tax_class: '',
    subtotal: money(line.subtotal, decimals),
    subtotal_tax: none,
    total: money(line.total, decimals),
    total_tax: none,
    taxes: [],
    meta_data: line.meta.map(lineMeta),
    sku: line.sku,
    global_unique_id: line.gtin,
    price: line.quantity === 0 ? 0 : line.total / 100 / line.quantity,
    image: {
      id: line.image.id,
      src: line.image.src === '' ? '' : imageUrl(frame, line.image.src),
    },
    parent_name: line.parentName,
  };
}

/** Attributes of a variation are shown under their label, anything else under its key. */
function lineMeta(meta: Meta): WooLineMeta {
  const label = meta.key.charAt(0).toUpperCase() + meta.key.slice(1);
  return {
    id: meta.id,
    key: meta.key,
    value: meta.value,
    display_key: meta.key.startsWith('_') ? meta.key : label,
    display_value: meta.value,
  };
}

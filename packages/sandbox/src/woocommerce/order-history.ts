import type { History } from './history.js';
import { Dice, STREAM } from './random.js';
import type { Meta, OrderLine, OrderRecord, OrderStatus, RefundRecord } from './records.js';

const HOUR_S = 3600;
const DAY_S = 86_400;

export const PAYMENT_METHODS = {
  przelewy24: 'Przelewy24',
  stripe: 'Credit / debit card',
  bacs: 'Bank transfer',
  cod: 'Cash on delivery',
} as const;
export type PaymentMethod = keyof typeof PAYMENT_METHODS;

/** What lists filter and sort by; a hundred thousand of these are worked out in a blink. */
export interface OrderPlan {
  createdAt: number;
  modifiedAt: number;
  paidAt: number | null;
  completedAt: number | null;
  refundedAt: number | null;
  status: OrderStatus;
  method: PaymentMethod;
  /** -1 for a guest. */
  customerIndex: number;
  guestIndex: number;
}

/** Decides when an order was placed, by whom, and how far it came before the past ended. */
export function orderPlan(history: History, index: number): OrderPlan {
  const { seed, orders } = history.settings;
  const dice = new Dice(seed, STREAM.order, index);
  const step = (history.end - history.start) / Math.max(1, orders);
  const createdAt = Math.floor(history.start + (index + dice.fraction()) * step);
  const accounts = history.accountsAt(createdAt);
  const isGuest = dice.chance(25) || accounts === 0;
  const who = dice.fraction();
  const fate = dice.between(1, 100);
  const method = dice.pick(['przelewy24', 'przelewy24', 'stripe', 'bacs', 'cod'] as const);
  const pays = createdAt + dice.between(20, method === 'bacs' ? 2 * DAY_S : 900);
  const ships = pays + dice.between(6 * HOUR_S, 4 * DAY_S);
  const regrets = ships + dice.between(DAY_S, 20 * DAY_S);
  const gone = createdAt + dice.between(HOUR_S, 2 * DAY_S);
  const plan: OrderPlan = {
    createdAt,
    modifiedAt: createdAt,
    paidAt: null,
    completedAt: null,
    refundedAt: null,
    status: method === 'bacs' ? 'on-hold' : 'pending',
    method,
    customerIndex: isGuest ? -1 : Math.floor(who * accounts),
    guestIndex: Math.floor((who * orders) / 5),
  };
  const happened = (at: number) => at <= history.end;
  if (fate <= 12) {
    if (happened(gone)) {
      plan.status = fate <= 8 ? 'cancelled' : 'failed';
      plan.modifiedAt = gone;
    }
    return plan;
  }
  // Paid on delivery means: on its way at once, paid when it is completed.
  if (method === 'cod') plan.status = 'processing';
  else if (happened(pays)) {
    plan.status = 'processing';
    plan.paidAt = pays;
    plan.modifiedAt = pays;
  }
  if (happened(ships)) {
    plan.status = 'completed';
    plan.paidAt ??= ships;
    plan.completedAt = ships;
    plan.modifiedAt = ships;
  }
  if (fate > 93 && happened(regrets)) {
    plan.refundedAt = regrets;
    plan.modifiedAt = regrets;
    if (fate > 96) plan.status = 'refunded';
  }
  return plan;
}

/** The whole order. */
export function orderAt(history: History, index: number): OrderRecord {
  const { seed, newsletterKey } = history.settings;
  const plan = orderPlan(history, index);
  const dice = new Dice(seed, STREAM.orderDetail, index);
  const isGuest = plan.customerIndex < 0;
  const person = isGuest
    ? history.guestPerson(plan.guestIndex)
    : history.customerPerson(plan.customerIndex);
  const id = history.orderId(index);
  const itemId = index * 10 + 1;
  const hasCoupon = dice.chance(8);
  const isStockReduced = plan.status !== 'pending' && plan.status !== 'failed';
  const lines = orderLines(history, dice, itemId, hasCoupon, isStockReduced);
  const goods = lines.reduce((sum, line) => sum + line.total, 0);
  const shipping = goods >= 30_000 ? 0 : 1_500;
  const createdVia = dice.chance(80) ? 'checkout' : 'store-api';
  const isElectronic = plan.method === 'przelewy24' || plan.method === 'stripe';
  const meta: Meta[] = [
    { id: id * 20 + 1, key: '_wc_order_attribution_source_type', value: 'typein' },
    { id: id * 20 + 2, key: 'is_vat_exempt', value: 'no' },
  ];
  if (isGuest && dice.chance(30)) {
    meta.push({ id: id * 20 + 3, key: newsletterKey, value: 'yes' });
  }
  if (createdVia === 'store-api') {
    const ticked = dice.chance(35) ? '1' : '0';
    meta.push({ id: id * 20 + 4, key: '_wc_other/hub/newsletter', value: ticked });
  }
  // Some people type their address with capitals, and guests are not corrected by a login.
  const email =
    isGuest && dice.chance(4)
      ? person.email.replace(/^./, (first) => first.toUpperCase())
      : person.email;
  return {
    id,
    status: plan.status,
    createdAt: plan.createdAt,
    modifiedAt: plan.modifiedAt,
    paidAt: plan.paidAt,
    completedAt: plan.completedAt,
    customerId: isGuest ? 0 : history.customerId(plan.customerIndex),
    orderKey: `wc_order_${orderKey(dice)}`,
    billing: { ...person.billing, email },
    shipping: person.shipping,
    paymentMethod: plan.method,
    paymentMethodTitle: PAYMENT_METHODS[plan.method],
    transactionId: plan.paidAt !== null && isElectronic ? `p24-${dice.hex(12)}` : '',
    ipAddress: `203.0.113.${dice.between(1, 254)}`,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    createdVia,
    customerNote: dice.chance(5) ? 'Proszę zostawić u sąsiadów.' : '',
    cartHash: dice.hex(32),
    meta,
    lines,
    shippingLines: [
      {
        id: itemId + 8,
        methodId: shipping === 0 ? 'free_shipping' : 'flat_rate',
        methodTitle: shipping === 0 ? 'Free shipping' : 'Flat rate',
        total: shipping,
      },
    ],
    couponLines: hasCoupon ? [{ id: itemId + 9, code: 'las10', discount: discountOf(lines) }] : [],
    refunds: plan.refundedAt === null ? [] : [refund(plan, id, lines, goods + shipping)],
    notes: [],
    isStockReduced,
  };
}

export function orderKey(dice: Dice): string {
  return dice.text(13, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789');
}

function refund(
  plan: OrderPlan,
  orderId: number,
  lines: readonly OrderLine[],
  total: number,
): RefundRecord {
  const isFull = plan.status === 'refunded';
  const piece = lines[0];
  return {
    id: orderId + 1,
    createdAt: plan.refundedAt ?? plan.modifiedAt,
    amount: isFull || piece === undefined ? total : Math.round(piece.total / piece.quantity),
    reason: isFull ? 'Zwrot zamówienia' : 'Damaged',
    isPaymentRefunded: plan.method === 'przelewy24' || plan.method === 'stripe',
    type: isFull ? 'full' : 'partial',
    metaId: orderId * 20 + 9,
    lines: [],
  };
}

function discountOf(lines: readonly OrderLine[]): number {
  return lines.reduce((sum, line) => sum + line.subtotal - line.total, 0);
}

function orderLines(
  history: History,
  dice: Dice,
  firstId: number,
  hasCoupon: boolean,
  isStockReduced: boolean,
): OrderLine[] {
  const lines: OrderLine[] = [];
  const count = dice.pick([1, 1, 1, 2, 2, 3, 4] as const);
  const first = dice.between(0, history.catalogue.count - 1);
  for (let n = 0; n < Math.min(count, history.catalogue.count); n += 1) {
    const { product, variations } = history.catalogue.at((first + n) % history.catalogue.count);
    const variation = variations[dice.between(0, Math.max(0, variations.length - 1))];
    const quantity = dice.pick([1, 1, 1, 1, 2, 2, 3] as const);
    const price = variation?.regularPrice ?? product.salePrice ?? product.regularPrice ?? 0;
    const id = firstId + n;
    const subtotal = price * quantity;
    const meta: Meta[] = [];
    if (variation !== undefined) {
      meta.push({ id: id * 10 + 1, key: 'size', value: variation.attributes[0]?.option ?? '' });
    }
    if (isStockReduced && (variation ?? product).manageStock) {
      meta.push({ id: id * 10 + 2, key: '_reduced_stock', value: String(quantity) });
    }
    lines.push({
      id,
      name: variation ? `${product.name} - ${variation.attributes[0]?.option}` : product.name,
      productId: product.id,
      variationId: variation?.id ?? 0,
      quantity,
      subtotal,
      total: hasCoupon ? subtotal - Math.round(subtotal / 10) : subtotal,
      sku: variation?.sku ?? product.sku,
      gtin: variation?.gtin ?? product.gtin,
      parentName: variation ? product.name : null,
      image: { id: product.imageName === null ? '' : product.id + 7, src: product.imageName ?? '' },
      meta,
    });
  }
  return lines;
}

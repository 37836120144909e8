/** What the store keeps. Records are replaced, never changed in place; instants are seconds. */

export interface Address {
  first_name: string;
  last_name: string;
  company: string;
  address_1: string;
  address_2: string;
  city: string;
  postcode: string;
  country: string;
  state: string;
  phone: string;
}

export interface BillingAddress extends Address {
  email: string;
}

/** A row of a meta table. Values that are not text were stored serialised and keep their shape. */
export interface Meta {
  id: number;
  key: string;
  value: unknown;
}

export const ROLES = [
  'administrator',
  'editor',
  'author',
  'contributor',
  'subscriber',
  'customer',
  'shop_manager',
] as const;
export type Role = (typeof ROLES)[number];

export interface CustomerRecord {
  id: number;
  createdAt: number;
  /** Null for an account nobody ever edited. */
  modifiedAt: number | null;
  email: string;
  firstName: string;
  lastName: string;
  role: Role;
  username: string;
  billing: BillingAddress;
  shipping: Address;
  isPaying: boolean;
  meta: readonly Meta[];
}

export const ORDER_STATUSES = [
  'pending',
  'processing',
  'on-hold',
  'completed',
  'cancelled',
  'refunded',
  'failed',
  'checkout-draft',
  'trash',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export interface OrderLine {
  id: number;
  name: string;
  productId: number;
  variationId: number;
  quantity: number;
  /** Minor units, before and after discounts, for all pieces. */
  subtotal: number;
  total: number;
  sku: string;
  gtin: string;
  parentName: string | null;
  image: { id: number | ''; src: string };
  meta: readonly Meta[];
}

export interface ShippingLine {
  id: number;
  methodId: string;
  methodTitle: string;
  total: number;
}

export interface CouponLine {
  id: number;
  code: string;
  discount: number;
}

export interface RefundRecord {
  id: number;
  createdAt: number;
  amount: number;
  reason: string;
  isPaymentRefunded: boolean;
  type: 'full' | 'partial';
  metaId: number;
  lines: readonly OrderLine[];
}

export interface NoteRecord {
  id: number;
  createdAt: number;
  author: string;
  text: string;
  isForCustomer: boolean;
}

export interface OrderRecord {
  id: number;
  status: OrderStatus;
  /** What an order in the bin was before. */
  statusBeforeTrash?: OrderStatus;
  createdAt: number;
  modifiedAt: number;
  paidAt: number | null;
  completedAt: number | null;
  /** 0 for a guest. */
  customerId: number;
  orderKey: string;
  billing: BillingAddress;
  shipping: Address;
  paymentMethod: string;
  paymentMethodTitle: string;
  transactionId: string;
  ipAddress: string;
  userAgent: string;
  createdVia: string;
  customerNote: string;
  cartHash: string;
  meta: readonly Meta[];
  lines: readonly OrderLine[];
  shippingLines: readonly ShippingLine[];
  couponLines: readonly CouponLine[];
  refunds: readonly RefundRecord[];
  notes: readonly NoteRecord[];
  isStockReduced: boolean;
}

export const PRODUCT_STATUSES = ['draft', 'pending', 'private', 'publish', 'trash'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

export interface Term {
  id: number;
  name: string;
  slug: string;
  parent: number;
}

/** What products and variations have in common. Prices are minor units. */
interface Sellable {
  id: number;
  createdAt: number;
  modifiedAt: number;
  status: ProductStatus;
  description: string;
  sku: string;
  gtin: string;
  regularPrice: number | null;
  salePrice: number | null;
  saleFrom: number | null;
  saleTo: number | null;
  manageStock: boolean;
  stock: number | null;
  stockStatus: 'instock' | 'outofstock' | 'onbackorder';
  weight: string;
  meta: readonly Meta[];
}

export interface ProductRecord extends Sellable {
  name: string;
  slug: string;
  type: 'simple' | 'variable' | 'grouped' | 'external';
  shortDescription: string;
  categoryIds: readonly number[];
  brandIds: readonly number[];
  imageName: string | null;
  attributes: readonly { name: string; options: readonly string[]; isVariation: boolean }[];
  variationIds: readonly number[];
  totalSales: number;
}

export interface VariationRecord extends Sellable {
  parentId: number;
  attributes: readonly { name: string; option: string }[];
}

export const WEBHOOK_STATUSES = ['active', 'paused', 'disabled'] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

export interface WebhookRecord {
  id: number;
  name: string;
  status: WebhookStatus;
  topic: string;
  hooks: readonly string[];
  deliveryUrl: string;
  secret: string;
  createdAt: number;
  modifiedAt: number | null;
  /** Failed deliveries in a row, 0-6. */
  failureCount: number;
}

/** Takes the order total in minor units from its parts, as WooCommerce does with taxes off. */
export function orderTotal(order: Pick<OrderRecord, 'lines' | 'shippingLines'>): number {
  let total = 0;
  for (const line of order.lines) total += line.total;
  for (const line of order.shippingLines) total += line.total;
  return total;
}

export function refundedTotal(order: Pick<OrderRecord, 'refunds'>): number {
  return order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
}

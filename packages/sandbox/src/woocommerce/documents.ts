import type { Address, BillingAddress, OrderStatus, Role, WebhookStatus } from './records.js';

/** The documents as they go over the wire. Field for field those of WooCommerce 10.9.1. */

export interface WooLinks {
  self: { href: string; targetHints: { allow: string[] } }[];
  collection: { href: string }[];
  up?: { href: string }[];
  email_templates?: { embeddable: boolean; href: string }[];
  customer?: { href: string }[];
}

export interface WooMeta {
  id: number;
  key: string;
  value: unknown;
}

export interface WooLineMeta extends WooMeta {
  display_key: string;
  display_value: unknown;
}

export interface WooCustomer {
  id: number;
  date_created: string;
  date_created_gmt: string;
  date_modified: string | null;
  date_modified_gmt: string | null;
  email: string;
  first_name: string;
  last_name: string;
  role: Role;
  username: string;
  billing: BillingAddress;
  shipping: Address;
  is_paying_customer: boolean;
  avatar_url: string;
  meta_data: WooMeta[];
  _links: WooLinks;
}

export interface WooOrderLine {
  id: number;
  name: string;
  product_id: number;
  variation_id: number;
  quantity: number;
  tax_class: string;
  subtotal: string;
  subtotal_tax: string;
  total: string;
  total_tax: string;
  taxes: never[];
  meta_data: WooLineMeta[];
  sku: string;
  global_unique_id: string;
  /** Net price of a piece after discounts; the one amount that is a number. */
  price: number;
  image: { id: number | string; src: string };
  parent_name: string | null;
}

export interface WooShippingLine {
  id: number;
  method_title: string;
  method_id: string;
  instance_id: string;
  total: string;
  total_tax: string;
  taxes: never[];
  tax_status: string;
  meta_data: WooLineMeta[];
}

export interface WooCouponLine {
  id: number;
  code: string;
  discount: string;
  discount_tax: string;
  meta_data: WooLineMeta[];
  discount_type: string;
  nominal_amount: number;
  free_shipping: boolean;
}

export interface WooOrder {
  id: number;
  parent_id: number;
  status: OrderStatus;
  currency: string;
  version: string;
  prices_include_tax: boolean;
  date_created: string;
  date_modified: string;
  discount_total: string;
  discount_tax: string;
  shipping_total: string;
  shipping_tax: string;
  cart_tax: string;
  total: string;
  total_tax: string;
  customer_id: number;
  order_key: string;
  billing: BillingAddress;
  shipping: Address;
  payment_method: string;
  payment_method_title: string;
  transaction_id: string;
  customer_ip_address: string;
  customer_user_agent: string;
  created_via: string;
  customer_note: string;
  date_completed: string | null;
  date_paid: string | null;
  cart_hash: string;
  number: string;
  meta_data: WooMeta[];
  line_items: WooOrderLine[];
  tax_lines: never[];
  shipping_lines: WooShippingLine[];
  fee_lines: never[];
  coupon_lines: WooCouponLine[];
  refunds: { id: number; reason: string; total: string; total_tax: string }[];
  payment_url: string;
  is_editable: boolean;
  needs_payment: boolean;
  needs_processing: boolean;
  date_created_gmt: string;
  date_modified_gmt: string;
  date_completed_gmt: string | null;
  date_paid_gmt: string | null;
  currency_symbol: string;
  _links: WooLinks;
}

export interface WooRefund {
  id: number;
  date_created: string;
  date_created_gmt: string;
  amount: string;
  reason: string;
  refunded_by: number;
  refunded_payment: boolean;
  meta_data: WooMeta[];
  line_items: WooOrderLine[];
  shipping_lines: never[];
  tax_lines: never[];
  fee_lines: never[];
  _links: WooLinks;
}

export interface WooOrderNote {
  id: number;
  author: string;
  date_created: string;
  date_created_gmt: string;
  note: string;
  customer_note: boolean;
  _links: WooLinks;
}

/** What products and variations share on the wire. */
interface WooSellable {
  id: number;
  permalink: string;
  date_created: string;
  date_created_gmt: string;
  date_modified: string;
  date_modified_gmt: string;
  status: string;
  description: string;
  sku: string;
  price: string;
  regular_price: string;
  sale_price: string;
  date_on_sale_from: string | null;
  date_on_sale_from_gmt: string | null;
  date_on_sale_to: string | null;
  date_on_sale_to_gmt: string | null;
  on_sale: boolean;
  purchasable: boolean;
  virtual: boolean;
  downloadable: boolean;
  downloads: never[];
  download_limit: number;
  download_expiry: number;
  tax_status: string;
  tax_class: string;
  manage_stock: boolean | 'parent';
  stock_quantity: number | null;
  backorders: string;
  backorders_allowed: boolean;
  backordered: boolean;
  low_stock_amount: number | null;
  weight: string;
  dimensions: { length: string; width: string; height: string };
  shipping_class: string;
  shipping_class_id: number;
  name: string;
  parent_id: number;
  menu_order: number;
  meta_data: WooMeta[];
  stock_status: string;
  global_unique_id: string;
  type: string;
  _links: WooLinks;
}

export interface WooImage {
  id: number;
  date_created: string;
  date_created_gmt: string;
  date_modified: string;
  date_modified_gmt: string;
  src: string;
  name: string;
  alt: string;
  srcset: string;
  sizes: string;
  thumbnail: string;
}

export interface WooProduct extends WooSellable {
  slug: string;
  featured: boolean;
  catalog_visibility: string;
  short_description: string;
  total_sales: number;
  external_url: string;
  button_text: string;
  sold_individually: boolean;
  shipping_required: boolean;
  shipping_taxable: boolean;
  reviews_allowed: boolean;
  average_rating: string;
  rating_count: number;
  upsell_ids: number[];
  cross_sell_ids: number[];
  purchase_note: string;
  categories: { id: number; name: string; slug: string }[];
  brands: { id: number; name: string; slug: string }[];
  tags: { id: number; name: string; slug: string }[];
  images: WooImage[];
  attributes: {
    id: number;
    name: string;
    slug: string;
    position: number;
    visible: boolean;
    variation: boolean;
    options: string[];
  }[];
  default_attributes: never[];
  variations: number[];
  grouped_products: number[];
  price_html: string;
  related_ids: number[];
  has_options: boolean;
  post_password: string;
}

export interface WooVariation extends WooSellable {
  image: WooImage | null;
  gallery_image_ids: number[];
  attributes: { id: number; name: string; slug: string; option: string }[];
}

export interface WooWebhook {
  id: number;
  name: string;
  status: WebhookStatus;
  topic: string;
  resource: string;
  event: string;
  hooks: string[];
  delivery_url: string;
  date_created: string;
  date_created_gmt: string;
  date_modified: string | null;
  date_modified_gmt: string | null;
  _links: WooLinks;
}

import {
  type CheckoutData,
  type CustomerData,
  gid,
  local,
  type OrderData,
  orderTotal,
  type ProductData,
  SHOP_CURRENCY,
} from './shop-data.js';

const money = (amount: string) => ({
  shop_money: { amount, currency_code: SHOP_CURRENCY },
  presentment_money: { amount, currency_code: SHOP_CURRENCY },
});

const address = ({ firstName, lastName }: CustomerData) => ({
  first_name: firstName,
  last_name: lastName,
  company: null,
  address1: 'Prosta 1',
  address2: null,
  zip: '00-001',
  city: 'Warszawa',
  province: null,
  country: 'Poland',
  country_code: 'PL',
  phone: null,
});

/** `customers/create` and `/update` of versions since 2025-01: nothing about consent, tags and counts. */
export const customerBody = (customer: CustomerData) => ({
  id: Number(customer.id),
  created_at: local(customer.createdAt),
  updated_at: local(customer.updatedAt),
  first_name: customer.firstName,
  last_name: customer.lastName,
  state: 'enabled',
  note: null,
  verified_email: true,
  multipass_identifier: null,
  tax_exempt: false,
  email: customer.email,
  phone: customer.phone,
  currency: SHOP_CURRENCY,
  addresses: [],
  tax_exemptions: [],
  admin_graphql_api_id: gid('Customer', customer.id),
  default_address: address(customer),
});

/** `orders/*`. */
export const orderBody = (order: OrderData) => ({
  id: Number(order.id),
  admin_graphql_api_id: gid('Order', order.id),
  name: `#${order.id}`,
  email: order.customer.email,
  contact_email: order.customer.email,
  phone: null,
  note: order.note,
  created_at: local(order.createdAt),
  processed_at: local(order.createdAt),
  updated_at: local(order.updatedAt),
  cancelled_at: order.cancelledAt === null ? null : local(order.cancelledAt),
  test: false,
  confirmed: true,
  financial_status: order.financialStatus.toLowerCase(),
  fulfillment_status: null,
  buyer_accepts_marketing: false,
  customer_locale: 'pl-PL',
  cart_token: `c1-${order.id}`,
  checkout_token: `k-${order.id}`,
  currency: SHOP_CURRENCY,
  presentment_currency: SHOP_CURRENCY,
  payment_gateway_names: ['bogus'],
  total_price: orderTotal(order),
  total_price_set: money(orderTotal(order)),
  customer: customerBody(order.customer),
  billing_address: address(order.customer),
  shipping_address: address(order.customer),
  shipping_lines: [{ id: 1, title: 'Courier' }],
  line_items: order.lines.map((line) => ({
    id: Number(line.id),
    admin_graphql_api_id: gid('LineItem', line.id),
    product_id: 11,
    variant_id: 12,
    sku: `SKU-${line.id}`,
    name: 'Mug - Blue',
    title: 'Mug',
    variant_title: 'Blue',
    quantity: line.quantity,
    price: line.price,
    price_set: money(line.price),
  })),
  refunds: order.refunds.map(({ id, at, amount }) => ({
    id: Number(id),
    admin_graphql_api_id: gid('Refund', id),
    created_at: local(at),
    processed_at: local(at),
    transactions: [{ kind: 'refund', status: 'success', amount, currency: SHOP_CURRENCY }],
  })),
});

/** `products/*`; no address, no currency. */
export const productBody = (product: ProductData) => ({
  id: Number(product.id),
  admin_graphql_api_id: gid('Product', product.id),
  title: product.title,
  body_html: '<p>A mug.</p>',
  vendor: 'Mugs',
  product_type: 'Kitchen',
  handle: `mug-${product.id}`,
  status: 'active',
  created_at: local(product.createdAt),
  updated_at: local(product.updatedAt),
  image: { src: 'https://cdn.example/mug.png' },
  images: [{ src: 'https://cdn.example/mug.png' }],
  variants: product.variants.map((variant) => ({
    id: Number(variant.id),
    product_id: Number(product.id),
    admin_graphql_api_id: gid('ProductVariant', variant.id),
    title: variant.title,
    sku: `MUG-${variant.id}`,
    barcode: null,
    price: '49.00',
    compare_at_price: null,
    inventory_policy: 'deny',
    inventory_quantity: variant.stock,
    updated_at: local(product.updatedAt),
  })),
});

/** `checkouts/*`. */
export const checkoutBody = (checkout: CheckoutData) => ({
  token: checkout.id,
  cart_token: `c1-${checkout.id}`,
  email: checkout.customer.email,
  phone: null,
  customer: customerBody(checkout.customer),
  customer_locale: 'pl-PL',
  buyer_accepts_marketing: false,
  currency: SHOP_CURRENCY,
  presentment_currency: SHOP_CURRENCY,
  total_price: (49 * checkout.quantity).toFixed(2),
  abandoned_checkout_url: `https://shop.example/recover/${checkout.id}`,
  completed_at: null,
  created_at: local(checkout.createdAt),
  updated_at: local(checkout.updatedAt),
  line_items: [
    {
      product_id: 11,
      variant_id: 12,
      sku: 'MUG-1',
      title: 'Mug',
      presentment_title: 'Mug',
      quantity: checkout.quantity,
      price: '49.00',
    },
  ],
});

/** `customers_email_marketing_consent/update`. */
export function emailConsentBody(customer: CustomerData): object {
  const { state, at } = customer.consent.email;
  return {
    customer_id: Number(customer.id),
    email_address: customer.email,
    email_marketing_consent: {
      state: state.toLowerCase(),
      opt_in_level: 'single_opt_in',
      consent_updated_at: at === null ? null : local(at),
    },
  };
}

/** `customers_marketing_consent/update`: SMS; the address is not in it. */
export function smsConsentBody(customer: CustomerData): object {
  const { state, at } = customer.consent.mobile;
  return {
    id: Number(customer.id),
    phone: customer.phone,
    sms_marketing_consent: {
      state: state.toLowerCase(),
      opt_in_level: 'single_opt_in',
      consent_updated_at: at === null ? null : local(at),
      consent_collected_from: 'OTHER',
    },
  };
}

/** `customers/redact`. */
export const redactBody = ({ id, email, phone }: CustomerData, shopDomain: string) => ({
  shop_id: 954889,
  shop_domain: shopDomain,
  customer: { id: Number(id), email, phone },
  orders_to_redact: [],
});

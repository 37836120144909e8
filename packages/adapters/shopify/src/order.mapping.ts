import { defineMapping, type Order, type OrderMeaning } from '@storewire/core';

/**
 * An order, from a webhook (REST) or from GraphQL; money is the shop's throughout, and the total is the one at the
 * time of the order, so that a return later is not taken off twice.
 *
 * Neither shape says when an order was paid, so every source gives the same date: `processedAt`, the date of the
 * order in Shopify's own reports. A tick of the marketing box is dated by the order's creation, so that an old order
 * that changes later does not undo an unsubscription.
 */
export const orderMapping = defineMapping<Order>({
  externalId: { from: ['admin_graphql_api_id', 'id'], as: 'globalId', required: true },
  number: { from: 'name', as: 'text' },
  state: { from: '$', as: 'shopifyOrderState', required: true },
  isTest: { from: 'test', as: 'flag' },
  placedAt: {
    from: ['processedAt', 'processed_at', 'createdAt', 'created_at'],
    as: 'isoInstant',
    required: true,
  },
  updatedAt: { from: ['updatedAt', 'updated_at'], as: 'isoInstant' },
  cancelledAt: { from: ['cancelledAt', 'cancelled_at'], as: 'isoInstant' },
  currency: {
    from: [
      'totalPriceSet.shopMoney.currencyCode',
      'total_price_set.shop_money.currency_code',
      'currencyCode',
      'currency',
    ],
    as: 'currencyCode',
    required: true,
  },
  total: {
    from: ['totalPriceSet.shopMoney.amount', 'total_price_set.shop_money.amount', 'total_price'],
    as: 'decimal',
    required: true,
  },
  email: {
    from: ['email', 'contact_email', 'customer.defaultEmailAddress.emailAddress', 'customer.email'],
    as: 'email',
  },
  customerId: { from: '$', as: 'shopifyAccountId' },
  firstName: {
    from: [
      'customer.firstName',
      'customer.first_name',
      'billingAddress.firstName',
      'billing_address.first_name',
      'shippingAddress.firstName',
      'shipping_address.first_name',
    ],
    as: 'plainText',
  },
  lastName: {
    from: [
      'customer.lastName',
      'customer.last_name',
      'billingAddress.lastName',
      'billing_address.last_name',
      'shippingAddress.lastName',
      'shipping_address.last_name',
    ],
    as: 'plainText',
  },
  phone: {
    from: [
      'phone',
      'customer.defaultPhoneNumber.phoneNumber',
      'customer.phone',
      'billingAddress.phone',
      'billing_address.phone',
      'shippingAddress.phone',
      'shipping_address.phone',
    ],
    as: 'phone',
  },
  company: {
    from: [
      'billingAddress.company',
      'billing_address.company',
      'shippingAddress.company',
      'shipping_address.company',
    ],
    as: 'plainText',
  },
  address: {
    from: ['billingAddress', 'billing_address', 'shippingAddress', 'shipping_address'],
    map: {
      street: { from: 'address1', as: 'plainText' },
      street2: { from: 'address2', as: 'plainText' },
      zip: { from: 'zip', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'province', as: 'plainText' },
      country: { from: ['countryCodeV2', 'country_code'], as: 'countryCode' },
    },
  },
  language: { from: ['customerLocale', 'customer_locale'], as: 'languageTag' },
  paymentMethod: { from: ['paymentGatewayNames', 'payment_gateway_names'], as: 'joinedText' },
  shippingMethod: { from: ['shippingLine.title', 'shipping_lines[0].title'], as: 'plainText' },
  note: { from: 'note', as: 'plainText' },
  cartToken: { from: ['cartToken', 'cart_token'], as: 'text' },
  checkoutToken: { from: ['checkoutToken', 'checkout_token'], as: 'text' },
  emailConsent: {
    from: ['customerAcceptsMarketing', 'buyer_accepts_marketing'],
    as: 'consentTick',
  },
  emailConsentAt: { from: ['createdAt', 'created_at'], as: 'isoInstant' },
  lines: {
    each: ['lineItems.nodes', 'line_items'],
    map: {
      productId: { from: ['product.id', 'product_id'], as: 'idOrNone' },
      variantId: { from: ['variant.id', 'variant_id'], as: 'idOrNone' },
      sku: { from: 'sku', as: 'text' },
      name: { from: ['name', 'title'], as: 'plainText' },
      quantity: { from: 'quantity', as: 'integer', required: true },
      unitPrice: {
        from: ['originalUnitPriceSet.shopMoney.amount', 'price_set.shop_money.amount', 'price'],
        as: 'decimal',
      },
    },
  },
  refunds: {
    each: 'refunds',
    map: {
      externalId: { from: ['admin_graphql_api_id', 'id'], as: 'globalId', required: true },
      amount: { from: '$', as: 'shopifyRefundAmount' },
      at: { from: ['processedAt', 'processed_at', 'createdAt', 'created_at'], as: 'isoInstant' },
    },
  },
});

/**
 * What Shopify's financial states mean by default: a purchase is paid. CANCELLED is no financial state; it stands for
 * any order with `cancelledAt`. An unknown state means nothing and is reported by the hub.
 */
export const ORDER_STATES: Readonly<Record<string, OrderMeaning>> = {
  PAID: 'purchase',
  PARTIALLY_REFUNDED: 'purchase',
  REFUNDED: 'return',
  VOIDED: 'cancellation',
  EXPIRED: 'cancellation',
  CANCELLED: 'cancellation',
  PENDING: 'ignore',
  AUTHORIZED: 'ignore',
  PARTIALLY_PAID: 'ignore',
};

/** Placed and not fully paid: bank transfer, cash on delivery, money held, a part paid. */
export const PLACED_STATES: readonly string[] = ['PENDING', 'AUTHORIZED', 'PARTIALLY_PAID'];

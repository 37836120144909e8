import { defineMapping, type Order } from '@storewire/core';

/**
 * An order. A ticked box is consent given when the order was placed; an unticked or missing one says nothing. Refunds
 * carry negative amounts and no time; their order's time of change stands for it.
 */
export const orderMapping = defineMapping<Order>({
  externalId: { from: 'id', as: 'text', required: true },
  number: { from: 'number', as: 'text' },
  state: { from: 'status', as: 'text', required: true }, // what it means is setting S60; the default is ORDER_STATES
  placedAt: { from: 'date_created_gmt', as: 'utcInstant', required: true },
  paidAt: { from: 'date_paid_gmt', as: 'utcInstant' },
  updatedAt: { from: ['date_modified_gmt', 'date_created_gmt'], as: 'utcInstant' },
  currency: { from: 'currency', as: 'currencyCode', required: true },
  total: { from: 'total', as: 'decimal', required: true },
  email: { from: 'billing.email', as: 'email' },
  customerId: { from: 'customer_id', as: 'idOrNone' },
  firstName: { from: 'billing.first_name', as: 'plainText' },
  lastName: { from: 'billing.last_name', as: 'plainText' },
  phone: { from: 'billing.phone', as: 'phone' },
  company: { from: 'billing.company', as: 'plainText' },
  address: {
    from: 'billing',
    map: {
      street: { from: 'address_1', as: 'plainText' },
      street2: { from: 'address_2', as: 'plainText' },
      zip: { from: 'postcode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'state', as: 'plainText' },
      country: { from: 'country', as: 'countryCode' },
    },
  },
  paymentMethod: { from: ['payment_method', 'payment_method_title'], as: 'text' },
  shippingMethod: { from: 'shipping_lines', as: 'wooShippingMethod' },
  note: { from: 'customer_note', as: 'plainText' },
  reference: { from: 'order_key', as: 'text' },
  emailConsent: { from: '$', as: 'wooCheckoutTick' },
  emailConsentAt: { from: '$', as: 'wooCheckoutTickAt' },
  lines: {
    each: 'line_items',
    map: {
      productId: { from: 'product_id', as: 'idOrNone' },
      variantId: { from: 'variation_id', as: 'idOrNone' },
      sku: { from: 'sku', as: 'text' },
      ean: { from: 'global_unique_id', as: 'text' },
      name: { from: 'name', as: 'plainText' },
      quantity: { from: 'quantity', as: 'integer', required: true },
      unitPrice: { from: 'price', as: 'decimal' },
      total: { from: 'total', as: 'decimal' },
    },
  },
  refunds: {
    each: 'refunds',
    map: {
      externalId: { from: 'id', as: 'text', required: true },
      amount: { from: 'total', as: 'absoluteDecimal' },
    },
  },
});

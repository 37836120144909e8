import { defineMapping, type Order } from '@storewire/core';

/**
 * An order with its lines (`products`) and refunds, which the adapter puts in. Money is in the transactional currency,
 * the one that was paid in, which `default_currency_code` names. A ticked box is consent given when the order was
 * placed; an unticked one says nothing.
 */
export const orderMapping = defineMapping<Order>({
  externalId: { from: 'id', as: 'text', required: true },
  state: { from: 'status_id', as: 'text', required: true }, // what it means is setting S60; the default is ORDER_STATES
  placedAt: { from: 'date_created', as: 'rfc2822ToInstant', required: true },
  updatedAt: { from: ['date_modified', 'date_created'], as: 'rfc2822ToInstant' },
  currency: {
    from: ['default_currency_code', 'currency_code'],
    as: 'currencyCode',
    required: true,
  },
  total: { from: 'total_inc_tax', as: 'decimal', required: true },
  email: { from: 'billing_address.email', as: 'email' },
  customerId: { from: 'customer_id', as: 'idOrNone' },
  firstName: { from: 'billing_address.first_name', as: 'plainText' },
  lastName: { from: 'billing_address.last_name', as: 'plainText' },
  phone: { from: 'billing_address.phone', as: 'phone' },
  company: { from: 'billing_address.company', as: 'plainText' },
  address: {
    from: 'billing_address',
    map: {
      street: { from: 'street_1', as: 'plainText' },
      street2: { from: 'street_2', as: 'plainText' },
      zip: { from: 'zip', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'state', as: 'plainText' },
      country: { from: 'country_iso2', as: 'countryCode' },
    },
  },
  language: { from: 'customer_locale', as: 'languageTag' },
  paymentMethod: { from: 'payment_method', as: 'text' },
  shippingMethod: { from: 'consignments.shipping[0].shipping_method', as: 'plainText' },
  note: { from: 'customer_message', as: 'plainText' },
  reference: { from: ['external_order_id', 'external_id'], as: 'text' },
  cartToken: { from: 'cart_id', as: 'text' },
  emailConsent: { from: 'is_email_opt_in', as: 'consentTick' },
  lines: {
    each: 'products',
    required: true,
    map: {
      productId: { from: 'product_id', as: 'idOrNone' },
      variantId: { from: 'variant_id', as: 'idOrNone' },
      sku: { from: 'sku', as: 'text' },
      ean: { from: 'upc', as: 'text' },
      name: { from: ['name', 'name_customer'], as: 'plainText' },
      quantity: { from: 'quantity', as: 'integer', required: true },
      unitPrice: { from: 'price_inc_tax', as: 'decimal' },
      total: { from: ['discounted_total_inc_tax', 'total_inc_tax'], as: 'decimal' },
    },
  },
  refunds: {
    each: 'refunds',
    map: {
      externalId: { from: 'id', as: 'text', required: true },
      amount: { from: 'total_amount', as: 'absoluteDecimal' },
      at: { from: 'created', as: 'isoInstant' },
    },
  },
});

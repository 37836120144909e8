import { defineMapping, type Order } from '@storewire/core';
import { ORDER_LINES } from '../order-lines.js';

/**
 * An order, with the amounts in the shop's currency (`base_…`), so that values of one shop can be added. The document
 * has no time of payment. `completed` is added by the poll and the export.
 */
export const orderMapping = defineMapping<Order>({
  externalId: { from: 'order_id', as: 'text', required: true },
  number: { from: 'increment_id', as: 'text' },
  state: { from: 'state', as: 'text', required: true }, // what it means is setting S60; the default is ORDER_STATES
  placedAt: { from: 'created_at', as: 'utcInstant', required: true },
  updatedAt: { from: ['updated_at', 'created_at'], as: 'utcInstant' },
  currency: { from: 'base_currency_code', as: 'currencyCode', required: true },
  total: { from: 'base_grand_total', as: 'decimal', required: true },
  email: { from: ['customer_email', 'billing_address.email'], as: 'email' },
  customerId: { from: 'customer_id', as: 'idOrNone' },
  firstName: { from: ['billing_address.firstname', 'customer_firstname'], as: 'plainText' },
  lastName: { from: ['billing_address.lastname', 'customer_lastname'], as: 'plainText' },
  phone: { from: 'billing_address.telephone', as: 'phone' },
  company: { from: 'billing_address.company', as: 'plainText' },
  address: {
    from: 'billing_address',
    map: {
      street: { from: 'street', as: 'plainText' },
      zip: { from: 'postcode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'region', as: 'plainText' },
      country: { from: 'country_id', as: 'countryCode' },
    },
  },
  paymentMethod: { from: 'payment.method', as: 'text' },
  shippingMethod: { from: ['shipping_description', 'shipping_method'], as: 'plainText' },
  note: { from: 'customer_note', as: 'plainText' },
  cartToken: { from: 'quote_id', as: 'idOrNone' },
  lines: ORDER_LINES,
  refunds: {
    each: 'completed.refunds',
    map: {
      externalId: { from: ['creditmemo_id', 'increment_id'], as: 'text', required: true },
      amount: { from: 'base_grand_total', as: 'absoluteDecimal' },
      at: { from: 'created_at', as: 'utcInstant' },
    },
  },
});

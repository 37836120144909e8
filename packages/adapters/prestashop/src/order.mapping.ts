import { defineMapping, type Order } from '@storewire/core';

/**
 * An order, in its own currency, with tax. It is paid when its history first has a state that counts as paid. Orders say
 * nothing about consent; the customer does. The rows have discounts of products in their prices, vouchers are in the
 * total alone.
 */
export const orderMapping = defineMapping<Order>({
  externalId: { from: 'id', as: 'text', required: true },
  number: { from: 'reference', as: 'text' },
  state: { from: '$', as: 'prestashopOrderState', required: true }, // what it means is setting S60; the default is ORDER_STATES
  placedAt: { from: 'date_add', as: 'localInstant', required: true },
  paidAt: { from: 'order_histories[paid=1].date_add', as: 'localInstant' },
  updatedAt: { from: 'date_upd', as: 'localInstant' },
  currency: { from: 'currency.iso_code', as: 'currencyCode', required: true },
  total: { from: ['total_paid_tax_incl', 'total_paid'], as: 'decimal', required: true },
  email: { from: ['account.email', 'guest.email'], as: 'email' },
  customerId: { from: 'account.id', as: 'idOrNone' },
  firstName: {
    from: ['address.firstname', 'account.firstname', 'guest.firstname'],
    as: 'plainText',
  },
  lastName: { from: ['address.lastname', 'account.lastname', 'guest.lastname'], as: 'plainText' },
  phone: { from: ['address.phone_mobile', 'address.phone'], as: 'phone' },
  company: { from: 'address.company', as: 'plainText' },
  address: {
    from: 'address',
    map: {
      street: { from: 'address1', as: 'plainText' },
      street2: { from: 'address2', as: 'plainText' },
      zip: { from: 'postcode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'state.name', as: 'plainText' },
      country: { from: 'country.iso_code', as: 'countryCode' },
    },
  },
  language: {
    from: ['language.locale', 'language.language_code', 'language.iso_code'],
    as: 'languageTag',
  },
  paymentMethod: { from: ['payment', 'module'], as: 'plainText' },
  reference: { from: 'reference', as: 'text' },
  cartToken: { from: 'id_cart', as: 'idOrNone' },
  lines: {
    each: 'associations.order_rows',
    map: {
      productId: { from: 'product_id', as: 'idOrNone' },
      variantId: { from: '$', as: 'prestashopVariantId' },
      sku: { from: 'product_reference', as: 'text' },
      ean: { from: 'product_ean13', as: 'text' },
      name: { from: 'product_name', as: 'plainText' },
      quantity: { from: 'product_quantity', as: 'integer', required: true },
      unitPrice: { from: 'unit_price_tax_incl', as: 'decimal' },
    },
  },
  refunds: {
    each: 'order_slips',
    map: {
      externalId: { from: 'id', as: 'text', required: true },
      amount: { from: '$', as: 'prestashopRefundAmount' },
      at: { from: 'date_add', as: 'localInstant' },
    },
  },
});

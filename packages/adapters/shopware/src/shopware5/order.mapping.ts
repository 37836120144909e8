import { defineMapping, type Order } from '@storewire/core';

/** An order. `products` are its positions of products, without vouchers and surcharges; the reader puts them there. */
export const orderMapping = defineMapping<Order>({
  externalId: { from: 'id', as: 'text', required: true },
  number: { from: 'number', as: 'text' },
  state: { from: '$', as: 'shopware5OrderState', required: true }, // what it means is setting S60; the default is ORDER_STATES
  placedAt: { from: 'orderTime', as: 'isoInstant', required: true },
  paidAt: { from: 'clearedDate', as: 'isoInstant' },
  updatedAt: { from: ['changed', 'orderTime'], as: 'isoInstant' },
  currency: { from: 'currency', as: 'currencyCode', required: true },
  total: { from: 'invoiceAmount', as: 'decimal', required: true },
  email: { from: 'customer.email', as: 'email' },
  customerId: { from: '$', as: 'shopware5AccountId' },
  firstName: { from: ['billing.firstName', 'customer.firstname'], as: 'plainText' },
  lastName: { from: ['billing.lastName', 'customer.lastname'], as: 'plainText' },
  phone: { from: 'billing.phone', as: 'phone' },
  company: { from: 'billing.company', as: 'plainText' },
  address: {
    from: 'billing',
    map: {
      street: { from: 'street', as: 'plainText' },
      street2: { from: 'additionalAddressLine1', as: 'plainText' },
      zip: { from: 'zipCode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'state.name', as: 'plainText' },
      country: { from: 'country.iso', as: 'countryCode' },
    },
  },
  language: { from: 'languageSubShop.locale.locale', as: 'languageTag' },
  paymentMethod: { from: ['payment.name', 'payment.description'], as: 'text' },
  shippingMethod: { from: 'dispatch.name', as: 'plainText' },
  note: { from: 'customerComment', as: 'plainText' },
  reference: { from: 'transactionId', as: 'text' },
  lines: {
    each: 'products',
    map: {
      productId: { from: 'articleId', as: 'idOrNone' },
      variantId: { from: 'articleDetailID', as: 'idOrNone' },
      sku: { from: 'articleNumber', as: 'text' },
      ean: { from: 'ean', as: 'text' },
      name: { from: 'articleName', as: 'plainText' },
      quantity: { from: 'quantity', as: 'integer', required: true },
      unitPrice: { from: 'price', as: 'decimal' },
    },
  },
});

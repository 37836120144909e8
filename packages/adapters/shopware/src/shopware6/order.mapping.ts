import { defineMapping, type Order } from '@storewire/core';

/** An order. Its lines are asked for as products only; the state is made of its own and that of its payment. */
export const orderMapping = defineMapping<Order>({
  externalId: { from: 'id', as: 'text', required: true },
  number: { from: 'orderNumber', as: 'text' },
  state: { from: '$', as: 'shopware6OrderState', required: true }, // what it means is setting S60; the default is ORDER_STATES
  placedAt: { from: ['orderDateTime', 'createdAt'], as: 'isoInstant', required: true },
  updatedAt: { from: '$', as: 'shopware6ChangedAt' },
  currency: { from: 'currency.isoCode', as: 'currencyCode', required: true },
  total: { from: ['amountTotal', 'price.totalPrice'], as: 'decimal', required: true },
  email: { from: 'orderCustomer.email', as: 'email' },
  customerId: { from: 'orderCustomer', as: 'shopware6AccountId' },
  firstName: { from: ['orderCustomer.firstName', 'billingAddress.firstName'], as: 'plainText' },
  lastName: { from: ['orderCustomer.lastName', 'billingAddress.lastName'], as: 'plainText' },
  phone: { from: 'billingAddress.phoneNumber', as: 'phone' },
  company: { from: ['billingAddress.company', 'orderCustomer.company'], as: 'plainText' },
  address: {
    from: 'billingAddress',
    map: {
      street: { from: 'street', as: 'plainText' },
      street2: { from: 'additionalAddressLine1', as: 'plainText' },
      zip: { from: 'zipcode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: {
        from: ['countryState.translated.name', 'countryState.name'],
        as: 'plainText',
      },
      country: { from: 'country.iso', as: 'countryCode' },
    },
  },
  language: { from: 'language.locale.code', as: 'languageTag' },
  paymentMethod: { from: '$', as: 'shopware6PaymentMethod' },
  shippingMethod: {
    from: ['deliveries[0].shippingMethod.translated.name', 'deliveries[0].shippingMethod.name'],
    as: 'plainText',
  },
  note: { from: 'customerComment', as: 'plainText' },
  lines: {
    each: 'lineItems',
    map: {
      productId: { from: ['payload.parentId', 'productId'], as: 'text' },
      variantId: { from: '$', as: 'shopware6VariantId' },
      sku: { from: 'payload.productNumber', as: 'text' },
      name: { from: 'label', as: 'plainText' },
      quantity: { from: 'quantity', as: 'integer', required: true },
      unitPrice: { from: 'unitPrice', as: 'decimal' },
      total: { from: 'totalPrice', as: 'decimal' },
    },
  },
});

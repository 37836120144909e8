import { type Cart, defineMapping } from '@storewire/core';

/** An active cart. Its address is the account's, or what a guest has typed at the checkout so far. */
export const cartMapping = defineMapping<Cart>({
  externalId: { from: 'id', as: 'text', required: true },
  email: { from: ['customer.email', 'customer_email', 'billing_address.email'], as: 'email' },
  customerId: { from: 'customer.id', as: 'idOrNone' },
  createdAt: { from: 'created_at', as: 'utcInstant' },
  updatedAt: { from: ['updated_at', 'created_at'], as: 'utcInstant' },
  completedAt: { from: 'converted_at', as: 'utcInstant' },
  currency: {
    from: ['completed.totals.base_currency_code', 'currency.base_currency_code'],
    as: 'currencyCode',
  },
  total: { from: 'completed.totals.base_grand_total', as: 'decimal' },
  language: { from: 'completed.locale', as: 'languageTag' },
  recoveryUrl: { from: 'completed.recoveryUrl', as: 'text' },
  lines: {
    each: 'completed.lines',
    required: true,
    map: {
      productId: { from: 'product_id', as: 'idOrNone' },
      variantId: { from: 'variant_id', as: 'idOrNone' },
      sku: { from: 'sku', as: 'text' },
      name: { from: 'name', as: 'plainText' },
      quantity: { from: 'qty', as: 'quantity', required: true },
      unitPrice: { from: 'price', as: 'decimal' },
    },
  },
});

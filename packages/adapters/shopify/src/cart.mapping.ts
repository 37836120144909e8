import { type Cart, defineMapping } from '@storewire/core';

/**
 * A checkout (`checkouts/*`), which knows who it belongs to, or an online-store cart (`carts/*`), which does not.
 * The checkout's numeric id is gone since 2026-04; its token identifies it.
 */
export const cartMapping = defineMapping<Cart>({
  externalId: { from: ['token', 'id'], as: 'text', required: true },
  email: { from: ['email', 'customer.email'], as: 'email' },
  customerId: { from: '$', as: 'shopifyAccountId' },
  createdAt: { from: 'created_at', as: 'isoInstant' },
  updatedAt: { from: 'updated_at', as: 'isoInstant' },
  completedAt: { from: 'completed_at', as: 'isoInstant' },
  currency: { from: 'currency', as: 'currencyCode' },
  total: { from: 'total_price', as: 'decimal' },
  language: { from: 'customer_locale', as: 'languageTag' },
  recoveryUrl: { from: 'abandoned_checkout_url', as: 'text' },
  lines: {
    each: 'line_items',
    map: {
      productId: { from: 'product_id', as: 'idOrNone' },
      variantId: { from: 'variant_id', as: 'idOrNone' },
      sku: { from: 'sku', as: 'text' },
      name: { from: ['presentment_title', 'title'], as: 'plainText' },
      quantity: { from: 'quantity', as: 'integer', required: true },
      unitPrice: { from: 'price', as: 'decimal' },
    },
  },
});

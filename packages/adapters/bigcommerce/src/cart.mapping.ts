import { type Cart, defineMapping } from '@storewire/core';

/** A cart. `items` is the adapter's: the lists of `line_items` in one. */
export const cartMapping = defineMapping<Cart>({
  externalId: { from: 'id', as: 'text', required: true },
  email: { from: 'email', as: 'email' },
  customerId: { from: 'customer_id', as: 'idOrNone' },
  createdAt: { from: 'created_time', as: 'isoInstant' },
  updatedAt: { from: 'updated_time', as: 'isoInstant' },
  currency: { from: 'currency.code', as: 'currencyCode' },
  total: { from: 'cart_amount', as: 'decimal' },
  language: { from: 'locale', as: 'languageTag' },
  recoveryUrl: { from: 'redirect_urls.cart_url', as: 'text' },
  lines: {
    each: 'items',
    map: {
      productId: { from: 'product_id', as: 'idOrNone' },
      variantId: { from: 'variant_id', as: 'idOrNone' },
      sku: { from: 'sku', as: 'text' },
      name: { from: 'name', as: 'plainText' },
      quantity: { from: 'quantity', as: 'integer', required: true },
      unitPrice: { from: ['sale_price', 'list_price', 'amount'], as: 'decimal' },
      total: { from: ['extended_sale_price', 'extended_list_price', 'amount'], as: 'decimal' },
    },
  },
});

import { type Cart, defineMapping } from '@storewire/core';

/** A cart of a customer, with what its rows cost in the catalogue now. An empty list of rows is an emptied cart. */
export const cartMapping = defineMapping<Cart>({
  externalId: { from: 'id', as: 'text', required: true },
  email: { from: ['account.email', 'guest.email'], as: 'email' },
  customerId: { from: 'account.id', as: 'idOrNone' },
  createdAt: { from: 'date_add', as: 'localInstant' },
  updatedAt: { from: 'date_upd', as: 'localInstant' },
  completedAt: { from: 'order.date_add', as: 'localInstant' },
  currency: { from: 'price_currency', as: 'currencyCode' },
  language: {
    from: ['language.locale', 'language.language_code', 'language.iso_code'],
    as: 'languageTag',
  },
  lines: {
    each: 'cart_rows',
    required: true,
    map: {
      productId: { from: 'id_product', as: 'idOrNone' },
      variantId: { from: '$', as: 'prestashopVariantId' },
      sku: { from: ['combination.reference', 'product.reference'], as: 'text' },
      ean: { from: ['combination.ean13', 'product.ean13'], as: 'text' },
      name: { from: 'product.name', as: 'plainText' },
      quantity: { from: 'quantity', as: 'integer', required: true },
      unitPrice: { from: ['combination.gross', 'product.gross'], as: 'decimal' },
    },
  },
});

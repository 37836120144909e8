import { defineMapping, type MappingRows, type Product } from '@storewire/core';

/** What a product and a variant have in common; the adapter adds `storefront`, which prices and addresses need. */
const OF_EACH = {
  externalId: { from: 'id', as: 'text', required: true },
  parentId: { from: 'parentId', as: 'text' },
  name: { from: '$', as: 'shopware6ProductName' },
  sku: { from: 'productNumber', as: 'text' },
  ean: { from: 'ean', as: 'text' },
  description: { from: ['translated.description', 'description'], as: 'plainText' },
  url: { from: '$', as: 'shopware6ProductUrl' },
  imageUrl: { from: ['cover.media.url', 'media[0].media.url'], as: 'text' },
  imageUrls: { from: 'media', as: 'shopware6MediaUrls' },
  price: { from: '$', as: 'shopware6Price' },
  discountPrice: { from: '$', as: 'shopware6SalePrice' },
  currency: { from: 'storefront.currency', as: 'currencyCode' },
  isAvailable: { from: '$', as: 'shopware6Available' },
  isActive: { from: '$', as: 'shopware6Active' },
  quantity: { from: ['availableStock', 'stock'], as: 'integer' },
  updatedAt: { from: '$', as: 'shopware6ChangedAt' },
} as const satisfies MappingRows;

/** A product with its variants, whose inherited fields the shop has filled in. */
export const productMapping = defineMapping<Product>({
  ...OF_EACH,
  mainCategory: {
    from: ['categories[0].translated.name', 'categories[0].name'],
    as: 'plainText',
  },
  categories: { from: 'categories', as: 'shopware6Names' },
  brand: { from: ['manufacturer.translated.name', 'manufacturer.name'], as: 'plainText' },
  variants: { each: 'children', map: OF_EACH },
});

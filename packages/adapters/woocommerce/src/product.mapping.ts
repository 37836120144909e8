import { defineMapping, type Product } from '@storewire/core';

/**
 * A product with its variations. The regular price is the price; a variable product has none, so its lowest effective
 * one stands in. Variations come under `variation_list`, added by the poll and the export; a webhook has only their
 * ids, and then nothing is said about them.
 */
export const productMapping = defineMapping<Product>({
  externalId: { from: 'id', as: 'text', required: true },
  parentId: { from: 'parent_id', as: 'idOrNone' },
  name: { from: 'name', as: 'plainText' },
  sku: { from: 'sku', as: 'text' },
  ean: { from: 'global_unique_id', as: 'text' },
  description: { from: ['description', 'short_description'], as: 'plainText' },
  url: { from: 'permalink', as: 'text' },
  imageUrl: { from: ['images[0].src', 'image.src'], as: 'text' },
  imageUrls: { from: 'images', as: 'sourceList' },
  mainCategory: { from: 'categories[0].name', as: 'plainText' },
  categories: { from: 'categories', as: 'nameList' },
  brand: { from: 'brands[0].name', as: 'plainText' },
  price: { from: ['regular_price', 'price'], as: 'decimal' },
  discountPrice: { from: '$', as: 'wooDiscountPrice' },
  isAvailable: { from: 'stock_status', as: 'wooInStock' },
  isActive: { from: 'status', as: 'wooIsPublished' },
  quantity: { from: 'stock_quantity', as: 'integer' },
  updatedAt: { from: ['date_modified_gmt', 'date_created_gmt'], as: 'utcInstant' },
  variants: {
    each: 'variation_list',
    map: {
      externalId: { from: 'id', as: 'text', required: true },
      parentId: { from: 'parent_id', as: 'idOrNone' },
      name: { from: '$', as: 'wooVariationName' },
      sku: { from: 'sku', as: 'text' },
      ean: { from: 'global_unique_id', as: 'text' },
      description: { from: 'description', as: 'plainText' },
      url: { from: 'permalink', as: 'text' },
      imageUrl: { from: 'image.src', as: 'text' },
      price: { from: ['regular_price', 'price'], as: 'decimal' },
      discountPrice: { from: '$', as: 'wooDiscountPrice' },
      isAvailable: { from: 'stock_status', as: 'wooInStock' },
      isActive: { from: 'status', as: 'wooIsPublished' },
      quantity: { from: 'stock_quantity', as: 'integer' },
      updatedAt: { from: ['date_modified_gmt', 'date_created_gmt'], as: 'utcInstant' },
    },
  },
});

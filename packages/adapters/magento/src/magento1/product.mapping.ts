import { defineMapping, type Product } from '@storewire/core';

/** A product in the terms of one store view; address, images, stock and names of categories are under `completed`. */
export const productMapping = defineMapping<Product>({
  externalId: { from: 'product_id', as: 'text', required: true },
  name: { from: 'name', as: 'plainText' },
  sku: { from: 'sku', as: 'text' },
  description: { from: ['description', 'short_description'], as: 'plainText' },
  url: { from: 'completed.url', as: 'text' },
  imageUrl: { from: 'completed.images[0]', as: 'text' },
  imageUrls: { from: 'completed.images', as: 'textList' },
  mainCategory: { from: 'completed.categories[0]', as: 'plainText' },
  categories: { from: 'completed.categories', as: 'textList' },
  price: { from: 'price', as: 'decimal' },
  discountPrice: { from: 'completed.discountPrice', as: 'decimal' },
  isAvailable: { from: 'completed.isAvailable', as: 'flag' },
  isActive: { from: 'completed.isActive', as: 'flag' },
  quantity: { from: 'completed.quantity', as: 'integer' },
  updatedAt: { from: ['updated_at', 'created_at'], as: 'utcInstant' },
});

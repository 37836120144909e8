import { defineMapping, type MappingRows, type Product } from '@storewire/core';

/** What a product and a variant have in common; the adapter adds `storefront` and `offer`, which several fields make. */
const OF_EACH = {
  externalId: { from: 'id', as: 'text', required: true },
  parentId: { from: 'product_id', as: 'idOrNone' },
  name: { from: 'name', as: 'plainText' },
  sku: { from: 'sku', as: 'text' },
  ean: { from: ['gtin', 'upc'], as: 'text' },
  url: { from: 'storefront.url', as: 'text' },
  price: { from: 'offer.price', as: 'decimal' },
  discountPrice: { from: 'offer.sale_price', as: 'decimal' },
  currency: { from: 'storefront.currency', as: 'currencyCode' },
  isAvailable: { from: 'offer.available', as: 'flag' },
  quantity: { from: 'offer.quantity', as: 'integer' },
} as const satisfies MappingRows;

/** A product with its variants. Prices are as entered in the store, with or without tax as the store has it. */
export const productMapping = defineMapping<Product>({
  ...OF_EACH,
  description: { from: 'description', as: 'plainText' },
  imageUrl: { from: 'image_list[0].src', as: 'text' },
  imageUrls: { from: 'image_list', as: 'sourceList' },
  mainCategory: { from: 'category_list[0].name', as: 'plainText' },
  categories: { from: 'category_list', as: 'nameList' },
  brand: { from: 'brand.name', as: 'plainText' },
  isActive: { from: 'is_visible', as: 'flag' },
  updatedAt: { from: 'date_modified', as: 'isoInstant' },
  variants: {
    each: 'variants',
    map: {
      ...OF_EACH,
      imageUrl: { from: 'image_url', as: 'text' },
    },
  },
});

import { defineMapping, type MappingRows, type Product } from '@storewire/core';

const attribute = (code: string) => `custom_attributes[attribute_code=${code}].value`;

const SHARED = {
  externalId: { from: 'id', as: 'text', required: true },
  name: { from: 'name', as: 'plainText' },
  sku: { from: 'sku', as: 'text' },
  ean: { from: attribute('{eanAttribute}'), as: 'text' },
  url: { from: 'completed.url', as: 'text' },
  imageUrl: { from: 'completed.images[0]', as: 'text' },
  price: { from: 'completed.price', as: 'decimal' },
  discountPrice: { from: 'completed.discountPrice', as: 'decimal' },
  isAvailable: { from: 'completed.isAvailable', as: 'flag' },
  isActive: { from: 'completed.isActive', as: 'flag' },
  updatedAt: { from: ['updated_at', 'created_at'], as: 'utcInstant' },
} satisfies MappingRows;

/**
 * A product with its variants. Addresses, images, prices and stock are added by the poll and the export, under
 * `completed`, in the terms of one store view.
 */
export const productMapping = defineMapping<Product>({
  ...SHARED,
  description: {
    from: [attribute('description'), attribute('short_description')],
    as: 'plainText',
  },
  imageUrls: { from: 'completed.images', as: 'textList' },
  mainCategory: { from: 'completed.categories[0]', as: 'plainText' },
  categories: { from: 'completed.categories', as: 'textList' },
  variants: { each: 'completed.variants', map: SHARED },
});

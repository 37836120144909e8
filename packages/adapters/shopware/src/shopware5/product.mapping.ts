import { defineMapping, type Product } from '@storewire/core';

/** An article with its variants. `url` and `imageUrl` are put there by the reader, because the API tells neither. */
export const productMapping = defineMapping<Product>({
  externalId: { from: 'id', as: 'text', required: true },
  name: { from: 'name', as: 'plainText' },
  sku: { from: 'mainDetail.number', as: 'text' },
  ean: { from: 'mainDetail.ean', as: 'text' },
  description: { from: ['descriptionLong', 'description'], as: 'plainText' },
  url: { from: 'url', as: 'text' },
  imageUrl: { from: 'imageUrl', as: 'text' },
  mainCategory: { from: 'categories[0].name', as: 'plainText' },
  categories: { from: 'categories', as: 'nameList' },
  brand: { from: 'supplier.name', as: 'plainText' },
  price: { from: 'mainDetail.prices', as: 'shopware5Price' },
  discountPrice: { from: 'mainDetail.prices', as: 'shopware5SalePrice' },
  isAvailable: { from: '$', as: 'shopware5Available' },
  isActive: { from: 'active', as: 'flag' },
  quantity: { from: 'mainDetail.inStock', as: 'integer' },
  updatedAt: { from: ['changed', 'added'], as: 'isoInstant' },
  variants: {
    each: 'details',
    map: {
      externalId: { from: 'id', as: 'text', required: true },
      parentId: { from: 'articleId', as: 'idOrNone' },
      name: { from: '$', as: 'shopware5VariantName' },
      sku: { from: 'number', as: 'text' },
      ean: { from: 'ean', as: 'text' },
      price: { from: 'prices', as: 'shopware5Price' },
      discountPrice: { from: 'prices', as: 'shopware5SalePrice' },
      isAvailable: { from: '$', as: 'shopware5Available' },
      isActive: { from: 'active', as: 'flag' },
      quantity: { from: 'inStock', as: 'integer' },
    },
  },
});

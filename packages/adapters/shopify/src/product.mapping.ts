import { defineMapping, type Product } from '@storewire/core';

/**
 * A product with its variants, from a webhook (REST) or from GraphQL. Its own prices are those of its first variant,
 * the one a product page opens with. REST has no address and no currency; the poll brings them.
 */
export const productMapping = defineMapping<Product>({
  externalId: { from: ['admin_graphql_api_id', 'id'], as: 'globalId', required: true },
  name: { from: 'title', as: 'plainText' },
  description: { from: ['descriptionHtml', 'body_html'], as: 'plainText' },
  url: { from: 'onlineStoreUrl', as: 'text' },
  imageUrl: { from: ['featuredMedia.preview.image.url', 'image.src', 'images[0].src'], as: 'text' },
  imageUrls: { from: '$', as: 'shopifyImageUrls' },
  mainCategory: {
    from: ['category.fullName', 'category.full_name', 'productType', 'product_type'],
    as: 'plainText',
  },
  categories: { from: 'collections', as: 'shopifyTitles' },
  brand: { from: 'vendor', as: 'plainText' },
  price: { from: ['variants.nodes[0]', 'variants[0]'], as: 'shopifyRegularPrice' },
  discountPrice: { from: ['variants.nodes[0]', 'variants[0]'], as: 'shopifySalePrice' },
  currency: { from: 'priceRangeV2.minVariantPrice.currencyCode', as: 'currencyCode' },
  isAvailable: { from: '$', as: 'shopifyAvailability' },
  isActive: { from: 'status', as: 'shopifyIsActive' },
  quantity: { from: '$', as: 'shopifyStock' },
  updatedAt: { from: ['updatedAt', 'updated_at'], as: 'isoInstant' },
  variants: {
    each: ['variants.nodes', 'variants'],
    map: {
      externalId: { from: ['admin_graphql_api_id', 'id'], as: 'globalId', required: true },
      name: { from: 'title', as: 'plainText' },
      sku: { from: 'sku', as: 'text' },
      ean: { from: 'barcode', as: 'text' },
      price: { from: '$', as: 'shopifyRegularPrice' },
      discountPrice: { from: '$', as: 'shopifySalePrice' },
      isAvailable: { from: '$', as: 'shopifyAvailability' },
      quantity: { from: '$', as: 'shopifyStock' },
      updatedAt: { from: ['updatedAt', 'updated_at'], as: 'isoInstant' },
    },
  },
});

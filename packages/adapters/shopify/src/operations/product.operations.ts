import { type Page, query } from './operation.js';

export interface VariantNode {
  readonly id: string;
}

/** A product as `PRODUCT_FIELDS` asks for it; the mapping knows the rest of the fields. */
export interface ProductNode {
  readonly id: string;
  readonly updatedAt: string;
  variants: Page<VariantNode>;
}

/** A filter for every status: the schema names `active` as the default of a search. */
export const ALL_PRODUCT_STATUSES = 'status:active,archived,draft,unlisted';

const PRODUCT_FIELDS = `
  id legacyResourceId handle title descriptionHtml vendor productType status totalInventory onlineStoreUrl createdAt updatedAt
  category { fullName }
  priceRangeV2 { minVariantPrice { currencyCode } }
  featuredMedia { preview { image { url } } }`;

const MEDIA_FIELDS = 'id preview { image { url } }';
const COLLECTION_FIELDS = 'id title';
const VARIANT_FIELDS =
  'id legacyResourceId sku barcode title price compareAtPrice availableForSale inventoryQuantity updatedAt';

/** Products by filter, oldest change first, with their first 50 variants. About 85 points each. */
export const PRODUCTS = query<{ products: Page<ProductNode> }>(
  'Products',
  `($first: Int!, $after: String, $query: String) {
  products(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      ${PRODUCT_FIELDS}
      media(first: 5) { nodes { ${MEDIA_FIELDS} } }
      collections(first: 10) { nodes { ${COLLECTION_FIELDS} } }
      variants(first: 50) { nodes { ${VARIANT_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
);

/** The variants of a product behind `after`; a product has up to 2,048. */
export const PRODUCT_VARIANTS = query<{ product: { variants: Page<VariantNode> } | null }>(
  'ProductVariants',
  `($id: ID!, $after: String) {
  product(id: $id) {
    variants(first: 250, after: $after) { nodes { ${VARIANT_FIELDS} } pageInfo { hasNextPage endCursor } }
  }
}`,
);

/** All products of a filter, for a bulk operation. */
export const bulkProducts = (filter: string): string =>
  `{ products${filter} { edges { node {
    ${PRODUCT_FIELDS}
    media { edges { node { ${MEDIA_FIELDS} } } }
    collections { edges { node { ${COLLECTION_FIELDS} } } }
    variants { edges { node { ${VARIANT_FIELDS} } } }
  } } } }`;

export const PRODUCTS_COUNT = query<{
  count: { count: number; precision: 'EXACT' | 'AT_LEAST' } | null;
}>(
  'ProductsCount',
  `($query: String) {
  count: productsCount(query: $query, limit: null) { count precision }
}`,
);

/** A product catalogue; `location` links it to events. */
export interface Catalog {
  catalogId: string;
  name: string;
  currency: string;
  location: string;
  setAsDefault: boolean;
  products: Map<string, Product>;
}

export interface Product {
  productId: string;
  name: string;
  mainCategory: string;
  categoryExternalId?: string;
  categories?: string[];
  description?: string;
  productUrl: string;
  mainImageUrl?: string;
  imageUrls?: string[];
  available: boolean;
  active?: boolean;
  quantity?: number;
  price: number;
  discountPrice?: number;
  unitPrice?: number;
  systemDetails?: Record<string, unknown>;
  customDetails?: Record<string, string>;
}

/** A product collection, such as a wish list: products per contact id. */
export interface Collection {
  collectionId: string;
  name: string;
  catalogId: string;
  products: Map<string, Set<string>>;
}

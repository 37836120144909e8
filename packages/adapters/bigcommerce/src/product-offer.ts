import type { ProductDocument, ProductImage, VariantDocument } from './documents.js';

/** What no single field of a product or a variant says; added to the document. */
export interface Offer {
  readonly price?: number;
  /** What it costs while that is less than the price; null when it is not on sale. */
  readonly sale_price?: number | null;
  readonly available: boolean;
  /** Absent where stock is not counted. */
  readonly quantity?: number;
}

/** The regular price is `price`; `calculated_price` is what counts after sales, or with the options of a variant. */
function prices(regular: number | null | undefined, effective: number | null | undefined) {
  if (typeof regular !== 'number') return typeof effective === 'number' ? { price: effective } : {};
  if (typeof effective !== 'number') return { price: regular };
  return effective < regular
    ? { price: regular, sale_price: effective }
    : { price: effective, sale_price: null };
}

const isOnSale = ({ availability }: ProductDocument): boolean => availability !== 'disabled';

const stockOf = (variants: readonly VariantDocument[]): number =>
  variants.reduce((sum, { inventory_level }) => sum + (inventory_level ?? 0), 0);

/** Stock is kept for nothing, for the product, or for each variant; what is not counted can be bought. */
export function offerOf(product: ProductDocument): Offer {
  const { inventory_tracking, inventory_level, variants = [] } = product;
  const quantity =
    inventory_tracking === 'variant' && variants.length > 0
      ? stockOf(variants)
      : inventory_tracking === 'product' || inventory_tracking === 'variant'
        ? (inventory_level ?? 0)
        : undefined;
  return {
    ...prices(product.price, product.calculated_price),
    available: isOnSale(product) && (quantity === undefined || quantity > 0),
    ...(quantity === undefined ? {} : { quantity }),
  };
}

export function variantOfferOf(product: ProductDocument, variant: VariantDocument): Offer {
  const counted = product.inventory_tracking === 'variant';
  const quantity = counted ? (variant.inventory_level ?? 0) : undefined;
  const parentHasStock =
    product.inventory_tracking !== 'product' || (product.inventory_level ?? 0) > 0;
  return {
    ...prices(variant.price ?? product.price, variant.calculated_price),
    available:
      isOnSale(product) &&
      parentHasStock &&
      variant.purchasing_disabled !== true &&
      (quantity === undefined || quantity > 0),
    ...(quantity === undefined ? {} : { quantity }),
  };
}

/** Every product has a base variant without options, which is the product itself. */
export const realVariants = ({ variants = [] }: ProductDocument): VariantDocument[] =>
  variants.filter(({ option_values }) => (option_values ?? []).length > 0);

/** The name with the options behind it: `Mug - red, 0.3 l`. */
export const variantName = (
  { name }: ProductDocument,
  { option_values = [] }: VariantDocument,
): string =>
  `${name} - ${option_values
    .map(({ label }) => label)
    .filter(Boolean)
    .join(', ')}`;

/** Addresses of the images, the one of the product's thumbnail first, then in the store's order. */
export const imagesOf = ({ images = [] }: ProductDocument): { src: string }[] =>
  images
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ url_zoom, url_standard }) => url_zoom || url_standard)
    .filter((url) => url !== undefined && url !== '')
    .map((src) => ({ src: src as string }));

const rank = ({ is_thumbnail, sort_order }: ProductImage): number =>
  is_thumbnail ? Number.NEGATIVE_INFINITY : (sort_order ?? 0);

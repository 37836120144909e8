import { statusOf, type WooClient } from './client.js';
import type { WooDocument } from './dates.js';
import { VARIATION_FIELDS } from './fields.js';
import { walkById } from './walk-by-id.js';

export interface ProductDocument extends WooDocument {
  readonly name?: string;
  /** Ids of the variations. */
  readonly variations?: readonly number[];
}

/**
 * A product with its variations under `variation_list` (one call per 100 of them; none for a product without). Each
 * carries the product's name as `parent_name`, as order lines do, because its own is only "M, red".
 */
export async function completeProduct(
  client: WooClient,
  product: ProductDocument,
): Promise<ProductDocument & { variation_list?: object[] }> {
  if (!product.variations?.length) return product;
  const path = `/products/${product.id}/variations`;
  const variations: object[] = [];
  try {
    for await (const { row } of walkById(client, path, { _fields: VARIATION_FIELDS })) {
      variations.push({ ...row, parent_name: product.name });
    }
  } catch (error) {
    // Deleted since the list was read; the webhook or the next sweep tells.
    if (statusOf(error) !== 404) throw error;
    return product;
  }
  return { ...product, variation_list: variations };
}

import type { SourceRow } from '@storewire/core';
import { listOf } from '../lists.js';
import { versionOf } from '../version.js';
import type { Magento2Client } from './client.js';
import {
  type CartDocument,
  type CartItem,
  changeTextOf,
  idOf,
  type ProductDocument,
} from './documents.js';
import { PRODUCTS, readChildren } from './product-reading.js';
import { isOptionalFailure } from './refusals.js';
import type { Filter } from './search.js';
import { knownStoreViews, placeOfDocument } from './store-views.js';

const PRODUCT_FIELDS =
  'items[id,sku,type_id,extension_attributes[configurable_product_links]],total_count';

/** A cart with, under `completed`, the ids of its products, its total and its locale, none of which its document has. */
export async function cartRow(
  client: Magento2Client,
  cart: CartDocument,
): Promise<SourceRow<'cart'>> {
  const views = await knownStoreViews(client);
  const { locale, storefront } = placeOfDocument(views, cart.store_id);
  const totals = await readTotals(client, cart);
  const lines = await linesOf(client, listOf(cart.items));
  const linkUrl = views.find(({ id }) => id === Number(cart.store_id))?.linkUrl;
  const completed = {
    lines,
    ...(totals ? { totals } : {}),
    ...(locale ? { locale } : {}),
    // Whoever is signed in finds the cart there; nothing brings a guest's back.
    ...(linkUrl && cart.customer?.id ? { recoveryUrl: `${linkUrl}checkout/cart/` } : {}),
  };
  const raw = { ...cart, completed };
  return {
    kind: 'cart',
    id: String(idOf(cart)),
    version: versionOf(changeTextOf(cart), raw),
    raw,
    ...(storefront ? { storefront } : {}),
  };
}

async function readTotals(client: Magento2Client, cart: CartDocument): Promise<object | undefined> {
  try {
    return await client.get<object>(`/V1/carts/${idOf(cart)}/totals`);
  } catch (error) {
    // The shop fails at totals of a cart with a broken product; the sum of the lines stands in.
    if (isOptionalFailure(error)) return undefined;
    throw error;
  }
}

async function linesOf(client: Magento2Client, items: readonly CartItem[]): Promise<object[]> {
  const products = await productsBySku(client, items);
  const lines: object[] = [];
  for (const item of items) {
    const product = products.get(item.sku ?? '');
    if (!product) lines.push(item);
    else if (item.product_type === 'configurable') {
      // The line has the variant's SKU.
      const parent = await parentOf(client, product.id, item.name ?? '');
      const parentId = parent ? { product_id: parent.id } : {};
      lines.push({ ...item, ...parentId, variant_id: product.id });
    } else lines.push({ ...item, product_id: product.id });
  }
  return lines;
}

/** By SKU; what was found is kept for a while, for carts of one poll often hold the same. */
async function productsBySku(
  client: Magento2Client,
  items: readonly CartItem[],
): Promise<ReadonlyMap<string, ProductDocument>> {
  // A list in a filter is separated by commas, so a SKU with one cannot be asked for.
  const skus = [...new Set(items.flatMap(({ sku }) => (sku && !sku.includes(',') ? [sku] : [])))];
  if (skus.length === 0) return new Map();
  const list = skus.sort().join(',');
  const products = await client.remembered.get(`skus ${list}`, () =>
    searchProducts(client, [['sku', 'in', list]], Math.min(skus.length, 100)),
  );
  return new Map(products.map((product) => [product.sku, product]));
}

/** No call tells a variant's product, but the line has its name, and the product lists its variants. */
const parentOf = (
  client: Magento2Client,
  variantId: number,
  name: string,
): Promise<ProductDocument | undefined> =>
  client.remembered.get(`parent ${variantId} ${name}`, async () => {
    const isConfigurable: Filter = ['type_id', 'eq', 'configurable'];
    const candidates = await searchProducts(client, [isConfigurable, ['name', 'eq', name]], 20);
    for (const product of candidates) {
      if ((await variantIds(client, product)).includes(variantId)) return product;
    }
    return undefined;
  });

/** Lists of some versions do not name the variants. */
async function variantIds(client: Magento2Client, product: ProductDocument): Promise<number[]> {
  const links = product.extension_attributes?.configurable_product_links;
  if (links) return links.map(Number);
  try {
    return (await readChildren(client, product)).map(({ id }) => id);
  } catch (error) {
    if (isOptionalFailure(error)) return [];
    throw error;
  }
}

async function searchProducts(
  client: Magento2Client,
  filters: readonly Filter[],
  pageSize: number,
): Promise<readonly ProductDocument[]> {
  try {
    const criteria = { filters, pageSize, fields: PRODUCT_FIELDS };
    return (await client.search<ProductDocument>(PRODUCTS, criteria)).items;
  } catch (error) {
    if (isOptionalFailure(error)) return [];
    throw error;
  }
}

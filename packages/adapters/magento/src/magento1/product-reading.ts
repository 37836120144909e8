import { type SourceRow, StoreForbidden } from '@storewire/core';
import { utcMs } from '../dates.js';
import { versionOf } from '../version.js';
import type { Magento1Client } from './client.js';
import type { ListedProduct, ProductDocument, Scalar } from './documents.js';
import { productView } from './stores.js';
import type { Listing } from './windows.js';

const DAY_MS = 86_400_000;
const ENABLED = '1';
const INVISIBLE = '1';
export const PRODUCT_CHUNK = 50;

export const productId = ({ product_id }: ListedProduct): number => Number(product_id);

export const productListing = async (client: Magento1Client): Promise<Listing> => ({
  path: 'catalog_product.list',
  idField: 'product_id',
  more: [await productView(client)],
});

interface StockItem {
  readonly product_id: Scalar;
  readonly qty?: Scalar;
  readonly is_in_stock?: Scalar;
}

interface Image {
  readonly url?: string;
  readonly exclude?: Scalar;
  readonly types?: readonly string[];
}

/**
 * Products of a list with all their fields and images (two calls each) and their stock (one call for all). What a
 * shopper cannot find by itself, such as the variants of a configurable product, is left out.
 */
export async function productRows(
  client: Magento1Client,
  listed: readonly ListedProduct[],
): Promise<SourceRow<'product'>[]> {
  const view = await productView(client);
  const categories = await categoryNames(client);
  const stock = await readStock(client, listed);
  const rows: SourceRow<'product'>[] = [];
  for (const { product_id } of listed) {
    const id = String(product_id);
    const product = await client.call<ProductDocument>(
      'catalog_product.info',
      id,
      view,
      undefined,
      'id',
    );
    if (!product || String(product.visibility) === INVISIBLE) continue;
    const { qty, is_in_stock } = stock.get(id) ?? {};
    const completed = {
      url: urlOf(client, product),
      images: await readImages(client, id, view),
      categories: categoryIds(product).flatMap((category) => categories.get(category) ?? []),
      discountPrice: discountOf(product, client.now()),
      isActive: String(product.status) === ENABLED,
      ...(is_in_stock === undefined ? {} : { isAvailable: is_in_stock, quantity: qty }),
    };
    const raw = { ...product, completed };
    rows.push({ kind: 'product', id, version: versionOf(product.updated_at, raw), raw });
  }
  return rows;
}

/** The address by id always works; the one in words is told without the shop's address. */
const urlOf = ({ baseUrl }: Magento1Client, { url_path, product_id }: ProductDocument): string =>
  url_path ? `${baseUrl}/${url_path}` : `${baseUrl}/catalog/product/view/id/${product_id}`;

/** The special price while it holds, its last day included; `null` when there is none. */
function discountOf(product: ProductDocument, nowMs: number): Scalar {
  const special = Number(product.special_price ?? 0);
  const from = utcMs(product.special_from_date) ?? Number.NEGATIVE_INFINITY;
  const to = (utcMs(product.special_to_date) ?? Number.POSITIVE_INFINITY) + DAY_MS;
  const holds = special > 0 && special < Number(product.price) && from <= nowMs && nowMs < to;
  return holds ? product.special_price : null;
}

const categoryIds = ({ category_ids, categories }: ProductDocument): string[] =>
  (category_ids ?? categories ?? []).map(String);

async function readImages(client: Magento1Client, id: string, view: string): Promise<string[]> {
  const images = await unlessForbidden(
    client.list<Image>('catalog_product_attribute_media.list', id, view, 'id'),
  );
  const shown = (images ?? []).filter(({ url, exclude }) => url && String(exclude) !== '1');
  const isMain = ({ types }: Image) => types?.includes('image') === true;
  return [...shown.filter(isMain), ...shown.filter((image) => !isMain(image))].flatMap(
    ({ url }) => url ?? [],
  );
}

async function readStock(
  client: Magento1Client,
  listed: readonly ListedProduct[],
): Promise<ReadonlyMap<string, StockItem>> {
  if (listed.length === 0) return new Map();
  const ids = listed.map(({ product_id }) => String(product_id));
  const items = await unlessForbidden(
    client.list<StockItem>('cataloginventory_stock_item.list', ids),
  );
  return new Map((items ?? []).map((item) => [String(item.product_id), item]));
}

interface Category {
  readonly category_id?: Scalar;
  readonly name?: Scalar;
  readonly level?: Scalar;
  readonly children?: readonly Category[];
}

/** Names by id; the two levels every shop has above the categories are none. */
const categoryNames = (client: Magento1Client): Promise<ReadonlyMap<string, string>> =>
  client.remembered.get('categories', async () => {
    const names = new Map<string, string>();
    const add = ({ category_id, name, level, children }: Category): void => {
      if (Number(level) >= 2 && name) names.set(String(category_id), String(name));
      children?.forEach(add);
    };
    const tree = await unlessForbidden(client.call<Category>('catalog_category.tree'));
    if (tree) add(tree);
    return names;
  });

async function unlessForbidden<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof StoreForbidden) return undefined;
    throw error;
  }
}

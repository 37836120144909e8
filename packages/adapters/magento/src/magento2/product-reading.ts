import type { SourceRow } from '@storewire/core';
import { utcMs } from '../dates.js';
import { listOf } from '../lists.js';
import { versionOf } from '../version.js';
import type { Magento2Client } from './client.js';
import { changeTextOf, idOf, type ProductDocument } from './documents.js';
import { isOptionalFailure } from './refusals.js';
import { type QueryPair, searchPairs } from './search.js';
import { productView, type StoreView } from './store-views.js';
import { walkById } from './walk-by-id.js';

export const PRODUCTS = '/V1/products';
export const PRODUCT_PAGE = 50;
/** Those a shopper can find; what is not visible by itself is a variant and comes with its product. */
export const VISIBLE = ['visibility', 'in', '2,3,4'] as const;
const ENABLED = 1;

interface RenderInfo {
  readonly id: number;
  readonly url?: string;
  readonly is_salable?: string | boolean;
  readonly price_info?: { readonly regular_price?: number; readonly final_price?: number };
}

/**
 * Products with, under `completed`, what the shop tells elsewhere: address, images, category names, whether they can
 * be bought, today's price, and the variants of configurable ones. Texts and prices are those of one store view.
 */
export async function productRows(
  client: Magento2Client,
  products: readonly ProductDocument[],
): Promise<SourceRow<'product'>[]> {
  const view = await productView(client);
  const categories = await categoryNames(client, view);
  const infos = await renderInfos(client, products, view);
  const rows: SourceRow<'product'>[] = [];
  for (const product of products) {
    const info = infos.get(product.id);
    const shared = sharedFacts(client, product, info, view);
    const variants = await readVariants(client, product, view);
    const completed = {
      ...shared,
      categories: categoryIds(product).flatMap((id) => categories.get(id) ?? []),
      ...(variants
        ? { variants: variants.map((one) => variantOf(client, one, shared, view)) }
        : {}),
    };
    const raw = { ...withList(product), completed };
    const version = versionOf(changeTextOf(product), raw);
    rows.push({ kind: 'product', id: String(idOf(product)), version, raw });
  }
  return rows;
}

interface SharedFacts {
  readonly url: string;
  readonly images: readonly string[];
  readonly price?: number;
  readonly discountPrice?: number | null;
  readonly isActive: boolean;
  readonly isAvailable?: boolean;
}

function sharedFacts(
  client: Magento2Client,
  product: ProductDocument,
  info: RenderInfo | undefined,
  view: StoreView | undefined,
): SharedFacts {
  const base = view?.linkUrl ?? `${client.baseUrl}/`;
  const price = Number(product.price ?? 0) || info?.price_info?.regular_price;
  const isSalable = info && /^(?:1|true)$/.test(String(info.is_salable));
  return {
    // The address by id always works; the one in the shop's own words depends on settings that no call tells.
    url: info?.url ?? `${base}catalog/product/view/id/${product.id}`,
    images: imagesOf(product, view),
    ...(price === undefined ? {} : { price }),
    discountPrice: discountOf(product, info, price, client.now()),
    isActive: product.status === ENABLED,
    ...(isSalable === undefined ? {} : { isAvailable: isSalable }),
  };
}

/** A variant is not visible by itself: it has its product's address, and its images where it has none. */
function variantOf(
  client: Magento2Client,
  variant: ProductDocument,
  parent: SharedFacts,
  view: StoreView | undefined,
): object {
  const own = sharedFacts(client, variant, undefined, view);
  return {
    ...withList(variant),
    completed: {
      ...own,
      url: parent.url,
      images: own.images.length > 0 ? own.images : parent.images,
      isActive: own.isActive && parent.isActive,
    },
  };
}

/** The special price while it holds, or what a catalogue rule makes of the price; `null` when there is none. */
function discountOf(
  product: ProductDocument,
  info: RenderInfo | undefined,
  price: number | undefined,
  nowMs: number,
): number | null {
  const special = Number(attributeOf(product, 'special_price') ?? Number.NaN);
  const from = utcMs(attributeOf(product, 'special_from_date')) ?? Number.NEGATIVE_INFINITY;
  // The last day of a special price is part of it.
  const to =
    (utcMs(attributeOf(product, 'special_to_date')) ?? Number.POSITIVE_INFINITY) + 86_400_000;
  const offers = [
    ...(special > 0 && from <= nowMs && nowMs < to ? [special] : []),
    ...(info?.price_info?.final_price ? [info.price_info.final_price] : []),
  ].filter((offer) => price !== undefined && offer < price);
  return offers.length > 0 ? Math.min(...offers) : null;
}

function imagesOf(product: ProductDocument, view: StoreView | undefined): string[] {
  if (!view?.mediaUrl) return [];
  const entries = listOf(product.media_gallery_entries).filter(
    ({ media_type, disabled, file }) => media_type === 'image' && !disabled && file,
  );
  const isMain = ({ types }: { types?: readonly string[] }) => types?.includes('image') === true;
  return [...entries.filter(isMain), ...entries.filter((entry) => !isMain(entry))].map(
    ({ file }) => `${view.mediaUrl}catalog/product/${String(file).replace(/^\//, '')}`,
  );
}

/** The mapping looks attributes up in a list. */
const withList = (product: ProductDocument): ProductDocument => ({
  ...product,
  custom_attributes: listOf(product.custom_attributes),
});

const attributeOf = (product: ProductDocument, code: string): unknown =>
  listOf(product.custom_attributes).find(({ attribute_code }) => attribute_code === code)?.value;

function categoryIds(product: ProductDocument): number[] {
  const linked = product.extension_attributes?.category_links?.map(
    ({ category_id }) => category_id,
  );
  const ids = linked ?? attributeOf(product, 'category_ids');
  return Array.isArray(ids) ? ids.map(Number) : [];
}

/** Names of categories by id; the two levels every shop has above them are none. */
const categoryNames = (
  client: Magento2Client,
  view: StoreView | undefined,
): Promise<ReadonlyMap<number, string>> =>
  client.remembered.get('categories', async () => {
    const names = new Map<number, string>();
    const walk = {
      path: '/V1/categories/list',
      filters: [['level', 'gteq', 2] as const],
      pageSize: 200,
      fields: 'items[id,name],total_count',
      ...(view ? { view: view.code } : {}),
    };
    try {
      for await (const { id, name } of walkById<{ id: number; name?: string }>(client, walk)) {
        if (name) names.set(Number(id), name);
      }
    } catch (error) {
      if (!isOptionalFailure(error)) throw error;
    }
    return names;
  });

/** Address, price and stock as the shop shows them; a shop that fails at this gets addresses by id and no stock. */
async function renderInfos(
  client: Magento2Client,
  products: readonly ProductDocument[],
  view: StoreView | undefined,
): Promise<ReadonlyMap<number, RenderInfo>> {
  if (!view?.id || !view.currency) return new Map();
  const ids = products.map(({ id }) => id).join(',');
  const query: QueryPair[] = [
    ...searchPairs({ filters: [['entity_id', 'in', ids]], pageSize: PRODUCT_PAGE }),
    ['storeId', String(view.id)],
    ['currencyCode', view.currency],
  ];
  try {
    const answer = await client.get<{ items?: readonly RenderInfo[] | null }>(
      '/V1/products-render-info',
      query,
      view.code,
    );
    return new Map(listOf(answer.items).map((info) => [Number(info.id), info]));
  } catch (error) {
    if (isOptionalFailure(error)) return new Map();
    throw error;
  }
}

async function readVariants(
  client: Magento2Client,
  product: ProductDocument,
  view: StoreView | undefined,
): Promise<readonly ProductDocument[] | undefined> {
  if (product.type_id !== 'configurable') return undefined;
  try {
    return await readChildren(client, product, view?.code);
  } catch (error) {
    // A SKU with a slash is a known failure of signed calls; nothing is then said about the variants.
    if (isOptionalFailure(error)) return undefined;
    throw error;
  }
}

export const readChildren = (
  client: Magento2Client,
  { sku }: ProductDocument,
  view?: string,
): Promise<readonly ProductDocument[]> =>
  client.get(`/V1/configurable-products/${encodeURIComponent(sku)}/children`, [], view);

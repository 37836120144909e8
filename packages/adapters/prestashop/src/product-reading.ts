import type { PrestashopClient } from './client.js';
import type { PsDocument } from './documents.js';

/** Products of the list at `products` that somebody saved: since 1.7 a product exists while it is being written. */
export const isSaved = (product: PsDocument): boolean => String(product.state ?? '1') !== '0';

/**
 * Products with their combinations under `combination_list`, stock, names of their categories and public addresses.
 * Needs prices and one language in `rows`. Two calls for all of them together, and one for the combinations of ten.
 *
 * The address is the form that works in every shop; PrestaShop redirects it to the one with words. Pictures have an
 * address of their own beside the webservice, which would ask for the key.
 */
export async function completeProducts(
  client: PrestashopClient,
  rows: readonly PsDocument[],
): Promise<PsDocument[]> {
  const products = rows.filter(isSaved);
  if (products.length === 0) return [];
  const ids = products.map(({ id }) => id);
  const language = await client.facts.languageId();
  const combinations = await client.listByValues('combinations', 'id_product', ids, {
    prices: true,
    language,
    valuesPerCall: 10,
  });
  const stocks = await client.listByValues('stock_availables', 'id_product', ids);
  const names = await optionNames(client, combinations, language);
  const facts = {
    base: await client.facts.storefrontUrl(),
    currency: await client.facts.currency(),
    language,
    settings: await availabilitySettings(client),
  };
  const categories = await client.facts.categories();
  const stockOf = (product: number, combination: number) =>
    stocks.find(
      (row) =>
        String(row.id_product) === String(product) &&
        String(row.id_product_attribute) === String(combination),
    );
  const own = Map.groupBy(combinations, (row) => String(row.id_product));
  return products.map((product) => {
    const shared = {
      settings: facts.settings,
      available_for_order: product.available_for_order,
      price_currency: facts.currency,
    };
    const images = idsIn(product, 'images');
    const first = String(product.id_default_image || images[0] || '');
    const categoryNames = idsIn(product, 'categories').map((id) => categories.get(id)?.name);
    return {
      ...product,
      ...shared,
      url: addressOf(facts, product.id),
      image_url: pictureOf(facts.base, first),
      image_urls: images.map((id) => pictureOf(facts.base, id)),
      main_category: categories.get(String(product.id_category_default))?.name ?? null,
      category_names: categoryNames.filter((name) => name !== undefined),
      stock: stockOf(product.id, 0),
      combination_list: (own.get(String(product.id)) ?? []).map((combination) => ({
        ...combination,
        ...shared,
        name: [
          product.name,
          ...idsIn(combination, 'product_option_values').map((id) => names.get(id)),
        ]
          .filter(Boolean)
          .join(' - '),
        active: product.active,
        url: addressOf(facts, product.id, combination.id),
        image_url: pictureOf(facts.base, idsIn(combination, 'images')[0] ?? first),
        stock: stockOf(product.id, combination.id),
      })),
    };
  });
}

const availabilitySettings = async ({ facts }: PrestashopClient) => {
  const { PS_STOCK_MANAGEMENT, PS_ORDER_OUT_OF_STOCK } = await facts.settings();
  return { PS_STOCK_MANAGEMENT, PS_ORDER_OUT_OF_STOCK };
};

/** Names of the values a combination is made of (`M`, `red`), by their id. */
async function optionNames(
  client: PrestashopClient,
  combinations: readonly PsDocument[],
  language: number,
): Promise<Map<string, string>> {
  const ids = combinations.flatMap((row) => idsIn(row, 'product_option_values'));
  const rows = await client.listByValues('product_option_values', 'id', ids, {
    fields: ['id', 'name'],
    language,
  });
  return new Map(rows.map((row) => [String(row.id), String(row.name ?? '')]));
}

/** Ids of an association that are set; PrestaShop leaves an empty one out. */
export function idsIn(document: PsDocument, association: string): string[] {
  const list = (document.associations as Record<string, unknown> | undefined)?.[association];
  return Array.isArray(list)
    ? list.map((one) => String(one?.id ?? '')).filter((id) => id !== '' && id !== '0')
    : [];
}

function addressOf(
  { base, language }: { base: string; language: number },
  product: number,
  combination?: number,
): string {
  const chosen = combination === undefined ? '' : `&id_product_attribute=${combination}`;
  return `${base}/index.php?controller=product&id_product=${product}${chosen}&id_lang=${language}`;
}

/** Each digit of the id is a folder: picture 123 is `/img/p/1/2/3/123.jpg`. */
const pictureOf = (base: string, id: string): string | null =>
  /^\d+$/.test(id) ? `${base}/img/p/${[...id].join('/')}/${id}.jpg` : null;

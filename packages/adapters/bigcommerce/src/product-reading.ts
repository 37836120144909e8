import { cursorObject } from '@storewire/adapter-kit';
import type { Cursor, History, Instant, SourceRow } from '@storewire/core';
import { passState, readChanges } from './changes.js';
import type { BigCommerceClient, Query } from './client.js';
import { filterTime, type ProductDocument } from './documents.js';
import { imagesOf, offerOf, realVariants, variantName, variantOfferOf } from './product-offer.js';
import { readShelf, type Shelf } from './storefront.js';
import { walkById } from './walk.js';

const PRODUCTS = '/v3/catalog/products';
/** Products are large: up to 600 variants each. `options` and `modifiers` would cut the page to 10. */
const PRODUCTS_PER_CALL = 50;
const INCLUDE: Query = { include: 'variants,images', limit: PRODUCTS_PER_CALL };
const NAMES_PER_CALL = 100;

/**
 * Products that changed since the cursor, by rising id, 50 per call, with variants, images, and the names of brand and
 * categories. Five minutes are read again each time.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable, ChangeFilterIgnored.
 * @see docs/adapters/bigcommerce.md#how-changes-are-found
 */
export async function* pollProducts(
  client: BigCommerceClient,
  { cursor, since, now }: { cursor?: Cursor; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'product'>> {
  const catalogue = new Catalogue(client);
  const changes = readChanges<ProductDocument, object>({
    list: 'products',
    state: passState(cursorObject(cursor)) ?? { from: since },
    now,
    changedAt: ({ date_modified }) => date_modified,
    // A bare date would be read as that day at the present time of day.
    pages: (sinceMs, after) =>
      walkById((id) => readPage(client, id, { 'date_modified:min': filterTime(sinceMs) }), after),
    complete: async (rows) => {
      const documents = await catalogue.complete(rows);
      return new Map(rows.map((row) => [row, [productRow(row, documents.get(row))]]));
    },
  });
  for await (const { row, state } of changes) {
    yield { ...(row as SourceRow<'product'>), cursor: JSON.stringify(state) };
  }
}

/** All products by rising id; BigCommerce has no filter by creation, so a range reads all and passes on its own. */
export const productHistory: History<BigCommerceClient, 'product'> = {
  async count(client, { from, to }) {
    return from || to ? undefined : (await client.list(PRODUCTS, { limit: 1 })).total;
  },
  async *read(client, { from, to }, cursor) {
    const { after } = cursorObject(cursor);
    const catalogue = new Catalogue(client);
    const pages = walkById<ProductDocument>(
      (id) => readPage(client, id, {}),
      typeof after === 'number' ? after : undefined,
    );
    for await (const { rows } of pages) {
      const inRange = rows.filter(({ row }) => {
        const made = Date.parse(row.date_created);
        return !(from && made < Date.parse(from)) && !(to && made >= Date.parse(to));
      });
      const documents = await catalogue.complete(inRange.map(({ row }) => row));
      for (const { row, position } of inRange) {
        yield {
          ...productRow(row, documents.get(row)),
          cursor: JSON.stringify({ after: position }),
        };
      }
    }
  },
};

/** A product by id; nothing for one that is gone. */
export async function* readProduct(
  client: BigCommerceClient,
  id: number,
): AsyncGenerator<SourceRow<'product'>> {
  const { rows } = await client.list<ProductDocument>(PRODUCTS, { 'id:in': id, ...INCLUDE });
  const documents = await new Catalogue(client).complete(rows);
  for (const row of rows) yield productRow(row, documents.get(row));
}

/** A product that was deleted: withdrawn from the catalogue. */
export const deletedProduct = (id: number): SourceRow<'product'> => ({
  kind: 'product',
  id: String(id),
  raw: { id, is_visible: false },
});

const readPage = (client: BigCommerceClient, afterId: number, query: Query) =>
  client.list<ProductDocument>(PRODUCTS, {
    ...query,
    'id:greater': afterId || undefined,
    sort: 'id',
    direction: 'asc',
    ...INCLUDE,
  });

const productRow = (
  { id, date_modified }: ProductDocument,
  raw: object | undefined,
): SourceRow<'product'> => ({ kind: 'product', id: String(id), version: date_modified, raw });

/** What products point at, each looked up once. */
class Catalogue {
  readonly #names = new Map<string, string>();
  #shelf: Promise<Shelf> | undefined;

  constructor(private readonly client: BigCommerceClient) {}

  /** Documents with `storefront`, `offer`, `image_list`, `brand`, `category_list`, and the real variants. */
  async complete(products: readonly ProductDocument[]): Promise<Map<ProductDocument, object>> {
    if (products.length === 0) return new Map();
    this.#shelf ??= readShelf(this.client);
    const shelf = await this.#shelf;
    await this.#look('brand', '/v3/catalog/brands', 'id', {
      ids: products.map(({ brand_id }) => brand_id ?? 0),
    });
    await this.#look('category', '/v3/catalog/trees/categories', 'category_id', {
      ids: products.flatMap(({ categories }) => categories ?? []),
    });
    return new Map(products.map((product) => [product, this.#document(product, shelf)]));
  }

  #document(product: ProductDocument, { url, currency }: Shelf): object {
    const path = product.custom_url?.url;
    const address = url && path ? `${url}/${path.replace(/^\/+/, '')}` : undefined;
    const storefront = { ...(address ? { url: address } : {}), ...(currency ? { currency } : {}) };
    const brand = this.#names.get(`brand ${product.brand_id}`);
    return {
      ...product,
      storefront,
      offer: offerOf(product),
      image_list: imagesOf(product),
      ...(brand ? { brand: { name: brand } } : {}),
      category_list: (product.categories ?? []).flatMap((id) => {
        const name = this.#names.get(`category ${id}`);
        return name ? [{ name }] : [];
      }),
      variants: realVariants(product).map((variant) => ({
        ...variant,
        name: variantName(product, variant),
        storefront,
        offer: variantOfferOf(product, variant),
      })),
    };
  }

  async #look(
    kind: string,
    path: string,
    key: 'id' | 'category_id',
    { ids }: { ids: readonly number[] },
  ): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => id > 0 && !this.#names.has(`${kind} ${id}`));
    for (let i = 0; i < unknown.length; i += NAMES_PER_CALL) {
      const { rows } = await this.client.list<Record<string, unknown>>(path, {
        [`${key}:in`]: unknown.slice(i, i + NAMES_PER_CALL).join(','),
        limit: NAMES_PER_CALL,
      });
      for (const row of rows) this.#names.set(`${kind} ${row[key]}`, String(row.name ?? ''));
    }
  }
}

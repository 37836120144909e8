import { cursorObject } from '@storewire/adapter-kit';
import type { Cursor, History, Instant, SourceRow } from '@storewire/core';
import { passState, readChanges } from './changes.js';
import type { Shopware6Client } from './client.js';
import { type Associations, changedSince, equals, type Filter, within } from './criteria.js';
import { changedAt, type Numbered, type ProductDocument } from './documents.js';
import { type ProductStorefront, productStorefrontOf, readChannels } from './storefront.js';
import { walkByNumber } from './walk.js';

const OF_EACH: Associations = {
  cover: { associations: { media: {} } },
  media: { associations: { media: {} } },
  manufacturer: {},
  categories: {},
  seoUrls: { filter: [equals('isCanonical', true)] },
};

export const PRODUCT_ASSOCIATIONS: Associations = {
  ...OF_EACH,
  visibilities: {},
  children: { associations: { ...OF_EACH, options: {} } },
};

/** Images and variants make documents large. */
const PRODUCTS_PER_CALL = 25;

/** `sw-inheritance`: a variant's fields are null where the product's hold for it, and are filled in by this. */
const headersFor = ({ languageId }: ProductStorefront): Record<string, string> => ({
  'sw-inheritance': '1',
  ...(languageId ? { 'sw-language-id': languageId } : {}),
});

const MAIN_PRODUCTS: Filter = equals('parentId', null);

const CHANGED_FIELDS = {
  includes: { product: ['id', 'parentId', 'autoIncrement', 'createdAt', 'updatedAt'] },
} as const;

type Changed = Numbered & { readonly parentId: string | null };

/**
 * Products that changed since the cursor, each with all its variants; a change of a variant is one of its product.
 * Prices, address and texts are those of the sales channel. Two calls per 25 changes.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable.
 */
export async function* pollProducts(
  client: Shopware6Client,
  { cursor, since, now }: { cursor?: Cursor; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'product'>> {
  const [channel] = await readChannels(client);
  const storefront = productStorefrontOf(channel);
  const changes = readChanges<Changed, ProductDocument>({
    state: passState(cursorObject(cursor)) ?? { from: since },
    now,
    pages: (from, after) =>
      walkByNumber<Changed>(
        client,
        {
          entity: 'product',
          limit: PRODUCTS_PER_CALL,
          ...CHANGED_FIELDS,
          filter: [changedSince(['createdAt', 'updatedAt'], from)],
        },
        after,
      ),
    complete: (rows) => wholeProducts(client, rows, storefront),
  });
  for await (const { row, state } of changes) {
    yield { ...productRow(row, storefront), cursor: JSON.stringify(state) };
  }
}

/** The products that changed rows belong to, each once, at the last of its rows. */
async function wholeProducts(
  client: Shopware6Client,
  rows: readonly Changed[],
  storefront: ProductStorefront,
): Promise<Map<Changed, [ProductDocument]>> {
  const lastRows = new Map(rows.map((row) => [row.parentId ?? row.id, row]));
  const found = new Map<Changed, [ProductDocument]>();
  if (rows.length === 0) return found;
  const { rows: products } = await client.search<ProductDocument>(
    'product',
    {
      ids: [...lastRows.keys()],
      limit: rows.length,
      associations: PRODUCT_ASSOCIATIONS,
    },
    headersFor(storefront),
  );
  for (const product of products) {
    const row = lastRows.get(product.id);
    if (row) found.set(row, [product]);
  }
  return found;
}

/** The products that the ids are of, or of whose variants; what is not there any more gives no row. */
export async function* readProducts(
  client: Shopware6Client,
  ids: readonly string[],
): AsyncGenerator<SourceRow<'product'>> {
  const [channel] = await readChannels(client);
  const storefront = productStorefrontOf(channel);
  const { rows } = await client.search<Changed>('product', { ids, ...CHANGED_FIELDS });
  for (const products of (await wholeProducts(client, rows, storefront)).values()) {
    for (const product of products) yield productRow(product, storefront);
  }
}

/** Products made in the range, by rising running number, each with its variants; 25 per call. */
export const productHistory: History<Shopware6Client, 'product'> = {
  count: async (client, range) => {
    const { total } = await client.search('product', {
      limit: 1,
      'total-count-mode': 1,
      filter: [MAIN_PRODUCTS, ...within('createdAt', range)],
      includes: { product: ['id'] },
    });
    return total;
  },
  async *read(client, range, cursor) {
    const [channel] = await readChannels(client);
    const storefront = productStorefrontOf(channel);
    const { after } = cursorObject(cursor);
    const pages = walkByNumber<ProductDocument>(
      client,
      {
        entity: 'product',
        limit: PRODUCTS_PER_CALL,
        headers: headersFor(storefront),
        filter: [MAIN_PRODUCTS, ...within('createdAt', range)],
        associations: PRODUCT_ASSOCIATIONS,
      },
      typeof after === 'number' ? after : undefined,
    );
    for await (const { rows } of pages) {
      for (const { row, position } of rows) {
        yield { ...productRow(row, storefront), cursor: JSON.stringify({ after: position }) };
      }
    }
  },
};

const productRow = (
  product: ProductDocument,
  storefront: ProductStorefront,
): SourceRow<'product'> => ({
  kind: 'product',
  id: product.id,
  version: changedAt(product),
  raw: {
    ...product,
    storefront,
    children: (product.children ?? []).map((variant) => ({ ...variant, storefront })),
  },
});

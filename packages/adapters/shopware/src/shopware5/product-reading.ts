import type { Cursor, History, Instant, SourceRow } from '@storewire/core';
import { changeState, readChanges } from './changes.js';
import type { ListFilter, Shopware5Client } from './client.js';
import { type ArticleDocument, earliestWall, latestWall, msOf, rowVersion } from './documents.js';
import { idCursor, isWithin, readId } from './history-cursor.js';
import { walkById } from './walk.js';

/**
 * Articles whose `changed` moved since the cursor, each read in full with its variants and its first image (two calls).
 * A sale changes the stock and not that time; the nightly export of the catalogue sees it.
 *
 * @throws StoreUnauthorized, StoreForbidden, StoreUnavailable.
 */
export async function* pollProducts(
  client: Shopware5Client,
  { cursor, since }: { cursor?: Cursor; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'product'>> {
  const start = changeState(cursor, since);
  for await (const { row, state } of readChanges<ArticleDocument>(client, 'articles', [], start)) {
    const found = await articleRow(client, row);
    if (found) yield { ...found, cursor: JSON.stringify(state) };
  }
}

/** Articles added in the range, by rising id, two calls for each. */
export const productHistory: History<Shopware5Client, 'product'> = {
  count: async (client, { from, to }) =>
    from || to ? undefined : (await client.list('articles', { limit: 1 })).total,
  async *read(client, range, cursor) {
    const filter: ListFilter[] = [
      ...(range.from
        ? [{ property: 'added', expression: '>=', value: earliestWall(range.from) } as const]
        : []),
      ...(range.to
        ? [{ property: 'added', expression: '<=', value: latestWall(range.to) } as const]
        : []),
    ];
    for await (const row of walkById<ArticleDocument>(client, 'articles', filter, readId(cursor))) {
      if (!isWithin(range, msOf(row.added))) continue;
      const found = await articleRow(client, row);
      if (found) yield { ...found, cursor: idCursor(row.id) };
    }
  },
};

interface Media {
  /** Full address of the file. */
  readonly path?: string;
}

/** The whole article, prices with tax, texts in the language of the connection's shop; `undefined` when it is gone. */
async function articleRow(
  client: Shopware5Client,
  { id }: ArticleDocument,
): Promise<SourceRow<'product'> | undefined> {
  const article = await client.get<ArticleDocument>(`/articles/${id}`, {
    considerTaxInput: '1',
    ...(client.shopId ? { language: client.shopId } : {}),
  });
  if (!article) return undefined;
  const images = article.images ?? [];
  const mediaId = (images.find(({ main }) => main === 1) ?? images[0])?.mediaId;
  const media = mediaId ? await client.get<Media>(`/media/${mediaId}`) : undefined;
  const raw = {
    ...article,
    // PHP writes a list with gaps as an object.
    categories: Object.values(article.categories ?? {}),
    details: (article.details ?? []).map((variant) => ({ ...variant, articleName: article.name })),
    url: `${client.baseUrl}/detail/index/sArticle/${id}`,
    ...(media?.path ? { imageUrl: new URL(media.path, `${client.baseUrl}/`).href } : {}),
  };
  return { kind: 'product', id: String(id), version: rowVersion(raw), raw };
}

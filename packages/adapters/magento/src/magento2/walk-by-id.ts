import type { Magento2Client } from './client.js';
import { idOf, type ListedDocument } from './documents.js';
import type { Filter } from './search.js';

export interface Walk {
  readonly path: string;
  readonly filters?: readonly Filter[];
  readonly pageSize: number;
  /** Store view of the calls; the whole shop unless told. */
  readonly view?: string;
  readonly fields?: string;
}

/**
 * Reads a list by rising id behind `after`. Every page is the first one of what is left, so that neither rows that go
 * away meanwhile move the rest, nor the page behind the end matters, which up to 2.3 is the last one again for ever.
 */
export async function* walkById<T extends ListedDocument>(
  client: Magento2Client,
  { path, filters = [], pageSize, view, fields }: Walk,
  after = 0,
): AsyncGenerator<T> {
  for (let last = after; ; ) {
    const { items, total } = await client.search<T>(
      path,
      {
        filters: [...filters, ['entity_id', 'gt', last]],
        sort: ['entity_id'],
        pageSize,
        ...(fields ? { fields } : {}),
      },
      view,
    );
    for (const row of items) {
      if (idOf(row) <= last) continue;
      last = idOf(row);
      yield row;
    }
    if (items.length === 0 || items.length >= total) return;
  }
}

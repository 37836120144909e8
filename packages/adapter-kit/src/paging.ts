/** One page of a numbered list. */
export interface NumberedPage<T> {
  readonly page: number;
  readonly items: readonly T[];
  /** True for a short page: there is nothing behind it. */
  readonly isLast: boolean;
}

/**
 * Reads a list by page number until a page is empty or short. Headers with totals are not asked: some platforms give
 * zero there for a page beyond the end, others do not know.
 *
 * @param read one page, counted from 1, of at most `pageSize` items.
 */
export async function* numberedPages<T>(
  read: (page: number) => Promise<readonly T[]>,
  { pageSize, from = 1 }: { pageSize: number; from?: number },
): AsyncGenerator<NumberedPage<T>> {
  for (let page = from; ; page++) {
    const items = await read(page);
    const isLast = items.length < pageSize;
    if (items.length > 0) yield { page, items, isLast };
    if (isLast) return;
  }
}

const REMEMBERED = 10_000;

/**
 * Drops rows that came before with the same id and version: what an overlap, or a page that moved while it was read,
 * gives twice. Rows without a version all pass. Remembers the last 10,000.
 */
export async function* withoutRepeats<T extends { readonly id: string; readonly version?: string }>(
  rows: AsyncIterable<T> | Iterable<T>,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  for await (const row of rows) {
    if (row.version === undefined) {
      yield row;
      continue;
    }
    const key = `${row.id}\n${row.version}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > REMEMBERED) seen.delete(seen.values().next().value as string);
    yield row;
  }
}

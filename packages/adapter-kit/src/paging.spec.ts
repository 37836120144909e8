import { describe, expect, it } from '@jest/globals';
import { numberedPages, withoutRepeats } from './paging.js';

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
};

describe('numberedPages', () => {
  it.each([
    { items: 0, pageSize: 2, asked: [1] },
    { items: 3, pageSize: 2, asked: [1, 2] },
    { items: 4, pageSize: 2, asked: [1, 2, 3] },
  ])('reads $items items in pages of $pageSize with $asked.length calls', async (given) => {
    const { items, pageSize } = given;
    const source = Array.from({ length: items }, (_, i) => i);
    const asked: number[] = [];
    const pages = await all(
      numberedPages(
        async (page) => {
          asked.push(page);
          return source.slice((page - 1) * pageSize, page * pageSize);
        },
        { pageSize },
      ),
    );
    expect(pages.flatMap((page) => page.items)).toEqual(source);
    expect(asked).toEqual(given.asked);
  });

  it('begins where it is told', async () => {
    const pages = await all(
      numberedPages(async (page) => (page < 4 ? [page] : []), { pageSize: 1, from: 3 }),
    );
    expect(pages).toEqual([{ page: 3, items: [3], isLast: false }]);
  });
});

describe('withoutRepeats', () => {
  it('drops the same version, keeps another one and rows without any', async () => {
    const rows = [
      { id: '1', version: 'a' },
      { id: '1', version: 'a' },
      { id: '1', version: 'b' },
      { id: '2' },
      { id: '2' },
    ];
    expect(await all(withoutRepeats(rows))).toEqual([rows[0], rows[2], rows[3], rows[4]]);
  });
});

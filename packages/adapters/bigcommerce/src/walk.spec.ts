import { describe, expect, it } from '@jest/globals';
import type { Page } from './client.js';
import { type Position, type WalkedPage, walkByCursor, walkById, walkByNumber } from './walk.js';

interface Row {
  readonly id: number;
}
const rows = (...ids: number[]): Row[] => ids.map((id) => ({ id }));

async function given(pages: AsyncIterable<WalkedPage<Row>>): Promise<number[]> {
  const ids: number[] = [];
  for await (const page of pages) ids.push(...page.rows.map(({ row }) => row.id));
  return ids;
}

describe('walkById', () => {
  const read =
    (list: () => readonly Row[], size: number) =>
    async (after: number): Promise<Page<Row>> => ({
      rows: list()
        .filter(({ id }) => id > after)
        .slice(0, size),
    });

  it('reads until there is nothing, however many rows the store gives at a time', async () => {
    const list = rows(3, 5, 8, 13, 21);
    expect(
      await given(
        walkById(
          read(() => list, 2),
          undefined,
        ),
      ),
    ).toEqual([3, 5, 8, 13, 21]);
    expect(
      await given(
        walkById(
          read(() => list, 2),
          5,
        ),
      ),
    ).toEqual([8, 13, 21]);
  });

  it('loses nothing when rows before it go', async () => {
    let list = rows(1, 2, 3, 4, 5, 6);
    const ids: number[] = [];
    for await (const page of walkById(
      read(() => list, 2),
      undefined,
    )) {
      ids.push(...page.rows.map(({ row }) => row.id));
      if (ids.length === 2) list = rows(3, 4, 5, 6);
    }
    expect(ids).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('ends when a store gives the same page again and again', async () => {
    const stuck = async (): Promise<Page<Row>> => ({ rows: rows(1, 2) });
    expect(await given(walkById(stuck, undefined))).toEqual([1, 2]);
  });

  it('saves the last call where the store says that this is the last page', async () => {
    let calls = 0;
    const once = async (): Promise<Page<Row>> => {
      calls++;
      return { rows: rows(1), totalPages: 1 };
    };
    expect(await given(walkById(once, undefined))).toEqual([1]);
    expect(calls).toBe(1);
  });
});

describe('walkByCursor', () => {
  const pages: Record<string, Page<Row>> = {
    '': { rows: rows(1, 2, 3), endCursor: 'three' },
    three: { rows: rows(7, 4, 5), endCursor: 'five' },
    five: { rows: [], endCursor: 'five' },
  };
  const read = async (cursor: string | undefined) => pages[cursor ?? ''] as Page<Row>;

  it.each<[Position | undefined, number[]]>([
    [undefined, [1, 2, 3, 7, 4, 5]],
    [
      ['', 2],
      [3, 7, 4, 5],
    ],
    [
      ['three', 7],
      [4, 5],
    ],
    // The row is gone: the page is given as a whole.
    [
      ['three', 99],
      [7, 4, 5],
    ],
    [['three', 5], []],
  ])('goes on from %j', async (after, ids) => {
    expect(await given(walkByCursor(read, after))).toEqual(ids);
  });
});

describe('walkByNumber', () => {
  const SIZE = 3;
  const store =
    (list: () => readonly Row[]) =>
    async (page: number): Promise<Page<Row>> => ({
      rows: list().slice((page - 1) * SIZE, page * SIZE),
      total: list().length,
      totalPages: Math.ceil(list().length / SIZE),
    });

  it('reads page by page', async () => {
    const list = rows(9, 4, 7, 1, 8, 2, 5);
    expect(
      await given(
        walkByNumber(
          store(() => list),
          undefined,
        ),
      ),
    ).toEqual([9, 4, 7, 1, 8, 2, 5]);
  });

  it('loses nothing when a row goes while it reads', async () => {
    let list = rows(9, 4, 7, 1, 8, 2, 5);
    const ids = new Set<number>();
    for await (const page of walkByNumber(
      store(() => list),
      undefined,
    )) {
      for (const { row } of page.rows) ids.add(row.id);
      if (ids.size === 3) list = rows(4, 7, 1, 8, 2, 5);
    }
    expect([...ids].sort()).toEqual([1, 2, 4, 5, 7, 8, 9]);
  });

  it('begins one page earlier after a cut, so that nothing slipped by', async () => {
    const list = rows(4, 7, 1, 8, 2, 5, 6);
    expect(
      await given(
        walkByNumber(
          store(() => list),
          [3, 5],
        ),
      ),
    ).toEqual([8, 2, 5, 6]);
  });
});

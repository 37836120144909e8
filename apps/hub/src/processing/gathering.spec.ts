import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.js';

/** Doubles numbers, refuses what is negative, and notes its groups. */
function doubling(most = 10) {
  const groups: (readonly number[])[] = [];
  const gathering = new Gathering<number, number>(async (items) => {
    groups.push(items);
    await new Promise((resolve) => setImmediate(resolve));
    if (items.some((n) => n < 0)) throw new Error(`refused ${items}`);
    return items.map((n) => n * 2);
  }, most);
  return { gathering, groups };
}

describe('Gathering', () => {
  it('works at once on what comes first, and together on what waits meanwhile', async () => {
    const { gathering, groups } = doubling();
    const results = await Promise.all([
      gathering.add('a', [1]),
      gathering.add('a', [2, 3]),
      gathering.add('a', [4]),
      gathering.add('b', [5]),
    ]);
    expect(results).toEqual([[2], [4, 6], [8], [10]]);
    expect(groups).toEqual([[1], [5], [2, 3, 4]]);
  });

  it('starts another group when one is full; a part larger than that stays whole', async () => {
    const { gathering, groups } = doubling(3);
    const all = [[1], [2, 3], [4], [5], [6, 7, 8, 9]];
    await Promise.all(all.map((items) => gathering.add('a', items)));
    expect(groups).toEqual([[1], [2, 3, 4], [5], [6, 7, 8, 9]]);
  });

  it('tries each part of a group that failed by itself', async () => {
    const { gathering, groups } = doubling();
    const results = await Promise.allSettled(
      [[1], [2], [-3, 4], [5]].map((items) => gathering.add('a', items)),
    );
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(groups).toEqual([[1], [2, -3, 4, 5], [2], [-3, 4], [5]]);
  });

  it('begins anew once everything is done', async () => {
    const { gathering } = doubling();
    await gathering.add('a', [1]);
    expect(await gathering.add('a', [2])).toEqual([4]);
  });
});

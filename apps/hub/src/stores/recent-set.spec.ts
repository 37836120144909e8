import { describe, expect, it } from '@jest/globals';
import { RecentSet } from './recent-set.js';

describe('RecentSet', () => {
  it('forgets the oldest when it is full', () => {
    const set = new RecentSet(2, 1_000, () => 0);
    for (const text of ['a', 'b', 'c']) set.add(text);
    expect([set.has('a'), set.has('b'), set.has('c'), set.size]).toEqual([false, true, true, 2]);
  });

  it('forgets after its time', () => {
    let now = 0;
    const set = new RecentSet(2, 1_000, () => now);
    set.add('a');
    now = 999;
    expect(set.has('a')).toBe(true);
    now = 1_000;
    expect(set.has('a')).toBe(false);
  });

  it('keeps what is added again for longer', () => {
    let now = 0;
    const set = new RecentSet(2, 1_000, () => now);
    set.add('a');
    now = 900;
    set.add('b');
    set.add('a');
    set.add('c');
    expect([set.has('a'), set.has('b')]).toEqual([true, false]);
  });
});

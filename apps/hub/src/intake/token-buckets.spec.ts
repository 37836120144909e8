import { describe, expect, it } from '@jest/globals';
import { TokenBuckets } from './token-buckets.js';

describe('TokenBuckets', () => {
  const at = (clock: { now: number }, maxKeys = 10) =>
    new TokenBuckets({ burst: 3, perSecond: 0.5 }, maxKeys, () => clock.now);

  it('gives the burst at once, then says how long to wait', () => {
    const buckets = at({ now: 0 });
    expect([1, 2, 3, 4, 5].map(() => buckets.take('a'))).toEqual([0, 0, 0, 2, 2]);
  });

  it('fills up again, and not over the burst', () => {
    const clock = { now: 0 };
    const buckets = at(clock);
    for (let i = 0; i < 3; i += 1) buckets.take('a');
    clock.now = 2_000;
    expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 2]);
    clock.now = 1_000_000;
    expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 2]);
  });

  it('counts each key by itself', () => {
    const buckets = at({ now: 0 });
    for (let i = 0; i < 4; i += 1) buckets.take('a');
    expect(buckets.take('b')).toBe(0);
  });

  it('remembers no more keys than it may', () => {
    const buckets = at({ now: 0 }, 100);
    for (let i = 0; i < 1_000; i += 1) buckets.take(`key${i}`);
    expect(buckets.size).toBe(100);
  });
});

import { describe, expect, it } from '@jest/globals';
import { CallbackLimits } from './callback-limits.js';

/** Time stands still: nothing is earned back between two calls. */
class StandingLimits extends CallbackLimits {
  protected override now(): number {
    return 0;
  }
}

const many = (take: () => number, times: number): number[] => Array.from({ length: times }, take);

describe('CallbackLimits', () => {
  it('stops an address that is refused without end, and nobody else', () => {
    const limits = new StandingLimits();
    const waits = many(() => limits.ofRefused('2001:db8::1'), 200);
    expect(waits.slice(0, 60)).toEqual(many(() => 0, 60));
    expect(waits.at(-1)).toBeGreaterThan(0);
    expect(limits.ofRefused('2001:db8::2')).toBeGreaterThan(0);
    expect(limits.ofRefused('203.0.113.7')).toBe(0);
  });

  it('stops an account that is called back for without end, and no other', () => {
    const limits = new StandingLimits();
    const waits = many(() => limits.ofAccount('t', 'a'), 6_000);
    expect(waits.slice(0, 5_000)).toEqual(many(() => 0, 5_000));
    expect(waits.at(-1)).toBeGreaterThan(0);
    expect([limits.ofAccount('t', 'b'), limits.ofAccount('u', 'a')]).toEqual([0, 0]);
  });

  it('counts what is refused and what is right apart', () => {
    const limits = new StandingLimits();
    many(() => limits.ofRefused('203.0.113.7'), 200);
    expect(limits.ofAccount('t', 'a')).toBe(0);
  });
});

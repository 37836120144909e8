import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { networkOf } from '../intake/network-of.js';
import { TrackerLimits } from './tracker-limits.js';

describe('networkOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});

describe('TrackerLimits', () => {
  // In one moment: nothing is filled up meanwhile, however slow the machine is.
  beforeEach(() => {
    jest.spyOn(performance, 'now').mockReturnValue(1_000);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('stops an address that posts without end, and nobody else', () => {
    const limits = new TrackerLimits();
    const taken = Array.from({ length: 300 }, () => limits.ofAddress('2001:db8::1'));
    expect(taken.filter((wait) => wait === 0).length).toBeLessThan(150);
    expect(limits.ofAddress('2001:db8::2')).toBeGreaterThan(0);
    expect(limits.ofAddress('203.0.113.7')).toBe(0);
  });

  it('stops a store that is flooded from many addresses; its visitors can still ask', () => {
    const limits = new TrackerLimits();
    const taken = Array.from({ length: 4_000 }, () => limits.ofStore('store', 'cart'));
    expect(taken.at(-1)).toBeGreaterThan(0);
    expect(limits.ofStore('store', 'visitor')).toBe(0);
    expect(limits.ofStore('other', 'cart')).toBe(0);
  });
});

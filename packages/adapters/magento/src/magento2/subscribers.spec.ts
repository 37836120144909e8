import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Subscribers } from './subscribers.js';

describe('Subscribers', () => {
  it('remembers each change through any number of cursors', () => {
    const change = fc.record({
      id: fc.integer({ min: 1, max: 5000 }),
      isSubscribed: fc.boolean(),
      isStored: fc.boolean(),
    });
    const property = fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const expected = new Map<number, boolean>();
      let subscribers = Subscribers.none();
      for (const { id, isSubscribed, isStored } of changes) {
        subscribers.set(id, isSubscribed);
        expected.set(id, isSubscribed);
        if (isStored) subscribers = Subscribers.read(subscribers.text);
      }
      for (const [id, isSubscribed] of expected) expect(subscribers.has(id)).toBe(isSubscribed);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('takes less than two bits for each customer of a shop where every third is subscribed', () => {
    const subscribers = Subscribers.none();
    for (let id = 1; id <= 100_000; id++) subscribers.set(id, (id * 7919) % 3 === 0);
    expect(subscribers.text.length * 8).toBeLessThan(200_000);
  });

  it('leaves out ids that no shop has, rather than fill the memory', () => {
    const subscribers = Subscribers.none();
    subscribers.set(4_000_000_000, true);
    expect(subscribers.has(4_000_000_000)).toBe(false);
    expect(subscribers.text).toBe('');
  });
});

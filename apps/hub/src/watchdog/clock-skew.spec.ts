import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { skewMs } from './clock-skew.service.js';

describe('skewMs', () => {
  it('is nothing where the date fits the time the call took', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (durationMs, part) => {
          const endedAt = 1_800_000_000_000;
          const served = endedAt - durationMs * part;
          // As a header: without fractions of a second.
          expect(skewMs(Math.floor(served / 1000) * 1000, endedAt, durationMs)).toBe(0);
        },
      ),
    );
  });

  it.each([
    { server: 1_045_000, says: 45_000, why: 'the server is ahead' },
    { server: 950_000, says: -48_000, why: 'the server is behind, by the most favourable reading' },
  ])('says how far off $why', ({ server, says }) => {
    expect(skewMs(server, 1_000_000, 1_000)).toBe(says);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { earliestWallClock, instantMs, latestWallClock, wallClock } from './wall-clock.js';

const ZONE = 'Europe/Warsaw';
const at = (instant: string) => Date.parse(instant);
/** Clocks in Warsaw go back from 3:00 to 2:00. */
const BACK = at('2026-10-25T01:00:00Z');
const HOUR = 3_600_000;

describe('wallClock', () => {
  it.each([
    { instant: '2026-11-21T16:03:44Z', zone: ZONE, gives: '2026-11-21 17:03:44' },
    { instant: '2026-07-15T22:30:00Z', zone: ZONE, gives: '2026-07-16 00:30:00' },
    { instant: '2026-07-15T22:30:00Z', zone: 'Asia/Kolkata', gives: '2026-07-16 04:00:00' },
  ])('is $gives in $zone', ({ instant, zone, gives }) => {
    expect(wallClock(at(instant), zone)).toBe(gives);
  });
});

describe('earliestWallClock', () => {
  it('is the time itself on an ordinary day', () =>
    expect(earliestWallClock(at('2026-11-21T16:03:44Z'), ZONE)).toBe('2026-11-21 17:03:44'));

  it('is the beginning of the hour that comes twice, while its second run is ahead', () => {
    expect(earliestWallClock(BACK - 600_000, ZONE)).toBe('2026-10-25 02:00:00');
    expect(earliestWallClock(BACK + 600_000, ZONE)).toBe('2026-10-25 02:10:00');
  });

  it('is never later than what happens afterwards', () => {
    const near = fc.integer({ min: -4 * 3600, max: 4 * 3600 });
    fc.assert(
      fc.property(near, fc.integer({ min: 0, max: 4 * 3600 }), (start, after) => {
        const from = BACK + start * 1000;
        expect(earliestWallClock(from, ZONE) <= wallClock(from + after * 1000, ZONE)).toBe(true);
      }),
    );
  });
});

describe('latestWallClock', () => {
  it('leaves the second of the instant out', () =>
    expect(latestWallClock(at('2026-11-21T16:03:44Z'), ZONE)).toBe('2026-11-21 17:03:43'));

  it('is never earlier than what happened before', () => {
    const near = fc.integer({ min: -4 * 3600, max: 4 * 3600 });
    fc.assert(
      fc.property(near, fc.integer({ min: 1, max: 4 * 3600 }), (end, before) => {
        const to = BACK + end * 1000;
        expect(latestWallClock(to, ZONE) >= wallClock(to - before * 1000, ZONE)).toBe(true);
      }),
    );
  });
});

describe('instantMs', () => {
  it('reads back what the clock said, but for the second run of an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('2026-01-01'), max: at('2027-01-01') }), (ms) => {
        const second = Math.floor(ms / 1000) * 1000;
        const isSecondRun = second >= BACK && second < BACK + HOUR;
        expect(instantMs(wallClock(second, ZONE), ZONE)).toBe(isSecondRun ? second - HOUR : second);
      }),
    );
  });

  it.each(['0000-00-00 00:00:00', '', null, undefined, 'yesterday'])(
    'is nothing for %p',
    (none) => {
      expect(instantMs(none, ZONE)).toBeUndefined();
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ShopClock } from './shop-clock.js';

const at = (iso: string) => Date.parse(iso) / 1000;

describe('ShopClock', () => {
  it.each([
    { zone: 'Europe/Warsaw', utc: '2026-11-21T16:26:39Z', local: '2026-11-21T17:26:39' },
    { zone: 'Europe/Warsaw', utc: '2026-07-01T12:00:00Z', local: '2026-07-01T14:00:00' },
    { zone: 'Europe/Warsaw', utc: '2026-03-29T00:59:59Z', local: '2026-03-29T01:59:59' },
    { zone: 'Europe/Warsaw', utc: '2026-03-29T01:00:00Z', local: '2026-03-29T03:00:00' },
    { zone: 'Europe/Warsaw', utc: '2026-10-25T01:00:00Z', local: '2026-10-25T02:00:00' },
    { zone: 'America/New_York', utc: '2026-01-01T03:00:00Z', local: '2025-12-31T22:00:00' },
    { zone: 'Asia/Kolkata', utc: '2026-01-01T00:00:00Z', local: '2026-01-01T05:30:00' },
    { zone: 'UTC', utc: '2026-01-01T00:00:00Z', local: '2026-01-01T00:00:00' },
  ])('shows $utc as $local in $zone', ({ zone, utc, local }) => {
    expect(new ShopClock(zone).local(at(utc))).toBe(local);
  });

  it.each([
    { text: '2026-11-21T17:26:39', gmt: false, utc: '2026-11-21T16:26:39Z', why: 'shop time' },
    { text: '2026-11-21T16:26:39', gmt: true, utc: '2026-11-21T16:26:39Z', why: 'UTC when asked' },
    {
      text: '2026-11-21T16:26:39Z',
      gmt: false,
      utc: '2026-11-21T15:26:39Z',
      why: 'a Z is no help',
    },
    { text: '2026-10-25T02:30:00', gmt: false, utc: '2026-10-25T00:30:00Z', why: 'first of two' },
    {
      text: '2026-10-25T03:30:00',
      gmt: false,
      utc: '2026-10-25T02:30:00Z',
      why: 'after the change',
    },
    { text: '2026-03-29T02:30:00', gmt: false, utc: '2026-03-29T01:30:00Z', why: 'skipped time' },
  ])('reads $text ($why)', ({ text, gmt, utc }) => {
    expect(new ShopClock('Europe/Warsaw').read(text, gmt)).toBe(at(utc));
  });

  it('reads nothing out of what is no date', () => {
    const clock = new ShopClock('UTC');
    for (const text of ['', 'yesterday', '2026-13-01T00:00:00', '2026-01-01']) {
      expect(clock.read(text, true)).toBeUndefined();
    }
  });

  it('reads back what it shows, except in the hour that comes twice', () => {
    const clock = new ShopClock('Europe/Warsaw');
    const instants = fc.integer({
      min: at('2020-01-01T00:00:00Z'),
      max: at('2030-01-01T00:00:00Z'),
    });
    fc.assert(
      fc.property(instants, (instant) => {
        const back = clock.read(clock.local(instant), false);
        return (
          back === instant ||
          (back === instant - 3600 && clock.local(back) === clock.local(instant))
        );
      }),
    );
  });
});

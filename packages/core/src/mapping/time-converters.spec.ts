import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime, FixedOffsetZone, Settings } from 'luxon';
import { table } from '../../test/converter-table.js';
import { convert } from './converters.js';

table('isoInstant', [
  ['2026-11-21T17:03:44+01:00', '2026-11-21T16:03:44.000Z', 'reads an offset'],
  ['2026-11-21T17:03:44+0100', '2026-11-21T16:03:44.000Z', 'reads an offset without a colon'],
  ['2026-11-21T17:03:44+01', '2026-11-21T16:03:44.000Z', 'reads an offset of hours'],
  ['2026-11-21 17:03:44 +0100', '2026-11-21T16:03:44.000Z', 'reads blanks between the parts'],
  ['2026-11-21T16:03:44.123456Z', '2026-11-21T16:03:44.123Z', 'keeps milliseconds'],
  ['2026-11-21T16:03:44', undefined, 'guesses no zone'],
  ['2026-11-21', undefined, 'takes no day for an instant'],
  ['0000-00-00 00:00:00', null, 'reads the zero date as known to be empty'],
  ['+12026-01-01T00:00:00Z', undefined, 'refuses years that would not sort'],
]);

describe('isoInstant of any time', () => {
  const written = fc
    .record({
      ms: fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31, 23, 59, 59) }),
      offset: fc.integer({ min: -14 * 60, max: 14 * 60 }),
      format: fc.constantFrom("yyyy-MM-dd'T'HH:mm:ssZZ", "yyyy-MM-dd'T'HH:mm:ss.SSSZZ"),
    })
    .map(({ ms, offset, format }) =>
      DateTime.fromMillis(ms).setZone(FixedOffsetZone.instance(offset)).toFormat(format),
    );

  it('is what Luxon reads', () => {
    fc.assert(
      fc.property(written, (text) => {
        const utc = DateTime.fromISO(text, { zone: 'utc' });
        const isInRange = utc.year >= 1 && utc.year <= 9999;
        expect(convert('isoInstant', text, {})).toBe(isInRange ? utc.toISO() : undefined);
      }),
    );
  });

  it.each([
    '2026-02-29T12:00:00Z',
    '2026-11-31T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-11-21T25:00:00Z',
  ])('refuses %s', (text) => expect(convert('isoInstant', text, {})).toBeUndefined());
});

table('utcInstant', [
  ['2026-11-21 16:03:44', '2026-11-21T16:03:44.000Z', 'reads a blank in the middle'],
  ['2026-11-21T16:03:44', '2026-11-21T16:03:44.000Z', 'reads a T in the middle'],
  ['2026-11-21T17:03:44+01:00', '2026-11-21T16:03:44.000Z', 'takes an offset at its word'],
  ['0000-00-00 00:00:00', null, 'reads the zero date as known to be empty'],
  ['soon', undefined, 'reads other text as missing'],
]);

describe('localInstant', () => {
  const local = (written: string, zone: string) => convert('localInstant', written, { zone });
  afterEach(() => {
    Settings.now = () => Date.now();
  });

  const rows = [
    ['Europe/Warsaw', '2026-07-01 12:00:00', '2026-07-01T10:00:00.000Z', 'summer'],
    ['Europe/Warsaw', '2026-12-01 12:00:00', '2026-12-01T11:00:00.000Z', 'winter'],
    [
      'Europe/Warsaw',
      '2026-10-25 01:59:59',
      '2026-10-24T23:59:59.000Z',
      'before the clocks go back',
    ],
    [
      'Europe/Warsaw',
      '2026-10-25 02:30:00',
      '2026-10-25T00:30:00.000Z',
      'the hour that comes twice: the first',
    ],
    [
      'Europe/Warsaw',
      '2026-10-25 03:00:00',
      '2026-10-25T02:00:00.000Z',
      'after the clocks went back',
    ],
    [
      'Europe/Warsaw',
      '2026-03-29 01:59:59',
      '2026-03-29T00:59:59.000Z',
      'before the clocks go forward',
    ],
    [
      'Europe/Warsaw',
      '2026-03-29 02:30:00',
      '2026-03-29T01:30:00.000Z',
      'a time that was skipped: forward by the gap',
    ],
    [
      'Europe/Warsaw',
      '2026-03-29 03:00:00',
      '2026-03-29T01:00:00.000Z',
      'after the clocks went forward',
    ],
    [
      'America/New_York',
      '2026-11-01 01:30:00',
      '2026-11-01T05:30:00.000Z',
      'twice, west of Greenwich',
    ],
    [
      'America/New_York',
      '2026-03-08 02:30:00',
      '2026-03-08T07:30:00.000Z',
      'skipped, west of Greenwich',
    ],
    [
      'Australia/Lord_Howe',
      '2026-04-05 01:45:00',
      '2026-04-04T14:45:00.000Z',
      'a change of half an hour',
    ],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', 'a day that starts in the gap'],
    ['Asia/Kolkata', '2026-11-21 12:00:00', '2026-11-21T06:30:00.000Z', 'a zone without changes'],
  ] as const;

  it.each(rows)('%s %s is %s: %s', (zone, written, gives, _why) => {
    expect(local(written, zone)).toBe(gives);
  });

  it('gives the same instant in winter and in summer', () => {
    for (const today of ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z']) {
      Settings.now = () => Date.parse(today);
      for (const [zone, written, gives] of rows) expect(local(written, zone)).toBe(gives);
    }
  });

  it('reads back every wall-clock time that exists once', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        fc.constantFrom('Europe/Warsaw', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata'),
        (date, zone) => {
          const written = wallClock(date, zone);
          const instant = local(written, zone) as string;
          expect(wallClock(new Date(instant), zone)).toBe(written);
        },
      ),
    );
  });

  it('takes an offset at its word', () =>
    expect(local('2026-10-25T02:30:00+01:00', 'Europe/Warsaw')).toBe('2026-10-25T01:30:00.000Z'));

  it('reads the zero date as known to be empty', () =>
    expect(local('0000-00-00 00:00:00', 'Europe/Warsaw')).toBeNull());

  it('gives nothing in a zone that does not exist', () =>
    expect(local('2026-11-21 12:00:00', 'Mars/Base')).toBeUndefined());

  it('reads UTC where the store has no zone', () =>
    expect(convert('localInstant', '2026-11-21 12:00:00', {})).toBe('2026-11-21T12:00:00.000Z'));
});

table('rfc2822ToInstant', [
  [
    'Sat, 21 Nov 2026 17:03:44 +0100',
    '2026-11-21T16:03:44.000Z',
    'reads the date of an e-mail header',
  ],
  ['Sun, 21 Nov 2026 17:03:44 +0100', undefined, 'refuses a day of the week that is wrong'],
  ['', null, 'reads blank as known to be empty'],
]);

table('epochSecondsToInstant', [
  [1_795_276_800, '2026-11-21T16:00:00.000Z', 'reads seconds'],
  ['1795276800', '2026-11-21T16:00:00.000Z', 'reads seconds as text'],
  [0, null, 'reads 0 as never'],
  [1e300, undefined, 'reads what is no time as missing'],
]);

table('calendarDate', [
  ['1990-02-14', '1990-02-14', 'reads a day'],
  ['1990-02-14 00:00:00', '1990-02-14', 'drops the time'],
  ['0000-02-29', '--02-29', 'keeps a day without a year'],
  ['0000-00-00', null, 'reads the zero date as known to be empty'],
  ['0000-13-45', undefined, 'refuses a day that is none, without a year too'],
  ['2026-02-29', undefined, 'refuses a day that is none'],
]);

const wallClock = (date: Date, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(date);

import { describe, expect, it } from '@jest/globals';
import { type TalkDay, webhooksStopped, wentSilent } from './silence.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const HOUR = 3_600_000;
const day = (date: string, change: Partial<TalkDay> = {}): TalkDay => ({
  day: `2026-11-${date}`,
  received: 0,
  polled: 0,
  missed: 0,
  missedAt: null,
  lastAt: null,
  ...change,
});
const heard = (date: string, hour: number, received = 10) =>
  day(date, { received, lastAt: Date.parse(`2026-11-${date}T${hour}:00:00Z`) });

describe('webhooksStopped', () => {
  const missed = { missed: 3, missedAt: NOW - HOUR / 2 };

  it('notices that polls bring what webhooks used to bring', () => {
    expect(webhooksStopped([heard('20', 18), day('21', missed)], NOW)).toBe(
      Date.parse('2026-11-20T18:00:00Z'),
    );
  });

  it.each([
    {
      why: 'the last one came within the hour',
      days: [{ ...heard('21', 11), ...missed, lastAt: NOW - HOUR / 3 }],
    },
    { why: 'few ever came', days: [heard('20', 18, 6), day('21', missed)] },
    {
      why: 'hardly anything was missed',
      days: [heard('20', 18), day('21', { ...missed, missed: 2 })],
    },
    {
      why: 'what was missed was missed before the last one',
      days: [{ ...heard('21', 10), missed: 5, missedAt: Date.parse('2026-11-21T09:00:00Z') }],
    },
    { why: 'webhooks never came', days: [day('21', missed)] },
    { why: 'nothing is known', days: [] },
  ])('keeps quiet when $why', ({ days }) => {
    expect(webhooksStopped(days, NOW)).toBeUndefined();
  });
});

describe('wentSilent', () => {
  const week = ['13', '14', '15', '16', '17', '18', '19'].map((date) => day(date, { polled: 1 }));

  it('notices a store that talked every day of a week and then stopped', () => {
    expect(wentSilent(week, '2026-11-21')).toBe(true);
  });

  it.each([
    { why: 'it talked today', days: [...week, heard('21', 10)] },
    { why: 'it talked yesterday', days: [...week, heard('20', 10)] },
    { why: 'it is used to days without a word', days: week.slice(1) },
    { why: 'it is new', days: [] },
  ])('keeps quiet when $why', ({ days }) => {
    expect(wentSilent(days, '2026-11-21')).toBe(false);
  });

  it('counts days over the end of a month', () => {
    const days = ['22', '23', '24', '25', '26', '27', '28'].map((date) => ({
      ...day(date, { polled: 1 }),
      day: `2027-02-${date}`,
    }));
    expect(wentSilent(days, '2027-03-02')).toBe(true);
  });
});

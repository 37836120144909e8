import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AccountPace, type PacedExchange } from './account-pace.js';

const paceOf = (callsPerSecond: number, concurrency = 1_000) =>
  new AccountPace({ callsPerSecond, concurrency }, 0);
const answer = (status: number, durationMs = 50, call = 'contact/upsert'): PacedExchange => ({
  call,
  status,
  durationMs,
});

describe('AccountPace', () => {
  it('starts as many calls at once as the account allows', () => {
    const pace = paceOf(100, 2);
    pace.start();
    expect(pace.waitMs(0)).toBe(0);
    pace.start();
    expect(pace.waitMs(0)).toBeUndefined();
    pace.succeeded();
    expect(pace.waitMs(0)).toBe(0);
  });

  it('is slow as soon as calls have to wait for each other', () => {
    const pace = paceOf(3);
    const starts = Array.from({ length: 3 }, () => {
      const { isSlow } = pace;
      pace.start();
      return isSlow;
    });
    expect(starts).toEqual([false, false, true]);
    expect(pace.waitMs(1_000)).toBe(0);
    expect(pace.isSlow).toBe(false);
  });

  it('never starts more calls than the ceiling earns, whatever the answers are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(
          fc.record({
            step: fc.integer({ min: 0, max: 400 }),
            status: fc.constantFrom(200, 200, 200, 429, 503, 500),
          }),
          { maxLength: 200 },
        ),
        (rate, steps) => {
          const pace = paceOf(rate);
          let now = 0;
          let started = 0;
          for (const { step, status } of steps) {
            now += step;
            pace.exchanged(now, answer(status));
            while (pace.waitMs(now) === 0) {
              pace.start();
              started += 1;
            }
          }
          expect(started).toBeLessThanOrEqual(rate + Math.floor((now / 1000) * rate) + 1);
        },
      ),
    );
  });

  it('stays between a call in five seconds and its ceiling, and never stands still', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(
          fc.record({
            step: fc.integer({ min: 0, max: 5_000 }),
            status: fc.constantFrom(200, 400, 429, 503),
            durationMs: fc.integer({ min: 1, max: 30_000 }),
          }),
          { maxLength: 100 },
        ),
        (callsPerSecond, concurrency, exchanges) => {
          const pace = paceOf(callsPerSecond, concurrency);
          let now = 0;
          for (const { step, status, durationMs } of exchanges) {
            now += step;
            pace.exchanged(now, answer(status, durationMs));
            const report = pace.report(now);
            expect(report.callsPerSecond).toBeGreaterThanOrEqual(0.2);
            expect(report.callsPerSecond).toBeLessThanOrEqual(callsPerSecond);
            expect(report.concurrency).toBeGreaterThanOrEqual(1);
            expect(report.concurrency).toBeLessThanOrEqual(concurrency);
            expect(pace.waitMs(now)).toBeLessThanOrEqual(5_000);
          }
        },
      ),
    );
  });

  it('is halved at most once a second', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 20 }),
        (moments) => {
          const pace = paceOf(64, 16);
          for (const now of moments.sort((a, b) => a - b)) pace.exchanged(now, answer(429));
          expect(pace.report(999)).toEqual({
            callsPerSecond: 32,
            concurrency: 8,
            reason: 'rateLimited',
          });
        },
      ),
    );
  });

  it('comes back to its ceiling by equal steps while calls succeed', () => {
    const pace = paceOf(20, 4);
    pace.exchanged(0, answer(429));
    pace.exchanged(1_000, answer(503));
    expect(pace.report(1_000)).toMatchObject({ callsPerSecond: 5, reason: 'unavailable' });
    const seen = [];
    for (let second = 2; second <= 17; second += 1) {
      pace.exchanged(second * 1_000, answer(200));
      seen.push(pace.report(second * 1_000).callsPerSecond);
    }
    expect(seen).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20]);
    expect(pace.report(17_000).reason).toBeNull();
  });

  it('counts a long silence like one second of success', () => {
    const pace = paceOf(20);
    pace.exchanged(0, answer(429));
    pace.exchanged(3_600_000, answer(200));
    expect(pace.report(3_600_000).callsPerSecond).toBe(11);
  });

  it.each([
    { why: 'a single call over 5 s', exchange: answer(200, 5_001), reason: 'slow' },
    { why: 'a call that timed out', exchange: { call: 'x', durationMs: 30_000 }, reason: 'slow' },
    {
      why: 'a batch that takes its time',
      exchange: answer(200, 15_000, 'contact/batchupsert'),
      reason: null,
    },
    {
      why: 'a batch over 20 s',
      exchange: answer(200, 20_001, 'contact/batchupsert'),
      reason: 'slow',
    },
    { why: 'a refused record', exchange: answer(400), reason: null },
    { why: 'a server error', exchange: answer(500), reason: null },
    { why: 'no connection', exchange: { call: 'x', durationMs: 3 }, reason: null },
  ])('says of $why: $reason', ({ exchange, reason }) => {
    const pace = paceOf(10);
    pace.exchanged(0, exchange);
    expect(pace.report(0).reason).toBe(reason);
  });

  it('notices when calls take several times what they usually take', () => {
    const pace = paceOf(10);
    for (let i = 0; i < 50; i += 1) pace.exchanged(i * 100, answer(200, 600));
    pace.exchanged(5_000, answer(200, 2_300));
    expect(pace.report(5_000).reason).toBeNull();
    pace.exchanged(6_000, answer(200, 3_800));
    expect(pace.report(6_000)).toMatchObject({ callsPerSecond: 5, reason: 'slow' });
  });

  it('does not mind a slow second of a fast account', () => {
    const pace = paceOf(10);
    for (let i = 0; i < 50; i += 1) pace.exchanged(i * 100, answer(200, 5));
    pace.exchanged(6_000, answer(200, 1_900));
    expect(pace.report(6_000).reason).toBeNull();
  });

  it('lets one call probe while everything fails', () => {
    const pace = paceOf(100, 4);
    pace.start();
    pace.failed(0, 1_000);
    expect(pace.report(400)).toEqual({ callsPerSecond: 0, concurrency: 1, reason: 'failing' });
    expect(pace.waitMs(400)).toBe(600);
    expect(pace.waitMs(1_000)).toBe(0);
    pace.start();
    expect(pace.waitMs(1_000)).toBeUndefined();
    pace.succeeded();
    pace.start();
    expect(pace.waitMs(1_000)).toBe(0);
  });

  it('keeps a pause that was asked for, whatever else comes back meanwhile', () => {
    const pace = paceOf(100, 2);
    pace.start();
    pace.start();
    pace.failed(0, 2_000);
    pace.hold(0, 2_000);
    pace.succeeded();
    expect(pace.waitMs(500)).toBe(1_500);
    expect(pace.report(500).callsPerSecond).toBe(0);
    expect(pace.waitMs(2_000)).toBe(0);
  });

  it('does not take a look-up that works for sending that works', () => {
    const pace = paceOf(100, 4);
    pace.start();
    pace.failed(0, 0);
    pace.start();
    pace.succeeded(false);
    expect([pace.consecutiveFailures, pace.consecutiveFailedSends]).toEqual([0, 1]);
    pace.start();
    pace.succeeded();
    expect(pace.consecutiveFailedSends).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { HttpResponse } from '@storewire/core';
import { Overload, pauseAfter } from './rate-limit.js';

const answer = (status: number, left?: number, quota = 150, reset = 20_000): HttpResponse => ({
  status,
  headers:
    left === undefined
      ? {}
      : {
          'x-rate-limit-requests-left': String(left),
          'x-rate-limit-requests-quota': String(quota),
          'x-rate-limit-time-reset-ms': String(reset),
        },
  text: '',
  json: <T>() => ({}) as T,
});

describe('pauseAfter', () => {
  it.each([
    { given: answer(200, 100), gives: undefined, why: 'goes on while there is enough' },
    { given: answer(200, 15), gives: undefined, why: 'goes on at a tenth of the quota' },
    { given: answer(200, 9), gives: 2000, why: 'spreads the rest of the window below a tenth' },
    { given: answer(200, 0), gives: 20_000, why: 'waits for the next window when nothing is left' },
    { given: answer(429, 0), gives: 20_000, why: 'waits for the next window after a 429' },
    { given: answer(429), gives: undefined, why: 'leaves a 429 without headers to the client' },
    { given: answer(200, 1, 450), gives: 10_000, why: 'knows the quota of a larger plan' },
  ])('$why', ({ given, gives }) => expect(pauseAfter(given)).toBe(gives));

  it('understands no number that is none', () => {
    const headers = { 'x-rate-limit-requests-left': '', 'x-rate-limit-time-reset-ms': 'soon' };
    expect(pauseAfter({ ...answer(200, 1), headers })).toBeUndefined();
  });
});

describe('Overload', () => {
  it('doubles the wait up to five minutes, and begins anew once it is over', () => {
    const overload = new Overload();
    const waits = Array.from({ length: 8 }, () => overload.next());
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300].map((s) => s * 1000));
    overload.over();
    expect(overload.next()).toBe(5000);
  });
});

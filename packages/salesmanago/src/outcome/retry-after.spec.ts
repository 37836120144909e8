import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const now = Date.UTC(2026, 10, 21, 12, 0, 0);

describe('retryAfterMs', () => {
  it.each([
    { header: '7', gives: 7000, why: 'seconds' },
    { header: '0', gives: 0, why: 'no wait' },
    { header: ' 1.5 ', gives: 1500, why: 'parts of a second' },
    { header: 'Sat, 21 Nov 2026 12:00:30 GMT', gives: 30_000, why: 'an HTTP date' },
    { header: 'Sat, 21 Nov 2026 11:00:00 GMT', gives: 0, why: 'a date in the past' },
    { header: '999999999', gives: 86_400_000, why: 'more than a day' },
    { header: ['3', '9'], gives: 3000, why: 'the first of several' },
    { header: undefined, gives: undefined, why: 'no header' },
    { header: '', gives: undefined, why: 'an empty header' },
    { header: '-5', gives: undefined, why: 'a negative number' },
    { header: 'soon', gives: undefined, why: 'a word' },
  ])('$why', ({ header, gives }) => expect(retryAfterMs(header, now)).toBe(gives));
});

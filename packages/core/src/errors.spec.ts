import { expect, it } from '@jest/globals';
import { StoreUnavailable } from './errors.js';

it.each([
  ['no answer (ENOTFOUND)', 'no answer (ENOTFOUND). Nothing to do'],
  ['it answered 502.', 'it answered 502. Nothing to do'],
])('says what failed (%s) and what to do, in sentences', (detail, says) => {
  expect(new StoreUnavailable(detail).advice).toContain(says);
});

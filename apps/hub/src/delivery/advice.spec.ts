import { describe, expect, it } from '@jest/globals';
import { adviceFor } from './advice.js';

describe('adviceFor', () => {
  it.each([
    { cause: 'SM_REFUSED', next: 'fixData', hint: /text of SALESmanago/ },
    { cause: 'SM_LIMIT_REACHED', next: 'fixSettings', hint: /no room/ },
    { cause: 'SM_UNAVAILABLE', next: 'retry', hint: /tried often enough/ },
    { cause: 'SM_TIMEOUT', next: 'retry', hint: /no clear answer/ },
    { cause: 'CONTACT_REFUSED', next: 'fixData', hint: /retry both/ },
    { cause: 'OUTCOME_UNKNOWN', next: 'fixData', hint: /then answer/ },
    { cause: 'NEVER_ARRIVED', next: 'retry', hint: /sends it once/ },
    { cause: 'UNREADABLE_DOCUMENT', next: 'fixData', hint: /field mapping/ },
    { cause: 'TRANSLATION_FAILED', next: 'reportBug', hint: /raw message is kept/ },
    { cause: 'WOOCOMMERCE_NOT_FOUND', next: 'fixSettings', hint: /detail says/ },
    { cause: 'toString', next: 'fixSettings', hint: /detail says/ },
  ])('says of $cause what to do: $next', ({ cause, next, hint }) => {
    expect(adviceFor(cause)).toEqual({ next, hint: expect.stringMatching(hint) });
  });

  it('promises of no dead letter that it goes on by itself', () => {
    for (const cause of [
      'SM_NO_CONNECTION',
      'SM_RATE_LIMITED',
      'SM_SERVER_ERROR',
      'SM_ID_MISSING',
    ]) {
      expect(adviceFor(cause).hint).not.toMatch(/Nothing to do/);
    }
  });
});

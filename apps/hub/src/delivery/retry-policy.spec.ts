import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_TRIES, retryVerdict, retryWaitMs } from './retry-policy.js';

const HOUR = 3_600_000;

describe('retryVerdict', () => {
  it('gives up after ten tries, or when the window has passed, whichever is first', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60_000, max: 10 * HOUR }),
        fc.integer({ min: 0, max: 600_000 }),
        (windowMs, retryAfterMs) => {
          let now = 1_000_000;
          let since: number | null = null;
          for (let tries = 1; ; tries += 1) {
            const verdict = retryVerdict({ tries, since, windowMs }, now, retryAfterMs);
            if (verdict.kind === 'giveUp') {
              expect(tries === MAX_TRIES || now - 1_000_000 >= windowMs).toBe(true);
              return;
            }
            expect(tries).toBeLessThan(MAX_TRIES);
            expect(verdict.since).toBe(1_000_000);
            expect(verdict.dueAt - now).toBeGreaterThanOrEqual(retryAfterMs);
            now = Math.max(verdict.dueAt, now + 1);
            ({ since } = verdict);
          }
        },
      ),
    );
  });

  it('does not put the last try off beyond the window', () => {
    const verdict = retryVerdict({ tries: 8, since: 0, windowMs: HOUR }, HOUR - 5_000, 0, () => 1);
    expect(verdict).toMatchObject({ kind: 'again', dueAt: HOUR });
  });

  it('waits as long as SALESmanago asked, even beyond the window', () => {
    const verdict = retryVerdict({ tries: 1, since: null, windowMs: 60_000 }, 0, 600_000);
    expect(verdict).toMatchObject({ kind: 'again', dueAt: 600_000 });
  });

  it('says why it gave up', () => {
    const failing = { tries: 4, since: 0, windowMs: HOUR };
    expect(retryVerdict(failing, HOUR)).toEqual({
      kind: 'giveUp',
      why: 'Given up after 4 tries in 60 minutes.',
    });
  });
});

describe('retryWaitMs', () => {
  it('doubles from 2 s to 10 min, between half and the whole of it', () => {
    const longest = [1, 2, 3, 9, 10, 50].map((tries) => retryWaitMs(tries, () => 1));
    expect(longest).toEqual([2_000, 4_000, 8_000, 512_000, 600_000, 600_000]);
    expect(retryWaitMs(3, () => 0)).toBe(4_000);
  });
});

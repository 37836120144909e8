import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExportTurns } from './export-turns.js';

/** Which export (or null for live traffic) each of `calls` calls went to, while both wait all the time. */
function run(exports: readonly string[], calls: number): (string | null)[] {
  const turns = new ExportTurns();
  return Array.from({ length: calls }, () => {
    const next = turns.next(exports) ?? null;
    turns.started(exports, next);
    return next;
  });
}

describe('ExportTurns', () => {
  it('gives each of up to five exports a tenth, however much live traffic waits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), (count) => {
        const exports = Array.from({ length: count }, (_, i) => `x${i}`);
        const calls = run(exports, 1_000);
        for (const id of exports) {
          expect(calls.filter((one) => one === id).length).toBeGreaterThanOrEqual(99);
        }
      }),
    );
  });

  it('leaves live traffic every second call, however many exports run', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
        const exports = Array.from({ length: count }, (_, i) => `x${i}`);
        const calls = run(exports, 400);
        expect(calls.filter((one) => one === null).length).toBeGreaterThanOrEqual(200);
        expect(new Set(calls).size).toBe(count + 1);
      }),
    );
  });

  it('starts over when the export whose turn it was has nothing to send', () => {
    const turns = new ExportTurns();
    for (let i = 0; i < 9; i += 1) turns.started(['x'], null);
    expect(turns.next(['x'])).toBe('x');
    turns.pass('x');
    expect(turns.next(['x'])).toBeUndefined();
  });

  it('counts a call that an export got outside its turn', () => {
    const turns = new ExportTurns();
    for (let i = 0; i < 8; i += 1) turns.started(['x'], null);
    turns.started(['x'], 'x');
    turns.started(['x'], null);
    expect(turns.next(['x'])).toBeUndefined();
  });

  it('forgets exports that ended', () => {
    const turns = new ExportTurns();
    for (let i = 0; i < 20; i += 1) turns.started(['x'], null);
    turns.started([], null);
    expect(turns.next(['x'])).toBeUndefined();
  });
});

import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Courtesy } from './courtesy.js';

const LISTENS = 4;

/** A door at which so many messages come in per millisecond of waiting; with several numbers, one for each wait. */
function door(...perMs: readonly number[]) {
  const courtesy = new Courtesy();
  /** Moments of listening, and pauses. */
  const waits: number[] = [];
  const rates = [...perMs];
  let now = 0;
  courtesy.now = () => now;
  courtesy.wait = async (ms) => {
    if (ms === LISTENS || waits.at(-1) === LISTENS) waits.push(ms);
    else waits.push((waits.pop() ?? 0) + ms);
    now += ms;
    courtesy.cameIn(ms * ((rates.length > 1 ? rates.shift() : rates[0]) ?? 0));
  };
  /** A round that takes its time while so many come in, and what follows from it. */
  const round = async (came: number, { tookMs = 32, behindMs = 100 } = {}) => {
    await courtesy.round(async () => {
      now += tookMs;
      courtesy.cameIn(came);
      return { messages: 64, behindMs };
    });
    await turn();
  };
  const slowDown = (rate: number): void => {
    rates.splice(0, rates.length, rate);
    waits.splice(0, waits.length, LISTENS);
  };
  return { courtesy, waits, round, slowDown };
}

/** A round that ends when it is told to. */
function longRound(courtesy: Courtesy) {
  let end = (): void => undefined;
  const state = { hasBegun: false };
  const done = courtesy.round(async () => {
    state.hasBegun = true;
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    return { messages: 1, behindMs: 0 };
  });
  return { state, end: () => end(), done };
}

describe('Courtesy', () => {
  it('goes on at once while nobody waits at the door', async () => {
    const { waits, round } = door(10);
    await round(3);
    expect(waits).toEqual([]);
  });

  it('counts for each round anew', async () => {
    const { waits, round } = door(10);
    for (let n = 1; n <= 3; n += 1) await round(10);
    expect(waits).toEqual([]);
  });

  it('goes on after a moment when work can follow what comes in', async () => {
    const { waits, round } = door(2);
    await round(64);
    expect(waits).toEqual([4, 4]);
  });

  it('takes those whom the round kept waiting for no flood', async () => {
    const { waits, round } = door(40, 1);
    await round(64);
    expect(waits).toEqual([4, 4]);
  });

  it('pauses for its own time after a burst, and for up to sixteen times as long under a flood', async () => {
    const { waits, round } = door(8);
    for (let n = 1; n <= 4; n += 1) await round(64);
    expect(waits).toEqual([4, 4, 32 + 128 + 512 + 512]);
  });

  it('believes in the end of a flood by degrees', async () => {
    const { waits, round, slowDown } = door(8);
    for (let n = 1; n <= 3; n += 1) await round(64);
    slowDown(1);
    // What was heard in the last pause still counts for the next one.
    for (let n = 1; n <= 4; n += 1) await round(3);
    expect(waits).toEqual([LISTENS, 512 + 128 + 32]);
  });

  it('ends a pause when the door is quiet', async () => {
    const { waits, round, slowDown } = door(8);
    for (let n = 1; n <= 3; n += 1) await round(64);
    slowDown(0);
    await round(64);
    expect(waits).toEqual([LISTENS, 32]);
  });

  it('pauses no more once messages have waited for long', async () => {
    const { waits, round } = door(8);
    await round(64, { behindMs: 60_000 });
    expect(waits).toEqual([4, 4]);
  });

  it('takes a shop that answered late for no measure', async () => {
    const { waits, round } = door(8);
    await round(64, { tookMs: 5_000 });
    expect(waits).toEqual([4, 4, 50]);
  });

  it('weighs the short rounds of many lanes together', async () => {
    const { courtesy, waits, round } = door(40);
    const other = longRound(courtesy);
    for (let n = 1; n <= 4; n += 1) await round(5, { tookMs: 5 });
    expect(waits).toEqual([4, 4, 20]);
    other.end();
    await other.done;
  });

  it('lets nobody begin during a pause, and then not all at once', async () => {
    const { courtesy } = door(8);
    let endPause = (): void => undefined;
    const wait = courtesy.wait;
    courtesy.wait = async (ms) => {
      await wait(ms);
      if (ms > 4) {
        await new Promise<void>((resolve) => {
          endPause = resolve;
        });
      }
    };
    await courtesy.round(async () => {
      await wait(32);
      return { messages: 64, behindMs: 0 };
    });
    await turn();
    const rounds = Array.from({ length: 40 }, () => longRound(courtesy));
    await turn();
    const begun = () => rounds.filter(({ state }) => state.hasBegun).length;
    expect(begun()).toBe(0);
    endPause();
    const seen = new Set<number>();
    while (begun() < 40) {
      await turn();
      seen.add(begun());
    }
    expect([...seen].filter((count) => count > 0)).toEqual([16, 32, 40]);
    for (const { end } of rounds) end();
    await Promise.all(rounds.map(({ done }) => done));
  });

  it('a round that fails stops nobody', async () => {
    const { courtesy, waits, round } = door(8);
    await expect(courtesy.round(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await round(64);
    expect(waits).toEqual([4, 4, 32]);
  });
});

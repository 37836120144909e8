import { describe, expect, it } from '@jest/globals';
import { Courtesy } from './courtesy.js';

/** A door at which so many messages come in per millisecond of waiting; with several numbers, one for each wait. */
function door(...perMs: readonly number[]) {
  const courtesy = new Courtesy();
  const waits: number[] = [];
  let now = 0;
  courtesy.now = () => now;
  courtesy.wait = async (ms) => {
    waits.push(ms);
    now += ms;
    courtesy.cameIn(ms * (perMs[waits.length - 1] ?? perMs.at(-1) ?? 0));
  };
  return { courtesy, waits };
}

const ROUND = { messages: 64, tookMs: 32, behindMs: 100 };

describe('Courtesy', () => {
  it('goes on at once while nobody waits at the door', async () => {
    const { courtesy, waits } = door(10);
    courtesy.cameIn(3);
    await courtesy.giveWay(ROUND);
    expect(waits).toEqual([]);
  });

  it('counts for each round anew', async () => {
    const { courtesy, waits } = door(10);
    for (let round = 1; round <= 3; round += 1) {
      courtesy.cameIn(10);
      await courtesy.giveWay(ROUND);
    }
    expect(waits).toEqual([]);
  });

  it('goes on after a moment when work can follow what comes in', async () => {
    const { courtesy, waits } = door(2);
    courtesy.cameIn(64);
    await courtesy.giveWay(ROUND);
    expect(waits).toEqual([4, 4]);
  });

  it('takes those whom the round kept waiting for no flood', async () => {
    const { courtesy, waits } = door(40, 1);
    courtesy.cameIn(64);
    await courtesy.giveWay(ROUND);
    expect(waits).toEqual([4, 4]);
  });

  it('pauses for its own time after a burst, and for up to sixteen times as long under a flood', async () => {
    const { courtesy, waits } = door(8);
    for (let round = 1; round <= 4; round += 1) {
      courtesy.cameIn(64);
      await courtesy.giveWay(ROUND);
    }
    expect(waits).toEqual([4, 4, 32, 4, 4, 128, 4, 4, 512, 4, 4, 512]);
  });

  it('begins anew when the flood is over', async () => {
    const { courtesy, waits } = door(8);
    for (const came of [64, 3, 64]) {
      courtesy.cameIn(came);
      await courtesy.giveWay(ROUND);
    }
    expect(waits).toEqual([4, 4, 32, 4, 4, 32]);
  });

  it('pauses no more once messages have waited for long', async () => {
    const { courtesy, waits } = door(8);
    courtesy.cameIn(64);
    await courtesy.giveWay({ ...ROUND, behindMs: 60_000 });
    expect(waits).toEqual([4, 4]);
  });
});

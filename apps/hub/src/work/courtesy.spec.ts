import { describe, expect, it } from '@jest/globals';
import { Courtesy } from './courtesy.js';

/** A door at which so many messages come in per millisecond of waiting. */
function door(perMs: number) {
  const courtesy = new Courtesy();
  const waits: number[] = [];
  let now = 0;
  courtesy.now = () => now;
  courtesy.wait = async (ms) => {
    waits.push(ms);
    now += ms;
    courtesy.cameIn(ms * perMs);
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

  it('goes on after a moment when work can follow what comes in', async () => {
    const { courtesy, waits } = door(2);
    courtesy.cameIn(40);
    await courtesy.giveWay(ROUND);
    expect(waits).toEqual([4]);
  });

  it('pauses for eight times its round under a flood', async () => {
    const { courtesy, waits } = door(8);
    courtesy.cameIn(64);
    await courtesy.giveWay(ROUND);
    expect(waits).toEqual([4, 256]);
  });

  it('pauses no more once messages have waited for long', async () => {
    const { courtesy, waits } = door(8);
    courtesy.cameIn(64);
    await courtesy.giveWay({ ...ROUND, behindMs: 60_000 });
    expect(waits).toEqual([4]);
  });
});

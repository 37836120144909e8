import { afterEach, describe, expect, it } from '@jest/globals';
import { InvalidEnvironment, readEnvironment } from '../config.js';
import { CRASH_AT, CRASH_POINTS, reach, readCrashAt } from './crash-points.js';

describe('an armed crash point', () => {
  it.each([
    { text: 'settle.beforeCommit', gives: { point: 'settle.beforeCommit', time: 1 } },
    { text: 'accept.afterCommit:12', gives: { point: 'accept.afterCommit', time: 12 } },
    { text: 'accept.afterCommit:0', gives: undefined },
    { text: 'accept.afterCommit:', gives: undefined },
    { text: 'accept', gives: undefined },
    { text: '', gives: undefined },
  ])('reads "$text"', ({ text, gives }) => expect(readCrashAt(text)).toEqual(gives));

  it('does nothing in a process in which none is armed', () => {
    for (const point of CRASH_POINTS) reach(point);
    expect(process.env[CRASH_AT]).toBeUndefined();
  });
});

describe('the variable that arms one', () => {
  const problemsOf = (env: Record<string, string>): readonly string[] => {
    try {
      readEnvironment(env);
      return [];
    } catch (error) {
      return (error as InvalidEnvironment).problems.map(({ path }) => path);
    }
  };
  const { NODE_ENV } = process.env;
  afterEach(() => {
    process.env.NODE_ENV = NODE_ENV;
  });

  it('is taken outside production', () =>
    expect(readEnvironment({ [CRASH_AT]: 'batch.middle:2' }).STOREWIRE_CRASH_AT).toBe(
      'batch.middle:2',
    ));

  it('is refused in production', () =>
    expect(problemsOf({ NODE_ENV: 'production', [CRASH_AT]: 'batch.middle' })).toEqual([CRASH_AT]));

  it('is refused when it names no point', () =>
    expect(problemsOf({ [CRASH_AT]: 'somewhere' })).toEqual([CRASH_AT]));

  it('may be empty anywhere', () =>
    expect(problemsOf({ NODE_ENV: 'production', [CRASH_AT]: '' })).toEqual([]));
});

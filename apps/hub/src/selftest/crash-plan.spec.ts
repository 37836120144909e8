import { describe, expect, it } from '@jest/globals';
import { CRASH_POINTS } from '../work/crash-points.js';
import { CrashPlan, MIN_ROUNDS } from './crash-plan.js';
import { Dice } from './dice.js';
import { FAULT_MODES } from './outage.js';

const planOf = (rounds: number, seed = 1) => {
  const plan = new CrashPlan(new Dice(seed));
  return Array.from({ length: rounds }, () => plan.next());
};

describe('the plan of a crash test', () => {
  it('has every point once, and a random kill, in the fewest rounds it takes', () =>
    expect(planOf(MIN_ROUNDS).map(({ point }) => point)).toEqual([...CRASH_POINTS, 'random']));

  it('has every point in every weather in four times as many', () => {
    const seen = new Set(planOf(MIN_ROUNDS * 4).map(({ point, fault }) => `${point} ${fault}`));
    const missing = CRASH_POINTS.flatMap((point) =>
      FAULT_MODES.map((fault) => `${point} ${fault}`),
    ).filter((combination) => !seen.has(combination));
    // Without a fault nothing is looked up.
    expect(missing).toEqual(['lookUp.beforeApply none', 'lookUp.beforeApply refused']);
  });

  it('is the same for the same seed, and another one for another', () => {
    expect(planOf(200, 7)).toEqual(planOf(200, 7));
    expect(planOf(200, 7)).not.toEqual(planOf(200, 8));
  });

  it('comes back to a point that was never hit, and says so as long as it is', () => {
    const plan = new CrashPlan(new Dice(1));
    let { point } = plan.next();
    while (point !== 'batch.middle') ({ point } = plan.next());
    plan.tell('batch.middle', false);
    expect(plan.next().point).toBe('batch.middle');
    for (const hit of CRASH_POINTS) if (hit !== 'batch.middle') plan.tell(hit, true);
    expect(plan.neverHit).toEqual(['batch.middle']);
    plan.tell('batch.middle', true);
    expect(plan.neverHit).toEqual([]);
  });
});

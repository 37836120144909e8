import { CRASH_POINTS, type CrashPoint } from '../work/crash-points.js';
import type { Dice } from './dice.js';
import { FAULT_MODES, type FaultMode } from './outage.js';

/** One kill: where, and in which weather. */
export interface PlannedRound {
  readonly number: number;
  /** `random`: from outside, at any moment. */
  readonly point: CrashPoint | 'random';
  /** The n-th time the point is reached. */
  readonly time: number;
  readonly fault: FaultMode;
}

const POINTS = [...CRASH_POINTS, 'random'] as const;

/** Every point once, and a random kill, before anything comes a second time. */
export const MIN_ROUNDS = POINTS.length;

/** Share of later rounds that end at a random moment. */
const RANDOM_SHARE = 0.15;

/** Points that are only reached when something goes wrong on the way. */
const NEEDS_FAULT: Partial<Record<CrashPoint, readonly FaultMode[]>> = {
  'lookUp.beforeApply': ['hanging', 'answer lost'],
};

/** How often a point is reached in one round, where it is not often. */
const MAX_TIME: Partial<Record<CrashPoint | 'random', number>> = {
  'export.afterChunk': 1,
  'batch.middle': 2,
  'lookUp.beforeApply': 2,
};

/** Plans the rounds: every point with each of the faults, one after the other, then at random. */
export class CrashPlan {
  private readonly missed = new Set<CrashPoint>();
  private readonly hits = new Map<CrashPoint, number>();
  private number = 0;

  constructor(private readonly dice: Dice) {}

  next(): PlannedRound {
    const index = this.number;
    this.number += 1;
    const [missed] = this.missed;
    const isSystematic = index < POINTS.length * FAULT_MODES.length;
    const point =
      missed ??
      (isSystematic
        ? (POINTS[index % POINTS.length] ?? 'random')
        : this.dice.chance(RANDOM_SHARE)
          ? 'random'
          : this.dice.pick(CRASH_POINTS));
    if (missed) this.missed.delete(missed);
    const turn = Math.floor(index / POINTS.length) + index;
    const faults = (point !== 'random' && NEEDS_FAULT[point]) || FAULT_MODES;
    return {
      number: this.number,
      point,
      // The first time in the first pass: what comes later is not always reached.
      time: index < POINTS.length || missed ? 1 : this.dice.between(1, MAX_TIME[point] ?? 3),
      fault: (isSystematic ? faults[turn % faults.length] : this.dice.pick(faults)) ?? 'none',
    };
  }

  /** What became of a round that was to end at a point: one that was never hit is tried again soon. */
  tell(point: CrashPoint, wasHit: boolean): void {
    if (wasHit) this.hits.set(point, (this.hits.get(point) ?? 0) + 1);
    else if (!this.hits.has(point)) this.missed.add(point);
  }

  /** Points at which no hub ended. */
  get neverHit(): CrashPoint[] {
    return CRASH_POINTS.filter((point) => !this.hits.has(point));
  }

  get hitCount(): number {
    return [...this.hits.values()].reduce((sum, count) => sum + count, 0);
  }
}

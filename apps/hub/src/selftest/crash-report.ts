import type { Findings } from './audit.js';
import type { PlannedRound } from './crash-plan.js';

/** A round and what became of it. */
export interface RoundReport {
  readonly plan: PlannedRound;
  /** False when the point was not reached, and the hub was killed from outside instead. */
  readonly wasHit: boolean;
  readonly kills: number;
  readonly acknowledged: number;
  readonly findings: Findings;
}

const COLUMNS = [
  { title: 'round', width: 5 },
  { title: 'ended at', width: 32 },
  { title: 'SALESmanago', width: 11 },
  { title: 'kills', width: 5 },
  { title: 'acknowledged', width: 12 },
  { title: 'lost', width: 4 },
  { title: 'duplicated', width: 10 },
  { title: 'order violations', width: 16 },
] as const;

export const TABLE_HEAD = row(COLUMNS.map(({ title }) => title));

export const roundLine = ({ plan, wasHit, kills, acknowledged, findings }: RoundReport): string =>
  row([
    String(plan.number),
    placeOf(plan, wasHit),
    plan.fault,
    String(kills),
    String(acknowledged),
    String(findings.lost.length),
    String(findings.duplicated.length),
    String(findings.outOfOrder.length),
  ]);

/** What was found, one line each; nothing for a round in which all is well. */
export const findingLines = ({ findings }: RoundReport): string[] => [
  ...findings.lost.map((what) => `       lost: ${what}`),
  ...findings.duplicated.map((what) => `       duplicated: ${what}`),
  ...findings.outOfOrder.map((what) => `       out of order: ${what}`),
];

const placeOf = ({ point, time }: PlannedRound, wasHit: boolean): string => {
  if (point === 'random') return 'a random moment';
  return wasHit ? `${point}${time > 1 ? `, time ${time}` : ''}` : `outside (no ${point})`;
};

function row(cells: readonly string[]): string {
  return cells
    .map((cell, n) => {
      const width = COLUMNS[n]?.width ?? 0;
      return n === 1 || n === 2 ? cell.padEnd(width) : cell.padStart(width);
    })
    .join('  ')
    .trimEnd();
}

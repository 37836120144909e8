import { MIN_ROUNDS } from './crash-plan.js';
import type { CrashTestResult } from './crash-test.js';

/** `storewire selftest --crash` as it is typed. */
export interface SelftestOptions {
  readonly crash: true;
  readonly rounds: string;
  readonly seed?: string;
  /** `sqlite`, or `postgres` and the address of a server; the address alone will do. */
  readonly engine: readonly string[];
}

export class SelftestUsage extends Error {}

/**
 * Runs the crash test with everything it needs and removes it again; also on Ctrl-C.
 * @returns whether nothing was lost, duplicated or out of order.
 * @throws SelftestUsage for options that make no sense.
 */
export async function runSelftest(options: SelftestOptions): Promise<boolean> {
  const rounds = wholeNumber('--rounds', options.rounds);
  const seed = options.seed ? wholeNumber('--seed', options.seed) : Date.now() % 1_000_000;
  const serverUrl = serverOf(options.engine);
  if (rounds < MIN_ROUNDS) throw new SelftestUsage(`--rounds must be ${MIN_ROUNDS} or more.`);
  const { CrashStage } = await import('./crash-stage.js');
  const { CrashTest } = await import('./crash-test.js');
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const startedAt = performance.now();
  const stage = await CrashStage.set(serverUrl);
  const interrupt = (): void => void stage.strike().finally(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, interrupt);
  try {
    print(
      `Crash test: ${rounds} rounds on ${serverUrl ? 'PostgreSQL' : 'SQLite'}, seed ${seed}. In each a hub is ended ` +
        'in the middle of its work.\nEverything is on this machine, traffic included; the data is in ' +
        `${stage.dataDir} and is removed at the end.`,
    );
    await stage.furnish();
    const result = await new CrashTest(stage, { rounds, seed, print }).run();
    for (const line of summaryOf(result, (performance.now() - startedAt) / 1000)) print(line);
    return isGood(result);
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
    await stage.strike();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const isGood = ({ lost, duplicated, outOfOrder, neverHit }: CrashTestResult): boolean =>
  lost + duplicated + outOfOrder === 0 && neverHit.length === 0;

function summaryOf(result: CrashTestResult, seconds: number): string[] {
  const { kills, acknowledged, lost, duplicated, outOfOrder, neverHit } = result;
  return [
    '',
    `${kills} kills, ${acknowledged} webhooks acknowledged, ${Math.round(seconds)} s ` +
      `(${(seconds / Math.max(1, kills)).toFixed(2)} s a round).`,
    ...(neverHit.length
      ? [`Never reached, so nothing is said about: ${neverHit.join(', ')}.`]
      : []),
    `lost = ${lost}, duplicated = ${duplicated}, order violations = ${outOfOrder}`,
  ];
}

function serverOf(engine: readonly string[]): string | undefined {
  const [name = '', url = name, ...rest] = engine;
  if (name === 'sqlite' && engine.length === 1) return undefined;
  const isAddress = /^postgres(ql)?:\/\/\S+$/.test(url);
  if (rest.length > 0 || !isAddress || (name !== 'postgres' && engine.length > 1)) {
    throw new SelftestUsage('--engine must be sqlite, or postgres and the address of a server.');
  }
  return url;
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new SelftestUsage(`${option} must be a whole number.`);
  }
  return value;
}

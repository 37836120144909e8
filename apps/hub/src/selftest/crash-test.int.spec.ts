import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { runSelftest, type SelftestOptions, SelftestUsage } from './selftest.command.js';

jest.setTimeout(900_000);

/** More with STOREWIRE_CRASH_ROUNDS=500. */
const ROUNDS = process.env.STOREWIRE_CRASH_ROUNDS ?? '14';
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const SERVER = process.env.DATABASE_URL;

/** The command as a person types it. */
function storewire(...args: string[]): Promise<{ code: number | null; lines: string[] }> {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, lines: output.trimEnd().split('\n') }));
  });
}

describe('storewire selftest --crash', () => {
  it(`loses and repeats nothing in ${ROUNDS} kills`, async () => {
    const engine = SERVER ? ['postgres', SERVER] : ['sqlite'];
    const { code, lines } = await storewire(
      ...['selftest', '--crash', '--rounds', ROUNDS, '--seed', '1', '--engine', ...engine],
    );
    // On a failure the whole report is what helps.
    expect({ code, lines: code === 0 ? lines.slice(-1) : lines }).toEqual({
      code: 0,
      lines: ['lost = 0, duplicated = 0, order violations = 0'],
    });
  });

  const options: SelftestOptions = { crash: true, rounds: '14', engine: ['sqlite'] };

  it.each([
    { wrong: { rounds: '13' }, why: 'fewer rounds than there are points' },
    { wrong: { rounds: 'many' }, why: 'rounds that are no number' },
    { wrong: { seed: '-1' }, why: 'a seed below 0' },
    { wrong: { engine: ['mysql'] }, why: 'an engine there is not' },
    { wrong: { engine: ['postgres'] }, why: 'PostgreSQL without an address' },
    { wrong: { engine: ['sqlite', 'postgres://127.0.0.1/x'] }, why: 'two engines' },
  ])('refuses $why', ({ wrong }) =>
    expect(runSelftest({ ...options, ...wrong })).rejects.toThrow(SelftestUsage),
  );
});

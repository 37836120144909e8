import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(120_000);

// The program as it is shipped: the build comes before the tests.
const { PATH, NODE_COMPILE_CACHE } = process.env;
const PROGRAM = join(import.meta.dirname, '..', 'dist', 'main.js');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('storewire', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'storewire-start-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: string[], env: Record<string, string>) =>
    spawn(process.execPath, [PROGRAM, ...args], {
      cwd: folder,
      env: { PATH, NODE_COMPILE_CACHE, STOREWIRE_DEMO: 'false', ...env },
    });
  const ended = async (child: ReturnType<typeof run>): Promise<Ended> => {
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => (output.stdout += data));
    child.stderr.on('data', (data) => (output.stderr += data));
    const [code] = await once(child, 'close');
    return { code, ...output };
  };

  it('ends with code 2 and lists every problem of the environment', async () => {
    const { code, stdout, stderr } = await ended(
      run([], { PORT: 'many', STOREWIRE_ROLE: 'boss', STOREWIRE_MASTER_KEY: 'short' }),
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/PORT: .*\n.*STOREWIRE_ROLE: .*\n.*STOREWIRE_MASTER_KEY: /);
    expect(stdout).toBe('');
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('ends with code 2 for an adapter that is not installed', async () => {
    const { code, stderr } = await ended(run(['run', '--adapter', 'nothing'], { PORT: '0' }));
    expect([code, stderr]).toEqual([2, expect.stringContaining('STOREWIRE_ADAPTERS')]);
  });

  it('starts, prints the operator key past the log, and ends cleanly on SIGTERM', async () => {
    const child = run(['start'], { PORT: '0', NODE_ENV: 'production' });
    const end = ended(child);
    let text = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (data) => {
        text += data;
        const found = /listens on (http:\/\/\S+)/.exec(text);
        if (found?.[1]) resolve(found[1]);
      });
      void end.then(({ stderr }) => reject(new Error(stderr)));
    });
    const [key = ''] = /sw_[\w-]{43}/.exec(text) ?? [];
    const answer = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });
    expect(await answer.json()).toMatchObject({ role: 'operator' });
    child.kill('SIGTERM');
    const { code, stdout } = await end;
    expect(code).toBe(0);
    const logged = stdout.split('\n').filter((line) => line.startsWith('{'));
    expect(logged.join('')).not.toContain(key);
    expect(logged.length).toBeGreaterThan(0);
  });
});

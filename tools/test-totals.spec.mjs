import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closingLine, readTotals, sumOf, totalsEnvironment } from './test-totals.mjs';

const core = fileURLToPath(new URL('../packages/core/', import.meta.url));
const jest = fileURLToPath(new URL('./jest.mjs', import.meta.url));
const reporter = fileURLToPath(new URL('./jest-reporter.mjs', import.meta.url));

describe('the totals of npm test', () => {
  const folders = [];
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  const temporary = () => {
    folders.push(mkdtempSync(join(tmpdir(), 'storewire-totals-')));
    return folders.at(-1);
  };

  /** Runs jest over one file with the reporter; its exit code, output and total. */
  function runJest(body, ci) {
    const folder = temporary();
    const totals = temporary();
    writeFileSync(join(folder, 'package.json'), '{ "name": "sample" }');
    writeFileSync(join(folder, 'a.test.cjs'), body);
    const config = { rootDir: folder, reporters: [reporter], testMatch: ['**/*.test.cjs'] };
    const { status, stderr } = spawnSync(
      process.execPath,
      [jest, '--config', JSON.stringify({ ...config, moduleFileExtensions: ['cjs', 'js'] })],
      {
        cwd: core,
        encoding: 'utf8',
        env: {
          ...process.env,
          CI: ci,
          STOREWIRE_TEST_NAME: 'sample',
          ...totalsEnvironment(totals),
        },
      },
    );
    return { status, stderr, total: sumOf(readTotals(totals)) };
  }

  it('counts what passed, failed and was skipped', () => {
    const body = `it('a', () => {}); it('b', () => { throw new Error('no') }); it.skip('c', () => {}); it.todo('d')`;
    const { status, stderr, total } = runJest(body, '');
    assert.equal(status, 1);
    assert.deepEqual(total, { passed: 1, failed: 1, skipped: 2 });
    assert.match(stderr, /SKIP {2}sample: c/);
  });

  it('lets a skipped test pass, and in CI makes it a failure', () => {
    const body = `it('a', () => {}); describe.skip('b', () => { it('c', () => {}) })`;
    assert.equal(runJest(body, '').status, 0);
    const { status, stderr } = runJest(body, 'true');
    assert.equal(status, 1);
    assert.match(stderr, /1 skipped in sample, which CI does not allow/);
  });

  it('counts a file that does not load as a failure', () => {
    const { status, total } = runJest(`throw new Error('broken file')`, '');
    assert.equal(status, 1);
    assert.deepEqual(total, { passed: 0, failed: 1, skipped: 0 });
  });

  it('closes with one line that names skips only where there are some', () => {
    assert.equal(closingLine({ passed: 3, failed: 0, skipped: 0 }), '3 passed, 0 failed');
    assert.equal(
      closingLine({ passed: 3, failed: 1, skipped: 2 }),
      '3 passed, 1 failed, 2 skipped',
    );
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const core = fileURLToPath(new URL('../packages/core/', import.meta.url));
const jest = fileURLToPath(new URL('./jest.mjs', import.meta.url));
const preset = new URL('./jest.preset.mjs', import.meta.url).href;
const IMPORT = `import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';\n`;

/** What the first spec file leaves behind. The padding makes it the first: jest starts with the biggest. */
const LEAVES = `${IMPORT}import { visits } from './visits.js';
jest.setTimeout(5);
beforeAll(() => {
  visits.push('leaves');
  process.env.LEFT_BEHIND = 'yes';
  process.env.KEPT = 'changed';
  process.chdir('/');
  process.once('SIGTERM', () => {});
  globalThis.fetch = undefined as never;
  jest.spyOn(Date, 'now').mockReturnValue(1);
});
it('passes', () => expect(Date.now()).toBe(1));
// ${'x'.repeat(4000)}`;

const FINDS = `${IMPORT}import { visits } from './visits.js';
it('finds the environment as it was', () => {
  expect([process.env.LEFT_BEHIND, process.env.KEPT]).toEqual([undefined, 'as it was']);
});
it('finds the folder as it was', () => expect(process.cwd()).not.toBe('/'));
it('finds no listener', () => expect(process.listenerCount('SIGTERM')).toBe(0));
it('finds fetch', () => expect(fetch).toBeInstanceOf(Function));
it('finds no spy', () => expect(Date.now()).toBeGreaterThan(1));
it('has its own patience', () => new Promise((done) => setTimeout(done, 50)));
it('finds the modules that the file before it loaded', () => expect(visits).toEqual(['leaves']));
it('shares the globals of its modules', () => expect([]).toBeInstanceOf(globalThis.Array));`;

const VISITS = 'export const visits: string[] = [];';

const FAILS = `${IMPORT}interface Nothing { readonly of: 'this'; readonly stays: Nothing }
it('fails', () => {
  expect(1).toBe(2);
});
it('rejects what nobody waits for', async () => {
  void Promise.reject(new Error('unheard'));
  await new Promise((done) => setTimeout(done, 20));
});
it('lets an exception escape', async () => {
  setTimeout(() => { throw new Error('escaped'); });
  await new Promise((done) => setTimeout(done, 20));
});
it('takes too long', () => new Promise(() => {}), 10);
it('counts what it asserts', () => { expect.assertions(1); });
it('replaces a module', () => { jest.mock('node:fs'); });
describe('after a preparation that fails', () => {
  beforeAll(() => { throw new Error('unprepared'); });
  it('does not run', () => {});
});
describe('before an end that fails', () => {
  it('has run', () => {});
});
it('passes', () => {});`;

describe('spec files that share the modules of their worker', () => {
  let folder;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'storewire-jest-'));
    symlinkSync(join(core, 'node_modules'), join(folder, 'node_modules'));
    const files = {
      'package.json': '{ "name": "sample", "type": "module" }',
      'jest.config.mjs': `import preset from '${preset}';
export default { ...preset, reporters: [], testMatch: ['<rootDir>/*.spec.ts'] };`,
      'visits.ts': VISITS,
      'leaves.spec.ts': LEAVES,
      'finds.spec.ts': FINDS,
      'fails.spec.ts': FAILS,
      'empty.spec.ts': `${IMPORT}export {};`,
      'lost.spec.ts': `${IMPORT}import './nowhere.js';\nit('runs', () => {});`,
      'short.spec.ts': `${IMPORT}it('is over soon', () => expect(1).toBe(1));\n// ${'x'.repeat(400)}`,
      'long.spec.ts': `${IMPORT}jest.setTimeout(60_000);\nit('is over late', () => expect(1).toBe(1));`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Runs some of them in one process. @returns the exit code and jest's own report. */
  function run(...names) {
    const report = join(folder, `${names.join('-')}.json`);
    const { status, stderr } = spawnSync(
      process.execPath,
      [jest, '--runInBand', '--json', `--outputFile=${report}`, ...names.map((n) => `/${n}.spec`)],
      { cwd: folder, encoding: 'utf8', env: { ...process.env, KEPT: 'as it was' } },
    );
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    return {
      status,
      stderr,
      files: testResults.map(({ name, message }) => ({ name: name.slice(folder.length), message })),
      messages: Object.fromEntries(tests.map((t) => [t.title, t.failureMessages.join('\n')])),
    };
  }

  it('find everything as it was before the other one', () => {
    const { status, messages, files } = run('leaves', 'finds');
    assert.match(files[0].name, /leaves/);
    assert.deepEqual(
      Object.entries(messages).filter(([, message]) => message !== ''),
      [],
    );
    assert.equal(Object.keys(messages).length, 9);
    assert.equal(status, 0);
  });

  it('fail for everything that is wrong', () => {
    const { status, messages } = run('fails');
    assert.equal(status, 1);
    assert.match(
      messages.fails,
      /fails\.spec\.ts:4:\d+/,
      'the line of the source, not of what was compiled',
    );
    assert.match(messages['rejects what nobody waits for'], /unheard/);
    assert.match(messages['lets an exception escape'], /escaped/);
    assert.match(messages['takes too long'], /Exceeded timeout of 10 ms/);
    assert.match(messages['counts what it asserts'], /Expected .*one assertion/s);
    assert.match(messages['replaces a module'], /There is no jest\.mock/);
    assert.match(messages['does not run'], /unprepared/);
    assert.deepEqual([messages.passes, messages['has run']], ['', '']);
  });

  it('fail when they have no test or do not load', () => {
    const { status, files } = run('empty', 'lost');
    assert.equal(status, 1);
    const messages = files.map(({ message }) => message).join('\n');
    assert.match(messages, /must contain at least one test/);
    assert.match(messages, /nowhere\.js/);
  });

  it('begin with the one that asks for the most time', () => {
    const { files } = run('short', 'long');
    assert.deepEqual(
      files.map(({ name }) => name.slice(1)),
      ['long.spec.ts', 'short.spec.ts'],
    );
  });
});

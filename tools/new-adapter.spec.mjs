import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brokenBoundaries } from './boundaries.mjs';
import { newAdapter } from './new-adapter.mjs';

const workspace = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(workspace, 'node_modules', '.bin');

describe('new-adapter', () => {
  const root = mkdtempSync(join(tmpdir(), 'storewire-new-adapter-'));
  const folder = join(root, 'packages', 'adapters', 'mill');
  const read = (path) => readFileSync(join(root, path), 'utf8');
  let written;

  before(() => {
    for (const file of [
      'tsconfig.base.json',
      'biome.json',
      'package.json',
      'packages/core/package.json',
      'packages/adapter-kit/package.json',
      'apps/hub/package.json',
    ]) {
      cpSync(join(workspace, file), join(root, file));
    }
    symlinkSync(join(workspace, 'tools'), join(root, 'tools'));
    symlinkSync(join(workspace, 'node_modules'), join(root, 'node_modules'));
    written = newAdapter({ root, id: 'mill', name: 'The Mill' });
    // An install would give it the packages that any adapter has.
    symlinkSync(
      join(workspace, 'packages/adapters/woocommerce/node_modules'),
      join(folder, 'node_modules'),
    );
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('writes the package, its page and the dependency of the hub, with nothing of the template left', () => {
    assert.ok(written.includes('packages/adapters/mill/test/fake-mill.ts'));
    assert.ok(written.includes('docs/adapters/mill.md'));
    for (const path of written) assert.doesNotMatch(read(path), /newshop|from adapter-kit"/i, path);
    assert.match(read('packages/adapters/mill/src/index.ts'), /id: 'mill',\n {2}name: 'The Mill'/);
    assert.match(read('packages/adapters/mill/src/client.ts'), /class MillClient/);
    const { dependencies } = JSON.parse(read('apps/hub/package.json'));
    assert.equal(dependencies['@storewire/adapter-mill'], 'workspace:*');
    assert.deepEqual(Object.keys(dependencies), Object.keys(dependencies).sort());
  });

  it('names the versions that the adapter kit has', () => {
    const { dependencies, devDependencies } = JSON.parse(
      read('packages/adapters/mill/package.json'),
    );
    const kit = JSON.parse(read('packages/adapter-kit/package.json'));
    assert.equal(dependencies['reflect-metadata'], kit.dependencies['reflect-metadata']);
    assert.equal(devDependencies.jest, kit.devDependencies.jest);
  });

  it('keeps the boundaries', () => assert.deepEqual(brokenBoundaries(root), []));

  it('refuses an id that is taken or no id', () => {
    assert.throws(() => newAdapter({ root, id: 'mill' }), /already there/);
    for (const id of [undefined, '', 'Mill', 'the-mill', '../mill', '1mill']) {
      assert.throws(() => newAdapter({ root, id }), /lower-case letters/);
    }
  });

  it('is formatted, compiles and lints', () => {
    run(join(bin, 'tsc'), ['-p', 'tsconfig.json', '--noEmit']);
    run(join(bin, 'biome'), ['ci', '--error-on-warnings', '.']);
  });

  it('fails its contract with what has to be written, test by test', () => {
    const report = join(root, 'report.json');
    spawnSync(
      join(bin, 'node'),
      ['tools/jest.mjs', '--json', `--outputFile=${report}`].map((arg) =>
        arg.replace('tools', join(workspace, 'tools')),
      ),
      { cwd: folder, env: { ...process.env, STOREWIRE_TEST_TOTALS: '' } },
    );
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const tests = testResults.flatMap((file) => file.assertionResults);
    const failed = tests.filter(({ status }) => status === 'failed');
    assert.ok(failed.length >= 5, `${failed.length} tests fail`);
    for (const { title, failureMessages } of failed) {
      assert.match(
        failureMessages.join('\n'),
        /write checkShop|Write FakeMill\.\w+|declares nothing|There are no fixtures|Neither fixtures nor fake/,
        title,
      );
    }
    assert.ok(
      tests.some(({ status, title }) => status === 'passed' && /blank settings/.test(title)),
    );
  });

  function run(command, args) {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, `${stdout}${stderr}`);
  }

  it('has no file that its list does not name', () => {
    const all = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
    assert.deepEqual(
      all.filter((path) => !written.includes(path)),
      [],
    );
  });
});

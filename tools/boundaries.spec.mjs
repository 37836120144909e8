import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { brokenBoundaries, importsOf } from './boundaries.mjs';

const folders = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A workspace of the given files; each package gets a package.json that declares `uses`. */
function workspace(files, uses = {}) {
  const root = mkdtempSync(join(tmpdir(), 'storewire-boundaries-'));
  folders.push(root);
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const names = {
    'packages/core': '@storewire/core',
    'packages/sandbox': '@storewire/sandbox',
    'packages/salesmanago': '@storewire/salesmanago',
    'packages/adapter-kit': '@storewire/adapter-kit',
    'packages/adapters/mill': '@storewire/adapter-mill',
    'packages/adapters/barn': '@storewire/adapter-barn',
    'apps/hub': '@storewire/hub',
  };
  const ours = Object.fromEntries(Object.values(names).map((name) => [name, 'workspace:*']));
  for (const [folder, name] of Object.entries(names)) {
    const dependencies = { ...ours, typeorm: '1', luxon: '3', ...uses.dependencies };
    const { devDependencies = {} } = uses;
    write(`${folder}/package.json`, JSON.stringify({ name, dependencies, devDependencies }));
  }
  for (const [path, text] of Object.entries(files)) write(path, text);
  return brokenBoundaries(root);
}

const MILL = 'packages/adapters/mill/src/index.ts';
const importing = (name) => `import { x } from '${name}';\n`;

describe('boundaries', () => {
  const allowed = [
    [MILL, '@storewire/core'],
    [MILL, '@storewire/adapter-kit/contract'],
    ['packages/adapters/mill/src/x.spec.ts', '@storewire/sandbox'],
    ['packages/adapters/mill/test/fake.ts', 'node:http'],
    ['packages/adapters/mill/jest.config.mjs', '../../../tools/jest.preset.mjs'],
    ['packages/core/src/index.ts', './model/order.js'],
    ['packages/core/src/index.ts', 'node:crypto'],
    ['packages/core/src/index.ts', 'luxon'],
    ['packages/salesmanago/src/index.ts', '@storewire/core'],
    ['packages/adapter-kit/src/index.ts', 'node:net'],
    ['apps/hub/src/index.ts', '@storewire/adapter-mill'],
    ['apps/hub/src/index.ts', '@storewire/sandbox/woocommerce'],
    ['apps/hub/src/index.ts', 'node:fs'],
  ];
  for (const [file, name] of allowed) {
    it(`lets ${file} import ${name}`, () => {
      assert.deepEqual(workspace({ [file]: importing(name) }), []);
    });
  }

  const refused = [
    [MILL, '@storewire/hub', /must not import @storewire\/hub/],
    [MILL, '@storewire/adapter-barn', /must not import @storewire\/adapter-barn/],
    [MILL, '@storewire/salesmanago', /must not import/],
    [MILL, '@storewire/sandbox', /must not import/],
    [MILL, 'typeorm', /typeorm belongs to the hub/],
    [MILL, 'node:https', /reaches outside/],
    [MILL, 'fs/promises', /reaches outside/],
    [MILL, '../../barn/src/index.js', /leaves the package/],
    [MILL, 'left-pad', /left-pad is not in the package.json/],
    ['packages/core/src/index.ts', '@storewire/adapter-kit', /must not import/],
    ['packages/core/src/index.ts', 'node:fs', /reaches outside/],
    ['packages/sandbox/src/index.ts', '@storewire/core', /must not import/],
    ['packages/salesmanago/src/index.ts', '@storewire/adapter-kit', /must not import/],
    ['packages/adapter-kit/src/index.ts', '@storewire/adapter-mill', /must not import/],
  ];
  for (const [file, name, message] of refused) {
    it(`stops ${file} from importing ${name}`, () => {
      const problems = workspace({ [file]: importing(name) });
      assert.equal(problems.length, 1);
      assert.match(problems[0], message);
      assert.ok(problems[0].startsWith(`${file}: `));
    });
  }

  it('keeps what reaches rows inside database/', () => {
    const text = "import { Entity, type DataSource, In } from 'typeorm';\n";
    assert.deepEqual(workspace({ 'apps/hub/src/database/rows.ts': text }), []);
    const [problem, ...more] = workspace({ 'apps/hub/src/stores/rows.ts': text });
    assert.deepEqual(more, []);
    assert.match(problem, /^apps\/hub\/src\/stores\/rows\.ts: DataSource of typeorm/);
  });

  it('does not let a whole namespace of TypeORM out of database/', () => {
    const text = "import * as orm from 'typeorm';\n";
    assert.equal(workspace({ 'apps/hub/src/stores/rows.ts': text }).length, 1);
  });

  it('lets entities have their decorators', () => {
    const text = "import { Column, Entity, Index, type Relation } from 'typeorm';\n";
    assert.deepEqual(workspace({ 'apps/hub/src/stores/store.entity.ts': text }), []);
  });

  it('lets only tests use a devDependency', () => {
    const uses = { devDependencies: { 'fast-check': '4' } };
    const text = importing('fast-check');
    assert.deepEqual(workspace({ 'packages/core/src/x.spec.ts': text }, uses), []);
    assert.match(workspace({ 'packages/core/src/x.ts': text }, uses)[0], /not a test/);
  });
});

describe('importsOf', () => {
  it('reads every form of import and export', () => {
    const text = `import type { A, B as C } from 'one';
import {
  type D,
  E,
} from 'two';
import fine, { F } from 'three';
import 'four';
export * from 'five';
export { G } from 'six';
const late = await import('seven');
`;
    assert.deepEqual(
      importsOf(text).map(({ specifier, names }) => [specifier, names.join(' ')]),
      [
        ['one', 'A B'],
        ['two', 'D E'],
        ['three', '* F'],
        ['five', '*'],
        ['six', 'G'],
        ['four', ''],
        ['seven', '*'],
      ],
    );
  });

  it('passes over comments', () => {
    assert.deepEqual(importsOf("// import { a } from 'one';\n/*\nimport 'two';\n*/\n"), []);
  });
});

// The TypeScript that the READMEs of the adapters show is code that compiles against the built packages.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const adapters = join(root, 'packages/adapters');
// In dist, so that the package finds itself by its name, and neither lint nor git sees it.
const PLACE = 'dist/readme';

const exampleOf = (name) => {
  const text = readFileSync(join(adapters, name, 'README.md'), 'utf8');
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code);
  assert.ok(blocks.length > 0, `packages/adapters/${name}/README.md shows no use as a library`);
  const folder = join(adapters, name, PLACE);
  mkdirSync(folder, { recursive: true });
  return blocks.map((code, i) => {
    const file = join(folder, `example-${i}.mts`);
    writeFileSync(file, code);
    return file;
  });
};

after(() => {
  for (const name of readdirSync(adapters)) {
    rmSync(join(adapters, name, PLACE), { recursive: true, force: true });
  }
});

it('compiles what the READMEs of the adapters show', () => {
  const files = readdirSync(adapters).flatMap(exampleOf);
  const options = '--noEmit --strict --target es2023 --module nodenext --skipLibCheck --types node';
  try {
    execFileSync(join(root, 'node_modules/.bin/tsc'), [...options.split(' '), ...files], {
      cwd: root,
      encoding: 'utf8',
    });
  } catch (error) {
    assert.fail(error.stdout || error.message);
  }
});

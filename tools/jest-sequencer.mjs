// The longest spec file first, also where jest has not yet seen how long each takes: the last one to start must not be
// the one that everybody waits for.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { default: TestSequencer } = ['jest', '@jest/core', 'jest-config'].reduce(
  (require, name) => createRequire(require.resolve(`${name}/package.json`)),
  createRequire(join(process.cwd(), 'package.json')),
)('@jest/test-sequencer');

export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const allowed = new Map(sorted.map((test) => [test, longestTimeoutMs(test.path)]));
    return sorted.toSorted((a, b) => allowed.get(b) - allowed.get(a));
  }
}

/** A file that asks for much time needs much. */
function longestTimeoutMs(path) {
  const asked = readFileSync(path, 'utf8').matchAll(/jest\.setTimeout\(([\d_]+)\)/g);
  return Math.max(0, ...[...asked].map(([, ms]) => Number(ms.replaceAll('_', ''))));
}

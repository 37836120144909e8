// One total over everything that runs tests. Each run leaves a small file in the folder that the variable below names;
// `npm test` adds them up at its end.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'STOREWIRE_TEST_TOTALS';

/** With `CI` set, a test that does not run is a failure: nothing may be skipped unseen. */
export const refusesSkips = !['', '0', 'false'].includes(process.env.CI ?? '');

/** @param {{ name: string, passed: number, failed: number, skipped: number }} totals */
export function leaveTotals(totals) {
  const folder = process.env[FOLDER];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const file = `${totals.name.replace(/\W+/g, '-')}-${process.pid}.json`;
  writeFileSync(join(folder, file), JSON.stringify(totals));
}

/** What runs started with `{ [FOLDER]: folder }` left, by name. */
export function readTotals(folder) {
  return readdirSync(folder)
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export const totalsEnvironment = (folder) => ({ [FOLDER]: folder });

/** The closing line: `12 passed, 0 failed`, and `, 1 skipped` where something was. */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

export const sumOf = (list) =>
  list.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

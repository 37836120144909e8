// Counts a jest run for `npm test`, names what was skipped, and fails on it where CI is set.
import { readFileSync } from 'node:fs';
import { leaveTotals, refusesSkips } from './test-totals.mjs';

export default class TotalsReporter {
  #error;

  onRunComplete(_contexts, results) {
    const name =
      process.env.STOREWIRE_TEST_NAME ?? JSON.parse(readFileSync('package.json', 'utf8')).name;
    const skipped = results.testResults.flatMap((suite) =>
      suite.testResults
        .filter(({ status }) => status === 'pending' || status === 'todo')
        .map((test) => test.fullName)
        .concat(suite.skipped && suite.testResults.length === 0 ? [suite.testFilePath] : []),
    );
    for (const title of skipped) process.stderr.write(`SKIP  ${name}: ${title}\n`);
    if (skipped.length && refusesSkips) {
      this.#error = new Error(`${skipped.length} skipped in ${name}, which CI does not allow.`);
      process.stderr.write(`${this.#error.message}\n`);
    }
    leaveTotals({
      name,
      passed: results.numPassedTests,
      // A file that does not even load has no tests to count.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: skipped.length,
    });
  }

  getLastError() {
    return this.#error;
  }
}

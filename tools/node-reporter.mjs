// Counts a run of Node's own test runner for `npm test` and names what was skipped.
import { leaveTotals } from './test-totals.mjs';

export default async function* totals(events) {
  const sum = { name: 'tools', passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    if (data.skip !== undefined || data.todo !== undefined) {
      sum.skipped++;
      yield `SKIP  tools: ${data.name}\n`;
    } else if (type === 'test:pass') sum.passed++;
    else sum.failed++;
  }
  leaveTotals(sum);
}

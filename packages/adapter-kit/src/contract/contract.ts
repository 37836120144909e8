import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { AnyAdapter } from '@storewire/core';
import { OutputCapture } from './capture.js';
import { nothingLeaks } from './checks/leaks.check.js';
import { CONTRACT } from './checks.js';
import { type ContractOptions, ContractRun } from './run.js';

/** A check that seeds several pages and cuts everywhere takes some seconds, and many on a slow machine. */
const TIMEOUT_MS = 120_000;

/**
 * Registers the contract as jest tests, one per point, each with a fake of its own. Which points there are follows
 * from the adapter's capabilities; there is no skip list.
 */
export function adapterContract(adapter: AnyAdapter, options: ContractOptions): void {
  describe(`the contract of ${adapter.name}`, () => {
    const output = new OutputCapture();
    const errors: unknown[] = [];
    beforeAll(() => output.start());
    afterAll(() => output.stop());

    const inRun = (check: (run: ContractRun) => Promise<void>) => async () => {
      const run = await ContractRun.open(adapter, options, errors);
      try {
        await check(run);
      } finally {
        await run.close();
      }
    };
    for (const { name, applies, check } of CONTRACT) {
      if (applies(adapter)) it(name, inRun(check), TIMEOUT_MS);
    }
    it(
      'lets nothing secret or personal into logs and errors',
      inRun((run) => nothingLeaks(run, () => output.text)),
      TIMEOUT_MS,
    );
  });
}

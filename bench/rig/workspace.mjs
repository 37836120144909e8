import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What one benchmark opens, closed in reverse whatever happens. Folders are made in the temporary folder of the
 * system, or in `BENCH_DIR`: the disk that is measured.
 */
export class Workspace {
  #ends = [];

  folder() {
    const path = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'storewire-bench-'));
    this.#ends.unshift(() => rmSync(path, { recursive: true, force: true }));
    return path;
  }

  /** Remembers to stop it. @template {{ stop(): Promise<void> }} T @param {T} process @returns {T} */
  keep(process) {
    this.#ends.unshift(() => process.stop());
    return process;
  }

  async close() {
    for (const end of this.#ends) await end();
    this.#ends = [];
  }
}

// Runs the benchmarks: all of them, or those that are named. `--quick` uses small sizes, to see that everything works.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportPage } from './report/page.mjs';
import { isMet, tableOf } from './report/table.mjs';
import { Workspace } from './rig/workspace.mjs';

const NAMES = ['mapping', 'intake', 'end-to-end', 'waiting', 'growth', 'history'];
const RESULTS = join(import.meta.dirname, 'results');
const WRONG_USE = 2;

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are ${NAMES.join(', ')}.\n`,
  );
  process.exit(WRONG_USE);
}

let workspace = new Workspace();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => void workspace.close().then(() => process.exit(1)));
}

const benchmarks = [];
for (const name of positionals.length > 0 ? positionals : NAMES) {
  const { title, run } = await import(`./${name}/index.mjs`);
  workspace = new Workspace();
  const startedAt = performance.now();
  process.stdout.write(`${title}\n`);
  try {
    const log = (line) => process.stdout.write(`  ${line}\n`);
    const result = await run({ quick: values.quick, workspace, log });
    benchmarks.push({ name, title, ...result, seconds: (performance.now() - startedAt) / 1000 });
    process.stdout.write(`\n${tableOf(result.metrics)}\n\n`);
  } finally {
    await workspace.close();
  }
}

const report = {
  at: new Date().toISOString(),
  quick: values.quick,
  machine: { cores: cpus().length, cpu: cpus()[0]?.model, node: process.version },
  benchmarks,
};
mkdirSync(RESULTS, { recursive: true });
writeFileSync(join(RESULTS, 'latest.json'), `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(join(RESULTS, 'latest.html'), reportPage(report));
process.stdout.write(`Report: ${join('bench', 'results', 'latest.html')}\n`);
// Small sizes measure the machine's warming up more than the hub; they only show that everything runs.
const missed = benchmarks.flatMap(({ metrics }) => metrics.filter((metric) => !isMet(metric)));
if (missed.length > 0 && !values.quick) process.exitCode = 1;

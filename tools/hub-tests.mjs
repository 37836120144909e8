// The hub's tests on one engine, or on both, SQLite first.
//   node ../../tools/hub-tests.mjs [--sqlite | --postgres] [--embedded] [jest arguments]
// `--embedded` passes over a PostgreSQL server that already runs on this machine. `npm test` runs both engines side by
// side, as two tasks: each spends half of its time waiting for processes that it started and killed.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPostgres } from './postgres.mjs';
import { leaveTotals, refusesSkips } from './test-totals.mjs';

const jest = join(dirname(fileURLToPath(import.meta.url)), 'jest.mjs');
const OWN = ['--sqlite', '--postgres', '--embedded'];
const jestArguments = process.argv.slice(2).filter((argument) => !OWN.includes(argument));
/** Much of a test is waiting for what it started, so two share a core. */
const SIDE_BY_SIDE = ['--maxWorkers=2', '--workerIdleMemoryLimit=1GB'];
/** Pure tests know no engine: once is enough. */
const NEEDS_DATABASE = ['\\.int\\.spec\\.ts$'];
const has = (flag) => process.argv.includes(flag);

let running;
let stopServer = async () => {};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    running?.kill(signal);
    await stopServer();
    process.exit(1);
  });
}

const { DATABASE_URL: _ignored, ...environment } = process.env;

function run(engine, extra, patterns) {
  console.log(`\nHub tests on ${engine}`);
  running = spawn(
    process.execPath,
    [jest, ...(jestArguments.length > 0 ? jestArguments : [...SIDE_BY_SIDE, ...patterns])],
    {
      stdio: 'inherit',
      env: { ...environment, ...extra, STOREWIRE_TEST_NAME: `@storewire/hub on ${engine}` },
    },
  );
  return new Promise((resolve) => running.once('exit', (code) => resolve(code === 0)));
}

async function runOnPostgres() {
  let server;
  try {
    server = await findPostgres(has('--embedded') ? { usual: null } : {});
  } catch (error) {
    console.error(`\nSKIP  hub tests on PostgreSQL: ${error.message}`);
    console.error('Set TEST_DATABASE_URL to a server whose role may create databases.');
    leaveTotals({ name: '@storewire/hub on PostgreSQL', passed: 0, failed: 0, skipped: 1 });
    return !refusesSkips && !process.env.TEST_DATABASE_URL;
  }
  stopServer = server.stop;
  console.log(`\nPostgreSQL: ${server.description}`);
  try {
    return await run('PostgreSQL', { DATABASE_URL: server.url }, NEEDS_DATABASE);
  } finally {
    await server.stop();
  }
}

let isGood = true;
if (!has('--postgres')) isGood = (await run('SQLite', {}, [])) && isGood;
if (!has('--sqlite')) isGood = (await runOnPostgres()) && isGood;
process.exit(isGood ? 0 : 1);

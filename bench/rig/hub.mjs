import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { pin, stopProcess } from './child.mjs';

const OPERATOR_KEY = 'operator-key-of-the-benchmark';
const MAIN = fileURLToPath(new URL('../../apps/hub/dist/main.js', import.meta.url));
/** As the hub is started: without them Node keeps 130 MB for young objects alone. */
const { nodeFlags } = JSON.parse(
  readFileSync(new URL('../../apps/hub/package.json', import.meta.url), 'utf8'),
).config;
const START_MS = 20_000;

/**
 * The real hub in a process of its own.
 *
 * @param {{ dataDir: string, core?: number, port?: number, nodeArgs?: string[], env?: Record<string, string> }} options
 */
export async function startHub({ dataDir, core, port: wanted, nodeArgs = [], env = {} }) {
  const port = wanted ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...nodeFlags, ...nodeArgs, MAIN, 'start'], {
    env: {
      ...process.env,
      PORT: String(port),
      NODE_ENV: 'production',
      STOREWIRE_DATA_DIR: dataDir,
      STOREWIRE_OPERATOR_KEY: OPERATOR_KEY,
      STOREWIRE_ALLOW_PRIVATE_ADDRESSES: 'true',
      STOREWIRE_DEMO: 'false',
      STOREWIRE_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // Nothing of a benchmark outlives it.
  process.once('exit', () => child.kill('SIGKILL'));
  const api = async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${OPERATOR_KEY}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  await isReady(url, child);
  pin(child.pid, core);
  return { url, port, pid: child.pid, api, stop: () => stopProcess(child) };
}

async function isReady(url, child) {
  for (const end = Date.now() + START_MS; Date.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`the hub ended with ${child.exitCode}`);
    try {
      if ((await fetch(`${url}/health/ready`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error('the hub was not ready in time');
}

/** The sandbox needs its address before it is up in some benchmarks, and so does a hub that is restarted. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpClient, HttpRequest } from '@storewire/core';
import { createHttpClient } from '../http/http-client.js';
import { BridgeNotInstalled, BridgeRefusedKey } from './bridge.error.js';
import { BridgeClient, signBridgeRequest } from './bridge-client.js';
import { writeThroughBridge } from './write-through-bridge.js';

const script = fileURLToPath(new URL('../../../../bridges/test/server.php', import.meta.url));
const hasPhp = spawnSync('php', ['-v']).status === 0;
if (!hasPhp) console.warn('php is not installed: the client of the bridges is not tested.');

const SECRET = 'INVENTEDrouteSecret01';
const at = '2026-03-02T10:00:00Z';

it('signs the purpose, the time, the nonce and the body', () => {
  // As `php -r 'echo hash_hmac("sha256", "storewire-bridge-1.1767225600.nonce.{}", "secret");'` gives it.
  expect(signBridgeRequest('secret', '1767225600', 'nonce', '{}')).toBe(
    'v1=3abf0b280ee5c283f9a49dd0e798e186452db1bb1f64e112d888b8c05e98e86d',
  );
});

(hasPhp ? describe : describe.skip)('the client of the bridges, against their own PHP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'storewire-bridge-'));
  const file = join(folder, 'shop');
  let server: ChildProcess;
  let base: string;

  beforeAll(async () => {
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    server = spawn('php', ['-S', `127.0.0.1:${port}`, script], {
      env: { ...process.env, STOREWIRE_TEST_FILE: file, STOREWIRE_TEST_SECRET: SECRET },
      stdio: 'ignore',
    });
    await answering(base);
  });
  afterAll(async () => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill();
    await ended;
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    const states = Object.fromEntries(
      ['ada', 'bo', 'cy'].map((name, i) => [
        `${name}@customer.example`,
        { state: ['in', 'out', 'pending'][i], at: 1772445600, customerId: i === 0 ? 42 : null },
      ]),
    );
    writeFileSync(`${file}.json`, JSON.stringify(states));
  });

  const client = (more: Partial<ConstructorParameters<typeof BridgeClient>[0]> = {}) =>
    new BridgeClient({
      url: `${base}/storewire/newsletter`,
      secret: SECRET,
      http: createHttpClient(),
      ...more,
    });
  const write = (email: string, state: 'in' | 'out') =>
    client().writeConsent({ email: `${email}@customer.example`, channel: 'email', state, at });

  it('asks how the module is', async () => {
    expect(await client().status()).toEqual({
      platform: 'test',
      version: '1.2.3',
      waiting: 0,
      oldest: null,
    });
  });

  it('reads addresses, those that nobody knows too, and more than fit into one request', async () => {
    expect(await client().read(['ada@customer.example', 'zoe@customer.example'])).toEqual([
      { email: 'ada@customer.example', state: 'in', at, customerId: '42' },
      { email: 'zoe@customer.example', state: 'unknown', at: null, customerId: null },
    ]);
    const many = Array.from({ length: 201 }, (_, i) => `p${i}@customer.example`);
    expect(await client().read(many)).toHaveLength(201);
  });

  it('lists page by page', async () => {
    const first = await client().list(undefined, 2);
    expect(first.items.map(({ state }) => state)).toEqual(['in', 'out']);
    const last = await client().list(first.next ?? '', 2);
    expect([last.items.length, last.next]).toEqual([1, null]);
  });

  it.each([
    { email: 'ada', state: 'out' as const, gives: { outcome: 'written', state: 'out', at } },
    { email: 'ada', state: 'in' as const, gives: { outcome: 'unchanged', state: 'in', at } },
    { email: 'cy', state: 'in' as const, gives: { outcome: 'written', state: 'in', at } },
    { email: 'zoe', state: 'in' as const, gives: { outcome: 'written', state: 'in', at } },
    { email: 'zoe', state: 'out' as const, gives: { outcome: 'missing' } },
  ])('writes $state for $email', async ({ email, state, gives }) => {
    expect(await write(email, state)).toEqual(gives);
  });

  it('writes the same once', async () => {
    await write('ada', 'out');
    expect(await write('ada', 'out')).toMatchObject({ outcome: 'unchanged', state: 'out' });
  });

  const through = (
    email: string,
    state: 'in' | 'out',
    { isKnown = false, bridge = client() as BridgeClient | undefined } = {},
  ) => {
    const order = { email: `${email}@customer.example`, channel: 'email' as const, state, at };
    return writeThroughBridge(bridge, order, { isKnown });
  };

  it.each([
    { email: 'bo', state: 'in' as const, gives: { outcome: 'written', state: 'in', at } },
    { email: 'cy', state: 'in' as const, gives: { outcome: 'written', state: 'in', at } },
    { email: 'ada', state: 'out' as const, gives: { outcome: 'written', state: 'out', at } },
    { email: 'ada', state: 'in' as const, gives: { outcome: 'unchanged', state: 'in', at } },
    { email: 'zoe', state: 'out' as const, gives: { outcome: 'missing' } },
  ])('as a sink, writes $state for $email of the list', async ({ email, state, gives }) => {
    expect(await through(email, state)).toEqual(gives);
  });

  it('as a sink, adds to the list only whom the shop knows', async () => {
    const stateOfZoe = async () => (await client().read(['zoe@customer.example']))[0]?.state;
    expect(await through('zoe', 'in')).toEqual({ outcome: 'missing' });
    expect(await stateOfZoe()).toBe('unknown');
    expect(await through('zoe', 'in', { isKnown: true })).toMatchObject({ outcome: 'written' });
    expect(await stateOfZoe()).toBe('in');
  });

  it.each(['in', 'out'] as const)('as a sink, is missing where no module is: %s', async (state) => {
    const bridge = client({ url: `${base}/other` });
    expect(await through('bo', state, { bridge })).toEqual({ outcome: 'missing' });
    const none = { email: 'bo@customer.example', channel: 'email' as const, state, at };
    expect(await writeThroughBridge(undefined, none)).toEqual({ outcome: 'missing' });
  });

  it('knows no consent but that to e-mail', async () => {
    const result = await client().writeConsent({
      email: 'ada@customer.example',
      channel: 'mobile',
      state: 'out',
      at,
    });
    expect(result).toEqual({ outcome: 'unchanged', state: 'unknown' });
  });

  it.each([
    ['a wrong secret', { secret: 'other' }],
    ['a clock that is wrong', { now: () => Date.now() - 400_000 }],
  ])('says what to do about %s', async (_, options) => {
    await expect(client(options).status()).rejects.toThrow(BridgeRefusedKey);
  });

  it('says where no module is', async () => {
    await expect(client({ url: `${base}/other` }).status()).rejects.toThrow(BridgeNotInstalled);
  });

  it('is refused what was overheard', async () => {
    const seen: HttpRequest[] = [];
    const http = createHttpClient();
    const listening = {
      request: (request: HttpRequest) => {
        seen.push(request);
        return http.request(request);
      },
    } as HttpClient;
    await client({ http: listening }).status();
    const again = await http.request({ ...(seen[0] as HttpRequest), accept: [401] });
    expect(again.status).toBe(401);
  });
});

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

async function answering(url: string): Promise<void> {
  for (const end = Date.now() + 25_000; Date.now() < end; await wait(20)) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
  }
  throw new Error('php -S did not start.');
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpRequest } from '@storewire/core';
import { failedAnswerOf } from './answer.js';
import { type CallReport, createHttpClient, type HttpClientOptions } from './http-client.js';

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

let server: Server;
let base: string;
let handlers: Handler[];
let seen: IncomingMessage[];

beforeAll(async () => {
  server = createServer((req, res) => {
    seen.push(req);
    // The last handler stays for all that follows.
    const handler = handlers.length > 1 ? handlers.shift() : handlers[0];
    handler?.(req, res);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

beforeEach(() => {
  handlers = [];
  seen = [];
});

const answers =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Handler =>
  (_req, res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };

/** A client whose waits are noted and take no time. */
function clientOf(options: HttpClientOptions = {}) {
  const waits: number[] = [];
  let nowMs = Date.parse('2026-11-21T16:00:00Z');
  const http = createHttpClient({
    now: () => nowMs,
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    random: () => 1,
    ...options,
  });
  return { http, waits };
}

const get = (path = '/', more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: base + path,
  ...more,
});

const failure = async (call: Promise<unknown>): Promise<Error & Record<string, unknown>> => {
  try {
    await call;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('The call was expected to fail.');
};

describe('a call', () => {
  it('sends query, JSON body and headers, and gives lower-case headers', async () => {
    const bodies: string[] = [];
    handlers = [
      (req, res) => {
        req.on('data', (chunk) => bodies.push(String(chunk)));
        req.on('end', () => answers(200, { ok: true }, { 'X-Total': '7' })(req, res));
      },
    ];
    const answer = await clientOf({ userAgent: 'Storewire' }).http.request({
      method: 'POST',
      url: `${base}/a?x=1`,
      query: { page: 2, all: true, none: undefined },
      headers: { 'X-Token': 't' },
      body: { name: 'ż' },
    });
    expect(answer.json()).toEqual({ ok: true });
    expect(answer.headers['x-total']).toBe('7');
    expect(seen[0]?.url).toBe('/a?x=1&page=2&all=true');
    expect(seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Storewire',
      'x-token': 't',
    });
    expect(bodies.join('')).toBe('{"name":"ż"}');
  });

  it('reads compressed answers', async () => {
    handlers = [answers(200, gzipSync('{"a":1}'), { 'content-encoding': 'gzip' })];
    expect((await clientOf().http.request(get())).json()).toEqual({ a: 1 });
  });

  it('reports each attempt without its query', async () => {
    handlers = [answers(503), answers(200)];
    const reports: CallReport[] = [];
    const { http } = clientOf({ onCall: (report) => reports.push(report) });
    await http.request(get('/people/a%40b.example?key=secret'));
    expect(reports.map(({ status, path }) => [status, path])).toEqual([
      [503, '/people/[e-mail]'],
      [200, '/people/[e-mail]'],
    ]);
  });

  it('refuses a body over the limit, also when it was compressed', async () => {
    handlers = [answers(200, gzipSync('x'.repeat(5000)), { 'content-encoding': 'gzip' })];
    const error = await failure(clientOf({ maxBodyBytes: 1000 }).http.request(get()));
    expect(error.code).toBe('STORE_REFUSED');
    expect(seen).toHaveLength(1);
  });
});

describe('what an answer means', () => {
  it.each([
    { status: 400, code: 'STORE_REFUSED', calls: 1 },
    { status: 401, code: 'STORE_UNAUTHORIZED', calls: 1 },
    { status: 403, code: 'STORE_FORBIDDEN', calls: 1 },
    { status: 404, code: 'STORE_REFUSED', calls: 1 },
    { status: 408, code: 'STORE_UNAVAILABLE', calls: 4 },
    { status: 429, code: 'STORE_RATE_LIMITED', calls: 4 },
    { status: 500, code: 'STORE_UNAVAILABLE', calls: 1 },
    { status: 502, code: 'STORE_UNAVAILABLE', calls: 4 },
    { status: 503, code: 'STORE_UNAVAILABLE', calls: 4 },
    { status: 504, code: 'STORE_UNAVAILABLE', calls: 4 },
  ])('$status is $code after $calls calls', async ({ status, code, calls }) => {
    handlers = [answers(status)];
    expect((await failure(clientOf().http.request(get()))).code).toBe(code);
    expect(seen).toHaveLength(calls);
  });

  it('gives a status that the request accepts', async () => {
    handlers = [answers(404, { code: 'gone' })];
    expect((await clientOf().http.request(get('/', { accept: [404] }))).status).toBe(404);
  });

  it('calls a maintenance page unavailable when JSON is read', async () => {
    handlers = [answers(200, '<!doctype html><p>anna@customer.example')];
    const answer = await clientOf().http.request(get());
    expect(() => answer.json()).toThrow('an HTML page instead of JSON');
  });

  it('says what the store said without secrets, addresses and numbers, and keeps the answer apart', async () => {
    const said = { error: 'Bad key tok_12345678 of anna@customer.example, +48 600 100 200' };
    handlers = [answers(400, said)];
    const headers = { authorization: 'Bearer tok_12345678' };
    const error = await failure(clientOf().http.request(get('/', { headers })));
    expect(error.message).toContain('Bad key [secret] of [e-mail], [phone]');
    expect(failedAnswerOf(error)?.json()).toEqual(said);
    expect(JSON.stringify(error.cause)).not.toContain('anna');
  });
});

describe('repetition', () => {
  it('waits longer each time', async () => {
    handlers = [answers(502), answers(502), answers(502), answers(200)];
    const { http, waits } = clientOf();
    await http.request(get());
    expect(waits).toEqual([500, 1000, 2000]);
  });

  it.each([
    { value: '3', ms: 3000, why: 'seconds' },
    { value: 'Sat, 21 Nov 2026 18:00:05 GMT', ms: 5000, why: "a date, against the store's own" },
  ])('waits as Retry-After says: $why', async ({ value, ms }) => {
    const date = 'Sat, 21 Nov 2026 18:00:00 GMT';
    handlers = [answers(503, {}, { 'retry-after': value, date }), answers(200)];
    const { http, waits } = clientOf();
    await http.request(get());
    expect(waits).toEqual([ms]);
  });

  it.each([429, 503])('hands a long wait after %s to the host', async (status) => {
    handlers = [answers(status, {}, { 'retry-after': '60' })];
    const { http, waits } = clientOf();
    const error = await failure(http.request(get()));
    expect(error).toMatchObject({ code: 'STORE_RATE_LIMITED', retryAfterMs: 60_000 });
    expect(waits).toEqual([]);
    // Other calls of this client keep the pause without asking the store again.
    expect((await failure(http.request(get()))).code).toBe('STORE_RATE_LIMITED');
    expect(seen).toHaveLength(1);
  });

  it('never repeats a call that changes something, unless it says it may', async () => {
    handlers = [answers(503)];
    const post: HttpRequest = { method: 'POST', url: base, body: '{}' };
    await failure(clientOf().http.request(post));
    expect(seen).toHaveLength(1);
    await failure(clientOf().http.request({ ...post, repeatable: true }));
    expect(seen).toHaveLength(5);
  });

  it('repeats after a connection that breaks', async () => {
    handlers = [(req) => req.socket.destroy(), answers(200, { ok: 1 })];
    expect((await clientOf().http.request(get())).json()).toEqual({ ok: 1 });
  });

  it('gives up on a store that stays silent', async () => {
    handlers = [() => undefined];
    // Long enough to be heard by the store.
    const { http } = clientOf({ timeoutMs: 250, maxAttempts: 2 });
    const error = await failure(http.request(get('/?key=secret')));
    expect(error.code).toBe('STORE_UNAVAILABLE');
    expect(error.message).toContain('TIMEOUT');
    expect(seen).toHaveLength(2);
  });

  it('gives up on a body that stops half-way', async () => {
    handlers = [
      (_req, res) => {
        res.writeHead(200, { 'content-length': '100' });
        res.write('{"a":');
      },
    ];
    const { http } = clientOf({ timeoutMs: 20, maxAttempts: 1 });
    expect((await failure(http.request(get()))).code).toBe('STORE_UNAVAILABLE');
  });
});

describe('redirects', () => {
  it('follows a GET within the host', async () => {
    handlers = [answers(301, '', { location: '/new/' }), answers(200, { ok: 1 })];
    expect((await clientOf().http.request(get('/old'))).json()).toEqual({ ok: 1 });
    expect(seen.map((req) => req.url)).toEqual(['/old', '/new/']);
  });

  it.each([
    { to: 'https://elsewhere.example/', method: 'GET' as const, why: 'another host' },
    { to: '/new/', method: 'POST' as const, why: 'a call that changes something' },
  ])('does not follow $why', async ({ to, method }) => {
    handlers = [answers(302, '', { location: to })];
    const error = await failure(clientOf().http.request({ method, url: base }));
    expect(error.code).toBe('STORE_REFUSED');
    expect(seen).toHaveLength(1);
  });

  it('ends after three', async () => {
    handlers = [answers(302, '', { location: '/' })];
    expect((await failure(clientOf().http.request(get()))).code).toBe('STORE_REFUSED');
    expect(seen).toHaveLength(4);
  });
});

describe('limits', () => {
  it('keeps the rate', async () => {
    handlers = [answers(200)];
    const { http, waits } = clientOf({ rate: { callsPerSecond: 2, concurrency: 1 } });
    for (let i = 0; i < 4; i++) await http.request(get());
    expect(waits).toEqual([500, 500]);
  });

  it('makes only so many calls at a time', async () => {
    const open: (() => void)[] = [];
    let most = 0;
    handlers = [
      (req, res) => {
        open.push(() => answers(200)(req, res));
        most = Math.max(most, open.length);
        // Nothing is answered before a second call is there.
        if (open.length === 2) setImmediate(() => open.splice(0).map((answer) => answer()));
      },
    ];
    const { http } = clientOf({ rate: { callsPerSecond: 100, concurrency: 2 } });
    await Promise.all(Array.from({ length: 8 }, () => http.request(get())));
    expect(most).toBe(2);
    expect(seen).toHaveLength(8);
  });

  it("reads the platform's own limits", async () => {
    handlers = [answers(200, {}, { 'x-left': '0' })];
    const { http, waits } = clientOf();
    const pauseAfter: HttpRequest['pauseAfter'] = ({ headers }) =>
      headers['x-left'] === '0' ? 700 : undefined;
    await http.request(get('/', { pauseAfter }));
    await http.request(get());
    expect(waits).toEqual([700]);
  });
});

describe('lines', () => {
  const readAll = async (lines: AsyncIterable<string>) => {
    const all: string[] = [];
    for await (const line of lines) all.push(line);
    return all;
  };

  it('gives each line, compressed or not', async () => {
    handlers = [
      answers(200, gzipSync('{"a":1}\r\n{"b":2}\n{"c":3}'), { 'content-encoding': 'gzip' }),
    ];
    expect(await readAll(clientOf().http.lines(get()))).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
  });

  it('repeats the start, not the middle, and calls a break unavailable', async () => {
    const breaks: Handler = (_req, res) => {
      res.writeHead(200, { 'content-length': '100' });
      res.write('one\ntwo\n', () => res.destroy());
    };
    handlers = [answers(502), breaks];
    const got: string[] = [];
    const read = async () => {
      for await (const line of clientOf().http.lines(get())) got.push(line);
    };
    expect((await failure(read())).code).toBe('STORE_UNAVAILABLE');
    expect(got).toEqual(['one', 'two']);
    expect(seen).toHaveLength(2);
  });

  it('may be left early, and lets other calls pass meanwhile', async () => {
    handlers = [answers(200, 'one\n'.repeat(200_000)), answers(200, { ok: 1 })];
    const { http } = clientOf({ rate: { callsPerSecond: 10, concurrency: 1 } });
    for await (const line of http.lines(get())) {
      expect(line).toBe('one');
      expect((await http.request(get())).json()).toEqual({ ok: 1 });
      break;
    }
  });

  it('gives the error of an answer that is none', async () => {
    handlers = [answers(401)];
    expect((await failure(readAll(clientOf().http.lines(get())))).code).toBe('STORE_UNAUTHORIZED');
  });
});

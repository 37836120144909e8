import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '@storewire/adapter-kit/contract';
import type { Instant } from '@storewire/core';

export interface Call {
  readonly method: string;
  /** Behind `/stores/<hash>`, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Both versions of the API say errors in a form of their own. */
export const failure = (path: string, status: number, title: string, errors?: object): Reply => ({
  status,
  body: path.startsWith('/v2/')
    ? [{ status, message: title }]
    : {
        status,
        title,
        type: 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes',
        instance: path,
        ...(errors ? { errors } : {}),
      },
});

const WINDOW_MS = 30_000;

/** Server, clock, quota and faults. */
export abstract class FakeServer {
  /** Every call that was answered, for tests that look at what is sent. */
  readonly calls: Call[] = [];
  /** Calls per window of 30 s of the fake's clock; without it there are always enough. */
  quota: number | undefined;
  /** A 429 of the platform itself, which has no limit headers, so many times. */
  overloads = 0;
  /** Answers every call like this. */
  always: Reply | undefined;
  /** Happens in the store just before the next write is done. */
  beforeWrite: (() => void) | undefined;
  protected changes = 0;
  #nowMs = Date.parse('2026-11-18T10:00:00Z');
  #window = 0;
  #used = 0;
  #fault: Fault | undefined;
  readonly #server: Server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  protected abstract reply(call: Call): Reply;

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  now(): Instant {
    return new Date(this.#nowMs).toISOString();
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  setClock(at: Instant): void {
    this.#nowMs = Date.parse(at);
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }

  misbehave(fault: Fault | undefined): void {
    this.#fault = fault;
  }

  writes(): number {
    return this.changes;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#fault === 'silence') return;
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? '/', this.url);
    const call: Call = {
      method: request.method ?? 'GET',
      path: url.pathname.replace(/^\/stores\/[^/]+/, ''),
      query: url.searchParams,
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    const { status, body, headers } = this.#replyTo(call, url.pathname);
    response.writeHead(status, {
      'content-type': 'application/json',
      date: new Date(this.#nowMs).toUTCString(),
      ...headers,
    });
    response.end(
      typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body),
    );
  }

  #replyTo(call: Call, pathname: string): Reply {
    const { path } = call;
    if (this.#fault === 'html') return { status: 200, body: '<!doctype html><p>Maintenance' };
    if (this.#fault === 'unauthorized') return failure(path, 401, 'Unauthorized');
    if (this.#fault === 'serverError') return failure(path, 500, 'Internal Server Error');
    if (this.overloads > 0) {
      this.overloads--;
      return failure(path, 429, 'Too many requests');
    }
    const limits = this.#limits();
    if (this.#fault === 'rateLimited' || Number(limits['x-rate-limit-requests-left']) < 0) {
      return {
        ...failure(path, 429, 'Too many requests'),
        headers: { ...limits, 'x-rate-limit-requests-left': '0' },
      };
    }
    this.calls.push(call);
    if (this.always) return this.always;
    if (call.method !== 'GET') {
      this.beforeWrite?.();
      this.beforeWrite = undefined;
    }
    const answer = pathname.startsWith('/stores/') ? this.reply(call) : { status: 404 };
    return { ...answer, headers: { ...limits, ...answer.headers } };
  }

  #limits(): Record<string, string> {
    const window = Math.floor(this.#nowMs / WINDOW_MS);
    if (window !== this.#window) this.#used = 0;
    this.#window = window;
    const quota = this.quota ?? 150;
    const left = this.quota === undefined ? quota : quota - ++this.#used;
    return {
      'x-rate-limit-requests-left': String(left),
      'x-rate-limit-requests-quota': String(quota),
      'x-rate-limit-time-window-ms': String(WINDOW_MS),
      'x-rate-limit-time-reset-ms': String(WINDOW_MS - (this.#nowMs % WINDOW_MS)),
    };
  }
}

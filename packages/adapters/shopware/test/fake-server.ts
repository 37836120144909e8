import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Delivery, FakeSubscription, Fault } from '@storewire/adapter-kit/contract';
import type { Instant, RecordKind } from '@storewire/core';

export interface Call {
  readonly method: string;
  /** Path as it was sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Server, clock and faults, which both Shopwares have alike. */
export abstract class FakeServer {
  /** Every call that was answered, for tests that look at what is sent. */
  readonly calls: Call[] = [];
  protected withheld: string | undefined;
  protected changes = 0;
  #nowMs = Date.parse('2026-11-21T16:00:00Z');
  #fault: Fault | undefined;
  readonly #server: Server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  protected abstract reply(call: Call): Reply;
  /** What a fault looks like on this platform. */
  protected abstract faultReply(fault: Fault): Reply;

  protected async listen(): Promise<string> {
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

  setClock(at: Instant): void {
    this.#nowMs = Date.parse(at);
  }

  protected advance(ms: number): void {
    this.#nowMs += ms;
  }

  misbehave(fault: Fault | undefined): void {
    this.#fault = fault;
  }

  withhold(permission: string | undefined): void {
    this.withheld = permission;
  }

  writes(): number {
    return this.changes;
  }

  delivery(_kind: RecordKind, _id: string): Delivery {
    throw new Error('This platform sends no webhooks.');
  }

  sign(_topic: string, _rawBody: Buffer): Readonly<Record<string, string>> {
    throw new Error('This platform sends no webhooks.');
  }

  subscriptions(): FakeSubscription[] {
    return [];
  }

  switchOff(): void {
    throw new Error('This platform sends no webhooks.');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#fault === 'silence') return;
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? '/', this.url);
    const call: Call = {
      method: request.method ?? 'GET',
      path: (request.url ?? '/').replace(/\?.*$/, ''),
      query: url.searchParams,
      url: request.url ?? '/',
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    const { status, body, headers } = this.#fault ? this.faultReply(this.#fault) : this.reply(call);
    if (!this.#fault) this.calls.push(call);
    response.writeHead(status, {
      'content-type': 'application/json',
      date: new Date(this.#nowMs).toUTCString(),
      ...headers,
    });
    response.end(
      typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body),
    );
  }
}

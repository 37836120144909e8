import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  Delivery,
  FakeConsent,
  FakeStore,
  FakeSubscription,
  Fault,
} from '@storewire/adapter-kit/contract';
import type { Instant } from '@storewire/core';
import type { NewshopConnection } from '../src/connection.js';

const TOKEN = 'token-of-the-fake-store';

/**
 * Newshop in miniature. It speaks HTTP, so the real client is tested. Server, clock and faults work; what the platform
 * keeps and answers has to be written: each method that is still to do says so when the contract first needs it. What
 * each one must do is told in `FakeStore` of the adapter kit.
 */
export class FakeNewshop implements FakeStore<NewshopConnection> {
  readonly context = { zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' };
  /** Permissions that `checkConnection` can miss, as the platform spells them. */
  readonly permissions: readonly string[] = [];
  readonly consentChannels = ['email'] as const;

  readonly #server: Server = createServer((request, response) => this.#answer(request, response));
  #nowMs = Date.parse('2026-11-21T16:00:00Z');
  #fault: Fault | undefined;
  #withheld: string | undefined;
  #writes = 0;

  async start(): Promise<{ connection: NewshopConnection }> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    const { port } = this.#server.address() as AddressInfo;
    return { connection: { url: `http://127.0.0.1:${port}`, token: TOKEN } };
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

  misbehave(fault: Fault | undefined): void {
    this.#fault = fault;
  }

  withhold(permission: string | undefined): void {
    this.#withheld = permission;
  }

  writes(): number {
    return this.#writes;
  }

  seed(): string[] {
    return toWrite('seed', 'make objects and give their ids');
  }

  touch(): void {
    toWrite('touch', 'change an object and stamp it');
  }

  setOrderState(): boolean {
    return toWrite('setOrderState', 'put an order into a state');
  }

  delivery(): Delivery {
    return toWrite('delivery', 'the webhook about an object, signed as the platform signs');
  }

  sign(): Readonly<Record<string, string>> {
    return toWrite('sign', 'the headers of a genuine webhook with this body');
  }

  subscriptions(): FakeSubscription[] {
    return toWrite('subscriptions', 'the webhooks that are registered');
  }

  switchOff(): void {
    toWrite('switchOff', 'what the platform does after too many failed webhooks');
  }

  consent(): FakeConsent {
    return toWrite('consent', 'the consent that the store keeps for a contact');
  }

  setConsent(): void {
    toWrite('setConsent', 'change the consent of a contact and stamp it');
  }

  async reinstall(): Promise<{ connection: NewshopConnection }> {
    return toWrite('reinstall', 'new credentials and a new name of the same shop');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.#fault === 'silence') return;
    const { status, body, headers } = this.#reply(request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  #reply({ method, headers }: IncomingMessage): Reply {
    if (this.#fault === 'rateLimited') {
      return { status: 429, body: {}, headers: { 'retry-after': '2' } };
    }
    if (this.#fault === 'serverError') return { status: 500, body: {} };
    if (this.#fault === 'html') return { status: 200, body: '<!doctype html><p>Back soon' };
    const isKnown = headers.authorization === `Bearer ${TOKEN}`;
    if (this.#fault === 'unauthorized' || !isKnown) return { status: 401, body: {} };
    if (this.#withheld) return { status: 403, body: { missing: this.#withheld } };
    if (method !== 'GET') this.#writes++;
    // The answers of the platform's API go here, by method and path.
    return { status: 404, body: {} };
  }
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function toWrite(method: string, what: string): never {
  throw new Error(`Write FakeNewshop.${method} in test/fake-newshop.ts: ${what}.`);
}

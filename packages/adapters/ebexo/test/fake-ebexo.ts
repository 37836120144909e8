import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type {
  Delivery,
  FakeConsent,
  FakeStore,
  FakeSubscription,
  Fault,
} from '@storewire/adapter-kit/contract';
import {
  type Channel,
  type ConsentCallback,
  type InboundConsent,
  type InboundEvent,
  type Instant,
  inboundRefusal,
  type RecordKind,
  signInbound,
} from '@storewire/core';
import type { EbexoConnection } from '../src/connection.js';

const SECRET = 'inbound-secret-of-the-fake-shop';
const KINDS: Readonly<Record<Channel, InboundConsent['kind']>> = {
  email: 'newsletter-email',
  mobile: 'newsletter-sms',
};

interface Kept {
  readonly id: string;
  readonly kind: RecordKind;
  name: string;
  at: number;
  state: 'order.placed' | 'order.paid' | 'order.cancelled';
  readonly consents: Map<Channel, { state: FakeConsent; at: number }>;
}

/**
 * An Ebexo shop in miniature: it keeps objects and posts inbound events about them. The agency behind it has a callback
 * address, over HTTP, that takes consent back.
 */
export class FakeEbexo implements FakeStore<EbexoConnection> {
  readonly context = { zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' };
  readonly permissions: readonly string[] = [];
  readonly consentChannels = ['email', 'mobile'] as const;

  readonly #kept = new Map<string, Kept>();
  readonly #server: Server = createServer(
    (request, response) => void this.#answer(request, response),
  );
  #url = 'https://shop.example';
  #callbackSecret = 'callback-secret-of-the-fake-shop';
  #fault: Fault | undefined;
  #writes = 0;
  #nowMs = Date.parse('2026-11-21T16:00:00Z');
  #count = 0;

  async start(): Promise<{ connection: EbexoConnection }> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return { connection: this.#connection() };
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

  seed(kind: RecordKind, count: number, apartMs = 1_000): string[] {
    return Array.from({ length: count }, (_, i) => {
      if (i > 0) this.#nowMs += apartMs;
      const id = String(900 + ++this.#count);
      const consents = new Map<Channel, { state: FakeConsent; at: number }>();
      if (kind === 'consent') consents.set('email', { state: 'in', at: this.#nowMs });
      this.#kept.set(id, {
        id,
        kind,
        name: 'Ola Testowa',
        at: this.#nowMs,
        state: 'order.paid',
        consents,
      });
      return id;
    });
  }

  touch(_kind: RecordKind, id: string): void {
    const kept = this.#of(id);
    kept.name = `${kept.name} II`;
    kept.at = this.#nowMs;
  }

  setOrderState(id: string, state: string): boolean {
    if (state !== 'order.placed' && state !== 'order.paid' && state !== 'order.cancelled') {
      return false;
    }
    Object.assign(this.#of(id), { state, at: this.#nowMs });
    return true;
  }

  delivery(kind: RecordKind, id: string): Delivery {
    const event = this.#event(kind, this.#of(id));
    const rawBody = Buffer.from(JSON.stringify(event));
    return { topic: event.type, headers: this.sign(event.type, rawBody), rawBody };
  }

  sign(_topic: string, rawBody: Buffer): Readonly<Record<string, string>> {
    const timestamp = String(Math.floor(this.#nowMs / 1000));
    return {
      'content-type': 'application/json; charset=utf-8',
      'x-hub-timestamp': timestamp,
      'x-hub-signature': signInbound(SECRET, timestamp, rawBody),
    };
  }

  subscriptions(): FakeSubscription[] {
    return [];
  }

  switchOff(): void {}

  consent(contactId: string, channel: Channel): FakeConsent {
    return this.#of(contactId).consents.get(channel)?.state ?? 'never';
  }

  setConsent(contactId: string, channel: Channel, state: FakeConsent): void {
    const kept = this.#of(contactId);
    kept.consents.set(channel, { state, at: this.#nowMs });
    kept.at = this.#nowMs;
  }

  misbehave(fault: Fault | undefined): void {
    this.#fault = fault;
  }

  withhold(): void {}

  writes(): number {
    return this.#writes;
  }

  async reinstall(): Promise<{ connection: EbexoConnection }> {
    this.#url = 'https://www.shop.example/';
    this.#callbackSecret = 'another-secret-of-the-fake-shop';
    return { connection: this.#connection() };
  }

  #connection(): EbexoConnection {
    const { port } = this.#server.address() as AddressInfo;
    return {
      url: this.#url,
      callbackUrl: `http://127.0.0.1:${port}/storewire`,
      callbackSecret: this.#callbackSecret,
    };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const rawBody = Buffer.from(await text(request));
    if (this.#fault === 'silence') return;
    const { status, body = '' } = this.#reply(request, rawBody);
    const wait = status === 429 ? { 'retry-after': '2' } : {};
    response.writeHead(status, { 'content-type': 'application/json', ...wait });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  #reply({ headers }: IncomingMessage, rawBody: Buffer): { status: number; body?: unknown } {
    if (this.#fault === 'rateLimited') return { status: 429 };
    if (this.#fault === 'serverError') return { status: 500 };
    if (this.#fault === 'html') return { status: 200, body: '<!doctype html><p>Back soon' };
    const refusal = inboundRefusal({ headers, rawBody }, [this.#callbackSecret], Date.now());
    if (this.#fault === 'unauthorized' || refusal) return { status: 401 };
    const callback = JSON.parse(rawBody.toString('utf8')) as ConsentCallback | { type: 'ping' };
    if (callback.type === 'ping') return { status: 204 };
    const id = /^ola\.(\d+)@/.exec(callback.email)?.[1];
    if (!id || !this.#kept.has(id)) return { status: 404 };
    const state = callback.type === 'contact.opted_in' ? 'in' : 'out';
    const changed = this.consent(id, callback.channel) !== state;
    if (changed) {
      this.setConsent(id, callback.channel, state);
      this.#writes += 1;
    }
    return { status: 200, body: { state, changed } };
  }

  #event(kind: RecordKind, kept: Kept): InboundEvent {
    const at = new Date(kept.at).toISOString();
    const base = { id: `ebx-${++this.#count}`, occurredAt: at };
    const contact = {
      externalId: kept.id,
      email: `ola.${kept.id}@customer.example`,
      name: kept.name,
      phone: '+48500100200',
      createdAt: at,
    };
    const lines = [{ productId: '5501', name: 'Kubek', quantity: 2, unitPrice: '20.00' }];
    const consents = this.#consents(kept);
    switch (kind) {
      case 'order':
        return {
          ...base,
          type: kept.state,
          contact,
          order: { id: kept.id, currency: 'PLN', total: '40.00', lines },
        };
      case 'cart':
        return {
          ...base,
          type: 'cart.updated',
          contact,
          cart: { id: kept.id, currency: 'PLN', lines },
        };
      default:
        return {
          ...base,
          type: 'contact.updated',
          contact,
          ...(consents.length ? { consents } : {}),
        };
    }
  }

  #consents({ consents }: Kept): InboundConsent[] {
    return [...consents].flatMap(([channel, { state, at }]) =>
      state === 'in' || state === 'out'
        ? [{ kind: KINDS[channel], granted: state === 'in', at: new Date(at).toISOString() }]
        : [],
    );
  }

  #of(id: string): Kept {
    const kept = this.#kept.get(id);
    if (!kept) throw new Error(`The fake shop has no object ${id}.`);
    return kept;
  }
}

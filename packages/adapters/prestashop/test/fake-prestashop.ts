import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  type Delivery,
  FakeBridge,
  type FakeConsent,
  type FakeStore,
  type FakeSubscription,
  type Fault,
} from '@storewire/adapter-kit/contract';
import type { Channel, Instant, RecordKind } from '@storewire/core';
import { PAGE_SIZE } from '../src/changes.js';
import type { PrestashopConnection } from '../src/connection.js';
import { READ_PERMISSIONS, writePermission } from '../src/permissions.js';
import { ShopData, ZONE } from './shop-data.js';
import { type Reply, Webservice } from './webservice.js';

export interface FakeOptions {
  readonly version?: string;
  /** The web server removes the Authorization header. */
  readonly stripsAuthorization?: boolean;
  /** The web server lets GET and POST through, and nothing else. */
  readonly blocksWrites?: boolean;
  /** There are no rewrite rules: only the dispatcher is there. */
  readonly hasNoRewrites?: boolean;
}

const BRIDGE = '/index.php?fc=module&module=storewire&controller=newsletter';

const TABLES: Readonly<Partial<Record<RecordKind, string>>> = {
  contact: 'customers',
  consent: 'customers',
  order: 'orders',
  product: 'products',
  cart: 'carts',
};

/**
 * PrestaShop's webservice in miniature. It speaks HTTP and is as awkward as the real one: lists without an order, `[]`
 * for an empty one, times in the shop's clock, wrong times that find everything, single reads without zeros, errors of
 * the call that look like failures of the server, and writes where the id in the body counts.
 */
export class FakePrestashop implements FakeStore<PrestashopConnection> {
  readonly context = { zone: ZONE, currency: 'PLN', country: 'PL' };
  readonly permissions: readonly string[];
  readonly consentChannels = ['email'] as const;
  readonly pageSize = PAGE_SIZE;
  /** The address the shop has for itself, where that is another one. */
  redirectsTo: string | undefined;
  /** Every request, as method and address. */
  readonly calls: string[] = [];

  readonly bridge = new FakeBridge();
  readonly #options: FakeOptions;
  readonly #server: Server;
  #data: ShopData | undefined;
  #webservice: Webservice | undefined;
  #fault: Fault | undefined;
  #writes = 0;

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.permissions = [...READ_PERMISSIONS, writePermission(this.version)];
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => response.destroy(error));
    });
  }

  get version(): string {
    return this.#options.version ?? '8.2.1';
  }

  get data(): ShopData {
    if (!this.#data) throw new Error('The fake was not started.');
    return this.#data;
  }

  get webservice(): Webservice {
    if (!this.#webservice) throw new Error('The fake was not started.');
    return this.#webservice;
  }

  async start(): Promise<{ connection: PrestashopConnection }> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    this.#data = new ShopData(`127.0.0.1:${this.#port}`);
    this.#webservice = new Webservice(this.#data, this.version, this.permissions);
    return { connection: this.#connection() };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  now(): Instant {
    return new Date(this.data.nowMs).toISOString();
  }

  setClock(at: Instant): void {
    this.data.nowMs = Date.parse(at);
  }

  misbehave(fault: Fault | undefined): void {
    this.#fault = fault;
  }

  withhold(permission: string | undefined): void {
    this.webservice.withheld = permission;
  }

  writes(): number {
    return this.#writes + this.bridge.writes;
  }

  seed(kind: RecordKind, count: number, apartMs = 1000): string[] {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      if (i > 0) this.data.nowMs += apartMs;
      ids.push(String(this.#seedOne(kind)));
    }
    return ids;
  }

  touch(kind: RecordKind, id: string): void {
    const stamp = `changed at ${this.data.nowMs}`;
    const changes: Partial<Record<RecordKind, Record<string, unknown>>> = {
      contact: { company: stamp },
      consent: { company: stamp },
      order: { note: stamp },
      product: { reference: stamp },
      cart: { id_carrier: '2' },
    };
    this.data.change(tableOf(kind), id, changes[kind] ?? {});
  }

  setOrderState(id: string, state: string): boolean {
    return this.data.setState(id, state);
  }

  consent(contactId: string, _channel: Channel): FakeConsent {
    return this.data.consent(contactId);
  }

  setConsent(contactId: string, _channel: Channel, state: FakeConsent): void {
    this.data.setConsent(contactId, state);
  }

  delivery(): Delivery {
    throw new Error('PrestaShop has no webhooks.');
  }

  sign(): Readonly<Record<string, string>> {
    throw new Error('PrestaShop has no webhooks.');
  }

  subscriptions(): FakeSubscription[] {
    return [];
  }

  switchOff(): void {
    throw new Error('PrestaShop has no webhooks.');
  }

  async reinstall(): Promise<{ connection: PrestashopConnection }> {
    this.webservice.key = 'NEWKEY0000000000NEWKEY0000000000';
    this.data.find('shops', 1).name = 'Fake Shop, now with another name';
    return { connection: this.#connection() };
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #connection(): PrestashopConnection {
    return {
      url: `http://127.0.0.1:${this.#port}`,
      webserviceKey: this.webservice.key,
      bridgeSecret: this.bridge.secret,
    };
  }

  #seedOne(kind: RecordKind): number {
    switch (kind) {
      case 'contact':
        return this.data.addContact().id;
      case 'consent':
        return this.data.addContact({ newsletter: '1', newsletter_date_add: this.data.now }).id;
      case 'order':
        return this.data.addOrder().id;
      case 'product':
        return this.data.addProduct().id;
      case 'cart':
        return this.data.addCart(this.data.addContact()).id;
      default:
        throw new Error(`The fake shop has no ${kind}.`);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.calls.push(`${request.method} ${decodeURIComponent(request.url ?? '')}`);
    const body = await text(request);
    if (this.#fault === 'silence') return;
    const { status, body: answer, headers } = this.#reply(request, body);
    const isBridge = request.url === BRIDGE;
    if (request.method !== 'GET' && status < 300 && !isBridge) this.#writes++;
    response.writeHead(status, headers);
    response.end(answer);
  }

  #reply(request: IncomingMessage, body: string): Reply {
    const url = new URL(request.url ?? '/', 'http://shop.example');
    if (this.#fault === 'rateLimited') {
      // PrestaShop has no limit; hosts and firewalls before it do.
      return page(429, '<html>Slow down</html>', { 'retry-after': '2' });
    }
    if (this.#fault === 'serverError') return page(500, '');
    if (this.#fault === 'html') return page(200, '<!doctype html><p>Zaraz wracamy');
    if (this.redirectsTo) return page(302, '', { location: this.redirectsTo });
    if (request.url === BRIDGE) {
      return { ...page(200, ''), ...this.bridge.answer({ headers: request.headers, body }) };
    }
    const isDispatcher = url.pathname === '/webservice/dispatcher.php';
    const path = isDispatcher
      ? `/${url.searchParams.get('url') ?? ''}`
      : /^\/api(\/.*)$/.exec(url.pathname)?.[1];
    if (path === undefined || (this.#options.hasNoRewrites && !isDispatcher)) {
      return page(404, '<!doctype html><p>Not found');
    }
    const authorization = this.#options.stripsAuthorization
      ? undefined
      : request.headers.authorization;
    const refuses = this.#fault === 'unauthorized';
    const sent = request.method ?? 'GET';
    if (this.#options.blocksWrites && !['GET', 'POST'].includes(sent)) {
      return page(405, '<!doctype html><p>Not allowed');
    }
    const method = url.searchParams.get('ps_method') ?? sent;
    const format = request.headers['output-format'] as string | undefined;
    return this.webservice.answer({ method, path, url, authorization, format, body, refuses });
  }
}

const page = (status: number, body: string, headers: Record<string, string> = {}): Reply => ({
  status,
  body,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
});

function tableOf(kind: RecordKind): string {
  const table = TABLES[kind];
  if (!table) throw new Error(`The fake shop has no ${kind}.`);
  return table;
}

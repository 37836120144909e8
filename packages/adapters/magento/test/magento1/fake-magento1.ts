import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type BridgeCall,
  type Delivery,
  FakeBridge,
  type FakeConsent,
  type FakeStore,
  type Fault,
} from '@storewire/adapter-kit/contract';
import type { Channel, Instant, RecordKind } from '@storewire/core';
import type { Magento1Connection } from '../../src/magento1/connection.js';
import { OPERATIONS } from '../../src/magento1/operations.js';
import { Magento1Shop, ShopFault } from './shop.js';
import { readSoapCall, soapAnswer, soapFault } from './soap-server.js';

export interface FakeOptions {
  readonly hasJsonRpc?: boolean;
  /** Calls after which a session has ended. */
  readonly callsPerSession?: number;
  /** PHP notices before each answer of the API, as shops with display_errors print them. */
  readonly notice?: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const KINDS = {
  contact: 'customers',
  consent: 'customers',
  order: 'orders',
  product: 'products',
} as const;
const PATHS = new Map(Object.entries(OPERATIONS).map(([path, { soap }]) => [soap, path]));

/** OpenMage in miniature: SOAP v2, JSON-RPC where the shop has it, and our module. Faults come with status 200. */
export class FakeMagento1 implements FakeStore<Magento1Connection> {
  readonly context = { zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' };
  readonly permissions = Object.keys(OPERATIONS).filter((path) => path !== 'core_magento.info');
  readonly consentChannels = ['email'] as const;

  readonly shop = new Magento1Shop();
  readonly bridge = new FakeBridge();
  /** Calls by their path. */
  readonly calls: string[] = [];
  /** What stands in front of the shop answers every call with this. */
  page: Answer | undefined;
  /** It is a shop on Magento 2: it tells its version, and has no SOAP at this place. */
  isMagento2 = false;
  readonly #options: FakeOptions;
  readonly #server: Server;
  readonly #sessions = new Map<string, number>();
  #user = { apiUser: 'storewire', apiKey: 'api-key-of-the-fake-store' };
  #misbehaviour: Fault | undefined;
  #withheld: string | undefined;
  #url = '';

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (this.#misbehaviour === 'silence') return;
        const body = Buffer.concat(chunks).toString('utf8');
        const answer = this.#answer(request.url ?? '/', { headers: request.headers, body });
        const isXml = answer.body.startsWith('<?xml');
        response.writeHead(answer.status, {
          'content-type': isXml ? 'text/xml; charset=utf-8' : 'text/html; charset=UTF-8',
          ...answer.headers,
        });
        const isApi = request.url?.startsWith('/index.php/api/');
        response.end(((isApi && this.#options.notice) || '') + answer.body);
      });
    });
  }

  async start(): Promise<{ connection: Magento1Connection }> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return { connection: this.connection() };
  }

  connection = (): Magento1Connection => ({
    url: this.#url,
    ...this.#user,
    bridgeSecret: this.bridge.secret,
  });

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  now = (): Instant => this.shop.now();
  setClock = (at: Instant): void => this.shop.setClock(at);

  misbehave(fault: Fault | undefined): void {
    this.#misbehaviour = fault;
  }

  withhold(permission: string | undefined): void {
    this.#withheld = permission;
  }

  writes = (): number => this.bridge.writes;

  seed(kind: RecordKind, count: number, apartMs = 1000): string[] {
    return Array.from({ length: count }, (_, i) => {
      if (i > 0) this.shop.advance(apartMs);
      const id = String(this.shop.make(tableOf(kind)));
      if (kind === 'consent') this.setConsent(id, 'email', 'in');
      return id;
    });
  }

  touch(kind: RecordKind, id: string): void {
    this.shop.touch(tableOf(kind), Number(id));
  }

  setOrderState(id: string, state: string): boolean {
    return this.shop.setOrderState(Number(id), state);
  }

  async reinstall(): Promise<{ connection: Magento1Connection }> {
    this.#user = { apiUser: 'storewire2', apiKey: 'another-key-of-the-fake-store' };
    this.shop.name = 'Another name';
    return { connection: this.connection() };
  }

  consent(contactId: string): FakeConsent {
    return this.bridge.subscribers.get(this.#emailOf(contactId))?.state ?? 'never';
  }

  setConsent(contactId: string, _channel: Channel, state: FakeConsent): void {
    const email = this.#emailOf(contactId);
    if (state === 'never') this.bridge.subscribers.delete(email);
    else this.bridge.subscribers.set(email, { state, at: this.now() });
  }

  delivery = (): Delivery => notThere('webhook');
  sign = (): Readonly<Record<string, string>> => notThere('webhook');
  subscriptions = (): [] => [];
  switchOff = (): void => notThere('webhook');

  #emailOf(contactId: string): string {
    const { email } = this.shop.tables.customers.get(Number(contactId)) ?? {};
    return String(email).toLowerCase();
  }

  #answer(url: string, call: BridgeCall): Answer {
    if (this.page) return this.page;
    if (this.isMagento2) {
      return url === '/magento_version'
        ? { status: 200, body: 'Magento/2.4 (Community)' }
        : page(404, 'Not found');
    }
    if (this.#misbehaviour === 'rateLimited') {
      return { status: 429, body: 'Too many requests', headers: { 'retry-after': '2' } };
    }
    if (this.#misbehaviour === 'html') return page(200, 'Back soon');
    if (this.#misbehaviour === 'serverError') return page(500, 'There has been an error');
    if (url === '/index.php/api/v2_soap/index/') return this.#soap(call.body);
    if (url === '/index.php/api/jsonrpc/index/' && this.#options.hasJsonRpc) {
      return this.#jsonRpc(call.body);
    }
    if (url === '/storewire/newsletter') return this.bridge.answer(call);
    return page(404, 'Not found');
  }

  #soap(body: string): Answer {
    const call = readSoapCall(body);
    if (!call) return { status: 500, body: soapFault('Sender', 'Invalid XML') };
    const { operation, args } = call;
    try {
      if (operation === 'login') {
        const session = this.#login(args.get('username'), args.get('apiKey'));
        return { status: 200, body: soapAnswer(operation, session) };
      }
      const path = PATHS.get(operation);
      if (!path) {
        const text = `Procedure '${operation}' not present`;
        return { status: 500, body: soapFault('SOAP-ENV:Server', text) };
      }
      const { parameters } = OPERATIONS[path as keyof typeof OPERATIONS];
      const values = parameters.map((name) => args.get(name));
      return {
        status: 200,
        body: soapAnswer(operation, this.#call(args.get('sessionId'), path, values)),
      };
    } catch (error) {
      return this.#faultOf(error, (code, text) => soapFault(code, text));
    }
  }

  #jsonRpc(body: string): Answer {
    const { method, params } = JSON.parse(body) as { method: string; params: unknown[] };
    const text = (content: object) => JSON.stringify({ ...content, id: 1, jsonrpc: '2.0' });
    try {
      if (method === 'login') {
        return { status: 200, body: text({ result: this.#login(params[0], params[1]) }) };
      }
      const [session, path, args] = params as [unknown, string, unknown[]];
      const values = args.map((arg) =>
        arg !== null && typeof arg === 'object' && !Array.isArray(arg)
          ? new Map(Object.entries(arg))
          : arg,
      );
      return { status: 200, body: text({ result: numbered(this.#call(session, path, values)) }) };
    } catch (error) {
      return this.#faultOf(error, (code, message) =>
        text({ error: { code: Number(code), message, data: null } }),
      );
    }
  }

  #login(user: unknown, key: unknown): string {
    const { apiUser, apiKey } = this.#user;
    if (this.#misbehaviour === 'unauthorized' || user !== apiUser || key !== apiKey) {
      throw new ShopFault('2', 'Access denied.');
    }
    const session = `c9bd8e3e2b40b0bbf34b9acd0400${String(this.#sessions.size).padStart(4, '0')}`;
    this.#sessions.set(session, 0);
    return session;
  }

  #call(session: unknown, path: string, args: readonly unknown[]): unknown {
    this.calls.push(path);
    const used = this.#sessions.get(String(session));
    if (used === undefined || used >= (this.#options.callsPerSession ?? 1_000_000)) {
      throw new ShopFault('5', 'Session expired. Try to relogin.');
    }
    this.#sessions.set(String(session), used + 1);
    if (path === this.#withheld) throw new ShopFault('2', 'Access denied.');
    return this.shop.answer(path, args);
  }

  #faultOf(error: unknown, text: (code: string, message: string) => string): Answer {
    if (!(error instanceof ShopFault)) throw error;
    if (error.code === 'memory') return page(500, error.message);
    return { status: 200, body: text(error.code, error.message) };
  }
}

const page = (status: number, text: string): Answer => ({
  status,
  body: `<!DOCTYPE html><html><body><p>${text}</p></body></html>`,
});

/** Integers as PHP 8.1 and later gives them. */
function numbered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numbered);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [
        field,
        /_id$/.test(field) && /^\d{1,8}$/.test(String(inner)) ? Number(inner) : numbered(inner),
      ]),
    );
  }
  return value;
}

function tableOf(kind: RecordKind) {
  if (kind !== 'cart' && kind !== 'erasure') return KINDS[kind];
  return notThere(kind);
}

function notThere(what: string): never {
  throw new Error(`The API of Magento 1 has no ${what}.`);
}

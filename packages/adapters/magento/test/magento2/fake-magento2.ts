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
import type { Instant, RecordKind } from '@storewire/core';
import type { Magento2Connection } from '../../src/magento2/connection.js';
import { releaseOf } from '../../src/magento2/releases.js';
import { Magento2Api, type ShopAnswer } from './api.js';
import { OAuthServer } from './oauth-server.js';
import { Magento2Shop } from './shop.js';

export interface FakeOptions {
  readonly release?: string;
  /** How the connection shows who is calling. */
  readonly auth?: 'bearer' | 'oauth';
  /** The shop takes an access token alone although it is 2.4.4 or later. */
  readonly allowsBearer?: boolean;
  /** Websites, each with one store view. */
  readonly websites?: number;
  /** Longest page, where the shop limits it. */
  readonly longestPage?: number;
  /** What `/magento_version` says, where it is not the release; empty as in shops installed with git. */
  readonly versionPage?: string;
  /** Only `/index.php/rest/` is an API. */
  readonly needsIndexPhp?: boolean;
}

const KINDS = {
  contact: 'customers',
  cart: 'carts',
  order: 'orders',
  product: 'products',
} as const;

/** Magento 2 in miniature, with our module. It has no webhooks, so the parts of `FakeStore` that are about them are never asked for. */
export class FakeMagento2 implements FakeStore<Magento2Connection> {
  readonly context = { zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' };
  readonly permissions = [
    'Magento_Customer::customer',
    'Magento_Customer::manage',
    'Magento_Sales::actions_view',
    'Magento_Sales::sales_creditmemo',
    'Magento_Cart::manage',
    'Magento_Catalog::products',
    'Magento_Catalog::categories',
    'Magento_Backend::store',
  ];
  readonly consentChannels = ['email'] as const;
  readonly pageSize = 50;

  readonly shop: Magento2Shop;
  readonly bridge = new FakeBridge();
  readonly #api: Magento2Api;
  readonly #server: Server;
  readonly #options: Required<Pick<FakeOptions, 'release' | 'auth'>> & FakeOptions;
  #secrets = secretsOf(1);
  #oauth: OAuthServer;
  #fault: Fault | undefined;
  /** It is a shop on Magento 1: no REST below `/rest/`, and a description of its SOAP. */
  isMagento1 = false;
  /** What stands in front of the shop answers every call with this. */
  page: ShopAnswer | undefined;
  /** Calls as they came, for tests of what is asked. */
  readonly calls: string[] = [];
  /** Bodies of calls that change something. */
  readonly bodies: string[] = [];
  #writes = 0;

  constructor(options: FakeOptions = {}) {
    this.#options = { release: '2.4.8', auth: 'oauth', ...options };
    const release = releaseOf(this.#options.release);
    if (!release) throw new Error('The fake knows no release so old.');
    this.shop = new Magento2Shop({ websites: options.websites ?? 1 });
    this.#api = new Magento2Api(this.shop, release, options.longestPage);
    this.#oauth = new OAuthServer(this.#secrets, release.signatures);
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (this.#fault === 'silence') return;
        const call = {
          method: request.method ?? 'GET',
          url: request.url ?? '/',
          host: request.headers.host ?? '',
          authorization: request.headers.authorization ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        };
        const { status, body, headers } = this.#answer(call);
        const isText = typeof body === 'string';
        response.writeHead(status, {
          'content-type': isText ? 'text/html; charset=UTF-8' : 'application/json; charset=utf-8',
          ...headers,
        });
        response.end(isText ? body : JSON.stringify(body));
      });
    });
  }

  async start(): Promise<{ connection: Magento2Connection }> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    this.shop.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return { connection: this.connection() };
  }

  connection(): Magento2Connection {
    const { accessToken, ...rest } = this.#secrets;
    const signs = this.#options.auth === 'oauth' ? rest : {};
    return { url: this.shop.url, accessToken, ...signs, bridgeSecret: this.bridge.secret };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  now = (): Instant => this.shop.now();
  setClock = (at: Instant): void => this.shop.setClock(at);

  misbehave(fault: Fault | undefined): void {
    this.#fault = fault;
  }

  withhold(permission: string | undefined): void {
    this.#api.withheld = permission;
  }

  writes(): number {
    return this.#writes + this.bridge.writes;
  }

  seed(kind: RecordKind, count: number, apartMs = 1000): string[] {
    if (kind === 'erasure') throw new Error('Magento 2 tells nobody who was deleted.');
    return Array.from({ length: count }, (_, i) => {
      if (i > 0) this.shop.advance(apartMs);
      const id = this.shop.make(kind === 'consent' ? 'customers' : KINDS[kind]);
      if (kind === 'consent') this.shop.setSubscription(id, 1);
      return String(id);
    });
  }

  touch(kind: RecordKind, id: string): void {
    if (kind === 'consent' || kind === 'erasure') throw new Error(`Nothing of ${kind} changes.`);
    this.shop.touch(KINDS[kind], Number(id));
  }

  setOrderState(id: string, state: string): boolean {
    return this.shop.setOrderState(Number(id), state);
  }

  consent(contactId: string): FakeConsent {
    const states = { 1: 'in', 2: 'pending', 3: 'out', 4: 'pending' } as const;
    const status = this.shop.subscription(Number(contactId));
    return status === undefined ? 'never' : states[status];
  }

  setConsent(contactId: string, _channel: 'email' | 'mobile', state: FakeConsent): void {
    const statuses = { in: 1, pending: 2, out: 3, never: undefined } as const;
    this.shop.setSubscription(Number(contactId), statuses[state]);
  }

  async reinstall(): Promise<{ connection: Magento2Connection }> {
    this.#secrets = secretsOf(2);
    const release = releaseOf(this.#options.release);
    this.#oauth = new OAuthServer(this.#secrets, release?.signatures ?? []);
    this.shop.name = 'Another name';
    return { connection: this.connection() };
  }

  delivery(): Delivery {
    return withoutWebhooks();
  }
  sign(): Readonly<Record<string, string>> {
    return withoutWebhooks();
  }
  subscriptions(): [] {
    return [];
  }
  switchOff(): void {
    withoutWebhooks();
  }

  #answer(call: Call): ShopAnswer {
    this.calls.push(`${call.method} ${decodeURIComponent(call.url)}`);
    if (this.page) return this.page;
    if (this.#fault === 'rateLimited') {
      return { status: 429, body: { message: 'Slow down' }, headers: { 'retry-after': '2' } };
    }
    if (this.#fault === 'html') return { status: 200, body: '<!doctype html><p>Back soon' };
    if (this.#fault === 'serverError') {
      const message =
        'Internal Error. Details are available in Magento log file. Report ID: webapi-1';
      return { status: 500, body: { message } };
    }
    if (this.isMagento1) {
      return call.url === '/index.php/api/v2_soap/index/wsdl/1/'
        ? { status: 200, body: '<definitions targetNamespace="urn:Magento"/>' }
        : { status: 404, body: '<html>404 Not Found' };
    }
    const pages = this.#options.needsIndexPhp ? '/index.php' : '';
    if (call.url === `${pages}/storewire/newsletter`) {
      return { ...this.bridge.answer(call), headers: { 'content-type': 'application/json' } };
    }
    if (call.url === '/magento_version') {
      const [major, minor] = this.#options.release.split('.');
      const body = this.#options.versionPage ?? `Magento/${major}.${minor} (Community)`;
      return { status: 200, body };
    }
    const [, index, view, path, query = ''] =
      /^(\/index\.php)?\/rest\/(\w+)(\/V1\/[^?]*)(\?.*)?$/.exec(call.url) ?? [];
    const isThere = path !== undefined && Boolean(index) === Boolean(this.#options.needsIndexPhp);
    if (!isThere) return { status: 404, body: '<!doctype html><p>404 Not Found' };
    const refusal = this.#refusal(call);
    if (refusal === 'strange') return this.#api.refuse(call.method, path);
    if (refusal) return refusal;
    const answer = this.#api.answer(call.method, path, query, view ?? 'all', call.body);
    if (call.method !== 'GET') this.bodies.push(call.body);
    if (call.method !== 'GET' && answer.status === 200) this.#writes++;
    return answer;
  }

  /** Who calls: `strange` is taken for a visitor, who gets the words of a missing permission. */
  #refusal({ method, url, host, authorization }: Call): ShopAnswer | 'strange' | undefined {
    const isRevoked = this.#fault === 'unauthorized';
    if (/^OAuth /.test(authorization)) {
      if (isRevoked) return { status: 401, body: { message: 'Access token has been revoked' } };
      const refusal = this.#oauth.refusalOf(method, `http://${host}${url}`, authorization);
      return refusal && { status: refusal.status, body: { message: refusal.message } };
    }
    const isTaken =
      releaseOf(this.#options.release)?.bearer === 'works' || this.#options.allowsBearer === true;
    const isOurs = authorization === `Bearer ${this.#secrets.accessToken}`;
    return isTaken && isOurs && !isRevoked ? undefined : 'strange';
  }
}

interface Call extends BridgeCall {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly authorization: string;
}

const secretsOf = (n: number) => ({
  consumerKey: `consumerKeyOfTheFakeStore00000${n}`,
  consumerSecret: `consumerSecretOfTheFakeStore000${n}`,
  accessToken: `accessTokenOfTheFakeStore000000${n}`,
  accessTokenSecret: `tokenSecretOfTheFakeStore000000${n}`,
});

function withoutWebhooks(): never {
  throw new Error('Magento 2 has no webhooks.');
}

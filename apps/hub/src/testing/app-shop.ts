import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { until } from './until.js';

interface Manifest {
  readonly meta: { readonly name: string };
  readonly setup: { readonly registrationUrl: string; readonly secret: string };
  readonly webhooks: { readonly webhook: readonly { '@url': string; '@event': string }[] };
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  readonly body: any;
}

export interface SignedCall {
  readonly url: string;
  readonly init: RequestInit;
}

/** A Shopware 6 that installs one app from its zip, as it does: it registers, checks the proof, and confirms. */
export class AppShop {
  readonly shopId = randomBytes(9).toString('base64url');
  /** Keys that were used for a token. */
  readonly logins: { readonly id: string; readonly secret: string }[] = [];
  manifest!: Manifest;
  /** What app and shop sign with, once the app is installed. */
  secret: string | undefined;
  keys: { apiKey: string; secretKey: string } | undefined;
  /** Whether the app is switched on: the shop takes its keys then and not before. */
  isActive = false;
  private seconds = Math.floor(Date.now() / 1000) - 60;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<AppShop> {
    const server = createServer();
    const shop = new AppShop(server);
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { status, body } = shop.answer(request.url, Buffer.concat(chunks).toString('utf8'));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return shop;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  upload(zip: Uint8Array): void {
    const files = Object.entries(unzipSync(zip));
    const [path, bytes] = files.find(([name]) => name.endsWith('/manifest.xml')) ?? [];
    if (!path || !bytes) throw new Error('The zip has no manifest.');
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' });
    this.manifest = parser.parse(strFromU8(bytes)).manifest;
    const folder = `${this.manifest.meta.name}/`;
    const stray = files.find(([name]) => !name.startsWith(folder));
    if (stray) throw new Error(`${stray[0]} is not in the folder of the app.`);
  }

  /** Takes the app out; the shop forgets what it signed with. @returns the answer to its last webhook. */
  async uninstall(): Promise<Answer> {
    const told = await this.sends('app.deleted', { keepUserData: true });
    this.secret = undefined;
    this.isActive = false;
    return told;
  }

  /** A registration; each is a second later than the one before. */
  registration(change: { shopUrl?: string; appSecret?: string; shopSecret?: string } = {}) {
    const { registrationUrl, secret } = this.manifest.setup;
    const shopUrl = change.shopUrl ?? this.url;
    this.seconds += 1;
    const query = `shop-id=${this.shopId}&shop-url=${encodeURIComponent(shopUrl)}&timestamp=${this.seconds}`;
    const current = change.shopSecret ?? this.secret;
    const headers: Record<string, string> = {
      'shopware-app-signature': signed(change.appSecret ?? secret, query),
      'sw-version': '6.7.3.0',
      ...(current ? { 'shopware-shop-signature': signed(current, query) } : {}),
    };
    return { url: `${registrationUrl}?${query}`, init: { headers } } satisfies SignedCall;
  }

  /** The confirmation of a registration that was answered. @throws when the proof is wrong. */
  confirmation({ proof, secret, confirmation_url }: Answer['body']): SignedCall {
    const { name } = this.manifest.meta;
    const expected = signed(this.manifest.setup.secret, `${this.shopId}${this.url}${name}`);
    if (proof !== expected) throw new Error('The app did not prove that it is the app.');
    this.keys = {
      apiKey: `SWIA${randomBytes(8).toString('hex')}`,
      secretKey: randomBytes(16).toString('hex'),
    };
    const body = JSON.stringify({
      ...this.keys,
      timestamp: String(this.seconds),
      shopUrl: this.url,
      shopId: this.shopId,
    });
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'shopware-shop-signature': signed(secret, body),
      ...(this.secret ? { 'shopware-shop-signature-previous': signed(this.secret, body) } : {}),
    };
    return { url: confirmation_url, init: { method: 'POST', headers, body } };
  }

  /** All of it, as a click on "install" does. @returns the answer that ended it. */
  async install(): Promise<Answer> {
    const registered = await send(this.registration());
    if (registered.status !== 200) return registered;
    const confirmed = await send(this.confirmation(registered.body));
    if (confirmed.status === 200) this.secret = registered.body.secret;
    return confirmed;
  }

  /** A webhook of the manifest. */
  async sends(event: string, payload: object, secret = this.secret): Promise<Answer> {
    const hook = this.manifest.webhooks.webhook.find((one) => one['@event'] === event);
    if (!hook) throw new Error(`The app has no webhook for ${event}.`);
    const body = JSON.stringify({
      data: { event, payload },
      source: { url: this.url, shopId: this.shopId, eventId: randomBytes(16).toString('hex') },
      timestamp: this.seconds,
    });
    const headers = {
      'content-type': 'application/json',
      'shopware-shop-signature': signed(secret ?? '', body),
    };
    return send({ url: hook['@url'], init: { method: 'POST', headers, body } });
  }

  /** Waits until the hub asks for a token with the newest keys. */
  isCalled(): Promise<void> {
    return until('somebody called with the new keys', () =>
      this.logins.some(({ id }) => id === this.keys?.apiKey),
    );
  }

  /** The Admin API of an empty shop, for who has the keys of the app. */
  private answer(path: string | undefined, text: string): Answer {
    if (path === '/api/oauth/token') {
      const { client_id: id, client_secret: secret } = JSON.parse(text);
      this.logins.push({ id, secret });
      if (this.isActive && id === this.keys?.apiKey) {
        return { status: 200, body: { access_token: 'token', expires_in: 600 } };
      }
    } else if (this.isActive) {
      const isVersion = path === '/api/_info/version';
      return { status: 200, body: isVersion ? { version: '6.7.3.0' } : { data: [], total: 0 } };
    }
    return { status: 401, body: { errors: [] } };
  }
}

export async function send({ url, init }: SignedCall): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const signed = (secret: string, data: string): string =>
  createHmac('sha256', secret).update(data).digest('hex');

import { randomUUID } from 'node:crypto';
import type { AnyAdapter } from '@storewire/core';
import { SalesmanagoClient } from '@storewire/salesmanago';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { type BeaconCart, type BeaconVisitor, signIdentityToken } from '@storewire/tracker';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { Clock } from '../clock.js';
import { cornerShop } from './corner-shop.js';
import { TestClock } from './test-clock.js';
import { type ApiAnswer, startTestHub, type TestHub } from './test-hub.js';
import { until } from './until.js';

export const STOREFRONT = 'https://www.corner.example';

export interface CartWords extends BeaconVisitor, Partial<BeaconCart> {
  readonly id?: string;
  readonly at?: number;
  /** Products and quantities. */
  readonly products?: Readonly<Record<string, number>>;
}

export interface PostOptions {
  readonly origin?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A hub whose clock a test moves, a sandbox account, and a corner shop with the tracker on its pages. */
export class TrackerScene {
  private constructor(
    readonly hub: TestHub,
    readonly sandbox: Sandbox,
    readonly clock: TestClock,
    readonly tenantId: string,
    readonly accountId: string,
    readonly storeId: string,
    readonly urls: { readonly trackerUrl: string; readonly webhookUrl: string },
    /** What the store signs with. */
    readonly secret: string,
  ) {}

  static async open(
    options: {
      url?: string;
      settings?: object;
      env?: Readonly<Record<string, string>>;
      /** A corner shop that can do more. */
      adapter?: AnyAdapter;
    } = {},
  ): Promise<TrackerScene> {
    const sandbox = createSandbox();
    await sandbox.listen();
    const clock = new TestClock();
    let hub: TestHub | undefined;
    try {
      hub = await startTestHub({
        env: options.env ?? {},
        override: (builder) =>
          builder
            .overrideProvider(AdapterRegistry)
            .useValue(new AdapterRegistry([options.adapter ?? cornerShop]))
            .overrideProvider(Clock)
            .useValue(clock),
      });
      return await TrackerScene.connect(hub, sandbox, clock, options);
    } catch (error) {
      // A server that is left open would keep the test process alive.
      await hub?.close();
      await sandbox.close();
      throw error;
    }
  }

  private static async connect(
    hub: TestHub,
    sandbox: Sandbox,
    clock: TestClock,
    { url = STOREFRONT, settings = {} }: { url?: string; settings?: object },
  ): Promise<TrackerScene> {
    const { id: tenantId } = await hub.tenant();
    const base = `/api/v1/tenants/${tenantId}`;
    const { body: account } = await hub.api('POST', `${base}/accounts`, {
      name: 'Corner',
      endpoint: sandbox.url,
      clientId: DEFAULT_ACCOUNT.clientId,
      apiSecret: DEFAULT_ACCOUNT.apiSecret,
      owner: DEFAULT_ACCOUNT.owners[0],
      callsPerSecond: 500,
      concurrency: 4,
      lookUpSeconds: [0.1, 0.3],
    });
    const { body: store } = await hub.api('POST', `${base}/stores`, {
      name: 'Corner',
      platform: 'corner',
      accountId: account.id,
      connection: { url },
      settings: { location: 'corner_pl', ...settings },
    });
    const secrets = `${base}/stores/${store.id}/tracker-secrets`;
    const { body: made } = await hub.api('POST', secrets);
    return new TrackerScene(
      hub,
      sandbox,
      clock,
      tenantId,
      account.id,
      store.id,
      { trackerUrl: store.trackerUrl, webhookUrl: store.webhookUrl },
      made.secret,
    );
  }

  get path(): string {
    return `/api/v1/tenants/${this.tenantId}/stores/${this.storeId}`;
  }

  /** The body of a GET that has to succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  async get(path: string): Promise<any> {
    const { status, body } = await this.hub.api('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async set(settings: object): Promise<void> {
    const { status, body } = await this.hub.api('PATCH', `${this.path}/settings`, settings);
    if (status !== 200) throw new Error(`Settings: ${status} ${JSON.stringify(body)}`);
  }

  /** Seconds since 1970 by the hub's clock. */
  get seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  /** A token as the store prints it for somebody who is logged in. */
  token(
    email: string,
    { customerId = email, inSeconds = 3_600, secret = this.secret } = {},
  ): string {
    return signIdentityToken({ customerId, email, expiresAt: this.seconds + inSeconds }, secret);
  }

  beacon({ id = randomUUID(), at = this.clock.now(), products, ...words }: CartWords): object {
    const { smclient, identity, email, ...cart } = words;
    const lines = Object.entries(products ?? {}).map(([productId, quantity]) => ({
      productId,
      quantity,
      unitPrice: '10.00',
    }));
    return {
      v: 1,
      id,
      platform: 'corner',
      at,
      cart: { token: 'cart-1', lines, currency: 'PLN', ...cart },
      smclient,
      identity,
      email,
    };
  }

  /** Posts to a door as a page of the storefront does. @param origin null for none. */
  post(
    door: 'cart' | 'visitor',
    body: unknown,
    { origin = STOREFRONT, headers = {} }: PostOptions = {},
  ): Promise<ApiAnswer> {
    const path = `${new URL(this.urls.trackerUrl).pathname}/${door}`;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.hub.api('POST', path, text, null, {
      'content-type': 'text/plain;charset=UTF-8',
      ...(origin === null ? {} : { origin }),
      ...headers,
    });
  }

  /** Posts a cart that has to be taken in. @returns the message it became, once that is settled. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  async cart(words: CartWords): Promise<any> {
    const { status, body } = await this.post('cart', this.beacon(words));
    if (status !== 204) throw new Error(`The cart was refused: ${status} ${JSON.stringify(body)}`);
    await this.settled();
    const { items } = await this.get(`${this.path}/messages?limit=1`);
    return items[0];
  }

  /** A document that a shop itself sends. */
  async webhook(document: object, webhookUrl = this.urls.webhookUrl): Promise<void> {
    const { pathname } = new URL(webhookUrl);
    const { status } = await this.hub.api('POST', pathname, document, null);
    if (status !== 200) throw new Error(`The webhook was refused: ${status}`);
    await this.settled();
  }

  /** The shop tells of a customer, who becomes a contact. @returns SALESmanago's id. */
  async customer(email: string): Promise<string> {
    await this.webhook({ kind: 'contact', id: email, email, name: 'Ada Kowal' });
    return this.contactId(email);
  }

  order(values: object): Promise<void> {
    const placedAt = this.clock.instant();
    const order = { kind: 'order', id: randomUUID(), state: 'paid', placedAt, currency: 'PLN' };
    return this.webhook({ ...order, total: '20.00', lines: [{ quantity: 1 }], ...values });
  }

  /** A contact that SALESmanago has from elsewhere. @returns its id. */
  async foreignContact(email: string): Promise<string> {
    const client = new SalesmanagoClient({
      endpoint: this.sandbox.url,
      clientId: DEFAULT_ACCOUNT.clientId,
      owner: DEFAULT_ACCOUNT.owners[0] ?? '',
      credential: { kind: 'secret', apiSecret: DEFAULT_ACCOUNT.apiSecret },
    });
    const { value } = await client.contacts.upsert({ contact: { email } });
    return value.contactId;
  }

  contactId(email: string): string {
    return String(this.sandbox.contact(email)?.contactId ?? '');
  }

  /** CART events of a person, newest first. */
  carts(email: string) {
    return this.sandbox.events({ type: 'CART', email }).items;
  }

  /** Requests that SALESmanago got for a method of v2, such as `contact/basic`. */
  calls(method: string): number {
    const all = this.sandbox.requests({ path: `/api/${method}`, limit: 1_000 });
    return all.filter(({ path }) => path === `/api/${method}`).length;
  }

  async settled(): Promise<void> {
    await this.until('nothing is pending', async () => {
      const { pending } = await this.get(`${this.path}/ledger`);
      return pending === 0;
    });
  }

  until(what: string, probe: () => unknown): Promise<void> {
    return until(what, probe);
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.sandbox.close();
  }
}

import { createHash } from 'node:crypto';
import type { TestingModuleBuilder } from '@nestjs/testing';
import woocommerce from '@storewire/adapter-woocommerce';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { createWooStore, type WooStore } from '@storewire/sandbox/woocommerce';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { Database } from '../database/database.service.js';
import { PollerService } from '../processing/poller.service.js';
import { TranslateService } from '../processing/translate.service.js';
import { startTestHub, type TestHub } from './test-hub.js';
import { until } from './until.js';

/** Topics the adapter wants. */
const WEBHOOKS = 9;
const HURRIED = new AdapterRegistry([
  { ...woocommerce, rate: { callsPerSecond: 1_000, concurrency: 10 } },
]);

export type Said = 'in' | 'out';

class SceneTime {
  aheadMs = 0;
  private readonly real = Date.now;

  constructor() {
    Date.now = () => this.real() + this.aheadMs;
  }

  end(): void {
    Date.now = this.real;
  }
}

/** One emulated shop and the store of the hub that it is. */
export interface ConsentShop {
  readonly woo: WooStore;
  readonly storeId: string;
  readonly path: string;
}

/**
 * A hub with one account and some shops that feed it. While it is open, `Date.now` of the test process shows the time of
 * the scene: hub, shops, SALESmanago and signatures agree on it.
 */
export class ConsentScene {
  private constructor(
    readonly hub: TestHub,
    readonly sandbox: Sandbox,
    readonly shops: readonly ConsentShop[],
    private readonly time: SceneTime,
    private readonly callbackUrls: Readonly<Record<Said, string>>,
  ) {}

  static async open({
    shops = 1,
    settings = {},
  }: {
    shops?: number;
    settings?: object;
  } = {}): Promise<ConsentScene> {
    const time = new SceneTime();
    const sandbox = createSandbox();
    await sandbox.listen();
    const hub = await startTestHub({
      override: (builder: TestingModuleBuilder) =>
        builder.overrideProvider(AdapterRegistry).useValue(HURRIED),
    });
    const { id } = await hub.tenant();
    const base = `/api/v1/tenants/${id}`;
    const { body: account } = await hub.api('POST', `${base}/accounts`, {
      name: 'Account',
      endpoint: sandbox.url,
      clientId: DEFAULT_ACCOUNT.clientId,
      apiSecret: DEFAULT_ACCOUNT.apiSecret,
      owner: DEFAULT_ACCOUNT.owners[0],
      callsPerSecond: 500,
      concurrency: 4,
    });
    const made: ConsentShop[] = [];
    for (let n = 1; n <= shops; n += 1) {
      const woo = createWooStore({ webhooks: 'manual', customers: 0, orders: 0, products: 1 });
      await woo.listen();
      const { body: store } = await hub.api('POST', `${base}/stores`, {
        name: `Shop ${n}`,
        platform: 'woocommerce',
        accountId: account.id,
        connection: {
          url: woo.url,
          consumerKey: woo.consumerKey,
          consumerSecret: woo.consumerSecret,
          webhookSecret: `INVENTEDwebhookSecret000${n}`,
          newsletterField: 'newsletter_consent',
        },
        settings: { location: `shop_${n}`, ...settings },
      });
      made.push({ woo, storeId: store.id, path: `${base}/stores/${store.id}` });
    }
    const { optIn, optOut } = account.callbackUrls;
    const scene = new ConsentScene(hub, sandbox, made, time, { in: optIn, out: optOut });
    for (const { woo } of made) {
      await scene.until(
        'webhooks are registered',
        () => [...woo.webhooks.shelf.written()].length === WEBHOOKS,
      );
    }
    return scene;
  }

  /** What the shop says of a customer; a box that was never there says no. */
  said({ woo }: ConsentShop, email: string): Said {
    const customer = woo.customerByEmail(email);
    const meta = customer ? woo.customerMeta(Number(customer.id)) : [];
    const value = meta.find(({ key }) => key === 'newsletter_consent')?.value;
    return /^(?:yes|1)$/.test(String(value)) ? 'in' : 'out';
  }

  /** What SALESmanago says of a person whom it knows. */
  card(email: string): Said {
    return this.sandbox.contact(email)?.optedOut ? 'out' : 'in';
  }

  /** Calls that wrote something to the shop. */
  writes({ woo }: ConsentShop): number {
    return woo.calls.filter(({ method, path }) => method === 'PUT' && path.includes('/customers/'))
      .length;
  }

  /** SALESmanago calls back, as its template says; the answer's status. */
  async callback(email: string, state: Said): Promise<number> {
    const template = this.callbackUrls[state];
    const secret = /\$email\$(?<secret>\w+)\)/.exec(template)?.groups?.secret ?? '';
    const key = createHash('sha1')
      .update(email + secret)
      .digest('hex');
    const path = new URL(template.split('?')[0] ?? '').pathname;
    const query = `email=${encodeURIComponent(email)}&key=${key}`;
    return (await this.hub.api('GET', `${path}?${query}`, undefined, null)).status;
  }

  /** Delivers the webhooks that wait. */
  async deliver(order?: 'oldestFirst' | 'reverse'): Promise<void> {
    for (const { woo } of this.shops) await woo.webhooks.flush(order);
  }

  /** Every shop is polled once more. */
  async poll(): Promise<void> {
    const db = this.hub.app.get(Database);
    await db.write((tx) => tx.query('UPDATE poll SET next_at = 0'));
    await this.hub.app.get(PollerService).sweep();
    await this.until('every poll has run', async () => {
      const rows = await db.query('SELECT next_at FROM poll');
      return rows.length > 0 && rows.every(({ next_at }) => Number(next_at) > 0);
    });
  }

  move(ms: number): void {
    this.time.aheadMs += ms;
  }

  /** What has become due by a move is looked at now, and not at the next sweep. */
  async wake(): Promise<void> {
    await this.hub.app.get(TranslateService).sweep();
  }

  /** Until nothing is pending in any store. */
  async settled(): Promise<void> {
    await this.until('nothing is pending', async () => {
      const counts = await this.hub.app
        .get(Database)
        .query('SELECT accepted - delivered - filtered - dead AS pending FROM store_count');
      return counts.every(({ pending }) => Number(pending) === 0);
    });
  }

  /** Who changes their mind between a write of the hub and its reading back is taken for the store's own answer. */
  async noWriteUnderWay(): Promise<void> {
    await this.until('no consent is being written', async () => {
      const writes = await this.hub.app
        .get(Database)
        .query(`SELECT id FROM command WHERE kind = 'writeConsent' AND state = 'sending'`);
      return writes.length === 0;
    });
  }

  until(what: string, probe: () => unknown): Promise<void> {
    return until(what, probe);
  }

  async close(): Promise<void> {
    this.time.end();
    await this.hub.close();
    for (const { woo } of this.shops) await woo.close();
    await this.sandbox.close();
  }
}

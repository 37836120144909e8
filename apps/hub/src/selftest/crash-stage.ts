import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { createWooStore, type WooStore } from '@storewire/sandbox/woocommerce';
import { createScratchDatabase, type ScratchDatabase } from '../database/scratch-database.js';
import { FakeShopify, type ShopifyShop } from './fake-shopify.js';
import { freePort } from './free-port.js';
import { HubLine } from './hub-line.js';
import { MAIL_WINDOW_MINUTES, type Story } from './stories.js';

/** Counts of messages of all stores. */
export interface StageLedger {
  accepted: number;
  delivered: number;
  filtered: number;
  dead: number;
  pending: number;
}

interface StoreOnStage {
  readonly name: string;
  readonly path: string;
}

/** Quick answers about quick failures: a call may take a second, and what became of it is asked soon. */
const ACCOUNT = {
  name: 'Self-test',
  clientId: DEFAULT_ACCOUNT.clientId,
  apiSecret: DEFAULT_ACCOUNT.apiSecret,
  owner: DEFAULT_ACCOUNT.owners[0],
  callsPerSecond: 1000,
  concurrency: 4,
  timeoutSeconds: 1,
  lookUpSeconds: [0.3, 1.5, 4],
} as const;

const SETTLE_MS = 180_000;
/** Nothing listens there: what the Shopify webhooks do not bring themselves is not to be had. */
const NOWHERE = 'http://127.0.0.1:9';

/**
 * Everything a crash test needs, on loopback: the hub on data of its own, an emulated SALESmanago, two Shopify shops
 * that send webhooks, and a WooCommerce shop with a past to export.
 */
export class CrashStage {
  readonly shops = new Map<Story['shop'], FakeShopify>();
  private readonly stores: StoreOnStage[] = [];
  private wooPath = '';
  private struck: Promise<void> | undefined;

  private constructor(
    private readonly database: ScratchDatabase,
    readonly sandbox: Sandbox,
    readonly sandboxPort: number,
    readonly woo: WooStore,
    private readonly hubUrl: string,
    private readonly operatorKey: string,
    readonly line: HubLine,
  ) {}

  /**
   * Opens everything but the hub, which `furnish` does. Whatever comes then, `strike` ends it.
   * @param serverUrl a PostgreSQL server; SQLite when absent.
   */
  static async set(serverUrl: string | undefined): Promise<CrashStage> {
    const database = await createScratchDatabase('storewire-selftest', serverUrl);
    const sandbox = createSandbox({ logRequests: false, operationsPerContact: 200 });
    const { url } = await sandbox.listen();
    const woo = createWooStore({ customers: 0, orders: 0, products: 12, transport: 'http' });
    await woo.listen();
    const port = await freePort();
    const operatorKey = `sw_${randomBytes(32).toString('base64url')}`;
    const line = new HubLine(hubEnvironment(database, port, operatorKey));
    return new CrashStage(
      database,
      sandbox,
      Number(new URL(url).port),
      woo,
      `http://127.0.0.1:${port}`,
      operatorKey,
      line,
    );
  }

  get dataDir(): string {
    return this.database.dataDir;
  }

  /** Starts a hub that nobody kills, and waits until it listens. */
  async open(): Promise<void> {
    const hub = this.line.start();
    if (!(await hub.listening)) throw new Error(`The hub does not start:\n${hub.log}`);
  }

  /**
   * Asks for an export of the WooCommerce orders since a time, again until the hub has said yes. It may have started
   * one each time: what it sends is sent once all the same.
   */
  async startExport(sinceMs: number, automation: boolean): Promise<void> {
    const body = {
      kind: 'orders',
      from: new Date(sinceMs).toISOString(),
      to: new Date(Date.now() + 86_400_000).toISOString(),
      automation,
    };
    for (;;) {
      await this.line.whenReachable();
      try {
        await this.api('POST', `${this.wooPath}/exports`, body);
        return;
      } catch (error) {
        if (!(error instanceof HubGone)) throw error;
        await pause(20);
      }
    }
  }

  /** @param without a store that does not count. */
  async ledger(without?: Story['shop']): Promise<StageLedger> {
    const sum: StageLedger = { accepted: 0, delivered: 0, filtered: 0, dead: 0, pending: 0 };
    for (const { name, path } of this.stores) {
      if (name === without) continue;
      const one: StageLedger = await this.api('GET', `${path}/ledger`);
      for (const name of Object.keys(sum) as (keyof StageLedger)[]) sum[name] += one[name];
    }
    return sum;
  }

  /** What died, one line each. */
  async deadLetters(): Promise<string[]> {
    const letters: string[] = [];
    for (const { path } of this.stores) {
      const { items } = await this.api('GET', `${path}/dead-letters?limit=200`);
      for (const one of items) letters.push(`${one.id} ${one.kind}: ${one.cause} - ${one.detail}`);
    }
    return letters;
  }

  /**
   * Waits until nothing is under way.
   * @param without a store that is not waited for.
   * @throws Error when that does not come.
   */
  async settled(without?: Story['shop']): Promise<void> {
    const end = Date.now() + SETTLE_MS;
    for (;;) {
      const ledger = await this.ledger(without);
      if (ledger.pending === 0 && !(await this.isExporting())) return;
      if (Date.now() > end) {
        const left = (await this.pending()).join('\n');
        throw new Error(
          `Not settled within ${SETTLE_MS / 1000} s: ${JSON.stringify(ledger)}\n${left}\n${this.line.log}`,
        );
      }
      await pause(50);
    }
  }

  /** What is under way, for people who look for the cause. */
  private async pending(): Promise<string[]> {
    const lines: string[] = [];
    for (const { path } of this.stores) {
      const { items } = await this.api('GET', `${path}/messages?state=pending&limit=20`);
      for (const { id, topic, explanation } of items) {
        const { commands } = await this.api('GET', `${path}/messages/${id}`);
        lines.push(`${topic} ${id}: ${explanation}`);
        for (const command of commands) lines.push(`  ${JSON.stringify(command)}`);
      }
    }
    return lines;
  }

  /** Messages that the export brought, by the hub's own count. */
  async exported(): Promise<number> {
    const { accepted } = await this.api('GET', `${this.wooPath}/ledger`);
    return accepted;
  }

  /** Ends everything and removes it; once, however often it is asked for. */
  strike(): Promise<void> {
    this.struck ??= this.remove();
    return this.struck;
  }

  private async remove(): Promise<void> {
    await this.line.close();
    await this.sandbox.close();
    await this.woo.close();
    await this.database.drop();
  }

  private async isExporting(): Promise<boolean> {
    const { items } = await this.api('GET', `${this.wooPath}/exports?limit=50`);
    return items.some(
      ({ state }: { state: string }) => state === 'counting' || state === 'running',
    );
  }

  /** Starts the first hub, and connects the account and the shops. */
  async furnish(): Promise<void> {
    await this.open();
    const tenant = await this.api('POST', '/api/v1/tenants', { name: 'Self-test' });
    const base = `/api/v1/tenants/${tenant.id}`;
    const { id: accountId } = await this.api('POST', `${base}/accounts`, {
      ...ACCOUNT,
      endpoint: this.sandbox.url,
    });
    const add = async (store: { name: string } & Record<string, unknown>): Promise<string> => {
      const made = await this.api('POST', `${base}/stores`, { accountId, ...store });
      this.stores.push({ name: store.name, path: `${base}/stores/${made.id}` });
      return made.webhookUrl;
    };
    for (const name of ['plain', 'confirming'] as const) {
      const shopDomain = `selftest-${name}.myshopify.com`;
      const clientSecret = randomBytes(16).toString('hex');
      const webhookUrl = await add({
        name,
        platform: 'shopify',
        connection: {
          shopDomain,
          clientSecret,
          accessToken: 'shpat_selftest',
          apiBaseUrl: NOWHERE,
        },
        settings: {
          location: `selftest_${name}`,
          doubleOptIn: name === 'confirming',
          doubleOptInWindowMinutes: MAIL_WINDOW_MINUTES,
        },
      });
      const shop: ShopifyShop = { webhookUrl, shopDomain, clientSecret };
      this.shops.set(name, new FakeShopify(shop, this.line.whenReachable));
    }
    await add({
      name: 'past',
      platform: 'woocommerce',
      connection: {
        url: this.woo.url,
        consumerKey: this.woo.consumerKey,
        consumerSecret: this.woo.consumerSecret,
        webhookSecret: randomBytes(16).toString('hex'),
      },
      settings: { location: 'selftest_past' },
    });
    this.wooPath = this.stores.at(-1)?.path ?? '';
  }

  // biome-ignore lint/suspicious/noExplicitAny: the shapes of the admin API, read where they are used.
  private async api(method: string, path: string, body?: object): Promise<any> {
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(`${this.hubUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.operatorKey}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      text = await answer.text();
    } catch (cause) {
      throw new HubGone(`${method} ${path} got no answer.`, { cause });
    }
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
}

/** The hub ended before it answered. */
class HubGone extends Error {}

/** What a hub of the test starts with: nothing of the caller's own environment but what finds the program and starts it soon. */
function hubEnvironment(
  { dataDir, databaseUrl }: ScratchDatabase,
  port: number,
  operatorKey: string,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'test',
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(dataDir, 'compiled'),
    HOST: '127.0.0.1',
    PORT: String(port),
    STOREWIRE_DATA_DIR: dataDir,
    STOREWIRE_OPERATOR_KEY: operatorKey,
    STOREWIRE_MASTER_KEY: randomBytes(32).toString('base64'),
    STOREWIRE_ALLOW_PRIVATE_ADDRESSES: 'true',
    STOREWIRE_DEMO: 'false',
    STOREWIRE_ADAPTERS: 'shopify,woocommerce',
    STOREWIRE_LOG_LEVEL: 'warn',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  };
}

import type { TestingModuleBuilder } from '@nestjs/testing';
import woocommerce from '@storewire/adapter-woocommerce';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { createWooStore, type WooStore } from '@storewire/sandbox/woocommerce';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { startTestHub, type TestHub, type TestHubOptions } from './test-hub.js';
import { until } from './until.js';

/** Topics the adapter wants. */
const WEBHOOKS = 9;

/** The emulated shop bears more than a real one, and tests have less time. */
const HURRIED = new AdapterRegistry([
  { ...woocommerce, rate: { callsPerSecond: 1_000, concurrency: 10 } },
]);

const same = (builder: TestingModuleBuilder): TestingModuleBuilder => builder;

/** A hub in this process, a sandbox account, and an emulated shop whose webhooks are delivered when a test says so. */
export class WooScene {
  private constructor(
    readonly hub: TestHub,
    readonly sandbox: Sandbox,
    readonly shop: WooStore,
    readonly tenantId: string,
    readonly accountId: string,
    readonly storeId: string,
  ) {}

  static async open(
    options: TestHubOptions & { account?: object; settings?: object } = {},
  ): Promise<WooScene> {
    const sandbox = createSandbox();
    await sandbox.listen();
    const shop = createWooStore({ webhooks: 'manual', customers: 0, orders: 0, products: 3 });
    await shop.listen();
    const ends: (() => Promise<unknown>)[] = [() => shop.close(), () => sandbox.close()];
    try {
      const hub = await startTestHub({
        ...options,
        override: (builder) =>
          (options.override ?? same)(builder.overrideProvider(AdapterRegistry).useValue(HURRIED)),
      });
      ends.unshift(() => hub.close());
      return await WooScene.connect(hub, sandbox, shop, options);
    } catch (error) {
      // A server that is left open would keep the test process alive.
      for (const end of ends) await end();
      throw error;
    }
  }

  private static async connect(
    hub: TestHub,
    sandbox: Sandbox,
    shop: WooStore,
    options: { account?: object; settings?: object },
  ): Promise<WooScene> {
    const { id: tenantId } = await hub.tenant();
    const base = `/api/v1/tenants/${tenantId}`;
    const { body: account } = await hub.api('POST', `${base}/accounts`, {
      name: 'Forest',
      endpoint: sandbox.url,
      clientId: DEFAULT_ACCOUNT.clientId,
      apiSecret: DEFAULT_ACCOUNT.apiSecret,
      owner: DEFAULT_ACCOUNT.owners[0],
      callsPerSecond: 500,
      concurrency: 4,
      lookUpSeconds: [0.1, 0.3],
      ...options.account,
    });
    const { body: store } = await hub.api('POST', `${base}/stores`, {
      name: 'Forest',
      platform: 'woocommerce',
      accountId: account.id,
      connection: {
        url: shop.url,
        consumerKey: shop.consumerKey,
        consumerSecret: shop.consumerSecret,
        webhookSecret: 'INVENTEDwebhookSecret0001',
        newsletterField: 'newsletter_consent',
      },
      settings: { location: 'forest_pl', ...options.settings },
    });
    const scene = new WooScene(hub, sandbox, shop, tenantId, account.id, store.id);
    // Asked of the shop itself: every question of the hub would use up the rate of the adapter.
    await scene.until(
      'webhooks are registered',
      async () => [...shop.webhooks.shelf.written()].length === WEBHOOKS,
    );
    return scene;
  }

  get tenantPath(): string {
    return `/api/v1/tenants/${this.tenantId}`;
  }

  get path(): string {
    return `${this.tenantPath}/stores/${this.storeId}`;
  }

  /** The body of a GET that has to succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  async get(path: string): Promise<any> {
    const { status, body } = await this.hub.api('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Delivers the webhooks that wait, and waits until nothing is pending. */
  async deliver(): Promise<void> {
    await this.shop.webhooks.flush();
    await this.settled();
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
    await this.shop.close();
    await this.sandbox.close();
  }
}

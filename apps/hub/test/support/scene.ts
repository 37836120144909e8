import { randomUUID } from 'node:crypto';
import {
  type AccountOptions,
  createSandbox,
  DEFAULT_ACCOUNT,
  type InspectedEvent,
  type Sandbox,
  type SandboxOptions,
} from '@storewire/sandbox';
import {
  createWooStore,
  type WooStore,
  type WooStoreOptions,
} from '@storewire/sandbox/woocommerce';
import { HubProcess } from './hub-process.js';
import { ShopifyAdmin } from './shopify-admin.js';
import { SHOP_DOMAIN } from './shopify-documents.js';
import { post, shopifyWebhook } from './signed.js';
import { waitFor } from './wait-for.js';

export interface Ledger {
  readonly accepted: number;
  readonly delivered: number;
  readonly filtered: number;
  readonly dead: number;
  readonly pending: number;
}

export const SHOPIFY = {
  shopDomain: SHOP_DOMAIN,
  accessToken: 'shpat_INVENTED_token_0001',
  clientSecret: 'INVENTED_client_secret_0001',
};
export const WOO_WEBHOOK_SECRET = 'INVENTEDwebhookSecret0001';

/** Small enough for tests, so that an unknown outcome is settled in a moment. */
const LOOK_UP_SECONDS = [0.2, 0.6];

/** A hub in its own process, a sandbox in this one, a tenant, and the accounts and stores a test adds. */
export class Scene {
  private readonly ends: (() => Promise<void>)[] = [];
  /** What must not stand in a log, beside addresses and phone numbers. */
  readonly secrets: string[] = [];

  private constructor(
    readonly hub: HubProcess,
    readonly sandbox: Sandbox,
    readonly tenantId: string,
  ) {}

  static async open(
    options: { sandbox?: SandboxOptions; env?: Readonly<Record<string, string>> } = {},
  ): Promise<Scene> {
    const sandbox = createSandbox({ operationsPerContact: 10_000, ...options.sandbox });
    await sandbox.listen();
    const hub = await HubProcess.start(options.env).catch(async (error) => {
      await sandbox.close();
      throw error;
    });
    const { id } = await hub.ask('POST', '/api/v1/tenants', { name: 'Agency' });
    const scene = new Scene(hub, sandbox, id);
    scene.secrets.push(hub.operatorKey, hub.masterKey);
    return scene;
  }

  get path(): string {
    return `/api/v1/tenants/${this.tenantId}`;
  }

  /** Connects an account of the sandbox (or of another one). @returns its id. */
  async account(
    { clientId, apiSecret, owners }: AccountOptions = DEFAULT_ACCOUNT,
    settings: {
      endpoint?: string;
      callsPerSecond?: number;
      concurrency?: number;
      lookUpSeconds?: readonly number[];
    } = {},
  ): Promise<string> {
    this.secrets.push(apiSecret);
    const { id } = await this.hub.ask('POST', `${this.path}/accounts`, {
      name: `Account ${clientId}`,
      endpoint: this.sandbox.url,
      clientId,
      apiSecret,
      owner: owners[0],
      callsPerSecond: 1000,
      concurrency: 4,
      lookUpSeconds: LOOK_UP_SECONDS,
      ...settings,
    });
    return id;
  }

  /** Connects a Shopify shop that lives on webhooks, with an Admin API of its own. */
  async shopify(accountId: string, settings: object = {}): Promise<ShopifyScene> {
    const admin = await new ShopifyAdmin().start();
    this.ends.push(() => admin.close());
    const { accessToken, clientSecret } = SHOPIFY;
    this.secrets.push(accessToken, clientSecret);
    const store = await this.hub.ask('POST', `${this.path}/stores`, {
      name: 'Mugs',
      platform: 'shopify',
      accountId,
      connection: { ...SHOPIFY, apiBaseUrl: admin.url },
      settings,
    });
    return new ShopifyScene(this, store.id, store.webhookUrl, admin);
  }

  /** Opens an emulated WooCommerce shop. */
  async shop(options: WooStoreOptions): Promise<WooStore> {
    const shop = createWooStore(options);
    await shop.listen();
    this.ends.push(() => shop.close());
    return shop;
  }

  /** Connects it; the hub registers its webhooks by itself. */
  async woo(accountId: string, shop: WooStore, settings: object = {}): Promise<StoreScene> {
    const { consumerKey, consumerSecret } = shop;
    this.secrets.push(consumerKey, consumerSecret, WOO_WEBHOOK_SECRET);
    const store = await this.hub.ask('POST', `${this.path}/stores`, {
      name: 'Forest',
      platform: 'woocommerce',
      accountId,
      connection: {
        url: shop.url,
        consumerKey,
        consumerSecret,
        webhookSecret: WOO_WEBHOOK_SECRET,
        newsletterField: 'newsletter_consent',
      },
      settings,
    });
    return new StoreScene(this, store.id, store.webhookUrl);
  }

  /** Events of one kind in the sandbox, oldest first. */
  events(type: string, clientId?: string): InspectedEvent[] {
    const filter = { type, limit: 1_000_000, ...(clientId ? { clientId } : {}) };
    return this.sandbox.events(filter).items.reverse();
  }

  /** Addresses, phone numbers and secrets that stand in the hub's logs. */
  leaks(): string[] {
    const { logs } = this.hub;
    const addresses = logs.match(/[\w.+-]+(@|%40)[\w-]+(\.[\w-]+)+/g) ?? [];
    const phones = logs.match(/\+?\b48\d{9}\b/g) ?? [];
    const cards = this.sandbox.contacts({ limit: 1_000_000 }).items;
    const names = cards.map(({ name }) => String(name ?? '')).filter((name) => name.includes(' '));
    const known = [...this.secrets, ...new Set(names)].filter((value) => logs.includes(value));
    return [...new Set([...addresses, ...phones, ...known])];
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.sandbox.close();
    for (const end of this.ends) await end();
  }
}

/** A connected store, as a test sees it. */
export class StoreScene {
  constructor(
    protected readonly scene: Scene,
    readonly id: string,
    readonly webhookUrl: string,
  ) {}

  get path(): string {
    return `${this.scene.path}/stores/${this.id}`;
  }

  /** The ledger, whose equation has to hold whenever it is read. */
  async ledger(): Promise<Ledger> {
    const ledger: Ledger = await this.scene.hub.ask('GET', `${this.path}/ledger`);
    const { accepted, delivered, filtered, dead, pending } = ledger;
    if (accepted !== delivered + filtered + dead + pending) {
      throw new Error(`The ledger does not add up: ${JSON.stringify(ledger)}`);
    }
    return ledger;
  }

  /** Waits until nothing is pending, reading the ledger all the way. */
  settled(timeoutMs = 60_000): Promise<Ledger> {
    let last: Ledger | undefined;
    return waitFor(
      'nothing is pending',
      async () => {
        last = await this.ledger();
        return last.pending === 0 && last;
      },
      { timeoutMs, everyMs: 30, state: () => last },
    );
  }

  /** All messages in detail, newest first. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  async messages(query = ''): Promise<any[]> {
    const { hub } = this.scene;
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    const found: any[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { id: string }[]; nextCursor: string | null } = await hub.ask(
        'GET',
        `${this.path}/messages?limit=200&cursor=${encodeURIComponent(cursor)}${query}`,
      );
      found.push(...page.items);
      cursor = page.nextCursor;
    }
    return Promise.all(found.map(({ id }) => hub.ask('GET', `${this.path}/messages/${id}`)));
  }

  /** Dead letters, newest first. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  async deadLetters(): Promise<any[]> {
    return (await this.scene.hub.ask('GET', `${this.path}/dead-letters?limit=200`)).items;
  }
}

/** A store that gets the webhooks a test signs. */
export class ShopifyScene extends StoreScene {
  constructor(
    scene: Scene,
    id: string,
    webhookUrl: string,
    readonly admin: ShopifyAdmin,
  ) {
    super(scene, id, webhookUrl);
  }

  /** @returns the status; undefined when no answer came. */
  send(
    topic: string,
    body: object | string,
    deliveryId: string = randomUUID(),
  ): Promise<number | undefined> {
    const { clientSecret: secret, shopDomain } = SHOPIFY;
    return post(
      this.webhookUrl,
      shopifyWebhook({ secret, shopDomain }, { topic, deliveryId, body }),
    );
  }
}

import ebexo from '@storewire/adapter-ebexo';
import woocommerce from '@storewire/adapter-woocommerce';
import { signInbound } from '@storewire/core';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { type ApiAnswer, startTestHub, type TestHub, type TestHubOptions } from './test-hub.js';
import { until } from './until.js';

/** A store that others talk to. */
export interface DoorStore {
  readonly id: string;
  /** Of its resource in the API. */
  readonly path: string;
  readonly tenantId: string;
  readonly inboundUrl: string;
  readonly compatUrl: string;
  readonly secret: string;
}

/** A hub in this process with a sandbox account, and stores that nothing is read from. */
export class DoorScene {
  private count = 0;

  private constructor(
    readonly hub: TestHub,
    readonly sandbox: Sandbox,
  ) {}

  static async open(options: TestHubOptions = {}): Promise<DoorScene> {
    const sandbox = createSandbox();
    await sandbox.listen();
    try {
      const hub = await startTestHub({
        ...options,
        override: (builder) => {
          const adapters = new AdapterRegistry([ebexo, woocommerce]);
          const own = builder.overrideProvider(AdapterRegistry).useValue(adapters);
          return options.override?.(own) ?? own;
        },
      });
      return new DoorScene(hub, sandbox);
    } catch (error) {
      await sandbox.close();
      throw error;
    }
  }

  /** A store of a new tenant, with an inbound secret. */
  async store(options: { settings?: object; platform?: string; connection?: object } = {}) {
    const { id: tenantId } = await this.hub.tenant();
    const base = `/api/v1/tenants/${tenantId}`;
    const account = await this.made(`${base}/accounts`, {
      name: 'A',
      endpoint: this.sandbox.url,
      clientId: DEFAULT_ACCOUNT.clientId,
      apiSecret: DEFAULT_ACCOUNT.apiSecret,
      owner: DEFAULT_ACCOUNT.owners[0],
      callsPerSecond: 500,
      lookUpSeconds: [0.1, 0.3],
    });
    const store = await this.made(`${base}/stores`, {
      name: 'Shop',
      platform: options.platform ?? 'ebexo',
      accountId: account.id,
      connection: options.connection ?? {},
      settings: { operatingMode: 'automatic', ...options.settings },
    });
    const path = `${base}/stores/${store.id}`;
    const { secret } = await this.made(`${path}/inbound-secrets`, {});
    return { ...store, path, tenantId, secret } as DoorStore;
  }

  /** A successful POST. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  async made(path: string, body: object): Promise<any> {
    const answer = await this.hub.api('POST', path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Posts to the inbound door, signed now unless the headers say otherwise. */
  async post(
    { inboundUrl, secret }: DoorStore,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const timestamp = String(Math.floor(Date.now() / 1000));
    return this.hub.api('POST', new URL(inboundUrl).pathname, text, null, {
      'x-hub-timestamp': timestamp,
      'x-hub-signature': signInbound(secret, timestamp, text),
      ...headers,
    });
  }

  /** Sends one event and waits until it is settled. @returns its message. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  async comes(store: DoorStore, type: string, more: object = {}): Promise<any> {
    this.count += 1;
    const event = {
      id: `event-${this.count}`,
      type,
      occurredAt: new Date().toISOString(),
      ...more,
    };
    const answer = await this.post(store, event);
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    await this.settled(store);
    return (await this.messages(store))[0];
  }

  /** The messages of a store, newest first. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  async messages(store: DoorStore): Promise<any[]> {
    return (await this.hub.api('GET', `${store.path}/messages?limit=200`)).body.items;
  }

  settled({ path }: DoorStore): Promise<void> {
    return until('nothing is pending', async () => {
      const { body } = await this.hub.api('GET', `${path}/ledger`);
      return body.pending === 0;
    });
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.sandbox.close();
  }
}

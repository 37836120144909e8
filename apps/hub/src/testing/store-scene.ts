import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { brokenAdapter, type FakeShop, fakeAdapter, startFakeShop } from './fake-shop.js';
import { type ApiAnswer, startTestHub, type TestHub } from './test-hub.js';
import { until } from './until.js';

/** What the fake shop is called with. */
export const SECRET = 'tok_right';

/** A hub with the fake platforms, and for each test a shop and a tenant of its own with an account. */
export class StoreScene {
  shop!: FakeShop;
  tenant!: { readonly id: string; readonly key: string };
  accountId!: string;
  /** Closed at the end, because what follows an answer may call them after the test. */
  private readonly shops: FakeShop[] = [];

  private constructor(readonly hub: TestHub) {}

  static async open(): Promise<StoreScene> {
    const adapters = new AdapterRegistry([fakeAdapter, brokenAdapter]);
    return new StoreScene(
      await startTestHub({
        override: (builder) => builder.overrideProvider(AdapterRegistry).useValue(adapters),
      }),
    );
  }

  /** Before each test. */
  async begin(): Promise<void> {
    this.shop = await this.startShop();
    this.tenant = await this.hub.tenant();
    this.accountId = await this.accountOf(this.tenant.id);
  }

  async startShop(): Promise<FakeShop> {
    const shop = await startFakeShop();
    this.shops.push(shop);
    return shop;
  }

  async accountOf(tenantId: string): Promise<string> {
    const { body } = await this.hub.api('POST', `/api/v1/tenants/${tenantId}/accounts`, {
      name: 'Account',
      endpoint: 'https://app2.salesmanago.example',
      clientId: `client-${tenantId.slice(-12)}`,
      apiSecret: 'api-secret',
      owner: 'owner@shop.example',
    });
    return body.id;
  }

  /** The stores of the tenant in the API. */
  get stores(): string {
    return `/api/v1/tenants/${this.tenant.id}/stores`;
  }

  /** Calls the API with the key of the tenant. */
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    return this.hub.api(method, path, body, this.tenant.key);
  }

  newStore(extra: object = {}) {
    return {
      name: 'Bookshop',
      platform: 'fake',
      accountId: this.accountId,
      connection: { url: this.shop.url, token: SECRET, newsletterField: 'news' },
      ...extra,
    };
  }

  /** A new store is checked after the answer; a pause that comes in between would be ended by that. */
  isGreeted(): Promise<void> {
    return until('the shop has webhooks', () => this.shop.hooks.length > 0);
  }

  async close(): Promise<void> {
    await this.hub.close();
    for (const shop of this.shops) await shop.close();
  }
}

import type { AnyAdapter } from '@storewire/core';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { TAG_ROUND } from '../tracker/tag-placements.service.js';
import { StoreRounds } from '../work/store-rounds.js';
import { type FakeShop, fakeAdapter, startFakeShop } from './fake-shop.js';
import { Pages, taggedAdapter } from './tagged-shop.js';
import { TestClock } from './test-clock.js';
import { type ApiAnswer, startTestHub, type TestHub } from './test-hub.js';
import { until } from './until.js';

const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

const untagged: AnyAdapter = { ...fakeAdapter, id: 'untagged', name: 'Untagged' };

/** A hub whose clock a test moves, and for each test a store whose tag was placed. */
export class TagScene {
  storeId!: string;
  /** The address of the store's script. */
  src!: string;
  /** Of the store of the test. */
  pages!: Pages;

  private constructor(
    readonly hub: TestHub,
    readonly clock: TestClock,
    private readonly shop: FakeShop,
    private readonly pagesOf: (src: string) => Pages,
    readonly tenantId: string,
    private readonly accountId: string,
  ) {}

  static async open(): Promise<TagScene> {
    const clock = new TestClock();
    const pagesOf = pagesByStore();
    const adapters = new AdapterRegistry([taggedAdapter(({ src }) => pagesOf(src)), untagged]);
    const shop = await startFakeShop();
    let hub: TestHub | undefined;
    try {
      hub = await startTestHub({
        override: (builder) =>
          builder
            .overrideProvider(Clock)
            .useValue(clock)
            .overrideProvider(AdapterRegistry)
            .useValue(adapters),
      });
      const { id: tenantId } = await hub.tenant();
      const { body: account } = await hub.api('POST', `/api/v1/tenants/${tenantId}/accounts`, {
        name: 'Account',
        endpoint: 'http://127.0.0.1:1',
        clientId: 'client',
        apiSecret: 'api-secret',
        owner: 'owner@shop.example',
      });
      return new TagScene(hub, clock, shop, pagesOf, tenantId, account.id);
    } catch (error) {
      await hub?.close();
      await shop.close();
      throw error;
    }
  }

  /** Before each test. */
  async begin(): Promise<void> {
    const store = await this.connect();
    this.storeId = store.id;
    this.src = `${store.trackerUrl}/s.js`;
    this.pages = this.pagesOf(this.src);
    await this.becomes('placed');
  }

  /** After each test, too: the next day is looked at for the store of one test alone. */
  remove(): Promise<ApiAnswer> {
    return this.hub.api('DELETE', `${this.tenantPath}/stores/${this.storeId}`);
  }

  get tenantPath(): string {
    return `/api/v1/tenants/${this.tenantId}`;
  }

  async connect(platform = 'fake') {
    const { body } = await this.hub.api('POST', `${this.tenantPath}/stores`, {
      name: 'Bookshop',
      platform,
      accountId: this.accountId,
      connection: { url: this.shop.url, token: 'tok_right' },
    });
    return body;
  }

  codePath(id = this.storeId): string {
    return `${this.tenantPath}/stores/${id}/monitoring-code`;
  }

  async placement(id?: string) {
    return (await this.hub.api('GET', this.codePath(id))).body.placement;
  }

  place(): Promise<ApiAnswer> {
    return this.hub.api('POST', `${this.codePath()}/place`);
  }

  async alerts() {
    const { body } = await this.hub.api('GET', `${this.tenantPath}/alerts`);
    return body.items.filter(
      (alert: { kind: string; subject: { id: string } }) =>
        alert.kind === 'tagPlacement' && alert.subject.id === this.storeId,
    );
  }

  set(settings: object): Promise<ApiAnswer> {
    return this.hub.api('PATCH', `${this.tenantPath}/stores/${this.storeId}/settings`, settings);
  }

  check(): Promise<ApiAnswer> {
    return this.hub.api('POST', `${this.tenantPath}/stores/${this.storeId}/check`);
  }

  until(what: string, probe: () => unknown): Promise<void> {
    return until(what, probe);
  }

  becomes(state: string): Promise<void> {
    return this.until(`the tag is ${state}`, async () => (await this.placement()).state === state);
  }

  /** The look that is due after so long. */
  async lookAfter(
    ms = DAY_MS + 60_000,
    isOver: () => unknown = () => this.isConcluded(),
  ): Promise<void> {
    this.clock.move(ms);
    await this.hub.app.get(StoreRounds).sweep(TAG_ROUND);
    await this.until('the look is over', isOver);
  }

  /** While a look is under way, and after one without an answer, the next one is due in a quarter of an hour. */
  async isConcluded(): Promise<boolean> {
    return Number((await this.row()).nextAt) > this.clock.now() + HOUR_MS;
  }

  async row() {
    const [found] = await this.hub.app
      .get(Database)
      .query<{ next_at: number; src: string | null }>(
        'SELECT next_at, src FROM tag_placement WHERE tenant_id = $1 AND store_id = $2',
        [this.tenantId, this.storeId],
      );
    return { nextAt: found?.next_at, src: found?.src };
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.shop.close();
  }
}

/** The pages of each store: what is left to do for the store of one test happens during the next. */
function pagesByStore(): (src: string) => Pages {
  const all = new Map<string, Pages>();
  return (src) => {
    const { pathname } = new URL(src);
    const found = all.get(pathname) ?? new Pages();
    all.set(pathname, found);
    return found;
  };
}

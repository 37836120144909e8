import {
  type ConsentState,
  type Contact,
  defineAdapter,
  defineMapping,
  type Order,
  StoreSettings,
} from '@storewire/core';
import type { AccountContext, AccountDirectory } from '../../src/accounts/account-directory.js';
import type { AccountPaces } from '../../src/accounts/account-paces.js';
import type { AccountPause } from '../../src/accounts/account-pause.js';
import type { Database } from '../../src/database/database.service.js';
import { InboxRepository } from '../../src/database/inbox.repository.js';
import { OutboxRepository } from '../../src/database/outbox.repository.js';
import type { Work } from '../../src/database/writer.js';
import { AccountPace } from '../../src/delivery/account-pace.js';
import { CallPlanner } from '../../src/delivery/call-planner.service.js';
import { ExportLinger } from '../../src/delivery/export-linger.js';
import { LaneService } from '../../src/delivery/lane.service.js';
import { LookUpService } from '../../src/delivery/look-up.service.js';
import { LookUpWriter } from '../../src/delivery/look-up.writer.js';
import { QuietBatch } from '../../src/delivery/quiet-batch.js';
import { Sender } from '../../src/delivery/sender.service.js';
import { SettleService } from '../../src/delivery/settle.service.js';
import { ExportOptionsReader } from '../../src/exports/export-options.reader.js';
import { AcceptService } from '../../src/intake/accept.service.js';
import { DecideService } from '../../src/processing/decide.service.js';
import { TranslateService } from '../../src/processing/translate.service.js';
import { TranslationFailures } from '../../src/processing/translation-failures.js';
import type { StoreContext } from '../../src/stores/store-context.js';
import type { StoreDirectory } from '../../src/stores/store-directory.js';
import { Courtesy } from '../../src/work/courtesy.js';
import { ManualQueue } from './manual-queue.js';
import type { ModelClock, World } from './world.js';

/** What a message of the model says: an order, or a customer with a consent. */
export interface ModelDocument {
  readonly kind: 'order' | 'contact';
  readonly id: string;
  readonly email: string;
  readonly version: number;
  readonly state?: string;
  readonly consent?: ConsentState;
  readonly consentAt?: string;
}

const order = defineMapping<Order>({
  externalId: { from: 'id', as: 'text', required: true },
  state: { from: 'state', as: 'text', required: true },
  placedAt: { from: 'placedAt', as: 'isoInstant', otherwise: '2026-11-20T10:00:00.000Z' },
  currency: { from: 'currency', as: 'currencyCode', otherwise: 'PLN' },
  total: { from: 'total', as: 'decimal', otherwise: '10.00' },
  email: { from: 'email', as: 'email' },
  lines: { each: 'lines', map: {} },
});

const contact = defineMapping<Contact>({
  externalId: { from: 'id', as: 'text' },
  email: { from: 'email', as: 'email' },
  name: { from: 'name', as: 'text' },
  emailConsent: { from: 'consent', as: 'text' },
  emailConsentAt: { from: 'consentAt', as: 'isoInstant' },
});

const adapter = defineAdapter<object, undefined>({
  id: 'model',
  name: 'Model',
  connection: class {},
  capabilities: {},
  connect: () => undefined,
  checkConnection: () => Promise.reject(new Error('The model has no shop to check.')),
  shopKey: () => 'model:1',
  sources: {
    webhooks: {
      topics: [],
      verify: () => ({ outcome: 'accepted', topic: 'model' }),
      read: (webhook) => {
        const raw = JSON.parse(webhook.rawBody) as ModelDocument;
        return [
          { kind: raw.kind, id: raw.id, version: String(raw.version), raw: { ...raw, lines: [] } },
        ];
      },
    },
  },
  mappings: { order, contact },
  orderStates: {
    PAID: 'purchase',
    PENDING: 'ignore',
    CANCELLED: 'cancellation',
    REFUNDED: 'return',
  },
  placedStates: ['PENDING'],
});

/** What survives a life of the process: the database and what is written in it, settings and account included. */
export interface Lasting {
  readonly db: Database;
  readonly tenantId: string;
  readonly accountId: string;
  readonly storeId: string;
  readonly connectionId: string;
  readonly settings: StoreSettings;
  isPaused: boolean;
  isProven: boolean;
}

/** One life of the process: the pipeline's real services on the real database, and nothing else. */
export class Life {
  readonly queue: ManualQueue;
  readonly accept: AcceptService;
  private readonly lanes: LaneService;
  private readonly translate: TranslateService;
  private readonly recovery: LookUpWriter;
  private readonly store: StoreContext;

  constructor(
    private readonly lasting: Lasting,
    private readonly world: World,
    clock: ModelClock,
  ) {
    const db = mortal(lasting.db, world);
    this.queue = new ManualQueue(clock);
    this.store = storeOf(lasting);
    const inbox = new InboxRepository(db);
    const outbox = new OutboxRepository(db);
    const accounts = this.accounts();
    const stores = { byId: async () => storeOf(lasting) } as unknown as StoreDirectory;
    const noReconciliation = { countLate: async () => {} } as never;
    const decide = new DecideService(db, outbox, inbox, noReconciliation, clock);
    const exports = new ExportOptionsReader(db);
    const courtesy = new Courtesy();
    this.translate = new TranslateService(
      inbox,
      stores,
      decide,
      new TranslationFailures(db, clock),
      { pause: async () => {} } as never,
      exports,
      { read: async () => new Map() } as never,
      // Nothing comes from browsers here.
      {} as never,
      this.queue,
      courtesy,
      clock,
    );
    const pace = new AccountPace({ callsPerSecond: 1_000, concurrency: 2 }, clock.now());
    const linger = new ExportLinger(db);
    this.recovery = new LookUpWriter(db, outbox, this.queue, clock);
    this.lanes = new LaneService(
      outbox,
      accounts,
      { of: () => pace } as unknown as AccountPaces,
      {
        pause: async () => {
          lasting.isPaused = true;
        },
      } as unknown as AccountPause,
      // The model's documents map nothing to Key Information.
      new Sender(db, exports, new QuietBatch(), {} as never),
      new SettleService(db, this.queue, clock),
      new LookUpService(this.provable(db), outbox, this.recovery, accounts, this.queue, clock),
      new CallPlanner(outbox, linger, clock),
      linger,
      this.queue,
      clock,
    );
    this.accept = new AcceptService(db, inbox, this.queue, courtesy, clock);
    this.translate.onModuleInit();
    this.lanes.onModuleInit();
  }

  /** What a process does first. */
  async begin(): Promise<void> {
    await this.recovery.recover();
    await this.sweep();
  }

  async sweep(): Promise<void> {
    await this.translate.sweep();
    await this.lanes.sweep();
  }

  /** @returns whether the message was acknowledged. */
  async receive(document: ModelDocument, deliveryId: string): Promise<boolean> {
    const accepted = this.accept
      .accept({
        store: this.store,
        source: 'webhook',
        topic: 'model',
        messageKey: deliveryId,
        rawBody: Buffer.from(JSON.stringify(document)),
      })
      .then(() => true);
    return Promise.race([accepted, this.world.crashed.then(() => false)]);
  }

  /** Runs lanes, at most `turns` of them, until nothing is due now. */
  async run(turns: number): Promise<void> {
    for (let i = 0; i < turns && !this.world.isCrashed; i += 1) {
      const ran = await Promise.race([this.queue.turn(), this.world.crashed.then(() => false)]);
      await this.breathe();
      if (!ran && !this.queue.isBusy) return;
    }
  }

  /** Lets answers arrive and writes commit. */
  private async breathe(): Promise<void> {
    for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setImmediate(resolve));
    await Promise.race([this.lasting.db.settled(), this.world.crashed]);
    await new Promise((resolve) => setImmediate(resolve));
  }

  private accounts(): AccountDirectory {
    const { lasting, world } = this;
    return {
      get: async (): Promise<AccountContext> =>
        ({
          tenantId: lasting.tenantId,
          accountId: lasting.accountId,
          clientId: 'client',
          owner: 'owner@agency.example',
          endpoint: 'http://model',
          state: lasting.isPaused ? 'paused' : 'active',
          callsPerSecond: 1_000,
          concurrency: 2,
          retryWindowMs: 3_600_000,
          lookUpSeconds: [5, 30, 120],
          isLookUpProven: lasting.isProven,
          client: world.client,
        }) as unknown as AccountContext,
      forget: () => {},
    } as unknown as AccountDirectory;
  }

  /** The one thing the look-up service keeps of an account. */
  private provable(db: Database): Database {
    return Object.assign(Object.create(db) as Database, {
      of: () => ({
        update: async () => {
          this.lasting.isProven = true;
        },
      }),
    });
  }
}

/** The database as a process sees it: once that has ended, nothing it asked for is written or answered. */
function mortal(db: Database, world: World): Database {
  const never = <T>(): Promise<T> => new Promise<T>(() => {});
  const alive = <T>(answer: Promise<T>): Promise<T> =>
    answer.then((value) => (world.isCrashed ? never<T>() : value));
  const guarded =
    <T>(work: Work<T>): Work<T> =>
    (tx) =>
      world.isCrashed ? Promise.reject(new Error('The process has ended.')) : work(tx);
  const swallow = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((error) => (world.isCrashed ? never<T>() : Promise.reject(error)));
  return Object.assign(Object.create(db) as Database, {
    query: (sql: string, params: never) =>
      world.isCrashed ? never() : alive(db.query(sql, params)),
    write: <T>(work: Work<T>) => alive(swallow(db.write(guarded(work)))),
    writeHot: <T>(work: Work<T>) => alive(swallow(db.writeHot(guarded(work)))),
  });
}

function storeOf({ tenantId, accountId, storeId, connectionId, settings }: Lasting): StoreContext {
  return {
    tenantId,
    storeId,
    name: 'Model',
    platform: 'model',
    accountId,
    connectionId,
    connectionKey: 'model:1',
    adapter,
    connection: {},
    variables: {},
    shop: {},
    settings,
    facts: {
      shopKey: 'model:1',
      clientId: 'client',
      settings,
      orderStates: adapter.orderStates ?? {},
      placedStates: adapter.placedStates ?? [],
    },
    webhookUrl: '',
    trackerUrl: '',
    storefrontUrl: undefined,
    isPaused: false,
    client: () => undefined,
  };
}

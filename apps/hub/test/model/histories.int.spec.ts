import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { StoreSettings } from '@storewire/core';
import fc from 'fast-check';
import { Account } from '../../src/accounts/account.entity.js';
import { Connection } from '../../src/connections/connection.entity.js';
import { Database } from '../../src/database/database.service.js';
import { dialect } from '../../src/database/dialect.js';
import { newId } from '../../src/ids.js';
import { LedgerService } from '../../src/intake/ledger.service.js';
import { StoreCount } from '../../src/intake/store-count.entity.js';
import { Store } from '../../src/stores/store.entity.js';
import { Tenant } from '../../src/tenants/tenant.entity.js';
import { createTestDatabase, type TestDatabase } from '../../src/testing/test-database.js';
import { type Lasting, Life, type ModelDocument } from './life.js';
import { FAULTS, ModelClock, type PlannedFault, World } from './world.js';

/** More with STOREWIRE_HISTORIES=5000; on PostgreSQL each costs more round trips. */
const HISTORIES = Number(process.env.STOREWIRE_HISTORIES ?? (dialect === 'postgres' ? 60 : 500));

type Step =
  | { kind: 'order'; order: number; person: number; state: string; again: boolean }
  | { kind: 'contact'; person: number; consent: 'in' | 'out' | undefined; minutesAgo: number }
  | { kind: 'work'; turns: number }
  | { kind: 'wait'; seconds: number }
  | { kind: 'faults'; faults: PlannedFault[] }
  | { kind: 'refuse'; person: number }
  | { kind: 'setting'; purchaseOn: 'placed' | 'paid' }
  | { kind: 'crash' };

const person = fc.integer({ min: 1, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      order: fc.integer({ min: 1, max: 4 }),
      person,
      state: fc.constantFrom('PAID', 'PAID', 'PENDING', 'CANCELLED', 'REFUNDED'),
      again: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('contact' as const),
      person,
      consent: fc.constantFrom('in', 'out', undefined),
      minutesAgo: fc.integer({ min: 0, max: 5 }),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('work' as const),
      turns: fc.integer({ min: 1, max: 12 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.integer({ min: 1, max: 200 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('faults' as const),
      faults: fc.array(
        fc.record({
          fault: fc.constantFrom(...FAULTS),
          on: fc.constantFrom('' as const, 'contact/' as const, 'v2/contact/' as const),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refuse' as const), person }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('setting' as const),
      purchaseOn: fc.constantFrom('placed' as const, 'paid' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
);

const emailOf = (n: number): string => `person${n}@customer.example`;

describe('any history of messages, faults, crashes and settings', () => {
  let place: TestDatabase;
  let db: Database;
  const clock = new ModelClock();

  beforeAll(async () => {
    place = await createTestDatabase();
    db = await Database.open(place);
    jest.spyOn(performance, 'now').mockImplementation(() => clock.now());
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await db?.onApplicationShutdown();
    await place?.drop();
  });

  it(`loses nothing, sends nothing twice and keeps each contact in order, ${HISTORIES} times`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const history = await History.begin(db, clock);
        for (const one of steps) await history.take(one);
        await history.end();
        await history.check();
      }),
      { numRuns: HISTORIES, endOnFailure: false },
    );
  }, 1_200_000);
});

/** One history with what has to be true of it. */
class History {
  private life: Life;
  private version = 0;
  private acknowledged = 0;
  private readonly deliveries = new Map<string, ModelDocument>();
  /** Orders of which an acknowledged message said that they are paid: a purchase with any setting. */
  private readonly paid = new Set<string>();

  private constructor(
    private readonly lasting: Lasting,
    private readonly world: World,
    private readonly clock: ModelClock,
  ) {
    world.revive();
    this.life = new Life(lasting, world, clock);
  }

  static async begin(db: Database, clock: ModelClock): Promise<History> {
    const [tenantId, accountId, connectionId, storeId] = [newId(), newId(), newId(), newId()];
    const times = { createdAt: 1, updatedAt: 1 };
    const own = { name: 'Model', secrets: '', ...times };
    await db.write(async ({ manager }) => {
      await manager.insert(Tenant, { id: tenantId, name: 'Model', createdAt: 1 });
      await manager.insert(Account, {
        ...own,
        tenantId,
        id: accountId,
        endpoint: 'http://model',
        clientId: 'client',
        owner: 'owner@agency.example',
        credential: 'secret',
      });
      await manager.insert(Connection, {
        ...own,
        tenantId,
        id: connectionId,
        platform: 'model',
        config: {},
        shopKey: 'model:1',
      });
      const store = { ...own, tenantId, id: storeId, platform: 'model', accountId, connectionId };
      await manager.insert(Store, { ...store, shopKey: 'model:1', token: storeId });
      await manager.insert(StoreCount, { tenantId, storeId });
    });
    const lasting: Lasting = {
      db,
      tenantId,
      accountId,
      connectionId,
      storeId,
      settings: new StoreSettings(),
      isPaused: false,
      isProven: true,
    };
    return new History(lasting, new World(), clock);
  }

  async take(step: Step): Promise<void> {
    this.clock.ms += 1_000;
    switch (step.kind) {
      case 'order':
        await this.receive(
          {
            kind: 'order',
            id: String(step.order),
            // An order keeps its buyer.
            email: emailOf((step.order % 3) + 1),
            version: this.nextVersion(step.again),
            state: step.state,
          },
          step.again,
        );
        break;
      case 'contact':
        await this.receive(
          {
            kind: 'contact',
            id: `c${step.person}`,
            email: emailOf(step.person),
            version: this.nextVersion(false),
            ...(step.consent
              ? {
                  consent: step.consent,
                  consentAt: new Date(this.clock.now() - step.minutesAgo * 60_000).toISOString(),
                }
              : {}),
          },
          false,
        );
        break;
      case 'work':
        await this.life.run(step.turns);
        break;
      case 'wait':
        this.clock.ms += step.seconds * 1_000;
        break;
      case 'faults':
        this.world.plan(step.faults);
        break;
      case 'refuse':
        this.world.refused.add(emailOf(step.person));
        break;
      case 'setting':
        // What waits is decided with the settings of its time, so the model settles it first.
        await this.life.run(20);
        this.lasting.settings.purchaseOn = step.purchaseOn;
        break;
      case 'crash':
        this.world.crash();
        break;
    }
    await this.reviveIfDead();
  }

  /** Faults end, credentials are mended, a person retries the dead letters of refused people, and time passes. */
  async end(): Promise<void> {
    this.world.heal();
    this.lasting.isPaused = false;
    for (let i = 0; i < 400; i += 1) {
      await this.life.sweep();
      await this.life.run(50);
      await this.reviveIfDead();
      if ((await this.ledger()).pending === 0) return;
      const due = this.life.queue.nextDue;
      this.clock.ms = Math.max(this.clock.ms + 1_000, due ?? 0);
    }
  }

  async check(): Promise<void> {
    const ledger = await this.ledger();
    expect(ledger.pending).toBe(0);
    expect(ledger.accepted).toBe(ledger.delivered + ledger.filtered + ledger.dead);
    expect(ledger.accepted).toBeGreaterThanOrEqual(this.acknowledged);
    await this.checkPurchases();
    this.checkOrder();
    await this.checkConsent();
  }

  /** Exactly once where nothing died, and never twice; no end of a purchase without the purchase. */
  private async checkPurchases(): Promise<void> {
    const dead = await this.deadOrders();
    for (const id of ['1', '2', '3', '4']) {
      const of = (type: string) =>
        this.world.events.filter((e) => e.order === id && e.type === type).length;
      expect([id, 'PURCHASE', of('PURCHASE')]).toEqual([
        id,
        'PURCHASE',
        Math.min(1, of('PURCHASE')),
      ]);
      expect([id, 'CANCELLATION', of('CANCELLATION') > of('PURCHASE')]).toEqual([
        id,
        'CANCELLATION',
        false,
      ]);
      expect([id, 'RETURN', of('RETURN') > of('PURCHASE')]).toEqual([id, 'RETURN', false]);
      if (this.paid.has(id) && !dead.has(id)) expect([id, of('PURCHASE')]).toEqual([id, 1]);
    }
  }

  /** A person is known before the first event; events come in the order in which they were decided. */
  private checkOrder(): void {
    for (const n of [1, 2, 3]) {
      const told = this.world.told
        .filter(({ email }) => email === emailOf(n))
        .map(({ what }) => what);
      const firstEvent = told.findIndex((what) => what !== 'contact');
      if (firstEvent >= 0) expect(told.indexOf('contact')).toBeLessThan(firstEvent);
      for (const end of told.filter((what) => /^(CANCELLATION|RETURN)/.test(what))) {
        expect(told.indexOf(`PURCHASE ${end.split(' ')[1]}`)).toBeLessThan(told.indexOf(end));
      }
    }
  }

  /** The newest act that was decided and did not die is what SALESmanago has. */
  private async checkConsent(): Promise<void> {
    const rows = await this.lasting.db.query<{ contact_key: string; consent: string }>(
      'SELECT contact_key, consent FROM contact WHERE tenant_id = $1',
      [this.lasting.tenantId],
    );
    const dead = await this.deadPeople();
    for (const row of rows) {
      if (dead.has(row.contact_key)) continue;
      const state = JSON.parse(row.consent).email?.state;
      if (state !== 'in' && state !== 'out') continue;
      const acts = [...this.deliveries.values()].filter(
        (d) => d.kind === 'contact' && d.email === row.contact_key && d.consent,
      );
      const newest = acts.reduce((a, b) => (isNewer(b, a) ? b : a));
      expect([row.contact_key, state]).toEqual([row.contact_key, newest.consent]);
      expect([row.contact_key, this.world.people.get(row.contact_key)?.optedIn]).toEqual([
        row.contact_key,
        state === 'in',
      ]);
    }
  }

  private async receive(document: ModelDocument, again: boolean): Promise<void> {
    const known = [...this.deliveries.entries()].filter(
      ([, d]) => d.kind === document.kind && d.id === document.id,
    );
    // A platform repeats a delivery it got no answer for, with the same id and body.
    const [deliveryId, body] = (again && known.at(-1)) || [newId(), document];
    this.deliveries.set(deliveryId, body);
    const isNew = body === document;
    if (!(await this.life.receive(body, deliveryId))) {
      await this.reviveIfDead();
      if (!(await this.life.receive(body, deliveryId)))
        throw new Error('The new life took nothing in.');
    }
    if (isNew) this.acknowledged += 1;
    if (body.state === 'PAID') this.paid.add(body.id);
  }

  private nextVersion(again: boolean): number {
    if (!again) this.version += 1;
    return this.version;
  }

  private async reviveIfDead(): Promise<void> {
    if (!this.world.isCrashed) return;
    await this.lasting.db.settled();
    this.world.revive();
    this.life = new Life(this.lasting, this.world, this.clock);
    await this.life.begin();
  }

  private ledger() {
    return new LedgerService(this.lasting.db).of(this.lasting.tenantId, this.lasting.storeId);
  }

  private async deadOrders(): Promise<Set<string>> {
    const rows = await this.lasting.db.query<{ reference: string }>(
      `SELECT DISTINCT reference FROM message WHERE tenant_id = $1 AND state = 'dead'`,
      [this.lasting.tenantId],
    );
    return new Set(rows.map((row) => row.reference));
  }

  private async deadPeople(): Promise<Set<string>> {
    const rows = await this.lasting.db.query<{ contact_key: string }>(
      `SELECT DISTINCT contact_key FROM command WHERE tenant_id = $1 AND state = 'dead'`,
      [this.lasting.tenantId],
    );
    return new Set(rows.map((row) => row.contact_key));
  }
}

/** The newer act; at equal times an opt-out. */
function isNewer(a: ModelDocument, b: ModelDocument): boolean {
  const [x, y] = [a.consentAt ?? '', b.consentAt ?? ''];
  return x > y || (x === y && a.consent === 'out');
}

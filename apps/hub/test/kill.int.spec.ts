import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Ledger, Scene, type ShopifyScene } from './support/scene.js';
import { orderDocument, type Person, person } from './support/shopify-documents.js';
import { waitFor } from './support/wait-for.js';

jest.setTimeout(1_200_000);

const KILLS = 20;
const CLIENTS = 8;
const PEOPLE_PER_CLIENT = 4;
/** Webhooks that are answered between two kills; it varies, so that the kills meet every step of the way. */
const answersBeforeKill = (n: number): number => 8 + ((n * 17) % 24);
/** Of what is not answered, some is sent again, as Shopify does, and some is not, as when it has given up. */
const givesUp = (serial: number): boolean => serial % 7 === 0;

/** A shop's outgoing webhooks: one after the other for each person, and again until they are answered. */
class Sender {
  readonly acknowledged: number[] = [];
  readonly givenUp: number[] = [];
  private isStopping = false;
  private serial = 0;

  constructor(
    private readonly store: ShopifyScene,
    private readonly index: number,
    private readonly onAnswer: () => void,
  ) {}

  stop(): void {
    this.isStopping = true;
  }

  async run(): Promise<void> {
    while (!this.isStopping) {
      this.serial += 1;
      const buyer = buyerOf(this.index, this.serial);
      const id = orderId(this.index, this.serial);
      await this.deliver(id, buyer);
    }
  }

  private async deliver(id: number, buyer: Person): Promise<void> {
    const body = orderDocument({ id, buyer, status: 'paid' });
    const deliveryId = randomUUID();
    for (;;) {
      const status = await this.store.send('orders/paid', body, deliveryId);
      if (status === 200) {
        this.acknowledged.push(id);
        this.onAnswer();
        // Every third order changes at once; that brings nothing new.
        if (this.serial % 3 === 0) await this.store.send('orders/updated', body);
        return;
      }
      if (givesUp(this.serial) || this.isStopping) {
        this.givenUp.push(id);
        return;
      }
      await pause(100);
    }
  }
}

const buyerOf = (client: number, serial: number): Person =>
  person(100 + client * PEOPLE_PER_CLIENT + (serial % PEOPLE_PER_CLIENT));
const orderId = (client: number, serial: number): number => 6_000_000 + client * 100_000 + serial;

let scene: Scene;
let store: ShopifyScene;
let ledger: Ledger;
let senders: Sender[];

beforeAll(async () => {
  scene = await Scene.open();
  // Some calls take a moment, some answers are late: so that kills meet calls under way.
  scene.sandbox.faults.add({ kind: 'slow', delayMs: 15, probability: 0.5 });
  scene.sandbox.faults.add({ kind: 'slow', delayMs: 15, probability: 0.5, apply: true });
  store = await scene.shopify(await scene.account());
  // The first event proves that look-ups work in this account.
  await store.send(
    'orders/paid',
    orderDocument({ id: 5_999_999, buyer: person(99), status: 'paid' }),
  );
  await store.settled();
  await waitFor(
    'a look-up has found it',
    () => (scene.sandbox.stats().callsByMethod['/api/contact/listAll'] ?? 0) > 0,
  );
  let answers = 0;
  senders = Array.from(
    { length: CLIENTS },
    (_, index) =>
      new Sender(store, index, () => {
        answers += 1;
      }),
  );
  const running = senders.map((sender) => sender.run());
  for (let n = 0; n < KILLS; n += 1) {
    const target = answers + answersBeforeKill(n);
    await waitFor(`${target} webhooks are answered`, () => answers >= target, {
      everyMs: 1,
      timeoutMs: 60_000,
    });
    await scene.hub.kill();
    await scene.hub.restart();
  }
  for (const sender of senders) sender.stop();
  await Promise.all(running);
  ledger = await store.settled(240_000);
});

afterAll(() => {
  // Also when the scenario did not come to its end: they would send for ever.
  for (const sender of senders ?? []) sender.stop();
  return scene?.close();
});

const purchases = (): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { externalId = '' } of scene.events('PURCHASE')) {
    counts.set(externalId, (counts.get(externalId) ?? 0) + 1);
  }
  return counts;
};

describe('a hub that is killed twenty times in the middle of a burst', () => {
  it('has lost nothing that it acknowledged', () => {
    const sent = purchases();
    const acknowledged = senders.flatMap((sender) => sender.acknowledged);
    expect(acknowledged.length).toBeGreaterThan(KILLS * 10);
    expect(acknowledged.filter((id) => !sent.has(String(id)))).toEqual([]);
  });

  it('has sent nothing twice', () => {
    expect([...purchases()].filter(([, count]) => count > 1)).toEqual([]);
    expect(scene.sandbox.stats().duplicates).toBe(0);
  });

  it('has met calls under way, or this would prove nothing', () => {
    expect(scene.hub.logs).toMatch(/were under way when the hub ended/);
  });

  it('leaves nothing pending and nothing dead, and its ledger adds up', () => {
    expect(ledger).toMatchObject({ pending: 0, dead: 0 });
    expect(ledger.delivered).toBe(purchases().size);
  });

  it('has kept the order of each contact: the contact first, its orders as they were accepted', () => {
    for (let client = 0; client < CLIENTS; client += 1) {
      for (let n = 0; n < PEOPLE_PER_CLIENT; n += 1) {
        const operations = scene.sandbox.operations(buyerOf(client, n).email);
        expect(operations[0]?.what).toBe('created');
        const orders = operations
          .filter(({ what }) => what === 'event')
          .map(({ externalId }) => Number(externalId));
        expect(orders.length).toBeGreaterThan(1);
        expect(orders).toEqual(orders.toSorted((a, b) => a - b));
      }
    }
  });

  it('has left nothing personal and no secret in its logs', () => {
    expect(scene.leaks()).toEqual([]);
  });
});

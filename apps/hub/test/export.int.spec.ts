import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_ACCOUNT } from '@storewire/sandbox';
import type { WooOrder, WooStore } from '@storewire/sandbox/woocommerce';
import { Scene, type StoreScene } from './support/scene.js';
import { waitFor } from './support/wait-for.js';

jest.setTimeout(600_000);

const CUSTOMERS = 1_500;
const ORDERS = 1_500;
const MAX_BATCH = 400;
const READ_AHEAD = 1_000;
const PURCHASES = ['processing', 'completed'];
const SECOND_ACCOUNT = {
  ...DEFAULT_ACCOUNT,
  clientId: 'sandbox0second00',
  apiSecret: '5a4db0c50000000000000000second00',
};

interface Export {
  readonly id: string;
  readonly state: string;
  readonly total: number | null;
  readonly processed: number;
  readonly sent: number;
  readonly skipped: number;
  readonly failed: number;
  readonly alreadySent?: number;
  readonly error: string | null;
}

let scene: Scene;
let shop: WooStore;
let store: StoreScene;
let paid: WooOrder[];

beforeAll(async () => {
  scene = await Scene.open({ sandbox: { accounts: [DEFAULT_ACCOUNT, SECOND_ACCOUNT] } });
  shop = await scene.shop({
    seed: 'export',
    customers: CUSTOMERS,
    orders: ORDERS,
    products: 20,
  });
  store = await scene.woo(await scene.account(), shop);
  paid = ordersOf(shop).filter(({ status }) => PURCHASES.includes(status));
});

afterAll(() => scene?.close());

const ordersOf = (of: WooStore): WooOrder[] =>
  Array.from({ length: ORDERS }, (_, n) => of.order(of.orderId(n))).filter(
    (order) => order !== undefined,
  );

const begin = (of: StoreScene, kind: string, options: object = {}): Promise<Export> =>
  scene.hub.ask('POST', `${of.path}/exports`, { kind, ...options });

/** Follows an export until `isThere`, and checks what has to hold all the way. */
function follow(
  of: StoreScene,
  id: string,
  isThere: (state: Export) => boolean,
  seen = { processed: 0 },
): Promise<Export> {
  let last: Export | undefined;
  return waitFor(
    'the export is there',
    async () => {
      const now: Export = await scene.hub.ask('GET', `${of.path}/exports/${id}`);
      last = now;
      if (now.processed !== now.sent + now.skipped + now.failed) {
        throw new Error(`It does not add up: ${JSON.stringify(now)}`);
      }
      if (now.processed < seen.processed) throw new Error(`It fell: ${JSON.stringify(now)}`);
      seen.processed = now.processed;
      if (now.state === 'failed') throw new Error(`It failed: ${now.error}`);
      return isThere(now) && now;
    },
    { timeoutMs: 200_000, everyMs: 100, state: () => last },
  );
}

const isDone = ({ state }: Export): boolean => state === 'done';

/** Runs it with one `kill -9` in the middle; it goes on by itself. */
async function interrupted(kind: string): Promise<Export> {
  // Slow enough to be met on its way by whoever looks late.
  scene.sandbox.faults.add({ kind: 'slow', delayMs: 500 });
  const { id } = await begin(store, kind);
  const seen = { processed: 0 };
  await follow(store, id, ({ processed }) => processed > 300, seen);
  await scene.hub.kill();
  await scene.hub.restart();
  const { state } = await scene.hub.ask('GET', `${store.path}/exports/${id}`);
  expect(state).toBe('running');
  scene.sandbox.faults.clear();
  return follow(store, id, isDone, seen);
}

/** Calls that carry contacts or events. */
const sendingCalls = (): number =>
  Object.entries(scene.sandbox.stats().callsByMethod)
    .filter(([method]) => /upsert|ExtEvent/i.test(method))
    .reduce((sum, [, count]) => sum + count, 0);

const batches = (records: number): number => Math.ceil(records / MAX_BATCH);

const mostOrdersOfOne = (orders: readonly WooOrder[]): number =>
  Math.max(
    ...[...Map.groupBy(orders, ({ billing }) => billing.email).values()].map((own) => own.length),
  );

describe('an export that is killed on its way', () => {
  it('of contacts goes on by itself and sends every customer', async () => {
    const done = await interrupted('contacts');
    expect(done).toMatchObject({ state: 'done', failed: 0, error: null });
    expect(done.processed).toBe(done.total);
    const { clientId } = DEFAULT_ACCOUNT;
    for (let n = 0; n < CUSTOMERS; n += 1) {
      const email = shop.customer(shop.customerId(n))?.email ?? '';
      expect(scene.sandbox.contact(email, clientId)).toBeDefined();
    }
  });

  it('of orders sends one PURCHASE per paid order', async () => {
    const done = await interrupted('orders');
    expect(done).toMatchObject({ state: 'done', failed: 0, processed: ORDERS });
    const sent = scene.events('PURCHASE', DEFAULT_ACCOUNT.clientId);
    const ids = sent.map(({ externalId }) => Number(externalId));
    expect(ids.toSorted((a, b) => a - b)).toEqual(
      paid.map(({ id }) => id).toSorted((a, b) => a - b),
    );
    expect(done.sent).toBe(paid.length);
    expect(done.skipped).toBe(ORDERS - paid.length);
  });

  it('leaves a ledger that adds up and nothing pending', async () => {
    const ledger = await store.settled();
    expect(ledger).toMatchObject({ pending: 0, dead: 0 });
  });
});

describe('a second run', () => {
  it('says beforehand that everything is there', async () => {
    const { id } = await begin(store, 'orders', { dryRun: true });
    expect(await follow(store, id, isDone)).toMatchObject({
      sent: 0,
      alreadySent: paid.length,
      processed: ORDERS,
    });
  });

  it('sends nothing new', async () => {
    const before = sendingCalls();
    const { id } = await begin(store, 'orders');
    const done = await follow(store, id, isDone);
    expect(done).toMatchObject({ sent: 0, skipped: ORDERS, failed: 0 });
    expect(sendingCalls()).toBe(before);
    expect(scene.sandbox.stats().duplicatesByType).toEqual({
      PURCHASE: 0,
      CANCELLATION: 0,
      RETURN: 0,
    });
  });
});

describe('an export that nobody interrupts', () => {
  it('needs at most a tenth more calls than its batches could hold', async () => {
    const { clientId } = SECOND_ACCOUNT;
    const other = await scene.woo(await scene.account(SECOND_ACCOUNT), shop);
    const atStart = sendingCalls();
    await follow(other, (await begin(other, 'contacts')).id, isDone);
    const [afterContacts, known] = [sendingCalls(), scene.sandbox.contacts({ clientId }).total];
    await follow(other, (await begin(other, 'orders')).id, isDone);
    const guests = scene.sandbox.contacts({ clientId }).total - known;
    expect(known).toBeGreaterThanOrEqual(CUSTOMERS);
    // An export reads a thousand rows ahead, so each thousand may end in a batch that is not full.
    const partial = Math.ceil(ORDERS / READ_AHEAD);
    expect(afterContacts - atStart).toBeLessThanOrEqual(batches(known) * 1.1 + partial);
    // A batch of events holds one per person, so who bought most often needs as many batches.
    const least = batches(guests) + Math.max(batches(paid.length), mostOrdersOfOne(paid));
    expect(sendingCalls() - afterContacts).toBeLessThanOrEqual(least * 1.1 + 2 * partial);
  });
});

it('leaves nothing personal and no secret in the log', () => expect(scene.leaks()).toEqual([]));

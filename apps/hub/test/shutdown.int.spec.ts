import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { WooStore } from '@storewire/sandbox/woocommerce';
import { Scene, type ShopifyScene, type StoreScene } from './support/scene.js';
import { orderDocument, person } from './support/shopify-documents.js';
import { waitFor } from './support/wait-for.js';

jest.setTimeout(240_000);

let scene: Scene;
let store: ShopifyScene;
let shop: WooStore;
let exporting: StoreScene;
const acknowledged = new Set<string>();

beforeAll(async () => {
  scene = await Scene.open();
  const accountId = await scene.account();
  store = await scene.shopify(accountId);
  shop = await scene.shop({ seed: 'shutdown', customers: 600, orders: 0, products: 1 });
  exporting = await scene.woo(accountId, shop);
});

afterAll(() => scene?.close());

/** Sends orders until nobody answers any more. */
async function sendUntilClosed(client: number): Promise<void> {
  for (let n = 0; ; n += 1) {
    const id = 9_000_000 + client * 10_000 + n;
    const order = orderDocument({ id, buyer: person(3000 + (id % 500)), status: 'paid' });
    const status = await store.send('orders/paid', order);
    if (status !== 200) return;
    acknowledged.add(String(id));
  }
}

it('ends on SIGTERM in the middle of everything with exit code 0, and goes on where it was', async () => {
  // Calls that take their time, so that some are under way.
  scene.sandbox.faults.add({ kind: 'slow', delayMs: 150, apply: true });
  const { id } = await scene.hub.ask('POST', `${exporting.path}/exports`, { kind: 'contacts' });
  const sending = Promise.all([0, 1, 2, 3].map(sendUntilClosed));
  await waitFor('much is under way', () => acknowledged.size > 150);
  const { code, signal } = await scene.hub.stop();
  expect([code, signal]).toEqual([0, null]);
  await sending;
  const calls = scene.sandbox.stats().calls;

  scene.sandbox.faults.clear();
  await scene.hub.restart();
  const ended = await waitFor(
    'the export is done',
    async () => {
      const state = await scene.hub.ask('GET', `${exporting.path}/exports/${id}`);
      return state.state === 'done' && state;
    },
    { timeoutMs: 90_000 },
  );
  expect(ended).toMatchObject({ processed: 601, sent: 601, failed: 0 });
  const { delivered, dead } = await store.settled();
  const sent = scene.events('PURCHASE').map(({ externalId }) => String(externalId));
  expect([...acknowledged].filter((order) => !sent.includes(order))).toEqual([]);
  expect([delivered, dead, new Set(sent).size]).toEqual([sent.length, 0, sent.length]);
  expect(scene.sandbox.stats().calls).toBeGreaterThan(calls);
  // Calls under way had their time to end, so no outcome is unknown.
  expect(scene.hub.logs).not.toMatch(/were under way when the hub ended/);
  expect(scene.leaks()).toEqual([]);
});

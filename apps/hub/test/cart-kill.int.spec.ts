import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scene, SHOPIFY, type ShopifyScene } from './support/scene.js';
import { waitFor } from './support/wait-for.js';

jest.setTimeout(480_000);

const KILLS = 3;
const SHOPPERS = 8;
const ANSWERS_BEFORE_KILL = 25;

let scene: Scene;
let store: ShopifyScene;
let trackerUrl: string;
const acknowledged: string[] = [];
let sent = 0;
let isOver = false;

/** A browser that posts one cart after the other and repeats none, as browsers do. */
async function shop(address: string): Promise<void> {
  while (!isOver) {
    const token = randomUUID();
    const beacon = {
      v: 1,
      id: randomUUID(),
      platform: 'shopify',
      at: Date.now(),
      cart: { token, lines: [{ productId: '10', quantity: 1, unitPrice: '10.00' }] },
    };
    sent += 1;
    const headers = { origin: `https://${SHOPIFY.shopDomain}`, 'x-forwarded-for': address };
    try {
      const body = JSON.stringify(beacon);
      const { status } = await fetch(`${trackerUrl}/cart`, { method: 'POST', body, headers });
      if (status === 204) acknowledged.push(token);
      // Too many from this address for now, or the hub is just starting.
      else await new Promise((resolve) => setTimeout(resolve, 50));
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

beforeAll(async () => {
  scene = await Scene.open({ env: { STOREWIRE_TRUST_PROXY: '127.0.0.1' } });
  store = await scene.shopify(await scene.account());
  ({ trackerUrl } = await scene.hub.ask('GET', store.path));
  const shoppers = Array.from({ length: SHOPPERS }, (_, i) => shop(`198.51.100.${i + 1}`));
  for (let n = 0; n < KILLS; n += 1) {
    const target = acknowledged.length + ANSWERS_BEFORE_KILL;
    await waitFor(`${target} carts are answered`, () => acknowledged.length >= target, {
      everyMs: 1,
      timeoutMs: 60_000,
    });
    await scene.hub.kill();
    await scene.hub.restart();
  }
  isOver = true;
  await Promise.all(shoppers);
  await store.settled();
});

afterAll(() => {
  isOver = true;
  return scene?.close();
});

describe('a hub that is killed while carts come in', () => {
  it('has every cart that it answered with 204', async () => {
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * ANSWERS_BEFORE_KILL);
    const lost: string[] = [];
    for (const token of acknowledged) {
      const { items } = await scene.hub.ask('GET', `${store.path}/messages?q=${token}`);
      if (items.length !== 1) lost.push(token);
    }
    expect(lost).toEqual([]);
  });

  it('has no cart that nobody sent, and its ledger adds up', async () => {
    const ledger = await store.ledger();
    expect(ledger.accepted).toBeGreaterThanOrEqual(acknowledged.length);
    expect(ledger.accepted).toBeLessThanOrEqual(sent);
    expect(ledger).toMatchObject({ delivered: 0, dead: 0, pending: 0, filtered: ledger.accepted });
  });
});

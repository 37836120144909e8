import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { WooStore } from '@storewire/sandbox/woocommerce';
import { Scene, type StoreScene } from './support/scene.js';

jest.setTimeout(240_000);

let scene: Scene;
let shop: WooStore;
let store: StoreScene;
/** The shop's clock has whole seconds, so each step takes it on by two; it never runs ahead. */
let behindMs = 120_000;

beforeAll(async () => {
  scene = await Scene.open();
  shop = await scene.shop({
    seed: 'live',
    customers: 3,
    orders: 3,
    products: 6,
    now: () => Date.now() - behindMs,
  });
  store = await scene.woo(await scene.account(), shop, {
    location: 'forest_pl',
    registrationTags: ['REGISTERED'],
    newsletterTags: ['NEWS'],
    purchaseTags: ['BUYER'],
    guestPurchaseTags: ['GUEST'],
  });
  await scene.hub.ask('POST', `${store.path}/webhooks/register`);
});

afterAll(() => scene?.close());

/** Delivers the shop's webhooks, and waits until the hub has done what follows from them. */
async function happened(order?: 'reverse'): Promise<void> {
  const deliveries = await shop.webhooks.flush(order);
  behindMs -= 2_000;
  expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await store.settled()).toMatchObject({ dead: 0 });
}

const card = (email: string) => scene.sandbox.contact(email);
const eventsOf = (orderId: number) =>
  scene.sandbox.events({ externalId: String(orderId) }).items.toReversed();

describe('the webhooks of a WooCommerce shop', () => {
  it('are registered once per topic, and their pings are answered and not counted', async () => {
    const { items } = await scene.hub.ask('GET', `${store.path}/webhooks`);
    const topics = items.map(({ topic }: { topic: string }) => topic);
    expect(new Set(topics).size).toBe(topics.length);
    expect(topics).toEqual(expect.arrayContaining(['customer.created', 'order.updated']));
    expect(items.every(({ active }: { active: boolean }) => active)).toBe(true);
    const pings = shop.webhooks.deliveries.filter(({ topic }) => topic === undefined);
    expect(pings.length).toBeGreaterThanOrEqual(topics.length);
    expect(new Set(pings.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await store.ledger()).toMatchObject({ accepted: 0 });
  });

  it('bring a registration with its tick', async () => {
    const ewa = shop.registerCustomer({ email: 'ewa@customer.example', newsletter: 'yes' });
    const jan = shop.registerCustomer({ email: 'jan@customer.example' });
    await happened();
    expect(card(ewa.email)).toMatchObject({
      name: `${ewa.first_name} ${ewa.last_name}`,
      optedOut: false,
      tags: { REGISTERED: expect.anything(), NEWS: expect.anything() },
    });
    expect(card(jan.email)).toMatchObject({ optedOut: true });
    expect(Object.keys(card(jan.email)?.tags as object)).toEqual(['REGISTERED']);
  });

  it('bring a consent that is given, withdrawn and given again', async () => {
    const { id, email } = shop.registerCustomer({ email: 'ola@customer.example' });
    await happened();
    for (const [value, optedOut] of [
      ['yes', false],
      ['no', true],
      ['yes', false],
    ] as const) {
      shop.setConsent(id, value);
      await happened();
      expect(card(email)).toMatchObject({ optedOut });
    }
  });

  it('bring an order once it is paid, and what becomes of it', async () => {
    const { id: customerId, email } = shop.registerCustomer({ email: 'ida@customer.example' });
    const order = shop.placeOrder({ customerId });
    await happened();
    expect(eventsOf(order.id)).toEqual([]);
    for (const status of ['processing', 'completed'] as const) {
      shop.setOrderStatus(order.id, status);
      await happened();
    }
    expect(eventsOf(order.id)).toMatchObject([
      {
        contactExtEventType: 'PURCHASE',
        email,
        value: Number(order.total),
        location: 'forest_pl',
        details: { detail9: 'PLN' },
      },
    ]);
    expect(card(email)).toMatchObject({ state: 'CUSTOMER', tags: { BUYER: expect.anything() } });
    shop.refundOrder(order.id);
    await happened();
    expect(eventsOf(order.id).map((event) => event.contactExtEventType)).toEqual([
      'PURCHASE',
      'RETURN',
    ]);
  });

  it('bring a guest, and a cancellation', async () => {
    const order = shop.placeOrder({ guest: { email: 'guest@customer.example' }, paid: true });
    await happened();
    expect(card('guest@customer.example')).toMatchObject({ tags: { GUEST: expect.anything() } });
    shop.setOrderStatus(order.id, 'cancelled');
    await happened();
    expect(eventsOf(order.id).map((event) => event.contactExtEventType)).toEqual([
      'PURCHASE',
      'CANCELLATION',
    ]);
  });

  it('may come in any order', async () => {
    const { id: customerId, email } = shop.registerCustomer({ email: 'leo@customer.example' });
    const order = shop.placeOrder({ customerId, paid: true });
    await happened('reverse');
    const topics = shop.webhooks.deliveries.map(({ topic }) => topic);
    expect(topics.lastIndexOf('order.created')).toBeLessThan(
      topics.lastIndexOf('customer.created'),
    );
    expect(eventsOf(order.id)).toMatchObject([{ contactExtEventType: 'PURCHASE', email }]);
    expect(scene.sandbox.operations(email)[0]?.what).toBe('created');
  });

  it('of seconds in which much happens are all taken in', async () => {
    const { accepted } = await store.ledger();
    for (let n = 0; n < 20; n += 1) {
      shop.registerCustomer({ email: `crowd.${n}@customer.example` });
    }
    await happened();
    expect((await store.ledger()).accepted).toBe(accepted + 20);
    expect(scene.sandbox.contacts({ q: 'crowd.' }).total).toBe(20);
  });
});

it('leaves nothing personal and no secret in the log', () => expect(scene.leaks()).toEqual([]));

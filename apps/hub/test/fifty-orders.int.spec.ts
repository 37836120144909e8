import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fiftyOrders, type OrderStory } from './support/fifty-orders.js';
import { type Ledger, Scene, type ShopifyScene } from './support/scene.js';
import { orderDocument, person } from './support/shopify-documents.js';

jest.setTimeout(240_000);

const stories = fiftyOrders();
const deliveries = stories.flatMap((story) => story.deliveries);
/** Every fourth webhook is delivered again, as Shopify does when an answer gets lost. */
const isRepeated = (n: number): boolean => n % 4 === 0;

let scene: Scene;
let store: ShopifyScene;
let ledger: Ledger;
const statuses: (number | undefined)[] = [];

beforeAll(async () => {
  scene = await Scene.open();
  const settings = {
    location: 'mugs_pl',
    purchaseTags: ['BUYER'],
    guestPurchaseTags: ['GUEST'],
    newsletterTags: ['NEWS'],
  };
  store = await scene.shopify(await scene.account(), settings);
  // Orders come side by side, the webhooks of one order one after the other.
  await Promise.all(stories.map(tell));
  statuses.push(
    await store.send(
      'orders/create',
      orderDocument({ id: 77, buyer: person(77), status: 'pending', hasTick: true }),
    ),
  );
  ledger = await store.settled();
});

afterAll(() => scene?.close());

async function tell(story: OrderStory, n: number): Promise<void> {
  if (story.now) store.admin.keep(story.now);
  for (const { topic, order, body } of story.deliveries) {
    const id = randomUUID();
    const document = body ?? (order ? orderDocument(order) : {});
    statuses.push(await store.send(topic, document, id));
    if (isRepeated(n)) statuses.push(await store.send(topic, document, id));
  }
}

const eventsOf = ({ order }: OrderStory): string[] =>
  scene.sandbox
    .events({ externalId: String(order.id) })
    .items.map((event) => event.contactExtEventType)
    .reverse();

describe('fifty signed orders of a Shopify shop', () => {
  it('are all taken in, and their repetitions with them', () => {
    expect(stories).toHaveLength(50);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(ledger.accepted).toBe(deliveries.length + 1);
  });

  it('give each order its events, once', () => {
    const given = Object.fromEntries(stories.map((story) => [story.order.id, eventsOf(story)]));
    const wanted = Object.fromEntries(stories.map(({ order, events }) => [order.id, events]));
    expect(given).toEqual(wanted);
    expect(scene.sandbox.stats().duplicatesByType).toEqual({
      PURCHASE: 0,
      CANCELLATION: 0,
      RETURN: 0,
    });
    expect(scene.events('PURCHASE')).toHaveLength(39);
  });

  it('count the money of the shop, also where the shopper paid in another one', () => {
    for (const event of scene.events('PURCHASE')) {
      expect(event).toMatchObject({ value: 119, location: 'mugs_pl', details: { detail9: 'PLN' } });
    }
  });

  it('give a contact to everybody who bought, and to nobody else', () => {
    const buyers = stories
      .filter(({ events }) => events.length > 0)
      .map(({ order }) => order.buyer);
    const known = scene.sandbox.contacts({ limit: 200 }).items.map(({ email }) => email);
    const wanted = new Set([...buyers, person(77)].map(({ email }) => email.toLowerCase()));
    expect(new Set(known.map((email) => String(email).toLowerCase()))).toEqual(wanted);
  });

  it('tell of each contact what the shop knows, with the tags of an account or a guest', () => {
    const [account] = stories;
    const guest = stories.find(({ deliveries: [first] }) => first?.order?.isGuest);
    expect(scene.sandbox.contact(account?.order.buyer.email ?? '')).toMatchObject({
      name: 'Ada Kowal0',
      phone: '+48600101000',
      state: 'CUSTOMER',
      tags: { BUYER: expect.anything() },
      optedOut: true,
    });
    expect(scene.sandbox.contact(guest?.order.buyer.email ?? '')).toMatchObject({
      tags: { GUEST: expect.anything() },
    });
  });

  it('take a tick at the checkout for what it is, also where nothing was paid', () => {
    expect(scene.sandbox.contact(person(77).email)).toMatchObject({
      optedOut: false,
      tags: { NEWS: expect.anything() },
    });
    expect(scene.sandbox.events({ email: person(77).email }).total).toBe(0);
  });

  it('leave nothing pending and nothing dead', () => {
    const sending = stories.flatMap(({ events }) => events).length;
    expect(ledger).toMatchObject({ dead: 0, pending: 0, delivered: sending + 1 });
    expect(ledger.filtered).toBe(deliveries.length - sending);
  });

  it('are each explained', async () => {
    const messages = await store.messages();
    expect(messages).toHaveLength(ledger.accepted);
    for (const message of messages) {
      expect(message.decisions).toHaveLength(1);
      expect(message.decisions[0].reasons.flat()[0]).toMatchObject({
        rule: expect.any(String),
        result: expect.any(String),
      });
      if (message.state === 'filtered') {
        expect(message).toMatchObject({ rule: expect.any(String), commands: [] });
        continue;
      }
      expect(message.state).toBe('delivered');
      for (const command of message.commands) {
        expect(command).toMatchObject({ state: 'done', result: expect.any(String) });
        expect(command.attempts.at(-1)).toMatchObject({
          outcome: 'done',
          finishedAt: expect.any(String),
        });
      }
    }
    const rules = new Set(messages.map((message) => message.rule).filter(Boolean));
    expect(rules).toEqual(new Set(['alreadySent', 'notAPurchase', 'testOrder', 'noPurchase']));
  });

  it('are found by order number', async () => {
    const { items } = await scene.hub.ask(
      'GET',
      `${store.path}/messages?q=${encodeURIComponent(`#${stories[12]?.order.id}`)}`,
    );
    expect(items.map(({ topic }: { topic: string }) => topic)).toEqual([
      'orders/updated',
      'orders/paid',
      'orders/create',
    ]);
  });

  it('leave nothing personal and no secret in the log', () => expect(scene.leaks()).toEqual([]));
});

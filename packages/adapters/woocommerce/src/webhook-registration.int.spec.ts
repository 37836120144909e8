import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collect, type EmulatedShop, openShop, Receiver } from '../test/emulated-shop.js';
import { checkHooks, registerHooks } from './webhook-registration.js';
import { readWebhook, TOPICS, verifySignature } from './webhooks.js';

let shop: EmulatedShop;
let receiver: Receiver;
let address: string;

beforeEach(async () => {
  shop = await openShop({ transport: 'http', products: 2 });
  receiver = new Receiver();
  address = await receiver.listen();
});
afterEach(async () => {
  await receiver.close();
  await shop.close();
});

const register = () => registerHooks(shop.client(), address, shop.connection());
const verdicts = () =>
  receiver.calls.map(({ headers, body }) =>
    verifySignature(
      { headers: headers as Record<string, string>, rawBody: body },
      shop.connection(),
    ),
  );

describe('registerHooks', () => {
  it('makes webhooks whose pings and deliveries this adapter takes', async () => {
    const made = await register();
    expect(made.map(({ topic }) => topic)).toEqual([...TOPICS]);
    expect(verdicts()).toEqual(TOPICS.map(() => ({ outcome: 'ping' })));

    receiver.calls.length = 0;
    const order = shop.store.placeOrder({ paid: true });
    await shop.store.webhooks.flush();
    const taken = verdicts();
    expect(taken.every(({ outcome }) => outcome === 'accepted')).toBe(true);
    const rows = await collect(readEverything());
    expect(rows).toContainEqual(expect.objectContaining({ kind: 'order', id: String(order.id) }));
  });

  it('removes doubles, leaves the webhooks of others alone and writes the secret anew', async () => {
    await register();
    const client = shop.client();
    const double = { topic: 'order.updated', delivery_url: address, secret: 'x', name: 'double' };
    await client.write('POST', '/webhooks', double);
    await client.write('POST', '/webhooks', { ...double, delivery_url: `${address}/other` });
    await registerHooks(client, address, shop.connection({ webhookSecret: 'renewedSecret01' }));
    const hooks = [...shop.store.webhooks.shelf.written()];
    expect(hooks.filter(({ deliveryUrl }) => deliveryUrl === address)).toHaveLength(TOPICS.length);
    expect(hooks.filter(({ deliveryUrl }) => deliveryUrl !== address)).toHaveLength(1);
    const own = hooks.filter(({ deliveryUrl }) => deliveryUrl === address);
    expect(own.every(({ secret }) => secret === 'renewedSecret01')).toBe(true);
  });

  it('sees a webhook that WooCommerce switched off, and switches it on', async () => {
    await register();
    const { shelf } = shop.store.webhooks;
    const hook = [...shelf.written()].find(({ topic }) => topic === 'order.created');
    if (hook) shelf.put({ ...hook, status: 'disabled' });
    const seen = await checkHooks(shop.client(), address);
    expect(seen.filter(({ active }) => !active)).toEqual([
      expect.objectContaining({ topic: 'order.created', detail: expect.stringMatching(/failed/) }),
    ]);
    await register();
    expect((await checkHooks(shop.client(), address)).every(({ active }) => active)).toBe(true);
  });

  it('says what is missing when the key may only read', async () => {
    shop.store.addKey({ key: 'ck_reader', secret: 'cs_reader', permissions: 'read' });
    const client = shop.client({ consumerKey: 'ck_reader', consumerSecret: 'cs_reader' });
    await expect(registerHooks(client, address, shop.connection())).rejects.toMatchObject({
      code: 'STORE_FORBIDDEN',
    });
  });
});

async function* readEverything() {
  for (const { headers, body } of receiver.calls) {
    const topic = String(headers['x-wc-webhook-topic']);
    const receivedAt = new Date(0).toISOString();
    yield* readWebhook({ topic, rawBody: body.toString('utf8'), receivedAt, meta: {} });
  }
}

import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WooWebhook } from './documents.js';
import { createWooStore, type WooStore } from './store.js';
import { type Answer, callStore, Receiver } from './store-caller.js';
import { phpJson } from './webhooks.js';

const SECRET = 'whsec123';
let clock: number;
let store: WooStore;
let receiver: Receiver;
let url: string;

beforeEach(async () => {
  clock = Date.parse('2026-11-21T12:00:00Z');
  store = createWooStore({ customers: 5, orders: 5, products: 4, now: () => clock });
  receiver = new Receiver();
  [url] = await Promise.all([receiver.listen(), store.listen()]);
});
afterEach(async () => {
  await store.close();
  await receiver.close();
});

const call = (method: string, path: string, body?: unknown) => callStore(store, method, path, body);
const code = (answer: Answer) => (answer.body as { code?: string }).code;

async function subscribe(topic: string, more: object = {}): Promise<WooWebhook> {
  const answer = await call('POST', '/webhooks', {
    topic,
    delivery_url: url,
    secret: SECRET,
    ...more,
  });
  receiver.calls.length = 0;
  return answer.body as WooWebhook;
}

describe('creating a webhook', () => {
  it('pings the address, unsigned and form-encoded, before it answers', async () => {
    const answer = await call('POST', '/webhooks', { topic: 'order.created', delivery_url: url });
    const { id, status, date_modified } = answer.body as WooWebhook;
    expect([answer.status, status, date_modified]).toEqual([201, 'active', null]);
    expect(receiver.calls.map(({ body }) => body)).toEqual([`webhook_id=${id}`]);
    const headers = receiver.calls[0]?.headers ?? {};
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.keys(headers).filter((name) => name.startsWith('x-wc-'))).toEqual([]);
  });

  it.each([
    { body: { topic: 'order.published' }, gives: 'woocommerce_rest_shop_webhook_invalid_topic' },
    { body: { topic: 'cart.created' }, gives: 'woocommerce_rest_shop_webhook_invalid_topic' },
    {
      body: { topic: 'order.created', delivery_url: 'ftp://x' },
      gives: 'woocommerce_rest_shop_webhook_invalid_delivery_url',
    },
    {
      body: { delivery_url: 'http://127.0.0.1/', topic: '' },
      gives: 'rest_missing_callback_param',
    },
  ])('refuses $body', async ({ body, gives }) => {
    const answer = await call('POST', '/webhooks', { delivery_url: url, ...body });
    expect([answer.status, code(answer)]).toEqual([400, gives]);
  });

  it('takes custom topics', async () => {
    const { hooks } = await subscribe('action.woocommerce_add_to_cart');
    expect(hooks).toEqual(['woocommerce_add_to_cart']);
  });
});

describe('a webhook', () => {
  it('is listed, changed and deleted with force only, and never shows its secret', async () => {
    const { id } = await subscribe('order.created');
    const changed = await call('PUT', `/webhooks/${id}`, {
      status: 'paused',
      topic: 'order.updated',
    });
    expect(changed.body).toMatchObject({
      status: 'paused',
      topic: 'order.updated',
      event: 'updated',
    });
    expect(JSON.stringify(changed.body)).not.toContain(SECRET);
    const listed = async (status: string) =>
      ((await call('GET', `/webhooks?status=${status}`)).body as WooWebhook[]).map((one) => one.id);
    expect([await listed('paused'), await listed('active')]).toEqual([[id], []]);
    expect((await call('DELETE', `/webhooks/${id}`)).status).toBe(501);
    expect((await call('DELETE', `/webhooks/${id}?force=true`)).status).toBe(200);
    expect(code(await call('GET', `/webhooks/${id}`))).toBe(
      'woocommerce_rest_shop_webhook_invalid_id',
    );
  });
});

describe('a delivery', () => {
  it('is signed over the exact bytes, which escape like PHP', async () => {
    await subscribe('customer.created');
    store.registerCustomer({ firstName: 'Łucja', email: 'lucja@mail.example' });
    await store.webhooks.flush();
    const [sent] = receiver.calls;
    const signature = createHmac('sha256', SECRET)
      .update(sent?.body ?? '')
      .digest('base64');
    expect(sent?.headers['x-wc-webhook-signature']).toBe(signature);
    expect(sent?.headers['x-wc-webhook-source']).toBe(`${store.home}/`);
    expect(sent?.body).toContain('\\u0141ucja');
    expect(sent?.body).toContain('http:\\/\\/');
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({ first_name: 'Łucja' });
  });

  it('shows the order as it is when sent, once for a burst of changes', async () => {
    await subscribe('order.updated');
    const { id } = store.placeOrder();
    store.setOrderStatus(id, 'processing');
    store.setOrderStatus(id, 'completed');
    expect(await store.webhooks.flush()).toHaveLength(1);
    expect(JSON.parse(receiver.calls[0]?.body ?? '')).toMatchObject({ id, status: 'completed' });
  });

  it('has the same delivery id as another one of the same second, and not of the next', async () => {
    await subscribe('order.created');
    store.placeOrder();
    store.placeOrder();
    await store.webhooks.flush();
    clock += 1_000;
    store.placeOrder();
    await store.webhooks.flush();
    const [first, second, third] = receiver.calls.map(
      ({ headers }) => headers['x-wc-webhook-delivery-id'],
    );
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('can come in reverse, updates before creations', async () => {
    await subscribe('order.created');
    await subscribe('order.updated');
    store.setOrderStatus(store.placeOrder().id, 'processing');
    const sent = await store.webhooks.flush('reverse');
    expect(sent.map(({ topic }) => topic)).toEqual(['order.updated', 'order.created']);
  });

  it.each([
    {
      topic: 'order.deleted',
      act: () => store.deleteOrder(store.orderId(1)),
      id: () => store.orderId(1),
    },
    {
      topic: 'customer.deleted',
      act: () => store.deleteCustomer(store.customerId(1)),
      id: () => store.customerId(1),
    },
  ])('for $topic carries the id only', async ({ topic, act, id }) => {
    await subscribe(topic);
    act();
    await store.webhooks.flush();
    expect(receiver.calls[0]?.body).toBe(`{"id":${id()}}`);
  });

  it('follows a REST write too, so a consent that was pushed comes back as an echo', async () => {
    await subscribe('customer.updated');
    const id = store.customerId(2);
    await call('PUT', `/customers/${id}`, {
      meta_data: [{ key: 'newsletter_consent', value: 'no' }],
    });
    const [sent] = await store.webhooks.flush();
    expect(sent).toMatchObject({ topic: 'customer.updated', resourceId: id, status: 200 });
  });

  it('does not happen for a paused webhook', async () => {
    const { id } = await subscribe('order.created');
    await call('PUT', `/webhooks/${id}`, { status: 'paused' });
    store.placeOrder();
    expect(await store.webhooks.flush()).toEqual([]);
  });
});

describe('failing deliveries', () => {
  const fail = async (times: number) => {
    for (let n = 0; n < times; n += 1) {
      store.placeOrder();
      await store.webhooks.flush();
    }
  };
  const status = async (id: number) =>
    ((await call('GET', `/webhooks/${id}`)).body as WooWebhook).status;

  it('are not repeated, and the seventh in a row switches the webhook off', async () => {
    const { id } = await subscribe('order.created');
    receiver.status = 500;
    await fail(6);
    expect(await status(id)).toBe('active');
    await fail(3);
    expect([await status(id), receiver.calls.length]).toEqual(['disabled', 7]);
  });

  it('count from the start again after a success', async () => {
    const { id } = await subscribe('order.created');
    receiver.status = 500;
    await fail(6);
    receiver.status = 200;
    await fail(1);
    receiver.status = 500;
    await fail(6);
    expect(await status(id)).toBe('active');
  });

  it('do not follow redirects; 302 counts as success and 307 does not', async () => {
    const { id } = await subscribe('order.created');
    receiver.status = 302;
    await fail(8);
    expect([await status(id), receiver.calls.length]).toEqual(['active', 8]);
    receiver.status = 307;
    await fail(7);
    expect([await status(id), receiver.calls.length]).toEqual(['disabled', 15]);
  });

  it('include addresses where nobody listens', async () => {
    const { id } = await subscribe('order.created');
    await receiver.close();
    await fail(7);
    expect(await status(id)).toBe('disabled');
  });
});

describe('automatic delivery', () => {
  it('happens by itself soon after', async () => {
    const live = createWooStore({
      customers: 1,
      orders: 0,
      products: 1,
      webhooks: 'automatic',
      webhookDelayMs: 1,
    });
    await live.listen();
    await callStore(live, 'POST', '/webhooks', {
      topic: 'customer.created',
      delivery_url: url,
      secret: SECRET,
    });
    const arrived = new Promise<void>((resolve) => {
      const push = receiver.calls.push.bind(receiver.calls);
      receiver.calls.push = (...calls) => {
        resolve();
        return push(...calls);
      };
    });
    live.registerCustomer();
    await arrived;
    await live.close();
    expect(receiver.calls.at(-1)?.headers['x-wc-webhook-topic']).toBe('customer.created');
  });
});

describe('phpJson', () => {
  it('escapes slashes and everything beyond ASCII, and means the same', () => {
    const value = { url: 'http://a/b', name: 'Gość 😀', quote: '"' };
    expect(phpJson(value)).toBe(
      '{"url":"http:\\/\\/a\\/b","name":"Go\\u015b\\u0107 \\ud83d\\ude00","quote":"\\""}',
    );
    expect(JSON.parse(phpJson(value))).toEqual(value);
  });
});

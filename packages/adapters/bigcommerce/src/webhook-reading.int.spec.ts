import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreObjectMissing, UnreadableDocument } from '@storewire/core';
import { idsOf, RunningStore } from '../test/running-store.js';
import { writeConsent } from './consent.js';
import { TOPICS } from './webhook-reading.js';

describe('readWebhook', () => {
  let store: RunningStore;
  beforeEach(async () => {
    store = await RunningStore.open();
  });
  afterEach(() => store.stop());

  const seedOne = (kind: 'contact' | 'consent' | 'order' | 'product' | 'cart'): string =>
    store.fake.seed(kind, 1)[0] as string;

  it('gives a registration with the newsletter that was ticked', async () => {
    const id = seedOne('consent');
    const rows = await store.read('store/customer/created', { id: Number(id) });
    expect(rows).toMatchObject([
      { kind: 'contact', id, trigger: 'registration', storefront: '1', raw: { subscribed: true } },
    ]);
  });

  it('says nothing about consent for a customer without a subscription', async () => {
    const [row] = await store.read('store/customer/updated', { id: Number(seedOne('contact')) });
    expect(row?.raw).toMatchObject({ subscriber: null });
    expect(row?.raw).not.toHaveProperty('subscribed');
    expect(row?.trigger).toBeUndefined();
  });

  it('reads the customer of an address that changed', async () => {
    const id = seedOne('contact');
    const data = { type: 'customer', id: 60, address: { customer_id: Number(id) } };
    expect(idsOf(await store.read('store/customer/address/deleted', data))).toEqual([id]);
  });

  it('gives a new subscriber as person and as subscription', async () => {
    const id = seedOne('consent');
    const subscriber = store.fake.subscriberOf(id);
    const rows = await store.read('store/subscriber/created', { id: subscriber?.id });
    expect(rows).toMatchObject([
      { kind: 'contact', id, trigger: 'newsletter', raw: { subscribed: true } },
      { kind: 'consent', id: `subscriber:${subscriber?.id}`, raw: { subscribed: true } },
    ]);
  });

  it('does not take a subscriber that the hub made for a sign-up', async () => {
    const email = String(store.fake.row('contact', seedOne('contact')).email);
    const write = { email, channel: 'email', state: 'in', at: store.fake.now() } as const;
    await writeConsent(store.client(), write);
    const [entry] = store.fake.subscribers;
    const [person] = await store.read('store/subscriber/created', { id: entry?.id });
    expect(person).toMatchObject({ raw: { subscribed: true } });
    expect(person?.trigger).toBeUndefined();
  });

  it('gives a subscriber without an account, and an entry without consents no sign-up', async () => {
    store.fake.setConsent(seedOne('contact'), 'email', 'never');
    const [entry] = store.fake.subscribers;
    Object.assign(entry ?? {}, { email: 'nobody.else@poczta.example', channel_id: 2 });
    const rows = await store.read('store/subscriber/created', { id: entry?.id });
    expect(rows).toMatchObject([
      {
        kind: 'contact',
        id: `subscriber:${entry?.id}`,
        storefront: '2',
        raw: { subscribed: false },
      },
      { kind: 'consent', id: `subscriber:${entry?.id}`, storefront: '2' },
    ]);
    expect(rows.some(({ trigger }) => trigger !== undefined)).toBe(false);
  });

  it('leaves open what an old subscriber agreed to, unless the connection says', async () => {
    seedOne('consent');
    const [entry] = store.fake.subscribers;
    delete entry?.consents;
    const topic = 'store/subscriber/updated';
    const [silent] = await store.read(topic, { id: entry?.id });
    expect(silent?.raw).not.toHaveProperty('subscribed');
    const client = store.client({ subscribersWithoutConsents: 'subscribed' });
    const [told] = await store.read(topic, { id: entry?.id }, client);
    expect(told?.raw).toMatchObject({ subscribed: true });
  });

  it('takes a deleted subscriber for an opt-out only where the connection says so', async () => {
    const topic = 'store/subscriber/deleted';
    const [row] = await store.read(topic, { id: 5 });
    expect(row).toEqual({
      kind: 'consent',
      id: 'subscriber:5',
      raw: { subscription: 'subscriber:5' },
    });
    const client = store.client({ deletedSubscribers: 'out' });
    const [told] = await store.read(topic, { id: 5 }, client);
    expect(told?.raw).toEqual({ subscription: 'subscriber:5', subscribed: false });
  });

  it('gives an order with its lines and refunds in two calls', async () => {
    const id = seedOne('order');
    store.fake.giveBack(id, 1);
    const [row] = await store.read('store/order/refund/created', { id: Number(id) });
    expect(row?.raw).toMatchObject({
      products: [{ name: 'Kubek' }],
      refunds: [{ total_amount: 1 }],
    });
    expect(store.called()).toEqual([
      `GET /v2/orders/${id}`,
      'GET /v3/orders/payment_actions/refunds',
    ]);
  });

  it('says that an order is gone, and passes over an order that a migration wrote', async () => {
    await expect(store.read('store/order/created', { id: 4711 })).rejects.toBeInstanceOf(
      StoreObjectMissing,
    );
    const id = seedOne('order');
    Object.assign(store.fake.row('order', id), { external_source: 'M-MIG' });
    expect(await store.read('store/order/created', { id: Number(id) })).toEqual([]);
  });

  it('brings a link back to a cart, one for each content of it', async () => {
    const id = seedOne('cart');
    const client = store.client();
    const [updated] = await store.read('store/cart/updated', { id }, client);
    expect(updated?.raw).toMatchObject({
      items: [{ product_id: 77 }],
      redirect_urls: { cart_url: expect.stringContaining(id) },
    });
    const [abandoned] = await store.read('store/cart/abandoned', { id, token: 'invented' }, client);
    expect(abandoned?.raw).toEqual(updated?.raw);
    const items = store.fake.carts.get(id)?.line_items.physical_items[0];
    Object.assign(items ?? {}, { quantity: 3 });
    await store.read('store/cart/updated', { id }, client);
    expect(store.called().filter((call) => call.startsWith('POST'))).toHaveLength(2);
  });

  it('makes no link for a cart of nobody', async () => {
    const id = seedOne('cart');
    Object.assign(store.fake.carts.get(id) ?? {}, { email: '' });
    const [row] = await store.read('store/cart/updated', { id });
    expect(row?.raw).not.toHaveProperty('redirect_urls');
  });

  it.each([
    ['is not wanted', { recoveryLinks: 'off' as const }, undefined],
    ['may not be made', {}, 403],
    ['is refused for a cart of the storefront', {}, 422],
  ])('gives a cart without a link where one %s', async (_, connection, status) => {
    const id = seedOne('cart');
    if (status === 403) store.fake.withhold('store_cart');
    store.fake.refusesLinks = status === 422;
    const [row] = await store.read('store/cart/abandoned', { id }, store.client(connection));
    expect(row?.id).toBe(id);
    expect(row?.raw).not.toHaveProperty('redirect_urls');
  });

  it('gives nothing for a cart that became an order', async () => {
    const id = '09346904-4175-44fd-be53-f7e598531b6c';
    expect(await store.read('store/cart/updated', { id })).toEqual([]);
  });

  it.each([
    [
      'store/product/inventory/order/updated',
      (id: number) => ({ id, inventory: { product_id: id } }),
    ],
    ['store/sku/updated', (id: number) => ({ id: 461, sku: { product_id: id, variant_id: 5 } })],
    ['store/sku/inventory/updated', (id: number) => ({ id: 461, inventory: { product_id: id } })],
    ['store/product/updated', (id: number) => ({ id: String(id) })],
  ])('reads the whole product after %s', async (topic, dataOf) => {
    const id = seedOne('product');
    const rows = await store.read(topic, dataOf(Number(id)));
    expect(rows).toMatchObject([{ kind: 'product', id, raw: { offer: { price: 59.5 } } }]);
  });

  it('withdraws a deleted product without asking for it', async () => {
    const rows = await store.read('store/product/deleted', { id: 77 });
    expect(rows).toMatchObject([{ kind: 'product', id: '77', raw: { is_visible: false } }]);
    expect(store.called()).toEqual([]);
  });

  it.each([
    ['store/order/created', { id: 0 }, 'data.id'],
    ['store/order/created', { id: '1/../2' }, 'data.id'],
    ['store/cart/updated', { id: 5 }, 'data.id'],
    ['store/sku/updated', { id: 5 }, 'data.sku.product_id'],
    ['store/customer/address/updated', { id: 5 }, 'data.address.customer_id'],
  ])('names what is missing in %s with %j', async (topic, data, path) => {
    const error = await store.read(topic, data).catch((found: unknown) => found);
    expect(error).toBeInstanceOf(UnreadableDocument);
    expect((error as UnreadableDocument).problems).toMatchObject([{ path }]);
  });

  it('gives nothing for a topic that nobody asked for', async () => {
    expect(TOPICS).not.toContain('store/cart/converted');
    expect(await store.read('store/cart/converted', { id: 'x' })).toEqual([]);
  });
});

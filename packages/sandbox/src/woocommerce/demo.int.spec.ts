import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WooCustomer, WooOrder } from './documents.js';
import { createWooStore } from './store.js';
import { callUrl } from './store-caller.js';

const store = createWooStore({ customers: 12, orders: 15, products: 8, webhooks: 'manual' });

beforeAll(() => store.listen());
afterAll(() => store.close());

const act = async (args: object) => (await callUrl(`${store.url}/_store/act`, 'POST', args)).body;
const press = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${store.url}/_store/act`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams(fields),
  });

describe('acts over HTTP', () => {
  it('walk through the life of an account and its order', async () => {
    const { result: customer } = (await act({ action: 'registerCustomer', newsletter: 'no' })) as {
      result: WooCustomer;
    };
    const { result: order } = (await act({ action: 'placeOrder', customerId: customer.id })) as {
      result: WooOrder;
    };
    expect([order.customer_id, order.status]).toEqual([customer.id, 'pending']);
    await act({ action: 'setConsent', customerId: customer.id, value: 'yes' });
    expect(store.customer(customer.id)?.meta_data[0]?.value).toBe('yes');
    await act({ action: 'setOrderStatus', orderId: order.id, status: 'completed' });
    await act({ action: 'refundOrder', orderId: order.id });
    expect(store.order(order.id)?.status).toBe('refunded');
    await act({ action: 'deleteOrder', orderId: order.id });
    expect(store.order(order.id)?.status).toBe('trash');
  });

  it.each([
    { args: { action: 'dance' } },
    { args: { action: 'setOrderStatus', orderId: 1, status: 'lost' } },
    { args: { action: 'setConsent', value: 'maybe' } },
  ])('refuse $args', async ({ args }) => {
    expect((await callUrl(`${store.url}/_store/act`, 'POST', args)).status).toBe(400);
  });

  it('are not open to pages of other places', async () => {
    const foreign = await press({ action: 'placeOrder' }, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
  });
});

describe('the front page', () => {
  it('has a button for each thing to do, and they work without scripts', async () => {
    const before = store.counts;
    const answer = await press({ action: 'placeOrder', paid: 'true', customerId: 'any' });
    const location = answer.headers.get('location') ?? '';
    expect([answer.status, location]).toEqual([303, expect.stringContaining('/?did=Order')]);
    expect(store.counts.orders).toBe(before.orders + 1);
    const page = String((await callUrl(`${store.url}${location}`)).body);
    for (const label of ['Place an order', 'Register a customer', 'newsletter', 'Refund']) {
      expect(page).toContain(label);
    }
    expect(page).toMatch(/role="status">Order \d+ placed\./);
  });

  it('loads nothing from elsewhere, names its language and fits a phone', async () => {
    const page = String((await callUrl(`${store.url}/`)).body);
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('width=device-width');
    expect(page).not.toMatch(/<(script|link|img|iframe)\b/);
  });

  it('shows what people typed as text', async () => {
    store.registerCustomer({ firstName: '<b>Ewa</b>' });
    const page = String((await callUrl(`${store.url}/?did=<i>x</i>`)).body);
    expect(page).not.toMatch(/<b>Ewa|<i>x/);
  });

  it('has the pictures the products point at', async () => {
    const src = Array.from(
      { length: 8 },
      (_, n) => store.product(store.productId(n))?.images[0]?.src,
    );
    const picture = await fetch(src.find((one) => one !== undefined) ?? '');
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
  });
});

describe('the simulated life', () => {
  const live = () => createWooStore({ seed: 'life', customers: 30, orders: 10, products: 8 });

  it('registers, sells to accounts and guests, completes, cancels and refunds', () => {
    const shop = live();
    const first = shop.orderId(10);
    for (let n = 0; n < 400; n += 1) shop.simulateStep();
    const orders: WooOrder[] = [];
    for (let id = first; id < first + 600; id += 1) {
      const order = shop.order(id);
      if (order) orders.push(order);
    }
    const states = new Set(orders.map(({ status }) => status));
    for (const status of ['pending', 'completed', 'cancelled']) expect(states).toContain(status);
    expect(orders.some(({ refunds }) => refunds.length > 0)).toBe(true);
    expect(new Set(orders.map((order) => order.customer_id === 0)).size).toBe(2);
    expect(shop.counts.customers).toBeGreaterThan(40);
  });

  it('is the same for the same seed', () => {
    const [one, two] = [live(), live()];
    const told = (shop: ReturnType<typeof live>) =>
      Array.from({ length: 60 }, () => shop.simulateStep());
    expect(told(one)).toEqual(told(two));
  });

  it('can be started and stopped', () => {
    const shop = live();
    const stop = shop.simulate({ everyMs: 60_000 });
    expect(shop.isSimulating).toBe(true);
    stop();
    expect(shop.isSimulating).toBe(false);
  });
});

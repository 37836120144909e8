import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WooCustomer, WooOrder, WooProduct, WooVariation } from './documents.js';
import { createWooStore } from './store.js';
import { type Answer, callStore } from './store-caller.js';

let clock = Date.parse('2026-11-21T12:00:00Z');
const store = createWooStore({ customers: 60, orders: 40, products: 8, now: () => clock });

beforeAll(() => store.listen());
afterAll(() => store.close());

const call = (method: string, path: string, body?: unknown) => callStore(store, method, path, body);
const code = (answer: Answer) => (answer.body as { code?: string }).code;
const meta = (document: { meta_data: { key: string; value: unknown }[] }, key: string) =>
  document.meta_data.find((row) => row.key === key)?.value;

describe('meta_data of a customer', () => {
  const id = store.customerId(9);
  const write = async (rows: unknown[]) =>
    (await call('PUT', `/customers/${id}`, { meta_data: rows })).body as WooCustomer;

  it.each([
    { value: true, gives: '1' },
    { value: false, gives: '' },
    { value: 7, gives: '7' },
    { value: 'no', gives: 'no' },
  ])('stores $value as the text "$gives"', async ({ value, gives }) => {
    await write([{ key: 'newsletter_consent', value }]);
    const read = (await call('GET', `/customers/${id}`)).body as WooCustomer;
    expect(meta(read, 'newsletter_consent')).toBe(gives);
  });

  it('changes a key in place, leaves the others, and deletes with null', async () => {
    const before = await write([
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]);
    const rowId = before.meta_data.find(({ key }) => key === 'a')?.id;
    const changed = await write([{ key: 'a', value: '3' }]);
    expect(changed.meta_data.find(({ key }) => key === 'a')).toEqual({
      id: rowId,
      key: 'a',
      value: '3',
    });
    expect(meta(changed, 'b')).toBe('2');
    expect(meta(await write([{ key: 'a', value: null }]), 'a')).toBeUndefined();
  });

  it('is hidden and cannot be written under protected keys, unlike that of an order', async () => {
    const key = '_klaviyo_subscribed';
    const shopper = store.registerCustomer({ meta: [{ key, value: 'yes' }] });
    const body = { meta_data: [{ key, value: 'no' }] };
    const written = (await call('PUT', `/customers/${shopper.id}`, body)).body as WooCustomer;
    expect([meta(shopper, key), meta(written, key)]).toEqual([undefined, undefined]);
    expect(store.customerMeta(shopper.id)).toMatchObject([{ key, value: 'yes' }]);
    const order = await call('PUT', `/orders/${store.orderId(2)}`, body);
    expect(meta(order.body as WooOrder, key)).toBe('no');
  });

  it('counts every write as a change, also one that changes nothing', async () => {
    const first = await write([{ key: 'newsletter_consent', value: 'yes' }]);
    clock += 3_000;
    const second = await write([{ key: 'newsletter_consent', value: 'yes' }]);
    expect(second.date_modified_gmt).not.toBe(first.date_modified_gmt);
  });
});

describe('customers', () => {
  it('are created, edited and deleted for good, leaving their orders to a guest', async () => {
    const made = await call('POST', '/customers', {
      email: 'ewa@mail.example',
      first_name: 'Ewa',
      billing: { phone: '+48500600700' },
    });
    const { id, username } = made.body as WooCustomer;
    expect([made.status, username]).toEqual([201, 'ewa']);
    const edited = await call('PUT', `/customers/${id}`, { billing: { city: 'Gdańsk' } });
    expect((edited.body as WooCustomer).billing).toMatchObject({
      city: 'Gdańsk',
      phone: '+48500600700',
    });
    const order = store.placeOrder({ customerId: id });
    expect(code(await call('DELETE', `/customers/${id}`))).toBe(
      'woocommerce_rest_trash_not_supported',
    );
    expect((await call('DELETE', `/customers/${id}?force=true`)).status).toBe(200);
    expect(code(await call('GET', `/customers/${id}`))).toBe('wc_user_invalid_id');
    expect(store.order(order.id)?.customer_id).toBe(0);
  });

  it.each([
    { body: {}, gives: 'rest_missing_callback_param' },
    { body: { email: 'nonsense' }, gives: 'registration-error-invalid-email' },
    { body: { email: 'ADMIN@shop.example' }, gives: 'registration-error-email-exists' },
  ])('are refused with $gives', async ({ body, gives }) => {
    const answer = await call('POST', '/customers', body);
    expect([answer.status, code(answer)]).toEqual([400, gives]);
  });
});

describe('orders', () => {
  const productId = store.productId(0);
  const draft = {
    payment_method: 'bacs',
    billing: { email: 'guest@mail.example' },
    line_items: [{ product_id: productId, quantity: 2 }],
    shipping_lines: [{ method_id: 'flat_rate', method_title: 'Flat rate', total: '15.00' }],
  };
  const place = async (more: object = {}) =>
    (await call('POST', '/orders', { ...draft, ...more })).body as WooOrder;

  it('are priced from the catalogue', async () => {
    const order = await place();
    const price = Number(store.product(productId)?.price);
    expect(order).toMatchObject({
      status: 'pending',
      customer_id: 0,
      created_via: 'rest-api',
      date_paid_gmt: null,
    });
    expect(order.total).toBe((price * 2 + 15).toFixed(2));
    expect(order.line_items[0]?.price).toBeCloseTo(price);
  });

  it('get their dates from the way of their status', async () => {
    const { id } = await place();
    clock += 60_000;
    const paid = (await call('PUT', `/orders/${id}`, { set_paid: true })).body as WooOrder;
    expect([paid.status, paid.date_paid_gmt, paid.date_completed_gmt]).toEqual([
      'processing',
      paid.date_modified_gmt,
      null,
    ]);
    clock += 60_000;
    const done = (await call('PUT', `/orders/${id}`, { status: 'completed' })).body as WooOrder;
    expect(done.date_paid_gmt).toBe(paid.date_paid_gmt);
    expect(done.date_completed_gmt).toBe(done.date_modified_gmt);
  });

  it('on delivery are paid when they are completed', async () => {
    const { id } = await place({ payment_method: 'cod', status: 'processing' });
    expect(store.order(id)?.date_paid_gmt).toBeNull();
    expect(store.setOrderStatus(id, 'completed').date_paid_gmt).not.toBeNull();
  });

  it('make a paying customer of the first payer', async () => {
    const { id } = store.registerCustomer();
    await place({ customer_id: id });
    expect(store.customer(id)?.is_paying_customer).toBe(false);
    await place({ customer_id: id, set_paid: true });
    expect(store.customer(id)?.is_paying_customer).toBe(true);
  });

  it('take stock once and give it back when cancelled', async () => {
    store.editProduct(productId, { manageStock: true, stock: 10 });
    const { id } = await place({ set_paid: true });
    expect(store.product(productId)?.stock_quantity).toBe(8);
    store.setOrderStatus(id, 'completed');
    expect(store.product(productId)?.stock_quantity).toBe(8);
    store.setOrderStatus(id, 'cancelled');
    expect(store.product(productId)?.stock_quantity).toBe(10);
  });

  it('keep their status with a partial refund, and are refunded with the rest', async () => {
    const { id, total } = await place({ set_paid: true });
    const refund = (amount: string) =>
      call('POST', `/orders/${id}/refunds`, { amount, reason: 'Damaged', api_refund: false });
    clock += 2_000;
    expect((await refund('10.00')).body).toMatchObject({
      amount: '10.00',
      refunded_payment: false,
    });
    expect(store.order(id)).toMatchObject({ status: 'processing', total });
    expect(store.order(id)?.refunds[0]).toMatchObject({ reason: 'Damaged', total: '-10.00' });
    expect((await refund(total)).status).toBe(500);
    await refund((Number(total) - 10).toFixed(2));
    expect(store.order(id)?.status).toBe('refunded');
    const list = (await call('GET', `/orders/${id}/refunds`)).body as {
      meta_data: { value: string }[];
    }[];
    expect(list.map(({ meta_data }) => meta_data[0]?.value)).toEqual(['full', 'partial']);
  });

  it('cannot give money back through a bank transfer', async () => {
    const { id } = await place({ set_paid: true });
    const answer = await call('POST', `/orders/${id}/refunds`, { amount: '1.00' });
    expect(code(answer)).toBe('woocommerce_rest_cannot_create_order_refund');
  });

  it('set to refunded by hand get a refund over everything', async () => {
    const { id, total } = await place({ set_paid: true });
    expect(store.setOrderStatus(id, 'refunded').refunds[0]?.total).toBe(`-${total}`);
  });

  it('are not changed by a note', async () => {
    const { id, date_modified_gmt } = await place();
    clock += 5_000;
    expect((await call('POST', `/orders/${id}/notes`, { note: 'Called.' })).status).toBe(201);
    expect(store.order(id)?.date_modified_gmt).toBe(date_modified_gmt);
  });

  it.each([
    {
      body: { line_items: [{ quantity: 1 }] },
      status: 400,
      gives: 'woocommerce_rest_required_product_reference',
    },
    {
      body: { line_items: [{ product_id: 5, quantity: 1 }] },
      status: 400,
      gives: 'woocommerce_rest_invalid_product_id',
    },
    { body: { status: 'lost' }, status: 400, gives: 'rest_invalid_param' },
  ])('are refused with $gives', async ({ body, status, gives }) => {
    const answer = await call('POST', '/orders', body);
    expect([answer.status, code(answer)]).toEqual([status, gives]);
  });

  it('go to the bin, and for good with force', async () => {
    const { id } = await place();
    expect(((await call('DELETE', `/orders/${id}`)).body as WooOrder).status).toBe('pending');
    expect((await call('DELETE', `/orders/${id}`)).status).toBe(410);
    expect((await call('DELETE', `/orders/${id}?force=true`)).status).toBe(200);
    expect((await call('GET', `/orders/${id}`)).status).toBe(404);
  });
});

describe('products', () => {
  it('are created with a sale that ends in shop time', async () => {
    const made = await call('POST', '/products', {
      name: 'Runner',
      sku: 'RUN-1',
      regular_price: '199.99',
      sale_price: '149.99',
      date_on_sale_to: '2030-01-01T00:00:00',
    });
    expect([made.status, made.body]).toMatchObject([
      201,
      { price: '149.99', on_sale: true, date_on_sale_to_gmt: '2029-12-31T23:00:00' },
    ]);
    expect(code(await call('POST', '/products', { name: 'Copy', sku: 'RUN-1' }))).toBe(
      'product_invalid_sku',
    );
  });

  it('change with their variations', async () => {
    const id = store.productId(3);
    const before = store.product(id);
    clock += 2_000;
    const variation = before?.variations[0];
    const changed = await call('PUT', `/products/${id}/variations/${variation}`, {
      regular_price: '1.00',
    });
    expect((changed.body as WooVariation).price).toBe('1.00');
    const after = (await call('GET', `/products/${id}`)).body as WooProduct;
    expect(after.price).toBe('1.00');
    expect(after.date_modified_gmt).not.toBe(before?.date_modified_gmt);
  });
});

describe('a batch', () => {
  it('does what it can, entry by entry', async () => {
    const answer = await call('POST', '/orders/batch', {
      update: [{ id: store.orderId(0), customer_note: 'Hello' }, { id: 1 }],
      delete: [store.orderId(1)],
    });
    const { update, delete: gone } = answer.body as { update: WooOrder[]; delete: WooOrder[] };
    expect(update[0]?.customer_note).toBe('Hello');
    expect(update[1]).toMatchObject({
      id: 1,
      error: { code: 'woocommerce_rest_shop_order_invalid_id' },
    });
    expect([gone[0]?.id, store.order(store.orderId(1))]).toEqual([store.orderId(1), undefined]);
  });

  it('refuses more than a hundred entries', async () => {
    const update = Array.from({ length: 101 }, () => ({ id: 2 }));
    expect((await call('POST', '/customers/batch', { update })).status).toBe(413);
  });
});

describe('a body that is no JSON', () => {
  it('is 400 rest_invalid_json', async () => {
    const answer = await fetch(
      `${store.url}/wp-json/wc/v3/customers?consumer_key=${store.consumerKey}&consumer_secret=${store.consumerSecret}`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"email":',
      },
    );
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      400,
      'rest_invalid_json',
    ]);
  });
});

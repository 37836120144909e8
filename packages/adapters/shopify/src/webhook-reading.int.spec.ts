import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { applyMapping, type Cart, type Erasure, type Order, type SourceRow } from '@storewire/core';
import { collect, type Running, runFake } from '../test/run-fake.js';
import shopify from './index.js';
import { readWebhook } from './webhook-reading.js';

let running: Running;
beforeAll(async () => {
  running = await runFake();
});
afterAll(() => running.fake.stop());
beforeEach(() => {
  running.fake.calls.length = 0;
});

const read = (topic: string, body: unknown): Promise<SourceRow[]> =>
  collect(
    readWebhook(
      {
        topic,
        rawBody: typeof body === 'string' ? body : JSON.stringify(body),
        receivedAt: running.fake.now(),
        meta: {},
      },
      running.client,
    ),
  );

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));

const mapped = <T>(row: SourceRow | undefined): T => {
  const mapping = row && shopify.mappings[row.kind];
  if (!mapping) throw new Error('no row');
  return applyMapping(mapping as never, row.raw, running.fake.context).record as T;
};

describe('readWebhook', () => {
  it.each([
    ['customers/create', 'webhook.customers.create', 'contact', '7312', 'registration'],
    ['customers/update', 'webhook.customers.update', 'contact', '7312', 'edit'],
    ['orders/create', 'webhook.orders.create', 'order', '5501', undefined],
    ['orders/cancelled', 'webhook.orders.cancelled', 'order', '5501', undefined],
    ['checkouts/update', 'webhook.checkouts.update', 'cart', '9fe0c2', undefined],
    ['products/update', 'webhook.products.update', 'product', '11', undefined],
    ['customers/redact', 'webhook.customers.redact', 'erasure', '7312', undefined],
    ['customers/delete', 'webhook.customers.delete', 'erasure', '7312', undefined],
  ])('reads %s from its body alone', async (topic, file, kind, id, trigger) => {
    const rows = await read(topic, fixture(file));
    expect(rows).toMatchObject([{ kind, id, ...(trigger ? { trigger } : {}) }]);
    expect(running.fake.calls).toEqual([]);
  });

  it('gives the same version as a poll does, whatever the offset', async () => {
    const [row] = await read('orders/create', fixture('order.webhook-paid'));
    expect(row?.version).toBe('2026-11-18T10:15:22.000Z');
  });

  it.each(['app/uninstalled', 'customers/data_request', 'shop/redact'])(
    'gives no row for %s, which is about the app or the shop',
    async (topic) => {
      expect(await read(topic, fixture(`webhook.${topic.replace('/', '.')}`))).toEqual([]);
    },
  );

  it('reads an online-store cart, which names nobody', async () => {
    const [row] = await read('carts/update', fixture('cart.anonymous'));
    const cart = mapped<Cart>(row);
    expect(row).toMatchObject({ kind: 'cart', id: 'c1-ab' });
    expect([cart.email, cart.customerId, cart.contactId]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('keeps every digit of long ids', async () => {
    const body = JSON.stringify(fixture('order.webhook-paid'))
      .replace(
        '"id":5501,"admin_graphql_api_id":"gid://shopify/Order/5501"',
        '"id":820982911946154508',
      )
      .replace('"product_id":11', '"product_id":788032119674292922');
    const [row] = await read('orders/create', body);
    expect(row?.id).toBe('820982911946154508');
    expect(mapped<Order>(row)).toMatchObject({
      externalId: '820982911946154508',
      lines: [{ productId: '788032119674292922' }, {}],
    });
  });

  it('fetches the order that a refund points at, with all its refunds', async () => {
    const id = running.fake.addOrder(1, 2);
    const [row] = await read('refunds/create', { id: 1, order_id: Number(id) });
    expect(row).toMatchObject({ kind: 'order', id });
    expect(mapped<Order>(row).refunds).toMatchObject([{ amount: '10.00' }, { amount: '10.00' }]);
    expect(running.fake.calls).toEqual(['OrderById']);
  });

  it('says so when the order of a refund is not shown', async () => {
    await expect(read('refunds/create', { id: 1, order_id: 5501 })).rejects.toMatchObject({
      code: 'STORE_OBJECT_MISSING',
    });
  });

  it('fetches an order whose refunds are in the money of the shopper', async () => {
    const id = running.fake.addOrder(1, 1);
    const body = fixture('order.webhook-refunded');
    body.id = Number(id);
    body.admin_graphql_api_id = `gid://shopify/Order/${id}`;
    body.refunds[0].transactions[0].currency = 'EUR';
    const [row] = await read('orders/updated', body);
    expect(mapped<Order>(row).refunds).toMatchObject([{ amount: '10.00' }]);
    expect(running.fake.calls).toEqual(['OrderById']);
  });

  it('asks for the address that an SMS consent does not tell', async () => {
    const [id = ''] = running.fake.seed('contact', 1);
    running.fake.setConsent(id, 'mobile', 'out');
    const delivery = running.fake.delivery('consent', id);
    const [row] = await read(delivery.topic, delivery.rawBody.toString());
    expect(mapped(row)).toMatchObject({
      externalId: id,
      email: running.fake.customer(id).email,
      channel: 'mobile',
      state: 'out',
      at: running.fake.now(),
    });
    expect(running.fake.calls).toEqual(['ConsentById']);
  });

  it('gives the consent of a customer who is gone without an address', async () => {
    const [row] = await read(
      'customers_marketing_consent/update',
      fixture('webhook.customers_marketing_consent.update'),
    );
    expect(row).toMatchObject({ kind: 'consent', id: '7312' });
  });

  it('withdraws a deleted product', async () => {
    const [row] = await read('products/delete', { id: 11 });
    expect(mapped(row)).toEqual({ externalId: '11', isActive: false });
  });

  it('keeps the address of a person out of the id of the row', async () => {
    const [row] = await read('customers/redact', fixture('erasure.redact-by-address'));
    expect(row?.id).toMatch(/\S{8,}/);
    expect(row?.id).not.toContain('@');
    expect(mapped<Erasure>(row).email).toBe('piotr@example.com');
  });

  it.each([
    ['no JSON', 'orders/create', '{"id":', '$'],
    ['no object', 'orders/create', '[1]', '$'],
    ['no id', 'customers/update', '{"email":"ola@example.com"}', 'id'],
    ['no lines', 'orders/paid', '{"id":1}', 'line_items'],
    ['neither token nor id', 'checkouts/create', '{"line_items":[]}', 'token or id'],
    ['a topic the hub does not read', 'themes/publish', '{"id":1}', '$'],
  ])('calls %s unreadable and names the path', async (_, topic, body, path) => {
    await expect(read(topic, body)).rejects.toMatchObject({
      code: 'UNREADABLE_DOCUMENT',
      problems: [{ path }],
    });
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { applyMapping, type Order } from '@storewire/core';
import { closeShops, openShop } from '../../test/magento1/open-shop.js';
import { collect, cursorOf, idsOf, outcomeOf } from '../../test/quick-http.js';
import { customerHistory, orderHistory } from './history.js';
import { orderMapping } from './order.mapping.js';
import { linesOf } from './order-reading.js';
import { pollCustomers, pollOrders, pollProducts } from './poll.js';

afterEach(closeShops);

const SINCE = '2026-11-21T15:00:00.000Z';

describe('a poll', () => {
  it('gives the oldest change first, although lists have no order', async () => {
    const { fake, client } = await openShop();
    const ids = fake.seed('order', 5);
    const options = { since: SINCE, now: fake.now() };
    expect(idsOf(await collect(pollOrders(client(), options)))).toEqual(ids);
  });

  it('asks for shorter times where a list is more than the memory of the shop takes', async () => {
    const { fake, client } = await openShop();
    const ids = fake.seed('contact', 40, 300_000);
    fake.shop.memoryRows = 12;
    const options = { since: SINCE, now: fake.now() };
    expect(idsOf(await collect(pollCustomers(client(), options)))).toEqual(ids);
  });

  it('gives up where even five minutes are more than that, and goes on from its cursor later', async () => {
    const { fake, client } = await openShop();
    const early = fake.seed('contact', 2);
    fake.shop.advance(3_600_000);
    const late = fake.seed('contact', 20, 1000);
    fake.shop.memoryRows = 12;
    const read: string[] = [];
    let cursor: string | undefined;
    const poll = async () => {
      const options = { since: SINCE, now: fake.now(), ...(cursor ? { cursor } : {}) };
      for await (const row of pollCustomers(client(), options)) {
        read.push(row.id);
        cursor = row.cursor ?? cursor;
      }
    };
    expect(await outcomeOf(poll())).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(read).toEqual(early);
    fake.shop.memoryRows = 1000;
    await poll();
    expect(new Set(read)).toEqual(new Set([...early, ...late]));
  });

  it('misses nothing at the borders of the pieces it asks for', async () => {
    const { fake, client } = await openShop();
    // The first piece ends at 21:59:59, the second, twice as long, at 09:59:59.
    const ids: string[] = [];
    for (const at of ['2026-11-21T21:59:57.000Z', '2026-11-22T09:59:57.000Z']) {
      fake.setClock(at);
      ids.push(...fake.seed('order', 6));
    }
    const options = { since: '2026-11-21T16:00:00.000Z', now: fake.now() };
    expect(idsOf(await collect(pollOrders(client(), options)))).toEqual(ids);
  });

  it('asks a shop that was quiet for two years a few times only', async () => {
    const { fake, client } = await openShop();
    fake.seed('order', 1);
    fake.shop.advance(2 * 365 * 86_400_000);
    const cursor = '2026-11-21T16:00:00.000Z';
    const options = { since: cursor, now: fake.now(), cursor };
    expect(await collect(pollOrders(client(), options))).toHaveLength(1);
    expect(fake.calls.filter((path) => path === 'sales_order.list').length).toBeLessThan(25);
  });

  it('gives a product with its cursor after the others of its list', async () => {
    const { fake, client } = await openShop();
    const ids = fake.seed('product', 3);
    fake.shop.make('products', { visibility: '1' });
    const rows = await collect(pollProducts(client(), { since: SINCE, now: fake.now() }));
    expect(new Set(idsOf(rows))).toEqual(new Set(ids));
    expect(rows.map(({ cursor }) => cursor !== undefined)).toEqual([false, false, true]);
    expect(cursorOf(rows)).toBe('2026-11-21T16:00:02.000Z');
  });

  it.each([true, false])(
    'never passes the hash of a password on (JSON-RPC %s)',
    async (hasJsonRpc) => {
      const { fake, client } = await openShop({ hasJsonRpc });
      fake.seed('contact', 2);
      const options = { since: SINCE, now: fake.now() };
      const rows = [
        ...(await collect(pollCustomers(client(), options))),
        ...(await collect(customerHistory.read(client(), {}))),
      ];
      expect(rows).toHaveLength(4);
      expect(JSON.stringify(rows)).not.toMatch(/password|80718bfd/);
    },
  );

  it('names the storefront of an order in a shop with several', async () => {
    const { fake, client } = await openShop();
    fake.shop.stores = 2;
    fake.seed('order', 1);
    const [row] = await collect(pollOrders(client(), { since: SINCE, now: fake.now() }));
    expect(row?.storefront).toBe('1');
  });
});

describe('an order', () => {
  it.each([true, false])(
    'has one line for a product and its variant (JSON-RPC %s)',
    async (hasJsonRpc) => {
      const { fake, client } = await openShop({ hasJsonRpc });
      const [id = ''] = fake.seed('order', 1);
      fake.shop.refund(Number(id), '10.0000');
      const [row] = await collect(pollOrders(client(), { since: SINCE, now: fake.now() }));
      const { record, problems } = applyMapping<Order>(orderMapping, row?.raw);
      expect(problems).toEqual([]);
      expect(record.lines).toEqual([
        expect.objectContaining({ productId: '55', variantId: '56', quantity: 2, total: '44.70' }),
      ]);
      expect(record.refunds).toEqual([expect.objectContaining({ amount: '10.00' })]);
    },
  );

  const item = (id: number, product_type: string, sku: string, more = {}) => ({
    item_id: id,
    product_id: 50 + id,
    product_type,
    sku,
    ...more,
  });
  const selected = { product_options: 'a:1:{s:27:"bundle_selection_attributes";s:1:"x";}' };
  it.each([
    {
      why: 'over SOAP, where nothing says which line belongs to which',
      items: [
        item(1, 'configurable', 'TEE-M'),
        item(2, 'simple', 'TEE-M'),
        item(3, 'simple', 'MUG'),
        item(4, 'bundle', 'SET'),
        item(5, 'simple', 'PLATE', selected),
      ],
    },
    {
      why: 'where it is said, in any order',
      items: [
        item(2, 'simple', 'TEE-M', { parent_item_id: 1 }),
        item(1, 'configurable', 'TEE-M', { parent_item_id: null }),
        item(5, 'simple', 'PLATE', { parent_item_id: '4' }),
        item(3, 'simple', 'MUG', { parent_item_id: null }),
        item(4, 'bundle', 'SET', { parent_item_id: null }),
      ],
    },
  ])('has the lines that people see, $why', ({ items }) => {
    const lines = linesOf(items) as { item_id: number; variant_id?: number }[];
    expect(lines.map(({ item_id, variant_id }) => [item_id, variant_id])).toEqual([
      [1, 52],
      [3, undefined],
      [4, undefined],
    ]);
  });
});

describe('an export', () => {
  it('reads every order by rising id, over gaps, and goes on from a cursor', async () => {
    const { fake, client } = await openShop();
    const ids = fake.seed('order', 30, 60_000);
    for (let i = 0; i < 700; i++) fake.shop.tables.orders.delete(fake.shop.make('orders'));
    ids.push(...fake.seed('order', 3));
    const rows = await collect(orderHistory.read(client(), {}));
    expect(idsOf(rows)).toEqual(ids);
    const rest = await collect(orderHistory.read(client(), {}, rows[9]?.cursor));
    expect(idsOf(rest)).toEqual(ids.slice(10));
  });

  it('includes the start of its range and leaves out its end', async () => {
    const { fake, client } = await openShop();
    const start = Date.parse(fake.now());
    const ids = fake.seed('order', 4);
    const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
    const rows = await collect(orderHistory.read(client(), { from: at(1), to: at(3) }));
    expect(idsOf(rows)).toEqual(ids.slice(1, 3));
  });

  it('finds the newest order of a shop that has sold nothing for years', async () => {
    const { fake, client } = await openShop();
    const ids = fake.seed('order', 2);
    fake.shop.advance(4 * 365 * 86_400_000);
    expect(idsOf(await collect(orderHistory.read(client(), {})))).toEqual(ids);
  });

  it('ends in a shop without orders', async () => {
    const { client } = await openShop();
    expect(await collect(orderHistory.read(client(), {}))).toEqual([]);
  });
});

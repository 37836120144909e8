import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SourceRow } from '@storewire/core';
import { collect, cursorOf, idsOf, RunningStore } from '../test/running-store.js';
import type { CompleteOrder } from './documents.js';
import { orderHistory } from './order-history.js';
import { pollOrders } from './order-poll.js';

describe('orders', () => {
  let store: RunningStore;
  let since: string;
  beforeEach(async () => {
    store = await RunningStore.open();
    since = store.fake.now();
  });
  afterEach(() => store.stop());

  const poll = (cursor?: string) =>
    collect(
      pollOrders(store.client(), { since, now: store.fake.now(), ...(cursor ? { cursor } : {}) }),
    );

  it('reads 300 orders with lines and refunds in a handful of calls', async () => {
    store.fake.seed('order', 300, 10);
    const rows = await poll();
    expect(rows).toHaveLength(300);
    // Two pages and the empty one behind them; refunds of 100 orders at a time; refunds that are new.
    expect(store.called()).toHaveLength(3 + 4 + 1);
  });

  it('asks for the lines of an order whose consignments do not hold them', async () => {
    const [id] = store.fake.seed('order', 1);
    const [inside] = await poll();
    store.fake.linksLines = true;
    const [apart] = await poll();
    expect(store.called()).toContain(`GET /v2/orders/${id}/products`);
    const linesOf = (row: SourceRow | undefined) =>
      (row?.raw as CompleteOrder | undefined)?.products;
    expect(linesOf(apart)).toEqual(linesOf(inside));
    expect(linesOf(apart)).toHaveLength(1);
  });

  it('finds a refund that left the time of its order alone', async () => {
    const [id = ''] = store.fake.seed('order', 1);
    store.fake.advance(600_000);
    const first = await poll();
    store.fake.advance(600_000);
    store.fake.giveBack(id, 1);
    const rows = await poll(cursorOf(first));
    expect(idsOf(rows)).toEqual([id]);
    expect(rows[0]?.raw).toMatchObject({ refunds: [{ total_amount: 1 }] });
    expect(rows[0]?.version).not.toBe(first[0]?.version);
  });

  it('passes over refunds of orders that are gone', async () => {
    const [id = ''] = store.fake.seed('order', 1);
    store.fake.giveBack(id, 1);
    store.fake.orders.pop();
    expect(await poll()).toEqual([]);
  });

  it('leaves orders of a migration to an export', async () => {
    const [moved = '', own = ''] = store.fake.seed('order', 2);
    Object.assign(store.fake.row('order', moved), { external_source: 'M-MIG' });
    expect(idsOf(await poll())).toEqual([own]);
    const all = await collect(orderHistory.read(store.client(), {}));
    expect(idsOf(all)).toEqual([moved, own]);
  });

  it('names the storefront of an order', async () => {
    const [id = ''] = store.fake.seed('order', 1);
    Object.assign(store.fake.row('order', id), { channel_id: 2 });
    expect((await poll())[0]?.storefront).toBe('2');
  });

  it('exports a range with its start and without its end', async () => {
    const ids = store.fake.seed('order', 5, 60_000);
    const start = Date.parse(since);
    const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
    const range = { from: at(1), to: at(3) };
    const rows = await collect(orderHistory.read(store.client(), range));
    expect(idsOf(rows)).toEqual(ids.slice(1, 3));
    expect(await orderHistory.count?.(store.client(), range)).toBe(2);
  });
});

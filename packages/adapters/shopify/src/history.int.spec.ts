import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collect, type Running, runFake } from '../test/run-fake.js';
import { contactHistory, orderHistory, productHistory } from './history.js';

let running: Running;
beforeEach(async () => {
  running = await runFake();
});
afterEach(() => running.fake.stop());

const ids = async (rows: AsyncIterable<{ id: string }>): Promise<string[]> =>
  (await collect(rows)).map(({ id }) => id);

describe('exports', () => {
  it('give an order with all its lines, as a page would', async () => {
    running.fake.addOrder(3, 2);
    const [row] = await collect(orderHistory.read(running.client, {}));
    const { lineItems, refunds } = (row?.raw ?? {}) as {
      lineItems: { nodes: unknown[] };
      refunds: unknown[];
    };
    expect([lineItems.nodes.length, refunds.length]).toEqual([3, 2]);
  });

  it('give a product with variants, collections and media', async () => {
    running.fake.addProduct(300);
    const [row] = await collect(productHistory.read(running.client, {}));
    const { variants, collections, media } = (row?.raw ?? {}) as Record<
      string,
      { nodes: unknown[] }
    >;
    expect([variants?.nodes.length, collections?.nodes.length, media?.nodes.length]).toEqual([
      300, 1, 1,
    ]);
  });

  it('take the start of the range in and leave its end out, and count the same', async () => {
    const all = running.fake.seed('order', 3, 3_600_000);
    const range = { from: '2026-01-15T10:00:00.000Z', to: '2026-01-15T11:00:00.000Z' };
    expect(await ids(orderHistory.read(running.client, range))).toEqual([all[1]]);
    expect(await orderHistory.count?.(running.client, range)).toBe(1);
    expect(await contactHistory.count?.(running.client, range)).toBe(1);
    expect(await ids(contactHistory.read(running.client, range))).toHaveLength(1);
  });

  it('wait with growing pauses while Shopify works', async () => {
    running.fake.seed('contact', 2);
    running.fake.bulkLooks = 9;
    expect(await ids(contactHistory.read(running.client, {}))).toHaveLength(2);
    expect(running.sleepsMs[0]).toBe(1000);
    expect(running.sleepsMs).toHaveLength(9);
    expect(Math.max(...running.sleepsMs)).toBe(15_000);
  });

  it('give nothing for an empty range', async () => {
    expect(await ids(contactHistory.read(running.client, {}))).toEqual([]);
  });

  it('go on in the same file after an interruption', async () => {
    const all = running.fake.seed('order', 4);
    const part = orderHistory.read(running.client, {})[Symbol.asyncIterator]();
    await part.next();
    const second = await part.next();
    running.fake.calls.length = 0;
    const rest = orderHistory.read(running.client, {}, second.value?.cursor);
    expect(await ids(rest)).toEqual(all.slice(2));
    expect(running.fake.calls).toEqual(['BulkStatus']);
  });

  it.each([
    ['Shopify has dropped the rows', 'EXPIRED'],
    ['nobody knows the operation any more', undefined],
  ])('start again when %s', async (_, status) => {
    const all = running.fake.seed('order', 2);
    const [first] = await collect(orderHistory.read(running.client, {}));
    for (const [id, operation] of running.fake.shop.bulk) {
      if (status) operation.status = status;
      else running.fake.shop.bulk.delete(id);
    }
    expect(await ids(orderHistory.read(running.client, {}, first?.cursor))).toEqual(all);
    expect(running.fake.calls.filter((name) => name === 'StartBulk')).toHaveLength(2);
  });

  it('start again when the address of the file has expired', async () => {
    const all = running.fake.seed('order', 2);
    const [first] = await collect(orderHistory.read(running.client, {}));
    running.fake.expireFiles();
    expect(await ids(orderHistory.read(running.client, {}, first?.cursor))).toEqual(all);
  });

  it('wait for a free place when five exports are running', async () => {
    running.fake.bulkLooks = 1000;
    for (let i = 0; i < 5; i++) running.fake.occupyBulk();
    await expect(ids(contactHistory.read(running.client, {}))).rejects.toMatchObject({
      code: 'STORE_RATE_LIMITED',
      retryAfterMs: 60_000,
    });
  });

  it.each([
    [{ status: 'FAILED', errorCode: 'ACCESS_DENIED' }, 'STORE_FORBIDDEN'],
    [{ status: 'FAILED', errorCode: 'TIMEOUT' }, 'STORE_UNAVAILABLE'],
    [{ status: 'CANCELED', errorCode: null }, 'STORE_UNAVAILABLE'],
  ])('%j is %s', async (end, code) => {
    running.fake.seed('contact', 1);
    running.fake.bulkEnd = end;
    await expect(ids(contactHistory.read(running.client, {}))).rejects.toMatchObject({ code });
  });
});

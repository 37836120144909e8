import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { applyMapping, type Order } from '@storewire/core';
import { collect, type Running, runFake } from '../test/run-fake.js';
import { type Sent, stubClient } from '../test/stub-client.js';
import { orderMapping } from './order.mapping.js';
import { pollContacts, pollOrders, pollProducts } from './poll.js';

const SINCE = '2026-01-15T08:00:00.000Z';
const NOW = '2026-01-15T23:00:00.000Z';

describe('polls of a shop', () => {
  let running: Running;
  beforeEach(async () => {
    running = await runFake();
  });
  afterEach(() => running.fake.stop());

  it('fetches the lines a page has no room for', async () => {
    running.fake.addOrder(23);
    const [row] = await collect(pollOrders(running.client, { since: SINCE, now: NOW }));
    const { record } = applyMapping<Order>(orderMapping, row?.raw);
    expect(record.lines).toHaveLength(23);
    expect(running.fake.calls).toEqual(['Orders', 'OrderLines']);
  });

  it('reads an order with many refunds again by itself', async () => {
    running.fake.addOrder(1, 7);
    const [row] = await collect(pollOrders(running.client, { since: SINCE, now: NOW }));
    expect(applyMapping<Order>(orderMapping, row?.raw).record.refunds).toHaveLength(7);
    expect(running.fake.calls).toEqual(['Orders', 'OrderById']);
  });

  it('reads every variant of a product', async () => {
    running.fake.addProduct(620);
    const [row] = await collect(pollProducts(running.client, { since: SINCE, now: NOW }));
    const { variants } = (row?.raw ?? {}) as { variants: { nodes: { id: string }[] } };
    expect(new Set(variants.nodes.map(({ id }) => id)).size).toBe(620);
    expect(running.fake.calls).toEqual([
      'Products',
      'ProductVariants',
      'ProductVariants',
      'ProductVariants',
    ]);
  });

  it('drops what a filter by whole days gives too much', async () => {
    const [early] = running.fake.seed('contact', 1);
    running.fake.setClock('2026-01-15T20:00:00.000Z');
    const [late] = running.fake.seed('contact', 1);
    const cursor = '2026-01-15T20:00:00.000Z';
    const rows = await collect(pollContacts(running.client, { cursor, since: SINCE, now: NOW }));
    expect(rows.map(({ id }) => id)).toEqual([late]);
    expect(early).not.toBe(late);
  });

  it('reads the time before the watermark again, because the index is behind', async () => {
    running.fake.setClock('2026-01-15T19:52:00.000Z');
    const [late] = running.fake.seed('order', 1);
    const cursor = '2026-01-15T20:00:00.000Z';
    const rows = await collect(pollOrders(running.client, { cursor, since: SINCE, now: NOW }));
    expect(rows).toMatchObject([{ id: late, cursor }]);
  });

  it('never lets a time in the future carry the watermark ahead', async () => {
    running.fake.setClock('2026-01-16T09:00:00.000Z');
    running.fake.seed('order', 1);
    const [row] = await collect(pollOrders(running.client, { since: SINCE, now: NOW }));
    expect(row?.cursor).toBe(NOW);
  });

  it('names the scope it lacks', async () => {
    running.fake.withhold('read_orders');
    const poll = collect(pollOrders(running.client, { since: SINCE, now: NOW }));
    await expect(poll).rejects.toMatchObject({ code: 'STORE_FORBIDDEN', missing: ['read_orders'] });
  });
});

describe('polls of more than one query can page through', () => {
  const PAGE = 500;
  const TIMES = 60;

  /** Customers `0` to `total - 1`, `perSecond` of them changed in each second; pages end at 25,000 as Shopify's do. */
  function bigShop(total: number, perSecond: number) {
    const updatedAt = (n: number) =>
      new Date(Date.parse(SINCE) + Math.floor(n / perSecond) * 1000).toISOString();
    const queries = new Set<string>();
    const answer = ({ variables }: Sent) => {
      const query = String(variables.query);
      queries.add(query);
      const start = /'([^']+)'/.exec(query)?.[1] ?? '';
      const first = Math.floor((Date.parse(start) - Date.parse(SINCE)) / 1000) * perSecond;
      const offset = Number(variables.after ?? 0);
      const from = Math.max(0, first) + offset;
      const to = Math.min(from + PAGE, total, Math.max(0, first) + 25_000);
      const nodes = Array.from({ length: Math.max(0, to - from) }, (_, i) => ({
        id: `gid://shopify/Customer/${from + i}`,
        updatedAt: updatedAt(from + i),
      }));
      const hasNextPage = to < Math.min(total, Math.max(0, first) + 25_000);
      return {
        data: {
          customers: { nodes, pageInfo: { hasNextPage, endCursor: String(offset + nodes.length) } },
        },
      };
    };
    return { answer, queries };
  }

  it('begins a new query where the last one came to, and gives nothing twice', async () => {
    const { answer, queries } = bigShop(30_000, TIMES);
    const { client } = stubClient(answer);
    const ids = new Set<string>();
    let rows = 0;
    for await (const row of pollContacts(client, { since: SINCE, now: NOW })) {
      ids.add(row.id);
      rows++;
    }
    expect([ids.size, rows, queries.size]).toEqual([30_000, 30_000, 2]);
  });

  it('says so when more changed in one second than a query can give', async () => {
    const { answer } = bigShop(30_000, 30_000);
    const { client } = stubClient(answer);
    await expect(collect(pollContacts(client, { since: SINCE, now: NOW }))).rejects.toMatchObject({
      code: 'STORE_REFUSED',
    });
  });
});

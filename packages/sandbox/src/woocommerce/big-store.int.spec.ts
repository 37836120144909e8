import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WooOrder } from './documents.js';
import { createWooStore } from './store.js';
import { callStore } from './store-caller.js';

const SIZE = 100_000;
const store = createWooStore({ customers: SIZE, orders: SIZE, products: 200 });

beforeAll(() => store.listen());
afterAll(() => store.close());

const page = async (path: string, n: number) => {
  const answer = await callStore(store, 'GET', `${path}&per_page=100&page=${n}`);
  return { rows: answer.body as WooOrder[], total: answer.headers.get('x-wp-total') };
};
const POLL =
  '/orders?orderby=modified&order=asc&modified_after=2000-01-01T00:00:00&dates_are_gmt=true';

/** Computing time of this process in milliseconds: what else the machine does is no matter. */
const computed = () => process.cpuUsage().user / 1000;

describe('a store with 100,000 accounts and orders', () => {
  it('gives pages from anywhere, each quickly', async () => {
    const before = computed();
    const numbers = [1, 2, 499, 500, 999, 1000];
    for (const n of numbers) {
      const { rows, total } = await page(POLL, n);
      expect([rows.length, total]).toEqual([100, String(SIZE)]);
    }
    // Ten times what it takes on a slow machine; without the remembered order it would be minutes.
    expect(computed() - before).toBeLessThan(3_000);
  });

  it('gives the same page again, and neighbours that do not overlap', async () => {
    const [once, again, next] = [
      await page(POLL, 700),
      await page(POLL, 700),
      await page(POLL, 701),
    ];
    expect(again.rows).toEqual(once.rows);
    const last = once.rows.at(-1)?.date_modified_gmt ?? '';
    expect((next.rows[0]?.date_modified_gmt ?? '') >= last).toBe(true);
    expect(new Set([...once.rows, ...next.rows].map(({ id }) => id)).size).toBe(200);
  });

  it('lists every order and every account exactly once', async () => {
    for (const path of [
      '/orders?orderby=id&order=asc&_fields=id',
      '/customers?orderby=id&order=asc&role=all&_fields=id',
    ]) {
      const seen = new Set<number>();
      for (let n = 1; n <= 1001; n += 125) {
        for (const { id } of (await page(path, n)).rows) seen.add(id);
      }
      const first = path.startsWith('/orders') ? store.orderId(0) : 1;
      const step = path.startsWith('/orders') ? 2 : 1;
      const expected = [];
      for (let n = 1; n <= 1001; n += 125) {
        for (let row = (n - 1) * 100; row < n * 100; row += 1) expected.push(first + row * step);
      }
      const there = path.startsWith('/orders') ? SIZE : SIZE + 1;
      expect([...seen]).toEqual(expected.filter((id) => id < first + there * step));
    }
  });

  it('keeps no document it made, so memory stays where it is', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed / 1e6;
    };
    const before = heap();
    for (let n = 0; n < 10_000; n += 1) store.order(store.orderId(n));
    // Ten thousand orders kept would be some 50 MB.
    expect(heap() - before).toBeLessThan(8);
  });

  it('finds one account among them by e-mail without looking at the others', () => {
    const known = store.customer(store.customerId(87_654));
    const before = computed();
    expect(store.customerByEmail(known?.email ?? '')?.id).toBe(known?.id);
    // To make them all takes eight times as long.
    expect(computed() - before).toBeLessThan(200);
  });
});

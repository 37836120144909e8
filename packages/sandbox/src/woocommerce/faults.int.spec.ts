import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WooOrder } from './documents.js';
import type { Fault } from './faults.js';
import { createWooStore, type WooStore } from './store.js';
import { callStore, callUrl } from './store-caller.js';

let clock: number;
let store: WooStore;

beforeEach(async () => {
  clock = Date.parse('2026-11-21T12:00:00Z');
  store = createWooStore({ customers: 5, orders: 30, products: 4, now: () => clock });
  await store.listen();
});
afterEach(() => store.close());

const get = (path: string) => callStore(store, 'GET', path);

describe('faults', () => {
  it.each([
    { kind: 'rateLimit', status: 429, retryAfter: '2', type: 'text/html' },
    { kind: 'unavailable', status: 503, retryAfter: '600', type: 'text/html' },
    { kind: 'serverError', status: 500, retryAfter: null, type: 'application/json' },
    { kind: 'unauthorized', status: 401, retryAfter: null, type: 'application/json' },
    { kind: 'stripAuthorization', status: 401, retryAfter: null, type: 'application/json' },
  ] as const)('$kind answers $status once when asked for once', async (row) => {
    store.faults.add({ kind: row.kind, times: 1 });
    const { status, headers } = await get('/orders');
    expect([status, headers.get('retry-after')]).toEqual([row.status, row.retryAfter]);
    expect(headers.get('content-type')).toContain(row.type);
    expect((await get('/orders')).status).toBe(200);
  });

  it('strip the header, but not the query', async () => {
    store.faults.add({ kind: 'stripAuthorization' });
    const keys = `consumer_key=${store.consumerKey}&consumer_secret=${store.consumerSecret}`;
    expect((await get(`/orders?${keys}`)).status).toBe(200);
  });

  it('hit only the path, the method and the calls they are meant for', async () => {
    store.faults.add({ kind: 'serverError', path: '/orders', method: 'GET', skip: 1, times: 1 });
    const statuses = [];
    for (const path of ['/customers', '/orders', '/orders', '/orders']) {
      statuses.push((await get(path)).status);
    }
    expect(statuses).toEqual([200, 200, 500, 200]);
  });

  it('break JSON in the middle', async () => {
    store.faults.add({ kind: 'truncatedJson', times: 1 });
    const answer = await get('/orders');
    expect([answer.status, typeof answer.body]).toEqual([200, 'string']);
  });

  it('hang until the caller gives up', async () => {
    store.faults.add({ kind: 'hang', times: 1 });
    const caller = new AbortController();
    const call = fetch(`${store.url}/wp-json/`, { signal: caller.signal });
    const given = call.then(
      () => 'an answer',
      ({ name }: Error) => name,
    );
    // The call has run into it, and is left alone for a while.
    while (store.faults.list().length > 0) await pause(5);
    await pause(40);
    caller.abort();
    expect(await given).toBe('AbortError');
    expect((await fetch(`${store.url}/wp-json/`)).status).toBe(200);
  });

  it('make an answer slow, and it is still the right one', async () => {
    store.faults.add({ kind: 'slow', delayMs: 20, times: 1 });
    const before = performance.now();
    expect((await get('/orders?per_page=1')).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(15);
  });

  it('let the list move while it is read: who pages by change misses an order', async () => {
    store.faults.add({ kind: 'pageDrift' });
    const page = async (n: number) => {
      clock += 1_000;
      const answer = await get(`/orders?orderby=modified&order=asc&per_page=10&page=${n}`);
      return (answer.body as WooOrder[]).map(({ id }) => id);
    };
    const [first, second, third] = [await page(1), await page(2), await page(3)];
    const seen = new Set([...first, ...second, ...third]);
    // Changed orders move to the end, those behind move up: one slips between two pages.
    expect(seen.size).toBeLessThan(30);
    expect([...second, ...third]).toContain(first[0]);
  });

  it('are set and cleared over HTTP', async () => {
    const url = `${store.url}/_store/faults`;
    const fault: Fault = { kind: 'rateLimit', retryAfterSeconds: 7 };
    expect((await callUrl(url, 'POST', fault)).body).toEqual([fault]);
    expect((await get('/orders')).headers.get('retry-after')).toBe('7');
    await callUrl(url, 'DELETE');
    expect((await get('/orders')).status).toBe(200);
    expect((await callUrl(url, 'POST', { kind: 'earthquake' })).status).toBe(400);
  });

  it('leave a list of the calls behind, without the keys', async () => {
    await get(`/orders?consumer_key=${store.consumerKey}&consumer_secret=${store.consumerSecret}`);
    expect(store.calls).toEqual([{ method: 'GET', path: '/wc/v3/orders', status: 200 }]);
  });
});

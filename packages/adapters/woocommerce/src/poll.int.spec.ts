import { afterEach, describe, expect, it } from '@jest/globals';
import type { WooStoreOptions } from '@storewire/sandbox/woocommerce';
import { collect, cursorOf, type EmulatedShop, idsOf, openShop } from '../test/emulated-shop.js';
import { pollOrders, pollProducts } from './poll.js';

const NOON = Date.parse('2026-07-15T12:00:00.000Z');
const MINUTE = 60_000;

let shop: EmulatedShop;
let clockMs = NOON;
const open = async (options: WooStoreOptions = {}) => {
  clockMs = NOON;
  shop = await openShop({ now: () => clockMs, timezone: 'Europe/Warsaw', ...options });
};
afterEach(() => shop.close());

const at = (ms: number) => new Date(ms).toISOString();
const placed = (count: number, apartMs: number) =>
  Array.from({ length: count }, () => {
    clockMs += apartMs;
    return shop.store.placeOrder({ paid: true }).id;
  });
const poll = (since: number, cursor?: string) =>
  collect(pollOrders(shop.client(), { since: at(since), ...(cursor ? { cursor } : {}) }));

describe('pollOrders', () => {
  it('means UTC, although the shop is two hours ahead and would read the time as its own', async () => {
    await open();
    const [early] = placed(1, 0);
    clockMs += 90 * MINUTE;
    const [late] = placed(1, 0);
    expect(idsOf(await poll(NOON + 30 * MINUTE))).toEqual([late]);
    expect(idsOf(await poll(NOON))).toEqual([early, late]);
  });

  it('includes the very second it starts with', async () => {
    await open();
    const [order] = placed(1, 0);
    expect(idsOf(await poll(NOON))).toEqual([order]);
    expect(idsOf(await poll(NOON + 1000))).toEqual([]);
  });

  it('gives each state of an order once, with the time of change as version', async () => {
    await open();
    const ids = placed(3, 1000);
    const rows = await poll(NOON);
    expect(idsOf(rows)).toEqual(ids);
    expect(rows[0]).toMatchObject({ kind: 'order', version: '2026-07-15T12:00:01' });
    clockMs += 10 * MINUTE;
    shop.store.setOrderStatus(Number(ids[0]), 'completed');
    expect(idsOf(await poll(NOON, cursorOf(rows)))).toEqual([ids[1], ids[2], ids[0]].slice(-3));
  });

  it('reads the minute before the cursor again, where a late commit would be', async () => {
    await open();
    const ids = placed(2, 30_000);
    const cursor = cursorOf(await poll(NOON));
    expect(idsOf(await poll(NOON, cursor))).toEqual(ids);
  });

  it.each([
    { count: 250, apartMs: 1000, why: 'spread over pages' },
    { count: 230, apartMs: 0, why: 'all changed within one second' },
    { count: 100, apartMs: 0, why: 'one page that is one second' },
    { count: 205, apartMs: 15, why: 'many to a second' },
  ])('loses and repeats none of $count orders $why', async ({ count, apartMs }) => {
    await open();
    const ids = placed(count, apartMs);
    const rows = await poll(NOON);
    expect(idsOf(rows).sort((a, b) => a - b)).toEqual(ids);
  });

  it('loses nothing when orders change, and so move to the end, while pages are read', async () => {
    await open();
    const ids = placed(350, 1000);
    clockMs += MINUTE;
    const seen = new Set<number>();
    let read = 0;
    for await (const row of pollOrders(shop.client(), { since: at(NOON) })) {
      seen.add(Number(row.id));
      // Those of the page that was just read make room, and pull the rows behind them forward.
      if (read++ < 150) shop.store.setOrderStatus(Number(ids[read - 1]), 'completed');
    }
    expect(ids.filter((id) => !seen.has(id))).toEqual([]);
    expect(read).toBeGreaterThan(350);
  });
});

describe('pollProducts', () => {
  it('brings a changed product with all of its variations, named after it', async () => {
    await open({ products: 8 });
    clockMs += MINUTE;
    const variable = Array.from({ length: 8 }, (_, n) => shop.store.productId(n)).find(
      (id) => shop.store.product(id)?.type === 'variable',
    );
    shop.store.editProduct(Number(variable), { name: 'Tee' });
    const since = at(clockMs);
    const rows = await collect(pollProducts(shop.client(), { since }));
    expect(idsOf(rows)).toEqual([variable]);
    const raw = rows[0]?.raw as { variations: number[]; variation_list: object[] };
    expect(raw.variation_list.map((one) => (one as { id: number }).id).sort()).toEqual(
      [...raw.variations].sort(),
    );
    expect(raw.variation_list[0]).toMatchObject({ parent_name: 'Tee' });
    expect(raw).not.toHaveProperty('price_html');
  });
});

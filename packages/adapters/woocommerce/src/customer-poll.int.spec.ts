import { afterEach, describe, expect, it } from '@jest/globals';
import type { SourceRow } from '@storewire/core';
import type { WooStoreOptions } from '@storewire/sandbox/woocommerce';
import { collect, cursorOf, type EmulatedShop, idsOf, openShop } from '../test/emulated-shop.js';
import { pollCustomers } from './customer-poll.js';

const START = Date.parse('2026-11-21T12:00:00.000Z');
const HOUR = 3_600_000;

let shop: EmulatedShop;
let clockMs = START;
const open = async (options: WooStoreOptions = {}) => {
  clockMs = START;
  shop = await openShop({ products: 0, ...options, now: () => clockMs });
};
afterEach(() => shop.close());

const poll = (cursor?: string) =>
  collect(
    pollCustomers(shop.client(), {
      since: new Date(START).toISOString(),
      now: new Date(clockMs).toISOString(),
      ...(cursor ? { cursor } : {}),
    }),
  );
const triggers = (rows: readonly SourceRow[]) => rows.map(({ trigger }) => trigger ?? 'edit');
const calls = () => shop.store.calls.filter(({ status }) => status === 200).length;

describe('pollCustomers', () => {
  it('gives new customers as registrations, once', async () => {
    await open({ customers: 20 });
    expect(await poll()).toEqual([]);
    clockMs += HOUR;
    const ids = [1, 2, 3].map(() => shop.store.registerCustomer().id);
    const rows = await poll();
    expect(idsOf(rows)).toEqual(ids);
    expect(triggers(rows)).toEqual(['registration', 'registration', 'registration']);
    clockMs += HOUR;
    expect((await poll(cursorOf(rows))).filter(({ trigger }) => trigger)).toEqual([]);
  });

  it('finds an edit in a small shop with the next poll', async () => {
    await open({ customers: 120 });
    clockMs += HOUR;
    const id = shop.store.customerId(7);
    shop.store.setConsent(id, 'no');
    const rows = await poll();
    expect(idsOf(rows)).toEqual([id]);
    expect(triggers(rows)).toEqual(['edit']);
    clockMs += HOUR;
    // Once more, because the clocks of shop and hub may differ; the host knows the version.
    const again = await poll(cursorOf(rows));
    expect(again.map(({ id, version }) => [id, version])).toEqual([[String(id), rows[0]?.version]]);
    expect(await poll(cursorOf(again))).toEqual([]);
  });

  it('sweeps a large shop once a day, and says so even when nobody changed', async () => {
    await open({ customers: 1500 });
    const first = shop.store.registerCustomer().id;
    const rows = await poll();
    expect(idsOf(rows)).toEqual([first]);

    clockMs += HOUR;
    const edited = shop.store.customerId(3);
    shop.store.setConsent(edited, 'yes');
    const before = calls();
    expect(await poll(cursorOf(rows))).toEqual([]);
    expect(calls() - before).toBeLessThan(4);

    clockMs += 24 * HOUR;
    const swept = await poll(cursorOf(rows));
    expect(idsOf(swept)).toContain(edited);

    clockMs += 25 * HOUR;
    const quiet = await poll(cursorOf(swept));
    expect(quiet).toHaveLength(1);
    const afterQuiet = calls();
    expect(await poll(cursorOf(quiet))).toEqual([]);
    expect(calls() - afterQuiet).toBeLessThan(4);
  });

  it('goes on with an interrupted sweep and still sees what changed before its place', async () => {
    await open({ customers: 300 });
    clockMs += HOUR;
    const edited = [5, 150, 250].map((n) => shop.store.customerId(n));
    for (const id of edited) shop.store.setConsent(id, 'yes');
    let cursor: string | undefined;
    const since = new Date(START).toISOString();
    for await (const row of pollCustomers(shop.client(), {
      since,
      now: new Date(clockMs).toISOString(),
    })) {
      cursor = row.cursor;
      break;
    }
    clockMs += HOUR;
    const early = shop.store.customerId(1);
    shop.store.setConsent(early, 'no');
    expect(idsOf(await poll(cursor))).toEqual(
      expect.arrayContaining([edited[1], edited[2], early]),
    );
  });

  it('finds new customers after others were deleted before them', async () => {
    await open({ customers: 230 });
    clockMs += HOUR;
    const rows = [shop.store.registerCustomer().id];
    const cursor = cursorOf(await poll());
    for (let n = 0; n < 150; n++) shop.store.deleteCustomer(shop.store.customerId(n));
    rows.push(shop.store.registerCustomer().id);
    expect(idsOf(await poll(cursor))).toContain(rows[1]);
  });

  it('begins anew with a cursor it cannot read', async () => {
    await open({ customers: 5 });
    clockMs += HOUR;
    const { id } = shop.store.registerCustomer();
    expect(idsOf(await poll('no cursor of ours'))).toEqual([id]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collect, idsOf, type OpenShop, openShop } from '../test/open-shop.js';
import { customerHistory, orderHistory, productHistory } from './history.js';

let shop: OpenShop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

describe('orderHistory', () => {
  it('reads the range with its beginning and without its end, in the clock of the shop', async () => {
    const starts = [0, 1, 2, 3].map((minutes) => {
      shop.fake.setClock(
        new Date(Date.parse('2026-11-21T23:30:00Z') + minutes * 60_000).toISOString(),
      );
      shop.data.addOrder();
      return shop.fake.now();
    });
    const range = { from: starts[1] as string, to: starts[3] as string };
    const rows = await collect(orderHistory.read(shop.client(), range));
    expect(idsOf(rows)).toEqual(['2', '3']);
    expect(await orderHistory.count?.(shop.client(), range)).toBe(2);
    expect(await orderHistory.count?.(shop.client(), {})).toBe(4);
  });

  it('loses no order of the hour that comes twice', async () => {
    const back = Date.parse('2026-10-25T01:00:00Z');
    for (const minutes of [-50, -10, 10, 50]) {
      shop.data.nowMs = back + minutes * 60_000;
      shop.data.addOrder();
    }
    const at = (minutes: number) => new Date(back + minutes * 60_000).toISOString();
    const idsIn = async (from: number, to: number) =>
      idsOf(await collect(orderHistory.read(shop.client(), { from: at(from), to: at(to) })));
    expect(await idsIn(-15, 15)).toEqual(expect.arrayContaining(['2', '3']));
    expect(await idsIn(5, 60)).toEqual(expect.arrayContaining(['3', '4']));
    expect(await idsIn(-60, -30)).toContain('1');
  });

  it('goes on after any id, whatever was deleted meanwhile', async () => {
    shop.fake.seed('order', 60, 0);
    const table = shop.data.table('orders');
    table.splice(9, 1);
    const rows = await collect(orderHistory.read(shop.client(), {}, '9'));
    expect(idsOf(rows)[0]).toBe('11');
    expect(rows).toHaveLength(50);
  });
});

describe('customerHistory', () => {
  it('reads guests, too, and leaves out the deleted and the disabled', async () => {
    shop.data.addContact();
    shop.data.addContact({ is_guest: '1' });
    shop.data.addContact({ deleted: '1' });
    const rows = await collect(customerHistory.read(shop.client(), {}));
    expect(idsOf(rows)).toEqual(['2', '3']);
    expect(await customerHistory.count?.(shop.client(), {})).toBe(2);
  });
});

describe('productHistory', () => {
  it('reads the withdrawn, and no drafts', async () => {
    shop.data.addProduct({ state: '0' });
    shop.data.addProduct({ active: '0' });
    expect(idsOf(await collect(productHistory.read(shop.client(), {})))).toEqual(['2']);
    expect(await productHistory.count?.(shop.client(), {})).toBe(1);
  });
});

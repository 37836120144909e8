import { afterEach, describe, expect, it } from '@jest/globals';
import { closeShops, type OpenShop, openShop } from '../../test/magento2/open-shop.js';
import { collect, idsOf, outcomeOf } from '../../test/quick-http.js';
import { pollCarts } from './cart-poll.js';

afterEach(closeShops);

const poll = ({ client }: OpenShop, since: string) => collect(pollCarts(client(), { since }));
const START = '2026-11-21T16:00:00.000Z';

describe('pollCarts', () => {
  it.each([
    { broken: [0], why: 'the first' },
    { broken: [7, 8, 40], why: 'some' },
    { broken: [69], why: 'the last' },
  ])('leaves out $why that hold a deleted product, and gives all others', async ({ broken }) => {
    const shop = await openShop();
    const ids = shop.fake.seed('cart', 70);
    for (const i of broken) shop.fake.shop.brokenCarts.add(Number(ids[i]));
    expect(idsOf(await poll(shop, START))).toEqual(ids.filter((_, i) => !broken.includes(i)));
  });

  it('does so on 2.3, too, where the page behind the end is the last one again', async () => {
    const shop = await openShop({ release: '2.3.7' });
    const ids = shop.fake.seed('cart', 5);
    shop.fake.shop.brokenCarts.add(Number(ids[4]));
    expect(idsOf(await poll(shop, START))).toEqual(ids.slice(0, 4));
  });

  it('does not search a shop for broken carts that fails at everything', async () => {
    const shop = await openShop();
    shop.fake.seed('cart', 5);
    shop.fake.misbehave('serverError');
    expect(await outcomeOf(poll(shop, START))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(shop.fake.calls.length).toBeLessThan(5);
  });

  it('tells the ids of products, of which a cart has only the SKUs, and its total', async () => {
    const shop = await openShop();
    shop.fake.seed('cart', 1);
    const [row] = await poll(shop, START);
    expect(row?.raw).toMatchObject({
      completed: {
        totals: { base_grand_total: 44.8 },
        recoveryUrl: `${shop.fake.shop.url}/checkout/cart/`,
        lines: [{ sku: 'TEE-RED-M', product_id: 55, variant_id: 56 }, { sku: 'MUG, blue' }],
      },
    });
  });

  it('gives neither carts without an address, nor those that became an order', async () => {
    const shop = await openShop();
    const nobody = { customer: { email: null }, billing_address: { email: null } };
    shop.fake.shop.make('carts', nobody);
    shop.fake.shop.make('carts', { is_active: false });
    const guest = shop.fake.shop.make('carts', {
      customer: { email: null },
      billing_address: { email: 'guest@customer.example' },
    });
    const rows = await poll(shop, START);
    expect(idsOf(rows)).toEqual([String(guest)]);
    expect(rows[0]?.raw).not.toHaveProperty('completed.recoveryUrl');
  });

  it('gives carts that were emptied', async () => {
    const shop = await openShop();
    shop.fake.shop.make('carts', { items: [], items_count: 0 });
    const [row] = await poll(shop, START);
    expect(row?.raw).toMatchObject({ completed: { lines: [] } });
  });

  it('gives carts of older shops whose time of change is a zero date', async () => {
    const shop = await openShop({ release: '2.3.7' });
    shop.fake.shop.make('carts', {
      created_at: '2026-11-20 10:00:00',
      updated_at: '0000-00-00 00:00:00',
    });
    const young = shop.fake.shop.make('carts', { updated_at: '0000-00-00 00:00:00' });
    const rows = await poll(shop, START);
    expect(rows.map(({ id, version }) => [id, version])).toEqual([
      [String(young), expect.stringMatching(/^2026-11-21 16:00:00/)],
    ]);
  });
});

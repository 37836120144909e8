import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Beacon } from '../src/beacon/beacon.js';
import { SHOPS } from './mall.js';
import { describeInChromium } from './world.js';

/** What a beacon says is in the cart: product and quantity. */
const content = ({ cart }: Beacon) =>
  cart.lines.map(({ productId, quantity }) => [productId, quantity]);

/** What a platform tells about a cart besides products and quantities. */
const KNOWN: Readonly<Record<string, { total?: string; currency?: string }>> = {
  shopify: { total: '329.48', currency: 'PLN' },
  woocommerce: { total: '329.48', currency: 'PLN' },
  magento2: { total: '329.48' },
  prestashop17: { total: '329.48', currency: 'PLN' },
  prestashop16: {},
  shopware6: { total: '329.48' },
  bigcommerce: { total: '329.48', currency: 'PLN' },
  opencart: {},
  shoper: { total: '329.48', currency: 'PLN' },
  magento1: { total: '329.48', currency: 'PLN' },
};

describeInChromium('carts in a real browser', (scene) => {
  const visits = new Map<string, Beacon[]>();
  const errors = new Map<string, readonly string[]>();

  /** Adds two products, changes one, removes both; gives the beacons. */
  async function shopAround(platform: string): Promise<void> {
    const shopper = await scene.enter(platform);
    visits.set(platform, shopper.door.beacons);
    errors.set(platform, shopper.errors);
    await shopper.open();
    const steps = [
      () => shopper.add('10'),
      () => shopper.add('20'),
      () => shopper.set('10', 2),
      () => shopper.set('20', 0),
      () => shopper.set('10', 0),
    ];
    for (const [at, step] of steps.entries()) {
      await step();
      await shopper.door.beacon(at + 1);
    }
  }

  // All shops at once: most of the time is waiting for carts to settle. A shop that fails, fails its own tests.
  beforeAll(async () => {
    await Promise.allSettled(SHOPS.map(({ platform }) => shopAround(platform)));
  }, 240_000);

  describe.each(SHOPS.map(({ platform }) => platform))('%s', (platform) => {
    it('posts the whole cart after each change, and the emptied one', () => {
      expect(visits.get(platform)?.map(content)).toEqual([
        [['10', 1]],
        [
          ['10', 1],
          ['20', 1],
        ],
        [
          ['10', 2],
          ['20', 1],
        ],
        [['10', 2]],
        [],
      ]);
    });

    it('keeps one cart token and gives every beacon its own id', () => {
      const beacons = visits.get(platform) ?? [];
      expect(new Set(beacons.map(({ cart }) => cart.token)).size).toBe(1);
      expect(new Set(beacons.map(({ id }) => id)).size).toBe(5);
    });

    it('tells total and currency where the platform does', () => {
      const { total, currency } = visits.get(platform)?.[2]?.cart ?? {};
      expect({ total, currency }).toEqual(KNOWN[platform]);
    });

    it('tells what the line of two costs', () => {
      const line = visits.get(platform)?.[2]?.cart.lines[0];
      expect(line?.total ?? Number(line?.unitPrice) * 2).toBe(line?.total ? '299.98' : 299.98);
    });

    it('never names a secret of the shop', () => {
      expect(JSON.stringify(visits.get(platform))).not.toMatch(/key=secret|session-context-token/);
    });

    it('leaves the page without an error', () => {
      expect(errors.get(platform)).toEqual([]);
    });
  });
});

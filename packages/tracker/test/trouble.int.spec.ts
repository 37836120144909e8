import { expect, it } from '@jest/globals';
import { describeInChromium } from './world.js';

const CONTACT = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const productIds = (beacon: { cart: { lines: { productId?: string }[] } }) =>
  beacon.cart.lines.map(({ productId }) => productId);

describeInChromium('a page that gives the script trouble', (scene) => {
  it.each([
    { why: 'the hub cannot be reached', visit: { hubDown: true } },
    { why: 'the hub answers 500', visit: { status: 500 } },
    { why: 'the policy of the page forbids the connection', visit: { csp: true } },
  ])('the shop works when $why', async ({ visit }) => {
    const csp = visit.csp && `default-src 'self' 'unsafe-inline'; script-src * 'unsafe-inline'`;
    const shopper = await scene.enter('magento2', {
      script: { identityPath: '/storewire/nowhere' },
      page: { ...(csp ? { csp } : {}) },
    });
    if (visit.status) shopper.door.status = visit.status;
    if (visit.hubDown) {
      await shopper.context.route(/\/t\/store\d+\/(cart|visitor)/, (route) => route.abort());
    }
    await shopper.page.clock.install();
    await shopper.open();
    await shopper.context.addCookies([
      { name: 'smclient', value: CONTACT, url: scene.world.mall.url },
    ]);
    await shopper.add('10');
    await shopper.page.clock.runFor(7_000);
    expect(
      await shopper.page.evaluate(
        "JSON.parse(localStorage['mage-cache-storage']).cart.items.length",
      ),
    ).toBe(1);
    expect(shopper.door.beacons).toEqual([]);
  });

  it.each([
    ['sendBeacon is missing', 'delete Navigator.prototype.sendBeacon'],
    ['sendBeacon refuses', 'Navigator.prototype.sendBeacon = () => false'],
    ['sendBeacon throws', 'Navigator.prototype.sendBeacon = () => { throw new Error("no") }'],
    [
      'storage throws',
      "Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new Error('denied') }",
    ],
    ['requests cannot be observed', 'delete window.PerformanceObserver'],
  ])('still posts the cart when %s', async (_why, code) => {
    const shopper = await scene.enter('prestashop17', {
      page: { head: `<script>${code}</script>` },
    });
    await shopper.open();
    await shopper.add('10');
    expect(productIds(await shopper.door.beacon(1))).toEqual(['10']);
  });

  it('says nothing where the platform is not what it was told', async () => {
    const shopper = await scene.enter('shopify', { page: { platform: 'unknown' } });
    await shopper.page.clock.install();
    await shopper.open();
    await shopper.page.clock.runFor(3_000);
    expect(shopper.door.beacons).toEqual([]);
  });

  it('works once when its tag stands on the page twice', async () => {
    const shopper = await scene.enter('magento2', { page: { tags: 2 } });
    await shopper.open();
    await shopper.add('10');
    await shopper.door.beacon(1);
    await shopper.add('20');
    await shopper.door.beacon(2);
    expect(shopper.door.beacons).toHaveLength(2);
  });

  it('names no products when the cart would be larger than 16 KiB', async () => {
    const lines = Array.from({ length: 90 }, (_, at) => ({
      productId: at + 1,
      name: 'ż'.repeat(200),
      quantity: 1,
    }));
    const shopper = await scene.enter('ebexo', {
      page: {
        head: `<script>window.storewire = { cart: { lines: ${JSON.stringify(lines)} } }</script>`,
      },
    });
    await shopper.open();
    const { cart } = await shopper.door.beacon(1);
    expect(cart.lines).toHaveLength(90);
    expect(cart.lines[0]).toEqual({ productId: '1', quantity: 1 });
  });
});

import { expect, it } from '@jest/globals';
import { describeInChromium } from './world.js';

const productIds = (beacon: { cart: { lines: { productId?: string }[] } }) =>
  beacon.cart.lines.map(({ productId }) => productId);
const IN_CHECKOUT = '"isCheckout":true';
const IN_SHOP = '"isCheckout":false';

describeInChromium('a cart over several pages', (scene) => {
  it('is not posted again while it stays the same', async () => {
    const shopper = await scene.enter('shopware6');
    await shopper.open();
    await shopper.add('10');
    await shopper.door.beacon(1);
    const read = shopper.page.waitForResponse(/cart\.json$/);
    await shopper.open('/another');
    await read;
    await shopper.add('20');
    expect(productIds(await shopper.door.beacon(2))).toEqual(['10', '20']);
    expect(shopper.door.beacons).toHaveLength(2);
  });

  it('is posted from the next page when the change was a full page load', async () => {
    const shopper = await scene.enter('prestashop17');
    await shopper.open();
    scene.world.mall.basket(shopper.session).add('10');
    await shopper.open('/cart');
    expect(productIds(await shopper.door.beacon(1))).toEqual(['10']);
  });

  it('is sent by the page that is left before it settled', async () => {
    const shopper = await scene.enter('prestashop17');
    await shopper.page.clock.install();
    await shopper.open();
    await shopper.page.clock.pauseAt(Date.now() + 60_000);
    await shopper.add('10');
    await shopper.page.goto('about:blank');
    expect(productIds(await shopper.door.beacon(1))).toEqual(['10']);
  });

  it.each([
    { why: 'thank-you page', bodyClass: 'is-act-finishpage' },
    { why: 'page after the checkout', bodyClass: '' },
  ])('is not called emptied when it is gone on the $why', async ({ bodyClass }) => {
    const shopper = await scene.enter('shopware6');
    await shopper.open();
    await shopper.add('10');
    const first = await shopper.door.beacon(1);
    if (bodyClass === '') {
      await shopper.open('/checkout/confirm');
      await shopper.remembers(IN_CHECKOUT);
    }
    scene.world.mall.buy(shopper.session);
    await shopper.page.addInitScript(
      `addEventListener('DOMContentLoaded', () => { document.body.className = '${bodyClass}'; })`,
    );
    await shopper.open('/after');
    await shopper.page.waitForFunction("localStorage.storewire === '{}'");
    await shopper.add('20');
    const second = await shopper.door.beacon(2);
    expect(productIds(second)).toEqual(['20']);
    expect(second.cart.token).not.toBe(first.cart.token);
  });

  it('is not called emptied when the platform has given a new one', async () => {
    const shopper = await scene.enter('shopify');
    await shopper.open();
    await shopper.add('10');
    await shopper.door.beacon(1);
    scene.world.mall.buy(shopper.session);
    await shopper.open('/again');
    await shopper.page.waitForFunction("localStorage.storewire === '{}'");
    expect(shopper.door.beacons).toHaveLength(1);
  });

  it('is called emptied when the shopper went back from the checkout and removed it', async () => {
    const shopper = await scene.enter('shopware6');
    await shopper.open();
    await shopper.add('10');
    await shopper.door.beacon(1);
    await shopper.open('/checkout/confirm');
    await shopper.remembers(IN_CHECKOUT);
    await shopper.open('/checkout/cart');
    await shopper.remembers(IN_SHOP);
    await shopper.set('10', 0);
    expect(productIds(await shopper.door.beacon(2))).toEqual([]);
  });

  it('is called emptied when the last product was removed by a full page load', async () => {
    const shopper = await scene.enter('prestashop17');
    await shopper.open();
    await shopper.add('10');
    await shopper.door.beacon(1);
    scene.world.mall.basket(shopper.session).set('10', 0);
    await shopper.open('/cart');
    expect(productIds(await shopper.door.beacon(2))).toEqual([]);
  });
});

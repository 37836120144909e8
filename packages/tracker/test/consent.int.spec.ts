import { expect, it } from '@jest/globals';
import { describeInChromium } from './world.js';

const productIds = (beacon: { cart: { lines: { productId?: string }[] } }) =>
  beacon.cart.lines.map(({ productId }) => productId);

describeInChromium('consent on a real page', (scene) => {
  it.each([
    { platform: 'shopify', path: '/?consent=no', head: '', why: "Shopify's customer privacy" },
    { platform: 'shoper', path: '/?consent=no', head: '', why: "Shoper's consent window" },
    {
      platform: 'magento2',
      path: '/',
      head: '<div id="notice-cookie-block"></div>',
      why: "Magento's cookie notice",
    },
    ...[
      ['WP Consent API', 'window.wp_has_consent = () => false'],
      ['CookieYes', 'window.getCkyConsent = () => ({ categories: { advertisement: false } })'],
      ['Cookiebot', 'window.Cookiebot = { consent: { marketing: false } }'],
      ['OneTrust', 'window.OnetrustActiveGroups = ",C0001,C0002,"'],
      ['a tool that throws', 'window.wp_has_consent = () => { throw new Error("broken") }'],
      ["the page's own word", 'window.storewire = { consent: false }'],
    ].map(([why = '', code]) => ({
      platform: 'magento2',
      path: '/',
      head: `<script>${code}</script>`,
      why,
    })),
  ])('sends and stores nothing while $why says no', async ({ platform, path, head }) => {
    const shopper = await scene.enter(platform, { page: { head } });
    await shopper.page.clock.install();
    await shopper.open(path);
    await shopper.add('10');
    await shopper.page.clock.runFor(4_000);
    expect(shopper.door.beacons).toEqual([]);
    const kept = await shopper.page.evaluate('Object.keys(localStorage).join() + document.cookie');
    expect(kept).not.toMatch(/storewire|sm/);
  });

  it('begins within a second of a yes, with the cart as it is then', async () => {
    const shopper = await scene.enter('shopware6', {
      page: { head: '<script>window.storewire = { consent: false }</script>' },
    });
    await shopper.open();
    await shopper.add('10');
    await shopper.page.evaluate('storewire.consent = true');
    expect(productIds(await shopper.door.beacon(1))).toEqual(['10']);
  });

  it('runs when the cookie of the setting allows', async () => {
    const shopper = await scene.enter('magento2', {
      script: { consent: { cookie: 'marketing_ok' } },
    });
    await shopper.open();
    await shopper.add('10');
    await shopper.page.evaluate("document.cookie = 'marketing_ok=1; path=/'");
    expect(productIds(await shopper.door.beacon(1))).toEqual(['10']);
  });

  it('stops when consent is withdrawn', async () => {
    const shopper = await scene.enter('magento2');
    await shopper.page.clock.install();
    await shopper.open();
    await shopper.add('10');
    await shopper.door.beacon(1);
    await shopper.page.evaluate('storewire.consent = false');
    await shopper.add('20');
    await shopper.page.clock.runFor(7_000);
    expect(shopper.door.beacons).toHaveLength(1);
  });
});

import { expect, it } from '@jest/globals';
import { describeInChromium } from './world.js';

const CONTACT = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const OTHER_CONTACT = '7d444840-9dc0-11d1-b245-5ffdce74fad2';

describeInChromium('who the visitor is', (scene) => {
  it('tells a well-formed smclient, and the origin of the page', async () => {
    const shopper = await scene.enter('magento2');
    await shopper.context.addCookies([
      { name: 'smclient', value: CONTACT, url: scene.world.mall.url },
    ]);
    await shopper.open();
    await shopper.add('10');
    expect((await shopper.door.beacon(1)).smclient).toBe(CONTACT);
    expect(shopper.door.origins).toEqual([scene.world.mall.url]);
  });

  it('leaves out an smclient that is no contact id', async () => {
    const shopper = await scene.enter('magento2');
    await shopper.context.addCookies([
      { name: 'smclient', value: 'undefined', url: scene.world.mall.url },
    ]);
    await shopper.open();
    await shopper.add('10');
    expect(await shopper.door.beacon(1)).not.toHaveProperty('smclient');
  });

  it('tells the address only where the page says it is the shopper', async () => {
    const shopper = await scene.enter('magento2', {
      page: { head: "<script>window.storewire = { email: 'ada@customer.example' }</script>" },
    });
    await shopper.open();
    await shopper.add('10');
    expect((await shopper.door.beacon(1)).email).toBe('ada@customer.example');
  });

  it('posts the same cart again when the shopper logs in', async () => {
    const shopper = await scene.enter('magento2');
    await shopper.open();
    await shopper.add('10');
    await shopper.door.beacon(1);
    await shopper.page.evaluate(
      "storewire.identity = 'v1.1795278402.NDI.YWRh.00'; storewire.update()",
    );
    expect(await shopper.door.beacon(2)).toMatchObject({ identity: 'v1.1795278402.NDI.YWRh.00' });
  });

  it('asks the page for the token where it names a function, and forgives it everything', async () => {
    const shopper = await scene.enter('magento2', {
      page: {
        head: "<script>window.asked = 0; window.storewire = { identity: async () => (window.asked += 1, 'header.payload.signature') }</script>",
      },
    });
    await shopper.open();
    await shopper.add('10');
    expect((await shopper.door.beacon(1)).identity).toBe('header.payload.signature');
    expect(await shopper.page.evaluate('asked')).toBe(1);
    const failing = await scene.enter('magento2', {
      page: { head: '<script>window.storewire = { identity: () => { throw 1 } }</script>' },
    });
    await failing.open();
    await failing.add('10');
    expect(await failing.door.beacon(1)).not.toHaveProperty('identity');
  });

  it('asks the shop for the token once, not on every page', async () => {
    const shopper = await scene.enter('magento2', {
      script: { identityPath: '/storewire/identity' },
    });
    scene.world.mall.identity = 'header.payload.signature';
    scene.world.mall.identityReads = 0;
    await shopper.open();
    await shopper.add('10');
    await shopper.door.beacon(1);
    await shopper.open('/another');
    await shopper.add('20');
    expect((await shopper.door.beacon(2)).identity).toBe('header.payload.signature');
    expect(scene.world.mall.identityReads).toBe(1);
  });

  it('sets smclient when the hub knows the proven shopper, as a cookie of the shop', async () => {
    const shopper = await scene.enter('magento2', {
      page: { head: '<meta name="storewire-identity" content="v1.1795278402.NDI.YWRh.00">' },
    });
    await shopper.context.addCookies([
      { name: 'smclient', value: OTHER_CONTACT, url: scene.world.mall.url },
    ]);
    shopper.door.answer = { smclient: CONTACT };
    const answered = shopper.page.waitForResponse(/\/visitor$/);
    await shopper.open();
    await (await answered).finished();
    await shopper.page.waitForFunction(`document.cookie.includes('${CONTACT}')`);
    const cookie = await shopper.cookie('smclient');
    expect(cookie).toMatchObject({ path: '/', secure: true, sameSite: 'Lax', httpOnly: false });
    const days = ((cookie?.expires ?? 0) * 1000 - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    expect(shopper.door.questions).toEqual([
      { v: 1, smclient: OTHER_CONTACT, identity: 'v1.1795278402.NDI.YWRh.00' },
    ]);
  });

  it('does not ask the hub about somebody nobody knows', async () => {
    const shopper = await scene.enter('magento2');
    await shopper.page.clock.install();
    await shopper.open();
    await shopper.add('10');
    await shopper.page.clock.runFor(7_000);
    await shopper.door.beacon(1);
    expect(shopper.door.questions).toEqual([]);
  });

  it('mirrors the open CART event in smevent with its lifetime, and takes it away', async () => {
    const shopper = await scene.enter('magento2');
    await shopper.context.addCookies([
      { name: 'smclient', value: CONTACT, url: scene.world.mall.url },
    ]);
    shopper.door.answer = { smevent: 'event-1', smeventSeconds: 43_200 };
    await shopper.open();
    await shopper.page.waitForFunction("document.cookie.includes('smevent=event-1')");
    const { expires = 0 } = (await shopper.cookie('smevent')) ?? {};
    expect(Math.abs(expires - Date.now() / 1000 - 43_200)).toBeLessThan(60);
    shopper.door.answer = { smevent: null };
    await shopper.page.clock.install();
    await shopper.open('/again');
    await shopper.add('10');
    await shopper.page.clock.runFor(1_000);
    await shopper.door.beacon(1);
    await shopper.page.clock.runFor(6_000);
    await shopper.page.waitForFunction("!document.cookie.includes('smevent')");
    expect(shopper.door.questions).toHaveLength(2);
  });
});

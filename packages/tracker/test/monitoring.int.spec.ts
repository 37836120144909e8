import { expect, it } from '@jest/globals';
import { monitoringSnippet } from '../src/monitoring/monitoring-snippet.js';
import { describeInChromium } from './world.js';

describeInChromium('the monitoring code', (scene) => {
  const code = {
    clientId: 'k3v9x0qab7',
    smapp: 3,
    customScript: true,
    banners: true,
    popups: true,
    cookieDays: 30,
  };
  const LOADED = 'window.smLoads === 1 && window.popupLoads === 1';
  const SEEN = `JSON.stringify({
    globals: Object.fromEntries(['_smid', '_smapp', '_smcustom', '_smbanners', '_smclt', 'SalesmanagoObject'].map((name) => [name, window[name]])),
    queue: typeof sm, scripts: [...document.scripts].map((script) => script.src).filter((src) => /sm\\.js|popups/.test(src)),
  })`;

  it('does what the previewed snippet does', async () => {
    const monitoring = { ...code, endpoint: scene.world.hub.url };
    const served = await scene.enter('magento2', { script: { monitoring } });
    await served.open();
    await served.page.waitForFunction(LOADED);
    const pasted = await scene.enter('magento2', {
      page: { trackerUrl: undefined, head: monitoringSnippet(monitoring) },
    });
    await pasted.open();
    await pasted.page.waitForFunction(LOADED);
    expect(await served.page.evaluate(SEEN)).toBe(await pasted.page.evaluate(SEEN));
  });

  it('queues commands until the script of SALESmanago is there', async () => {
    const served = await scene.enter('magento2', {
      script: { monitoring: { ...code, endpoint: scene.world.hub.url } },
    });
    await served.open();
    await served.page.waitForFunction(LOADED);
    expect(
      await served.page.evaluate("sm('webPush', ['form']); Array.from(sm.q[0]).flat().join()"),
    ).toBe('webPush,form');
  });

  it('leaves a page alone that has a monitoring code already', async () => {
    const monitoring = { ...code, endpoint: scene.world.hub.url };
    const shopper = await scene.enter('magento2', {
      script: { monitoring: { ...monitoring, clientId: 'another1' } },
      page: { head: monitoringSnippet(monitoring) },
    });
    await shopper.open();
    await shopper.add('10');
    await shopper.door.beacon(1);
    expect(await shopper.page.evaluate('[_smid, smLoads].join()')).toBe('k3v9x0qab7,1');
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RunningShop6 } from '../../test/shopware6/running-shop.js';
import { appFiles, appNameOf } from './app-manifest.js';
import { TEMPLATE_PATH } from './app-storefront.js';
import { tagPlacement } from './tag.js';

const STORE = '01900000-0000-7000-8000-00000000abcd';
const TRACKER = 'https://hub.example/t/a-token';
const TAG = { src: `${TRACKER}/s.js` };

let shop: RunningShop6;
beforeEach(async () => {
  shop = await RunningShop6.open();
});
afterEach(() => shop.fake.stop());

/** Installs the app as Shopware does: its templates become rows. */
function install(active: boolean, trackerUrl = TRACKER): void {
  const files = appFiles(
    {
      storeId: STORE,
      installUrl: 'https://hub.example/install/shopware6/a-token',
      webhookUrl: 'https://hub.example/hooks/a-token',
      trackerUrl,
      secret: 'an-app-secret',
      madeAt: 1,
    },
    shop.connection,
  );
  const template = files[`${appNameOf(STORE)}/${TEMPLATE_PATH}`];
  shop.fake.add('app_template', { id: 'a'.repeat(32), template, path: TEMPLATE_PATH, active });
}

describe.each(['place', 'find'] as const)('to %s the tag', (verb) => {
  const look = () => tagPlacement[verb](shop.client(), TAG);

  it('is to find the app that is switched on', async () => {
    install(true);
    expect(await look()).toEqual({ state: 'placed' });
  });

  it('asks a person to switch the app on', async () => {
    install(false);
    expect(await look()).toEqual({
      state: 'person',
      detail: expect.stringMatching(/^Switch the app on/),
      link: expect.stringMatching(/\/admin#\/sw\/extension/),
    });
  });

  it.each([
    ['there is no app', () => undefined],
    [
      'the app is of an address that the hub had before',
      () => install(true, 'https://old.example/t/a-token'),
    ],
  ])('asks a person for the app where %s', async (_, given) => {
    given();
    expect(await look()).toMatchObject({
      state: 'person',
      detail: expect.stringMatching(/^Make an app/),
    });
  });

  it('says so where the credentials may not look', async () => {
    install(true);
    shop.fake.withhold('app_template:read');
    expect(await look()).toMatchObject({
      state: 'person',
      detail: expect.stringMatching(/app_template:read/),
    });
  });

  it('writes nothing', async () => {
    await look();
    expect(shop.takeCalls()).toEqual(['POST /api/oauth/token', 'POST /api/search/app-template']);
  });
});

it('removes nothing, for only a person can', async () => {
  await tagPlacement.remove(shop.client(), TAG);
  expect(shop.takeCalls()).toEqual([]);
});

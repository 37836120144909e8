import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RunningShop5 } from '../../test/shopware5/running-shop.js';
import { RunningShop6 } from '../../test/shopware6/running-shop.js';
import { checkShop } from './shop.js';

let shop: RunningShop5;
beforeEach(async () => {
  shop = await RunningShop5.open();
});
afterEach(() => shop.fake.stop());

it('tells what the shop is, and changes nothing in it', async () => {
  expect(await checkShop(shop.client())).toMatchObject({
    shopKey: `shopware5:${new URL(shop.connection.url).host}`,
    name: 'Shop of the fake',
    url: 'https://shop.example',
    version: '5.7.19',
    currency: 'PLN',
    missing: [],
  });
  expect(shop.fake.writes()).toBe(0);
});

describe('versions', () => {
  it.each([
    ['5.1.6', 'Update the shop to Shopware 5.7, then run the check again.'],
    ['6.4.0', 'Connect the shop as "Shopware 6".'],
  ])('refuses %s and says what to do', async (version, hint) => {
    shop.fake.version = version;
    await expect(checkShop(shop.client())).rejects.toMatchObject({
      code: 'SHOPWARE_WRONG_VERSION',
      hint,
    });
  });

  it('knows Shopware 6 by how it refuses', async () => {
    const other = await RunningShop6.open();
    const check = checkShop(shop.client({ url: other.connection.url }));
    await expect(check).rejects.toMatchObject({
      code: 'SHOPWARE_WRONG_VERSION',
      message: 'The shop is Shopware 6; this connection needs Shopware 5.',
    });
    await other.fake.stop();
  });

  it('finds no API at another address of the host', async () => {
    const check = checkShop(shop.client({ url: `${shop.connection.url}/blog` }));
    await expect(check).rejects.toMatchObject({ code: 'SHOPWARE_NOT_FOUND' });
  });
});

it.each([
  ['media:read', 'Products have no image.'],
  ['customer:update', 'Consent is not written to the shop.'],
])('names the lacking right %s with what will not work', async (permission, effect) => {
  shop.fake.withhold(permission);
  expect((await checkShop(shop.client())).missing).toEqual([{ permission, effect }]);
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RunningShop6 } from '../../test/shopware6/running-shop.js';
import { CHANNEL_ID, hexId, salesChannel } from '../../test/shopware6/shop-data.js';
import { checkShop } from './shop.js';

let shop: RunningShop6;
beforeEach(async () => {
  shop = await RunningShop6.open();
});
afterEach(() => shop.fake.stop());

it('tells what the shop is', async () => {
  expect(await checkShop(shop.client())).toMatchObject({
    shopKey: `shopware6:${new URL(shop.connection.url).host}`,
    name: 'Shop of the fake',
    url: 'https://shop.example/pl/',
    version: '6.7.1.0',
    currency: 'PLN',
    country: 'PL',
    languages: ['pl-PL'],
    missing: [],
  });
});

describe('versions', () => {
  it.each(['6.4.20.2', '6.7.9999999.9999999-dev', '7.0.0.0'])('takes %s', async (version) => {
    shop.fake.version = version;
    expect((await checkShop(shop.client())).version).toBe(version);
  });

  it.each([
    ['6.3.5.4', '6.3'],
    ['5.7.19', '5.7'],
    ['', 'of an unknown version'],
  ])('refuses %j and says what is needed', async (version, found) => {
    shop.fake.version = version;
    await expect(checkShop(shop.client())).rejects.toMatchObject({
      code: 'SHOPWARE_WRONG_VERSION',
      message: `The shop is Shopware ${found}; this connection needs 6.4 or later.`,
    });
  });
});

describe('sales channels', () => {
  const second = { ...salesChannel('Marketplace'), id: hexId('channel', 2), typeId: 'feed' };

  it('lists them, storefronts first, and says that all of them are read', async () => {
    shop.fake.tables.sales_channel?.unshift(second);
    const { name, storefronts, warnings } = await checkShop(shop.client());
    expect(name).toBe('Shop of the fake');
    expect(storefronts?.map(({ id }) => id)).toEqual([CHANNEL_ID, second.id]);
    expect(warnings).toContainEqual(expect.stringContaining('All 2 sales channels'));
  });

  it('reads the one of the connection, which is part of the shop key', async () => {
    shop.fake.add('sales_channel', second);
    const found = await checkShop(shop.client({ salesChannelId: CHANNEL_ID }));
    expect(found.shopKey).toMatch(new RegExp(`:${CHANNEL_ID}$`));
    expect(found).not.toHaveProperty('storefronts');
  });

  it('says when the connection names one that is not there', async () => {
    const { warnings } = await checkShop(shop.client({ salesChannelId: hexId('channel', 9) }));
    expect(warnings).toContainEqual(expect.stringContaining('No sales channel has the ID'));
  });
});

describe('privileges', () => {
  it('names what is lacking with what will not work', async () => {
    shop.fake.withhold('newsletter_recipient:update');
    expect((await checkShop(shop.client())).missing).toEqual([
      {
        permission: 'newsletter_recipient:update',
        effect: 'Consent is not written to the shop.',
      },
    ]);
  });

  it('says so where the integration may not read its own role', async () => {
    shop.fake.withhold('acl_role:read');
    const { missing, warnings } = await checkShop(shop.client());
    expect(missing).toEqual([]);
    expect(warnings).toContainEqual(expect.stringContaining('may not read its own role'));
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { closeShops, openShop } from '../../test/magento2/open-shop.js';
import { outcomeOf } from '../../test/quick-http.js';
import { checkShop } from './shop.js';

afterEach(closeShops);

describe('checkShop', () => {
  it('tells zone, currency, language and version of a shop with one store view', async () => {
    const { fake, client } = await openShop();
    const shop = await checkShop(client());
    expect(shop).toMatchObject({
      shopKey: `magento2:${new URL(fake.connection().url).host}`,
      name: 'Default Store View',
      version: '2.4',
      zone: 'Europe/Warsaw',
      currency: 'PLN',
      languages: ['pl-PL'],
      missing: [],
    });
    expect(shop.storefronts).toBeUndefined();
  });

  it('lists the store views of a shop with several, without the admin, and their languages', async () => {
    const { client } = await openShop({ websites: 2 });
    const shop = await checkShop(client());
    expect(shop.storefronts?.map(({ id, name }) => [id, name])).toEqual([
      ['1', 'Default Store View'],
      ['2', 'View 2'],
    ]);
    expect(shop.languages).toEqual(['pl-PL', 'de-DE']);
  });

  it('names what will not work without each of two permissions', async () => {
    const { fake, client } = await openShop();
    fake.withhold('Magento_Customer::manage');
    expect((await checkShop(client())).missing).toEqual([
      {
        permission: 'Magento_Customer::manage',
        effect: 'Newsletter consent is not written to the shop.',
      },
    ]);
    fake.withhold('Magento_Backend::store');
    const shop = await checkShop(client());
    expect(shop.missing.map(({ permission }) => permission)).toEqual(['Magento_Backend::store']);
    expect(shop).not.toHaveProperty('zone');
  });

  it.each([
    { page: 'Magento/2.2 (Community)', code: 'MAGENTO2_TOO_OLD', says: /2\.2.* at least 2\.3/ },
    { page: 'Magento/2.0 (Enterprise)', code: 'MAGENTO2_TOO_OLD', says: /2\.0/ },
  ])('refuses a shop that says $page', async ({ page, code, says }) => {
    const { client } = await openShop({ versionPage: page });
    const error = await outcomeOf(checkShop(client()));
    expect(error).toMatchObject({ code, next: 'fixSettings' });
    expect(error.message).toMatch(says);
  });

  it('goes on without a version where the shop hides it, and says so', async () => {
    const { client } = await openShop({ versionPage: '' });
    const shop = await checkShop(client());
    expect(shop).not.toHaveProperty('version');
    expect(shop.warnings?.join()).toMatch(/does not tell its version/);
  });

  it.each([
    { release: '2.3.7', auth: 'oauth' as const, says: /2\.3 tells the newsletter state of one/ },
    { release: '2.4.3', auth: 'bearer' as const, says: /access token alone works as long as/ },
  ])('warns about $release with $auth', async ({ says, ...options }) => {
    const { client } = await openShop(options);
    expect((await checkShop(client())).warnings?.join()).toMatch(says);
  });

  it('warns about a store view that is not there', async () => {
    const { client } = await openShop();
    const { warnings } = await checkShop(client({ storeCode: 'polish' }));
    expect(warnings).toContain('There is no store view polish; the shop has view1.');
  });

  it('tells that a shop is on Magento 1', async () => {
    const { fake, client } = await openShop();
    fake.isMagento1 = true;
    const error = await outcomeOf(checkShop(client()));
    expect(error).toMatchObject({ code: 'MAGENTO2_IS_MAGENTO1' });
    expect(error.hint).toMatch(/magento1/);
  });

  it('says that there is no Magento where another site answers', async () => {
    const { fake, client } = await openShop();
    fake.page = { status: 404, body: '<html>Not found' };
    expect(await outcomeOf(checkShop(client()))).toMatchObject({ code: 'MAGENTO2_NOT_FOUND' });
  });
});

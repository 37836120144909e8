import { afterEach, describe, expect, it } from '@jest/globals';
import type { FakeOptions } from '../test/fake-prestashop.js';
import { type OpenShop, openShop, quickHttp } from '../test/open-shop.js';
import { PrestashopClient } from './client.js';
import { checkShop } from './shop.js';
import { PRESTASHOP_16, PRESTASHOP_17 } from './versions.js';

let shop: OpenShop;
const open = async (options?: FakeOptions) => {
  shop = await openShop(options);
};
afterEach(() => shop.close());

const addSecondShop = () => {
  shop.data.add('shops', { active: '1', deleted: '0', name: 'Hurtownia' });
  shop.data.add('shop_urls', {
    id_shop: '2',
    active: '1',
    main: '1',
    domain: 'hurt.example',
    domain_ssl: 'hurt.example',
    physical_uri: '/',
    virtual_uri: 'b2b/',
  });
};

describe('checkShop', () => {
  it('learns name, version, zone, currency, country and languages, and changes nothing', async () => {
    await open();
    expect(await checkShop(shop.client())).toMatchObject({
      shopKey: `prestashop:${new URL(shop.connection.url).host}`,
      name: 'Fake Shop',
      url: shop.connection.url,
      version: '8.2.1',
      zone: 'Europe/Warsaw',
      currency: 'PLN',
      country: 'PL',
      languages: ['en-US', 'pl-PL'],
      missing: [],
    });
    expect(shop.fake.writes()).toBe(0);
  });

  it('puts the language of the catalogue first', async () => {
    await open();
    const { languages } = await checkShop(shop.client({ language: 'pl' }));
    expect(languages).toEqual(['pl-PL', 'en-US']);
  });

  it.each([
    { version: '1.6.1.24', platform: PRESTASHOP_17, right: 'PrestaShop 1.6' },
    { version: '1.7.8.11', platform: PRESTASHOP_16, right: 'PrestaShop 1.7, 8 and 9' },
    { version: '8.2.1', platform: PRESTASHOP_16, right: 'PrestaShop 1.7, 8 and 9' },
    { version: '1.5.6.3', platform: PRESTASHOP_16, right: '1.6 to 9 can be connected' },
  ])('sends $version from $platform.name to $right', async ({ version, platform, right }) => {
    await open({ version });
    const { connection } = shop;
    const client = new PrestashopClient({ connection, http: quickHttp(), platform });
    await expect(checkShop(client)).rejects.toMatchObject({
      code: 'PRESTASHOP_WRONG_VERSION',
      message: expect.stringContaining(version),
      hint: expect.stringContaining(right),
    });
  });

  it('takes a version to come with a warning', async () => {
    await open({ version: '10.0.1' });
    const { warnings, version } = await checkShop(shop.client());
    expect(version).toBe('10.0.1');
    expect(warnings).toContainEqual(expect.stringContaining('newer than'));
  });

  it('names what is missing, even if it is the table with the zone', async () => {
    await open();
    shop.fake.withhold('configurations GET');
    const { missing, zone } = await checkShop(shop.client());
    expect(missing).toEqual([
      { permission: 'configurations GET', effect: expect.stringContaining('time zone') },
    ]);
    expect(zone).toBeUndefined();
  });

  it('is content with PUT in place of PATCH', async () => {
    await open();
    shop.fake.webservice.permissions = [
      ...shop.fake.permissions.filter((permission) => permission !== 'customers PATCH'),
      'customers PUT',
    ];
    expect((await checkShop(shop.client())).missing).toEqual([]);
  });

  it('lists the shops of a multistore, and says that one of them is read', async () => {
    await open();
    addSecondShop();
    const { storefronts, warnings } = await checkShop(shop.client());
    expect(storefronts).toEqual([
      { id: '1', name: 'Fake Shop', url: shop.connection.url },
      { id: '2', name: 'Hurtownia', url: 'http://hurt.example/b2b' },
    ]);
    expect(warnings).toContainEqual(expect.stringContaining('2 (Hurtownia)'));
  });

  it('reads the shop whose id was entered, with settings of its own', async () => {
    await open();
    addSecondShop();
    const own = { name: 'PS_TIMEZONE', value: 'Europe/London', id_shop_group: '', id_shop: '2' };
    shop.data.add('configurations', own);
    const info = await checkShop(shop.client({ shopId: '2' }));
    expect(info).toMatchObject({ name: 'Hurtownia', zone: 'Europe/London' });
    expect(info.url).toBe('http://hurt.example/b2b');
    expect(info.shopKey).toMatch(/:2$/);
    expect((await checkShop(shop.client())).zone).toBe('Europe/Warsaw');
  });

  it('says which shops there are when the entered one is not', async () => {
    await open();
    await expect(checkShop(shop.client({ shopId: '7' }))).rejects.toMatchObject({
      code: 'PRESTASHOP_UNKNOWN_SHOP',
      hint: expect.stringContaining('1 (Fake Shop)'),
    });
  });

  it('warns of plain http and of a key in the address', async () => {
    await open({ stripsAuthorization: true });
    const { warnings } = await checkShop(shop.client());
    expect(warnings).toContainEqual(expect.stringContaining('plain http'));
    expect(warnings).toContainEqual(expect.stringContaining('Authorization header'));
  });
});

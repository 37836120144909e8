import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Running, runFake } from '../test/run-fake.js';
import { stubClient } from '../test/stub-client.js';
import { readShop } from './shop-info.js';

let running: Running;
beforeEach(async () => {
  running = await runFake();
});
afterEach(() => running.fake.stop());

describe('readShop', () => {
  it('tells who the shop is, its main language first', async () => {
    expect(await readShop(running.client)).toEqual({
      shopKey: 'shopify:mugs-example.myshopify.com',
      name: 'Mugs',
      url: 'https://shop.example',
      version: '2026-10',
      zone: 'Europe/Warsaw',
      currency: 'PLN',
      country: 'PL',
      languages: ['pl', 'en'],
      missing: [],
    });
  });

  it('takes a scope to write for the one to read', async () => {
    running.fake.shop.scopes = new Set(['write_customers', 'write_orders', 'write_products']);
    const { missing, languages } = await readShop(running.client);
    expect(missing.map(({ permission }) => permission)).toEqual([
      'read_all_orders',
      'read_locales',
      'read_themes',
      'write_pixels',
      'read_customer_events',
      'write_app_proxy',
    ]);
    expect(languages).toBeUndefined();
  });

  it('warns of another name of the shop and of another version', async () => {
    const shop = {
      name: 'Mugs',
      myshopifyDomain: 'other.myshopify.com',
      url: 'https://shop.example',
      currencyCode: 'PLN',
      ianaTimezone: 'Europe/Warsaw',
      shopAddress: null,
    };
    const { client } = stubClient([{ data: { shop, currentAppInstallation: null } }]);
    const info = await readShop(client);
    expect(info.warnings).toEqual([
      'Shopify calls this shop other.myshopify.com; check the shop domain.',
    ]);
    expect(info.shopKey).toBe('shopify:mugs-example.myshopify.com');
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnauthorized } from '@storewire/core';
import { RunningStore } from '../test/running-store.js';
import { channel } from '../test/store-data.js';
import { checkShop } from './shop.js';

describe('checkShop', () => {
  let store: RunningStore;
  beforeEach(async () => {
    store = await RunningStore.open();
  });
  afterEach(() => store.stop());

  const missing = async () =>
    (await checkShop(store.client())).missing.map(({ permission }) => permission);

  it('tells what the store is', async () => {
    expect(await checkShop(store.client())).toMatchObject({
      shopKey: 'bigcommerce:k3x9ab',
      name: 'Shop number 0',
      url: 'https://shop.example',
      zone: 'Europe/Warsaw',
      currency: 'PLN',
      country: 'PL',
      languages: ['pl'],
      missing: [],
    });
  });

  it('names the storefronts of a store that has several, without those that ended', async () => {
    expect(await checkShop(store.client())).not.toHaveProperty('storefronts');
    store.fake.channels.push(
      channel(2, 'Hurt'),
      { ...channel(3, 'Alt'), status: 'terminated' },
      { ...channel(4, 'Marketplace'), type: 'marketplace' },
    );
    expect((await checkShop(store.client())).storefronts).toEqual([
      { id: '1', name: 'Shop of the fake', url: 'https://shop.example' },
      { id: '2', name: 'Hurt', url: 'https://shop2.example' },
    ]);
  });

  it('sees that customers may be read and not changed, and changes nothing to find out', async () => {
    store.fake.isReadOnly = true;
    expect(await missing()).toEqual(['store_v2_customers']);
    store.fake.isReadOnly = false;
    expect(await missing()).toEqual([]);
    expect(store.fake.writes()).toBe(0);
  });

  it('names every scope that is missing, and asks for store_cart only where links are wanted', async () => {
    for (const scope of store.fake.permissions) store.fake.withheld.add(scope);
    // Without its channels the store has no sites to ask for.
    const all = store.fake.permissions.filter((scope) => scope !== 'store_sites_read_only');
    expect((await missing()).sort()).toEqual([...all].sort());
    const { missing: fewer } = await checkShop(store.client({ recoveryLinks: 'off' }));
    expect(fewer.map(({ permission }) => permission)).not.toContain('store_cart');
  });

  it('warns of what is not configured and of two mails about one cart', async () => {
    const { warnings } = await checkShop(
      store.client({ clientSecret: undefined, appClientId: undefined, appClientSecret: undefined }),
    );
    expect(warnings).toEqual([
      expect.stringContaining('signatures of webhooks'),
      expect.stringContaining('logged in'),
      expect.stringContaining('Abandoned Cart Saver'),
    ]);
    expect((await checkShop(store.client({ recoveryLinks: 'off' }))).warnings).toEqual([]);
  });

  it('refuses a wrong token', async () => {
    await expect(checkShop(store.client({ accessToken: 'wrong' }))).rejects.toBeInstanceOf(
      StoreUnauthorized,
    );
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { closeShops, openShop } from '../../test/magento1/open-shop.js';
import { outcomeOf } from '../../test/quick-http.js';
import { checkShop } from './shop.js';

afterEach(closeShops);

describe('the session', () => {
  it.each([
    { hasJsonRpc: true, name: 'JSON-RPC' },
    { hasJsonRpc: false, name: 'SOAP v2' },
  ])('is one of $name where the shop has JSON-RPC: $hasJsonRpc', async ({ hasJsonRpc, name }) => {
    const { client } = await openShop({ hasJsonRpc });
    const one = client();
    await one.list('store.list');
    expect(one.transportName).toBe(name);
  });

  it.each([true, false])(
    'is opened anew when it has ended, and the call repeated (JSON-RPC %s)',
    async (hasJsonRpc) => {
      const { fake, client } = await openShop({ hasJsonRpc, callsPerSession: 2 });
      const one = client();
      for (let i = 0; i < 5; i++) expect(await one.list('store.list')).toHaveLength(1);
      expect(fake.calls).toHaveLength(7);
    },
  );

  it('is not opened again and again in a shop that ends it at once', async () => {
    const { fake, client } = await openShop({ callsPerSession: 0 });
    expect(await outcomeOf(client().list('store.list'))).toMatchObject({
      code: 'STORE_UNAUTHORIZED',
    });
    expect(fake.calls).toHaveLength(2);
  });

  it('is refused with both causes and without the key', async () => {
    const { client } = await openShop();
    const error = await outcomeOf(client({ apiKey: 'wrong-key-0000' }).list('store.list'));
    expect(error).toMatchObject({ code: 'STORE_UNAUTHORIZED' });
    expect(error.message).toMatch(/API user or the API key is wrong, or the user is not active/);
    expect(error.message).not.toContain('wrong-key-0000');
  });
});

describe('checkShop', () => {
  it('tells version and name, and that consent needs the bridge', async () => {
    const { client } = await openShop({ hasJsonRpc: true });
    const shop = await checkShop(client());
    expect(shop).toMatchObject({
      name: 'Default Store View',
      version: '1.9.4.5 (OpenMage 20.0.20)',
      missing: [],
    });
    expect(shop.warnings?.join()).toMatch(/through the bridge/);
  });

  it('knows the Magento version alone over SOAP v2', async () => {
    const { client } = await openShop();
    expect(await checkShop(client())).toMatchObject({ version: '1.9.4.5' });
  });

  it('lists the store views of a shop with several', async () => {
    const { fake, client } = await openShop();
    fake.shop.stores = 2;
    expect((await checkShop(client())).storefronts).toEqual([
      { id: '1', name: 'Default Store View' },
      { id: '2', name: 'View 2' },
    ]);
  });

  it('tells that a shop is on Magento 2', async () => {
    const { fake, client } = await openShop();
    fake.isMagento2 = true;
    const error = await outcomeOf(checkShop(client()));
    expect(error).toMatchObject({ code: 'MAGENTO1_IS_MAGENTO2' });
    expect(error.hint).toMatch(/magento2/);
  });

  it.each([
    { status: 404, code: 'MAGENTO1_NOT_FOUND', says: /404/ },
    { status: 403, code: 'MAGENTO_API_BLOCKED', says: /firewall/ },
    { status: 503, code: 'STORE_UNAVAILABLE', says: /503/ },
  ])('is $code where the host answers $status', async ({ status, code, says }) => {
    const { fake, client } = await openShop();
    fake.page = { status, body: '<html>No' };
    const error = await outcomeOf(checkShop(client()));
    expect(error).toMatchObject({ code });
    expect(error.message).toMatch(says);
  });
});

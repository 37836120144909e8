import { afterEach, describe, expect, it } from '@jest/globals';
import type { FakeOptions } from '../test/fake-prestashop.js';
import { type OpenShop, openShop } from '../test/open-shop.js';
import { equal } from './query.js';

let shop: OpenShop;
const open = async (options?: FakeOptions) => {
  shop = await openShop(options);
  return shop;
};
afterEach(() => shop.close());

const outcomeOf = async (call: Promise<unknown>): Promise<Error & { code?: string }> => {
  try {
    await call;
  } catch (error) {
    return error as Error;
  }
  throw new Error('The call was expected to fail.');
};
const contacts = () => shop.client().list('customers', { fields: ['id', 'email'] });

describe('a list', () => {
  it.each(['1.6.1.24', '1.7.8.11', '8.2.1'])('without rows is empty in %s', async (version) => {
    await open({ version });
    expect(await shop.client().list('orders')).toEqual([]);
  });

  it('is read in XML, with the same rows, where the JSON of an old shop is broken', async () => {
    const rowsOf = async (version: string) => {
      await open({ version });
      shop.data.addProduct();
      const rows = await shop.client().list('products', { language: 2, prices: true });
      const formats = shop.fake.calls.map((call) => call.includes('output_format=JSON'));
      await shop.close();
      return { row: rows[0] as Record<string, unknown>, formats };
    };
    const old = await rowsOf('1.6.1.24');
    const recent = await rowsOf('8.2.1');
    expect(old.formats).toEqual([true, false]);
    expect(recent.formats).toEqual([true]);
    const { state: _since17, manufacturer_name: _false, ...row } = recent.row;
    expect(old.row).toMatchObject(row);
    await open();
  });

  it('is not asked for in JSON again once that was broken', async () => {
    await open({ version: '1.6.1.24' });
    shop.data.addProduct();
    const client = shop.client();
    await client.list('products', { language: 2 });
    await client.list('products', { language: 2 });
    const formats = shop.fake.calls.map((call) => call.includes('output_format=JSON'));
    expect(formats).toEqual([true, false, false]);
  });

  it('keeps zeros, which a single read of PrestaShop 8 drops', async () => {
    await open();
    const { id } = shop.data.addContact();
    const [row] = await shop.client().list('customers', { filter: { id: equal(id) } });
    expect(row).toMatchObject({ newsletter: '0', is_guest: '0', optin: '0' });
  });

  it('finds an address with a plus', async () => {
    await open();
    const { id } = shop.data.addContact({ email: 'jan+sklep@customer.example' });
    const filter = { email: equal('jan+sklep@customer.example') };
    const rows = await shop.client().list('customers', { filter, fields: ['id'] });
    expect(rows).toEqual([{ id }]);
  });
});

describe('the key', () => {
  it('goes as the user name of Basic, and never into the address', async () => {
    await open();
    await contacts();
    expect(shop.fake.calls.join()).not.toContain('ws_key');
  });

  it('goes into the address where the web server drops the header, and is remembered', async () => {
    await open({ stripsAuthorization: true });
    const client = shop.client();
    await client.list('customers', { fields: ['id'] });
    await client.list('customers', { fields: ['id'] });
    expect(client.showsKeyInAddress).toBe(true);
    expect(shop.fake.calls.map((call) => call.includes('ws_key='))).toEqual([false, true, true]);
  });

  it('that is wrong is not sent a second time in the address', async () => {
    await open();
    const wrong = shop.client({ webserviceKey: 'W'.repeat(32) });
    const error = await outcomeOf(wrong.list('customers'));
    expect(error).toMatchObject({ code: 'STORE_UNAUTHORIZED' });
    expect(error.message).toContain('unknown or not active');
    expect(shop.fake.calls).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it('is told with the permission that the key lacks', async () => {
    await open();
    shop.fake.withhold('orders GET');
    expect(await outcomeOf(shop.client().list('orders'))).toMatchObject({
      code: 'STORE_FORBIDDEN',
      missing: ['orders GET'],
    });
  });

  it('of a parameter is no failure of the server, although PHP 8 makes a 500 of it', async () => {
    await open();
    const error = await outcomeOf(shop.client().list('customers', { fields: ['nosuch'] }));
    expect(error).toMatchObject({ code: 'STORE_REFUSED' });
    expect(error.message).toContain('35');
  });

  it('says that the webservice is switched off', async () => {
    await open();
    shop.fake.webservice.isOn = false;
    expect(await outcomeOf(contacts())).toMatchObject({
      code: 'PRESTASHOP_WEBSERVICE_OFF',
      next: 'fixSettings',
    });
  });

  it('says that there is no webservice at the address', async () => {
    await open();
    const elsewhere = shop.client({ url: `${shop.connection.url}/blog` });
    expect(await outcomeOf(elsewhere.list('customers'))).toMatchObject({
      code: 'PRESTASHOP_NOT_FOUND',
    });
  });

  it('names the address that the shop redirects to', async () => {
    await open();
    shop.fake.redirectsTo = 'https://www.shop.example/';
    const error = await outcomeOf(contacts());
    expect(error).toMatchObject({ code: 'PRESTASHOP_OTHER_ADDRESS', next: 'fixSettings' });
    expect(error.message).toContain('https://www.shop.example');
  });

  it('is a misconfigured shop where PHP errors stand in place of data', async () => {
    await open();
    shop.fake.webservice.phpErrors = [2, 3];
    expect(await outcomeOf(contacts())).toMatchObject({
      code: 'PRESTASHOP_PHP_ERRORS',
      next: 'retry',
    });
  });
});

describe('a shop without rewrite rules', () => {
  it('is called at its dispatcher', async () => {
    await open({ hasNoRewrites: true });
    const { id } = shop.data.addContact();
    const client = shop.client();
    expect((await client.list('customers', { fields: ['id'] })).map((row) => row.id)).toContain(id);
    await client.list('customers', { fields: ['id'] });
    const paths = shop.fake.calls.map((call) => call.replace(/\?.*/, ''));
    expect(paths).toEqual([
      'GET /api/customers',
      'GET /webservice/dispatcher.php',
      'GET /webservice/dispatcher.php',
    ]);
  });
});

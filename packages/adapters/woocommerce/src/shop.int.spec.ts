import { afterEach, describe, expect, it } from '@jest/globals';
import type { HttpClient } from '@storewire/core';
import type { WooStoreOptions } from '@storewire/sandbox/woocommerce';
import { type EmulatedShop, openShop, PUBLIC_URL, quickHttp } from '../test/emulated-shop.js';
import { WooClient } from './client.js';
import { checkShop } from './shop.js';

let shop: EmulatedShop;
const open = async (options: WooStoreOptions = {}) => {
  shop = await openShop({ transport: 'http', orders: 3, customers: 3, ...options });
};
afterEach(() => shop.close());

/** The shop's answers, with those of the index replaced or changed. */
function withIndex(change: (index: Record<string, unknown>) => Record<string, unknown>): WooClient {
  const http = quickHttp();
  const through: HttpClient = {
    async request(request) {
      const answer = await http.request(request);
      if (!request.url.endsWith('/wp-json/')) return answer;
      const text = JSON.stringify(change(answer.json()));
      return { ...answer, text, json: <T>() => JSON.parse(text) as T };
    },
    lines: (request) => http.lines(request),
  };
  return new WooClient({
    connection: shop.connection(),
    http: through,
    allowPrivateAddresses: true,
  });
}

describe('checkShop', () => {
  it('learns name, zone, currency, version and language, and misses nothing with a full key', async () => {
    await open({ name: 'Leśna Polana', currency: 'EUR', timezone: 'Europe/Berlin' });
    const info = await checkShop(shop.client());
    expect(info).toMatchObject({
      shopKey: `woocommerce:${new URL(shop.store.url).host}`,
      name: 'Leśna Polana',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      version: '10.9.1',
      missing: [],
    });
    expect(info.warnings).toContainEqual(expect.stringMatching(/plain http/));
  });

  it('names what a read-only key cannot do', async () => {
    await open({ keys: [{ key: 'ck_reader', secret: 'cs_reader', permissions: 'read' }] });
    const client = shop.client({ consumerKey: 'ck_reader', consumerSecret: 'cs_reader' });
    const { missing, currency } = await checkShop(client);
    expect(missing).toEqual([
      { permission: 'write', effect: expect.stringMatching(/Consent.*webhooks/) },
    ]);
    expect(currency).toBe('PLN');
  });

  it('tells a key that may only write from one that is wrong', async () => {
    await open({ keys: [{ key: 'ck_writer', secret: 'cs_writer', permissions: 'write' }] });
    const writer = shop.client({ consumerKey: 'ck_writer', consumerSecret: 'cs_writer' });
    expect((await checkShop(writer)).missing).toMatchObject([{ permission: 'read' }]);
    const wrong = shop.client({ consumerSecret: 'cs_wrong' });
    await expect(checkShop(wrong)).rejects.toMatchObject({ code: 'STORE_UNAUTHORIZED' });
  });

  it('changes nothing in the shop', async () => {
    await open();
    await checkShop(shop.client());
    expect([...shop.store.webhooks.shelf.written()]).toEqual([]);
  });

  it('asks elsewhere where the system status is refused', async () => {
    await open();
    shop.store.faults.add({ kind: 'unauthorized', path: '/system_status' });
    const client = shop.client();
    expect(await checkShop(client)).toMatchObject({ currency: 'PLN', version: '10.9.1' });
  });

  it.each([
    { timezone_string: '', gmt_offset: 1, zone: 'Etc/GMT-1' },
    { timezone_string: '', gmt_offset: '-5', zone: 'Etc/GMT+5' },
    { timezone_string: '', gmt_offset: 5.5, zone: '+05:30' },
    { timezone_string: '', gmt_offset: 0, zone: 'Etc/UTC' },
    { timezone_string: 'Europe/Warsaw', gmt_offset: 1, zone: 'Europe/Warsaw' },
  ])('has the zone $zone for "$timezone_string" and $gmt_offset', async ({ zone, ...index }) => {
    await open();
    const info = await checkShop(withIndex((given) => ({ ...given, ...index })));
    expect(info.zone).toBe(zone);
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' });
    expect(time.format(new Date('2026-01-15T12:00:00.000Z'))).toMatch(/^\d\d:\d\d$/);
  });

  it('finds a shop with plain permalinks, and a WordPress without WooCommerce', async () => {
    await open({ permalinks: 'plain' });
    await expect(checkShop(shop.client())).rejects.toMatchObject({
      code: 'WOOCOMMERCE_PLAIN_PERMALINKS',
    });
    await shop.close();
    await open();
    const bare = withIndex((index) => ({ ...index, namespaces: ['wp/v2'] }));
    await expect(checkShop(bare)).rejects.toMatchObject({ code: 'WOOCOMMERCE_NOT_FOUND' });
  });

  it('says which way the key had to go, and that the shop has another address', async () => {
    await open({ transport: 'forwarded', home: 'https://www.shop.example' });
    shop.store.faults.add({ kind: 'stripAuthorization' });
    const { warnings, shopKey } = await checkShop(shop.httpsClient());
    expect(shopKey).toBe(`woocommerce:${new URL(PUBLIC_URL).host}`);
    expect(warnings).toContainEqual(expect.stringMatching(/Authorization header/));
    expect(warnings).toContainEqual(expect.stringMatching(/www\.shop\.example/));
  });
});

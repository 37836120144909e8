import { afterEach, describe, expect, it } from '@jest/globals';
import type { HttpClient, HttpRequest } from '@storewire/core';
import type { WooStoreOptions } from '@storewire/sandbox/woocommerce';
import { type EmulatedShop, openShop, PUBLIC_URL, quickHttp } from '../test/emulated-shop.js';
import { WooClient } from './client.js';

let shop: EmulatedShop;
const open = async (options: WooStoreOptions = {}) => {
  shop = await openShop({ customers: 3, orders: 3, ...options });
  return shop;
};
afterEach(() => shop.close());

const read = (client: WooClient) => client.list('/orders', { per_page: 1, _fields: 'id' });
const outcomeOf = (call: Promise<unknown>): Promise<Error & { hint?: string }> =>
  call.then(
    () => new Error('The call succeeded.'),
    (error) => error,
  );

describe('the login of WooClient', () => {
  it('is Basic on https', async () => {
    const client = (await open({ transport: 'forwarded', home: PUBLIC_URL })).httpsClient();
    await read(client);
    expect(client.loginForm).toBe('basic');
    expect(shop.store.calls).toHaveLength(1);
  });

  it('is the query where the web server drops the Authorization header, and is remembered', async () => {
    const client = (await open({ transport: 'forwarded', home: PUBLIC_URL })).httpsClient();
    shop.store.faults.add({ kind: 'stripAuthorization' });
    await read(client);
    expect(client.loginForm).toBe('query');
    const before = shop.store.calls.length;
    await read(client);
    expect(shop.store.calls.length - before).toBe(1);
  });

  it('is OAuth behind a proxy that does not tell WordPress about https', async () => {
    const { httpsClient } = await open({ transport: 'http', home: 'http://shop.example' });
    const client = httpsClient();
    await read(client);
    expect(client.loginForm).toBe('oauth');
  });

  it('is OAuth on plain http, without a call that shows the secret', async () => {
    const client = (await open({ transport: 'http' })).client();
    await read(client);
    expect(client.loginForm).toBe('oauth');
    expect(shop.store.calls).toHaveLength(1);
  });

  it('signs the address in the settings of WordPress where that is another one', async () => {
    const { client } = await open({ transport: 'http', home: 'http://www.shop.example' });
    expect((await read(client())).rows).toHaveLength(1);
  });

  it('signs anew when a repeated call is refused for its nonce', async () => {
    await open({ transport: 'http' });
    const client = new WooClient({
      connection: shop.connection(),
      http: repeating(quickHttp()),
      allowPrivateAddresses: true,
    });
    await read(client);
    expect((await read(client)).rows).toHaveLength(1);
  });

  it('writes with OAuth, too', async () => {
    await open({ transport: 'http' });
    const id = shop.store.customerId(0);
    const body = { first_name: 'Zofia' };
    await shop.client().write('PUT', `/customers/${id}`, body);
    expect(shop.store.customer(id)?.first_name).toBe('Zofia');
  });
});

describe('refusals', () => {
  it('names both causes for a key that WooCommerce does not know', async () => {
    const { httpsClient } = await open({ transport: 'forwarded', home: PUBLIC_URL });
    const error = await outcomeOf(read(httpsClient({ consumerKey: 'ck_unknown' })));
    expect(error).toMatchObject({ code: 'STORE_UNAUTHORIZED' });
    expect(error.message).toMatch(/key is wrong or was deleted, or the WordPress user .* may not/);
    expect(error.message).not.toContain('ck_unknown');
  });

  it('says that the secret does not fit, after one call', async () => {
    const { httpsClient } = await open({ transport: 'forwarded', home: PUBLIC_URL });
    const error = await outcomeOf(read(httpsClient({ consumerSecret: 'cs_other' })));
    expect(error).toMatchObject({ code: 'STORE_UNAUTHORIZED' });
    expect(error.message).toMatch(/key or secret is wrong/);
    expect(shop.store.calls).toHaveLength(1);
  });

  it.each(['http', 'forwarded'] as const)(
    'tells a read-only key from a wrong one when it writes (transport %s)',
    async (transport) => {
      const key = { key: 'ck_reader', secret: 'cs_reader', permissions: 'read' } as const;
      await open({ transport, keys: [key], ...(transport === 'http' ? {} : { home: PUBLIC_URL }) });
      const connection = { consumerKey: key.key, consumerSecret: key.secret };
      const client = transport === 'http' ? shop.client(connection) : shop.httpsClient(connection);
      const write = () => client.write('PUT', `/customers/${shop.store.customerId(0)}`, {});
      expect(await outcomeOf(write())).toMatchObject({
        code: 'STORE_FORBIDDEN',
        missing: ['write'],
      });
    },
  );

  it('takes a maintenance page for a shop that is not available', async () => {
    const { client } = await open({ transport: 'http' });
    shop.store.faults.add({ kind: 'unavailable', retryAfterSeconds: 1 });
    expect(await outcomeOf(read(client()))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('points at the permalinks when /wp-json/ is not found', async () => {
    const { client } = await open({ transport: 'http', permalinks: 'plain' });
    const error = await outcomeOf(read(client()));
    expect(error).toMatchObject({ code: 'WOOCOMMERCE_PLAIN_PERMALINKS' });
    expect(error.hint).toMatch(/Permalinks/);
  });

  it('does not call a shop without TLS unless private addresses are allowed', async () => {
    await open({ transport: 'http' });
    const client = new WooClient({
      connection: shop.connection(),
      http: quickHttp(),
      allowPrivateAddresses: false,
    });
    expect(await outcomeOf(read(client))).toMatchObject({ code: 'WOOCOMMERCE_INSECURE_ADDRESS' });
    expect(shop.store.calls).toHaveLength(0);
  });
});

/** Sends the second call twice, as a client does that did not see the first answer. */
function repeating(http: HttpClient): HttpClient {
  let calls = 0;
  return {
    async request(request: HttpRequest) {
      calls++;
      if (calls === 2) await http.request(request);
      return http.request(request);
    },
    lines: (request) => http.lines(request),
  };
}

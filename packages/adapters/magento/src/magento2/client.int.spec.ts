import { afterEach, describe, expect, it } from '@jest/globals';
import type { HttpClient, HttpRequest } from '@storewire/core';
import { closeShops, openShop } from '../../test/magento2/open-shop.js';
import { outcomeOf, quickHttp } from '../../test/quick-http.js';
import { Magento2Client } from './client.js';

afterEach(closeShops);

const ORDERS = '/V1/orders';
const ONE = { pageSize: 1 };

describe('a refused login', () => {
  it('tells that a token alone needs three more values, or a switch, from 2.4.4 on', async () => {
    const { client } = await openShop({ release: '2.4.8', auth: 'bearer' });
    const error = await outcomeOf(client().search(ORDERS, ONE));
    expect(error).toMatchObject({ code: 'STORE_UNAUTHORIZED' });
    expect(error.message).toMatch(/2\.4\.4 or later .* Bearer tokens/);
  });

  it.each([
    { release: '2.4.3', allowsBearer: false, why: 'an older shop' },
    { release: '2.4.8', allowsBearer: true, why: 'a shop that has the switch on' },
  ])('does not happen to a token alone in $why', async ({ release, allowsBearer }) => {
    const { client } = await openShop({ release, allowsBearer, auth: 'bearer' });
    await expect(client().search(ORDERS, ONE)).resolves.toMatchObject({ total: 0 });
  });

  it.each([
    { changes: { consumerSecret: 'anotherSecret' }, says: /signature does not fit/ },
    { changes: { accessTokenSecret: 'anotherSecret' }, says: /signature does not fit/ },
    { changes: { consumerKey: 'anotherKey' }, says: /consumer key is unknown/ },
    { changes: { accessToken: 'anotherToken' }, says: /access token was revoked/ },
    {
      changes: { signatureMethod: 'HMAC-SHA1' as const },
      says: /leave the signature method empty/,
    },
  ])('says $says for $changes', async ({ changes, says }) => {
    const { client } = await openShop();
    const error = await outcomeOf(client(changes).search(ORDERS, ONE));
    expect(error).toMatchObject({ code: 'STORE_UNAUTHORIZED' });
    expect(error.message).toMatch(says);
    expect(error.message).not.toMatch(/another[A-Z]/);
  });

  it('takes SHA-1 where an old shop does', async () => {
    const { client } = await openShop({ release: '2.3.7' });
    const page = await client({ signatureMethod: 'HMAC-SHA1' }).search(ORDERS, ONE);
    expect(page.items).toEqual([]);
  });

  it.each(['bearer', 'oauth'] as const)(
    'is told from a missing permission with %s, at the very first call',
    async (auth) => {
      const { fake, client } = await openShop({ release: '2.4.3', auth });
      fake.withhold('Magento_Sales::actions_view');
      expect(await outcomeOf(client().search(ORDERS, ONE))).toMatchObject({
        code: 'STORE_FORBIDDEN',
        missing: ['Magento_Sales::actions_view'],
      });
    },
  );
});

describe('a call', () => {
  it('is signed anew when its repetition is refused for the nonce', async () => {
    const { client } = await openShop();
    const http = quickHttp();
    const twice: HttpClient = {
      request: async (request: HttpRequest) => {
        await http.request(request).catch(() => undefined);
        return http.request(request);
      },
      lines: (request) => http.lines(request),
    };
    let sent = 0;
    const once: HttpClient = {
      ...twice,
      request: (request) => (sent++ === 0 ? twice.request(request) : http.request(request)),
    };
    await expect(client({}, once).search(ORDERS, ONE)).resolves.toMatchObject({ total: 0 });
    expect(sent).toBe(2);
  });

  it('finds a shop without rewrites below index.php, and goes there at once from then on', async () => {
    const { fake, client } = await openShop({ needsIndexPhp: true });
    const one = client();
    await one.search(ORDERS, ONE);
    await one.search(ORDERS, ONE);
    expect(fake.calls.map((call) => call.split('/rest')[0])).toEqual([
      'GET ',
      'GET /index.php',
      'GET /index.php',
    ]);
  });

  it('is repeated with a page as long as the shop allows, and later ones begin with that', async () => {
    const { fake, client } = await openShop({ longestPage: 30 });
    fake.seed('order', 40);
    const one = client();
    const page = await one.search(ORDERS, { pageSize: 100 });
    expect(page).toMatchObject({ total: 40 });
    expect(page.items).toHaveLength(30);
    await one.search(ORDERS, { pageSize: 100 });
    expect(fake.calls).toHaveLength(3);
  });

  it('takes null in place of an empty list', async () => {
    const { client } = await openShop();
    expect(await client().search(ORDERS, ONE)).toEqual({ items: [], total: 0 });
  });

  it('is not made to a shop without TLS unless private addresses are allowed', async () => {
    const { fake } = await openShop();
    const careful = new Magento2Client({
      connection: fake.connection(),
      http: quickHttp(),
      allowPrivateAddresses: false,
    });
    expect(await outcomeOf(careful.search(ORDERS, ONE))).toMatchObject({
      code: 'MAGENTO_INSECURE_ADDRESS',
    });
    expect(fake.calls).toEqual([]);
  });

  it.each([
    { status: 403, body: '<html>Blocked', code: 'MAGENTO_API_BLOCKED', says: /firewall/ },
    { status: 404, body: '<html>Gone', code: 'MAGENTO2_NOT_FOUND', says: /index\.php\/rest/ },
    { status: 503, body: '<html>Maintenance', code: 'STORE_UNAVAILABLE', says: /503/ },
  ])(
    'that ends with an HTML page of status $status is $code',
    async ({ status, body, ...wanted }) => {
      const { fake, client } = await openShop();
      fake.page = { status, body };
      const error = await outcomeOf(client().search(ORDERS, ONE));
      expect(error).toMatchObject({ code: wanted.code });
      expect(error.message).toMatch(wanted.says);
    },
  );
});

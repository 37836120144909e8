import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RunningShop6 } from '../../test/shopware6/running-shop.js';

let shop: RunningShop6;
beforeEach(async () => {
  shop = await RunningShop6.open();
});
afterEach(() => shop.fake.stop());

const TOKEN = 'POST /api/oauth/token';
const SEARCH = 'POST /api/search/order';

describe('tokens', () => {
  it('asks for one token for calls that begin together', async () => {
    const client = shop.client();
    await Promise.all([client.search('order', {}), client.search('order', {})]);
    expect(shop.takeCalls()).toEqual([TOKEN, SEARCH, SEARCH]);
  });

  it('asks for a new one half a minute before the old one ends', async () => {
    let elapsed = 0;
    const client = shop.client({}, () => elapsed);
    await client.search('order', {});
    elapsed = 569_999;
    await client.search('order', {});
    elapsed = 570_000;
    await client.search('order', {});
    expect(shop.takeCalls()).toEqual([TOKEN, SEARCH, SEARCH, TOKEN, SEARCH]);
  });

  it('renews a token that the shop refuses, once', async () => {
    const client = shop.client();
    await client.search('order', {});
    shop.advance(700_000);
    await client.search('order', {});
    expect(shop.takeCalls()).toEqual([TOKEN, SEARCH, SEARCH, TOKEN, SEARCH]);
  });

  it('gives up when the shop refuses the new one, too', async () => {
    const client = shop.client();
    await client.search('order', {});
    shop.fake.misbehave('unauthorized');
    await expect(client.search('order', {})).rejects.toMatchObject({ code: 'STORE_UNAUTHORIZED' });
  });

  it('asks again after a failure', async () => {
    const client = shop.client();
    shop.fake.misbehave('serverError');
    await expect(client.search('order', {})).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    shop.fake.misbehave(undefined);
    await expect(client.search('order', {})).resolves.toMatchObject({ rows: [] });
  });
});

describe('refusals', () => {
  it('says where the keys of an integration are', async () => {
    const client = shop.client({ clientSecret: 'wrong-secret' });
    await expect(client.search('order', {})).rejects.toMatchObject({
      code: 'STORE_UNAUTHORIZED',
      message: expect.stringContaining('Settings > System > Integrations'),
    });
  });

  it('says so when the shop does not see the token it gave', async () => {
    shop.fake.dropsAuthorization = true;
    await expect(shop.client().search('order', {})).rejects.toMatchObject({
      code: 'STORE_UNAUTHORIZED',
      message: expect.stringContaining('Authorization header'),
    });
  });

  it('names the privileges that are lacking', async () => {
    shop.fake.withhold('order_transaction:read');
    const search = shop.client().search('order', { associations: { transactions: {} } });
    await expect(search).rejects.toMatchObject({
      code: 'STORE_FORBIDDEN',
      missing: ['order_transaction:read'],
    });
  });

  it('finds no API at another address of the host', async () => {
    const client = shop.client({ url: `${shop.connection.url}blog` });
    await expect(client.search('order', {})).rejects.toMatchObject({ code: 'SHOPWARE_NOT_FOUND' });
  });

  it.each(['', '/', '//'])('takes an address that ends with "%s"', async (end) => {
    const client = shop.client({ url: shop.connection.url.replace(/\/$/, end) });
    await expect(client.search('order', {})).resolves.toMatchObject({ rows: [] });
  });

  it('does not send its keys to where the shop redirects', async () => {
    const server = createServer((_, response) => {
      response.writeHead(301, { location: 'https://www.shop.example/' }).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const client = shop.client({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    await expect(client.search('order', {})).rejects.toMatchObject({ code: 'SHOPWARE_MOVED' });
    await new Promise((done) => server.close(done));
  });
});

it("passes on nothing that opens an order or confirms a newsletter in somebody's name", async () => {
  shop.fake.seed('order', 1);
  shop.fake.seed('consent', 1);
  const client = shop.client();
  const found = [
    await client.search('order', { associations: { orderCustomer: {} } }),
    await client.search('newsletter-recipient', {}),
  ];
  expect(shop.fake.tables.newsletter_recipient?.[0]).toHaveProperty('hash');
  expect(JSON.stringify(found)).not.toMatch(/"hash"|"deepLinkCode"/);
});

it.each([401, 403])('says when something in front of the shop refuses with %d', async (status) => {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Members only</html>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(shop.client({ url }).search('order', {})).rejects.toMatchObject({
    code: 'SHOPWARE_BLOCKED',
    hint: expect.stringContaining('let it pass /api'),
  });
  await new Promise((done) => server.close(done));
});

it('asks for plain JSON, a limit and no count', async () => {
  shop.fake.seed('order', 12);
  const { rows, total } = await shop.client().search<{ id: string }>('order', {});
  expect(rows).toHaveLength(12);
  expect(total).toBeUndefined();
  expect(shop.fake.calls.at(-1)?.body).toEqual({ page: 1, limit: 100, 'total-count-mode': 0 });
});

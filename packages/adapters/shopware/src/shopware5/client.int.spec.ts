import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '@storewire/adapter-kit';
import type { HttpClient, HttpRequest } from '@storewire/core';
import { RunningShop5 } from '../../test/shopware5/running-shop.js';
import { HASH, SESSION } from '../../test/shopware5/shop-data.js';
import { Shopware5Client } from './client.js';

let shop: RunningShop5;
beforeEach(async () => {
  shop = await RunningShop5.open();
});
afterEach(() => shop.fake.stop());

const schemes = () =>
  shop.fake.calls.map(({ headers }) => headers.authorization?.split(' ')[0] ?? 'none');

/** A client that believes to speak https, to a shop that answers over http. */
function overTls(): Shopware5Client {
  const http = createHttpClient({ maxAttempts: 1 });
  const plain: HttpClient = {
    request: (request: HttpRequest) =>
      http.request({ ...request, url: request.url.replace(/^https:/, 'http:') }),
    lines: http.lines,
  };
  const connection = { ...shop.connection, url: shop.connection.url.replace(/^http:/, 'https:') };
  return new Shopware5Client({ connection, http: plain, allowPrivateAddresses: false });
}

describe('how the key is shown', () => {
  it('uses Digest over http, where Basic would show the key', async () => {
    const client = shop.client();
    await client.list('orders', { limit: 1 });
    await client.list('orders', {
      limit: 1,
      filter: [{ property: 'id', expression: '>', value: 3 }],
    });
    expect(schemes()).toEqual(['none', 'Digest', 'Digest']);
    expect(client.loginForm).toBe('digest');
  });

  it('uses Basic over https at once', async () => {
    const client = overTls();
    await client.list('orders', { limit: 1 });
    await client.list('orders', { limit: 1 });
    expect(schemes()).toEqual(['Basic', 'Basic']);
  });

  it('uses Digest over https where the shop is older than Basic', async () => {
    shop.fake.schemes = ['digest'];
    const client = overTls();
    await client.list('orders', { limit: 1 });
    await client.list('orders', { limit: 1 });
    expect(schemes()).toEqual(['Basic', 'Digest', 'Digest']);
  });

  it('uses Basic over http as a last resort', async () => {
    shop.fake.schemes = ['basic'];
    const client = shop.client();
    await client.list('orders', { limit: 1 });
    expect(client.loginForm).toBe('basic');
  });

  it('answers the new challenge when the nonce has run out', async () => {
    const client = shop.client();
    await client.list('orders', { limit: 1 });
    shop.fake.nonce = 'nonce-2';
    await client.list('orders', { limit: 1 });
    await client.list('orders', { limit: 1 });
    expect(schemes()).toEqual(['none', 'Digest', 'Digest', 'Digest', 'Digest']);
  });

  it('signs the change of an object, too', async () => {
    const [id] = shop.fake.seed('contact', 1);
    await shop.client().put(`/customers/${id}`, { newsletter: 1 });
    expect(shop.fake.writes()).toBe(1);
  });

  it.each([['digest'], ['basic']] as const)('gives up on a wrong key (%s)', async (scheme) => {
    shop.fake.schemes = [scheme];
    const call = shop.client({ apiKey: 'wrong-key' }).list('orders', { limit: 1 });
    await expect(call).rejects.toMatchObject({
      code: 'STORE_UNAUTHORIZED',
      message: expect.stringContaining('API user or the API key is wrong'),
    });
  });

  it('does not call a shop without a certificate where the hub may not', async () => {
    const client = new Shopware5Client({
      connection: shop.connection,
      http: createHttpClient(),
      allowPrivateAddresses: false,
    });
    await expect(client.get('/version')).rejects.toMatchObject({
      code: 'SHOPWARE_INSECURE_ADDRESS',
    });
    expect(shop.fake.calls).toEqual([]);
  });
});

describe('what answers hold', () => {
  it.each([
    ['a customer', 'contact', 'customers'],
    ['an order with its customer', 'order', 'orders'],
  ] as const)('passes on no password hash, session or account of %s', async (_, kind, path) => {
    const [id] = shop.fake.seed(kind, 1);
    const client = shop.client();
    const found = [await client.get(`/${path}/${id}`), await client.list(path, { limit: 5 })];
    const text = JSON.stringify(found);
    for (const secret of [HASH, SESSION, 'bcrypt', 'DE00']) expect(text).not.toContain(secret);
    expect(text).toContain('poczta.example');
  });

  it('gives nothing for what is not there', async () => {
    expect(await shop.client().get('/orders/999')).toBeUndefined();
  });

  it('passes on no text of a failure, which may quote SQL', async () => {
    const client = shop.client();
    await client.get('/version');
    shop.fake.misbehave('serverError');
    await expect(client.list('orders', { limit: 1 })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'The store gave no usable answer: status 500 from /api/orders',
    });
  });

  it('names the right that is lacking', async () => {
    shop.fake.withhold('order:read');
    await expect(shop.client().list('orders', { limit: 1 })).rejects.toMatchObject({
      code: 'STORE_FORBIDDEN',
      missing: ['order:read'],
    });
  });
});

import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { WooStoreOptions } from './options.js';
import { createWooStore, type WooStore } from './store.js';
import { basic, callUrl } from './store-caller.js';

const NOW_S = Date.parse('2026-11-21T12:00:00Z') / 1000;
const KEY = 'ck_a';
const SECRET = 'cs_b';

let store: WooStore;
afterEach(() => store.close());

async function open(options: WooStoreOptions = {}): Promise<void> {
  store = createWooStore({
    customers: 3,
    orders: 3,
    products: 4,
    now: () => NOW_S * 1000,
    consumerKey: KEY,
    consumerSecret: SECRET,
    keys: [{ key: 'ck_read', secret: 'cs_read', permissions: 'read' }],
    ...options,
  });
  await store.listen();
}

const orders = () => `${store.url}/wp-json/wc/v3/orders`;
const get = (url: string, headers: Record<string, string> = {}) =>
  callUrl(url, 'GET', undefined, headers);
const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

function enc(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Signs as the documentation of OAuth 1.0a says, apart from the code under test. */
function signed(query: Record<string, string>, change: Record<string, string> = {}): string {
  const all: Record<string, string> = {
    ...query,
    oauth_consumer_key: KEY,
    oauth_nonce: 'n1',
    oauth_signature_method: 'HMAC-SHA256',
    oauth_timestamp: String(NOW_S),
    ...change,
  };
  const normal = Object.keys(all)
    .sort()
    .map((name) => `${enc(name)}=${enc(all[name] ?? '')}`)
    .join('&');
  const hash = all.oauth_signature_method === 'HMAC-SHA1' ? 'sha1' : 'sha256';
  const base = `GET&${enc(store.home + orders().slice(store.url.length))}&${enc(normal)}`;
  const signature = createHmac(hash, `${SECRET}&`).update(base).digest('base64');
  return `${orders()}?${new URLSearchParams({ ...all, oauth_signature: signature })}`;
}

describe('over https', () => {
  it('lets the key in by Basic and by query string', async () => {
    await open();
    expect((await get(orders(), { authorization: basic(KEY, SECRET) })).status).toBe(200);
    expect((await get(`${orders()}?consumer_key=${KEY}&consumer_secret=${SECRET}`)).status).toBe(
      200,
    );
  });

  it.each([
    { why: 'no credentials', authorization: undefined, gives: 'woocommerce_rest_cannot_view' },
    {
      why: 'an unknown key',
      authorization: basic('ck_x', SECRET),
      gives: 'woocommerce_rest_cannot_view',
    },
    {
      why: 'a wrong secret',
      authorization: basic(KEY, 'cs_x'),
      gives: 'woocommerce_rest_authentication_error',
    },
  ])('answers 401 $gives to $why', async ({ authorization, gives }) => {
    await open();
    const answer = await get(orders(), authorization ? { authorization } : {});
    expect([answer.status, code(answer)]).toEqual([401, gives]);
  });

  it('lets a read-only key read and not write', async () => {
    await open();
    const authorization = basic('ck_read', 'cs_read');
    expect((await get(orders(), { authorization })).status).toBe(200);
    const write = await callUrl(`${orders()}/${store.orderId(0)}`, 'PUT', {}, { authorization });
    expect([write.status, code(write)]).toEqual([401, 'woocommerce_rest_authentication_error']);
  });

  it('forgets a revoked key', async () => {
    await open();
    store.revokeKey();
    const answer = await get(orders(), { authorization: basic(KEY, SECRET) });
    expect([answer.status, code(answer)]).toEqual([401, 'woocommerce_rest_cannot_view']);
  });

  it('shows the index to strangers', async () => {
    await open();
    const answer = await get(`${store.url}/wp-json/`);
    expect((answer.body as { namespaces: string[] }).namespaces).toContain('wc/v3');
  });
});

describe('over plain http', () => {
  it('ignores Basic and query-string keys', async () => {
    await open({ transport: 'http' });
    const basicAnswer = await get(orders(), { authorization: basic(KEY, SECRET) });
    expect([basicAnswer.status, code(basicAnswer)]).toEqual([401, 'woocommerce_rest_cannot_view']);
    const query = await get(`${orders()}?consumer_key=${KEY}&consumer_secret=${SECRET}`);
    expect(query.status).toBe(401);
  });

  it.each(['HMAC-SHA256', 'HMAC-SHA1'])('lets in who signs with %s', async (method) => {
    await open({ transport: 'http' });
    const url = signed(
      { per_page: '1', _fields: 'id,status', search: "a b+c~'!" },
      { oauth_signature_method: method },
    );
    expect((await get(url)).status).toBe(200);
  });

  it('signs lists under the numbered names of PHP', async () => {
    await open({ transport: 'http' });
    const url = signed({ 'status[0]': 'completed', 'status[1]': 'processing' });
    const asSent = url.replaceAll(/%5B\d%5D/g, '%5B%5D');
    expect((await get(asSent)).status).toBe(200);
  });

  it.each([
    { why: 'a nonce comes again', change: {}, twice: true, says: /already been used/ },
    {
      why: 'the clock is 16 minutes late',
      change: { oauth_timestamp: String(NOW_S - 960) },
      says: /timestamp/,
    },
    {
      why: 'the key is unknown',
      change: { oauth_consumer_key: 'ck_x' },
      says: /Consumer key is invalid/,
    },
    {
      why: 'the method is unknown',
      change: { oauth_signature_method: 'PLAINTEXT' },
      says: /method is invalid/,
    },
    {
      why: 'the nonce is missing',
      change: { oauth_nonce: '' },
      says: /Missing OAuth parameter oauth_nonce/,
    },
  ])('refuses when $why', async ({ change, twice, says }) => {
    await open({ transport: 'http' });
    const url = signed({}, change as Record<string, string>);
    if (twice) await get(url);
    const answer = await get(url);
    expect([answer.status, code(answer)]).toEqual([401, 'woocommerce_rest_authentication_error']);
    expect((answer.body as { message: string }).message).toMatch(says);
  });

  it('checks the signature against its own address, not the one that was called', async () => {
    await open({ transport: 'http', home: 'http://shop.example' });
    expect((await get(signed({}))).status).toBe(200);
  });

  it('believes a forwarded https when told to', async () => {
    await open({ transport: 'forwarded' });
    const authorization = basic(KEY, SECRET);
    expect((await get(orders(), { authorization })).status).toBe(401);
    const forwarded = { authorization, 'x-forwarded-proto': 'https' };
    expect((await get(orders(), forwarded)).status).toBe(200);
  });
});

describe('without pretty permalinks', () => {
  it('has no /wp-json/, and keys do not count for ?rest_route=', async () => {
    await open({ permalinks: 'plain' });
    const authorization = basic(KEY, SECRET);
    expect((await get(`${store.url}/wp-json/`, { authorization })).status).toBe(404);
    expect((await get(`${store.url}/?rest_route=/`)).status).toBe(200);
    const answer = await get(`${store.url}/?rest_route=/wc/v3/orders`, { authorization });
    expect([answer.status, code(answer)]).toEqual([401, 'woocommerce_rest_cannot_view']);
  });
});

describe('in a folder', () => {
  it('answers below it, and says so in its links', async () => {
    await open({ basePath: '/shop' });
    expect(store.url).toMatch(/\/shop$/);
    const answer = await get(orders(), { authorization: basic(KEY, SECRET) });
    expect(answer.headers.get('link')).toContain(`${store.url}/wp-json/`);
    expect((await get(`${store.url}/`)).headers.get('link')).toContain('rel="https://api.w.org/"');
  });
});

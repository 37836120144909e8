import '@shopify/shopify-api/adapters/node';
import { describe, expect, it } from '@jest/globals';
import { ApiVersion, LogSeverity, shopifyApi } from '@shopify/shopify-api';
import { hmacHex } from '@storewire/adapter-kit';
import fc from 'fast-check';
import { CONNECTION } from '../test/stub-client.js';
import { verifyForwarded } from './app-proxy.js';

const NOW = 1_800_000_000;
const GIVEN = {
  shop: CONNECTION.shopDomain,
  logged_in_customer_id: '7312',
  path_prefix: '/apps/storewire',
  timestamp: String(NOW),
};

/** As Shopify signs: sorted, nothing between. */
const signatureOf = (fields: Record<string, string>, secret = CONNECTION.clientSecret): string =>
  hmacHex(
    secret,
    Object.entries(fields)
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(''),
  );

const queryOf = (fields: Record<string, string>, secret?: string): string =>
  String(new URLSearchParams({ ...fields, signature: signatureOf(fields, secret) }));

const verify = (query: string, now = NOW) =>
  verifyForwarded(query, { connection: CONNECTION, now });

describe('a request that the app proxy forwarded', () => {
  it('names the customer who is logged in', () => {
    expect(verify(queryOf(GIVEN))).toEqual({ customerId: '7312', expiresAt: NOW + 90 });
  });

  it('is the example of the documentation', () => {
    // shopify.dev, "Authenticate app proxies", without the parameters that a merchant may add.
    const fields = {
      shop: 'mugs-example.myshopify.com',
      path_prefix: '/apps/awesome_reviews',
      timestamp: '1317327555',
    };
    const plain =
      'path_prefix=/apps/awesome_reviewsshop=mugs-example.myshopify.comtimestamp=1317327555';
    expect(signatureOf(fields)).toBe(hmacHex(CONNECTION.clientSecret, plain));
    expect(verify(queryOf(fields), 1_317_327_555)).toBeUndefined();
  });

  it.each([
    ['an empty id', { ...GIVEN, logged_in_customer_id: '' }],
    ['no id at all', { shop: GIVEN.shop, timestamp: GIVEN.timestamp }],
  ])('names nobody with %s', (_, fields) => expect(verify(queryOf(fields))).toBeUndefined());

  const signed = queryOf(GIVEN);
  const { timestamp: _, ...timeless } = GIVEN;
  it.each([
    ['badSignature', 'another secret', queryOf(GIVEN, 'guessed')],
    ['badSignature', 'an empty secret', queryOf(GIVEN, '')],
    ['badSignature', 'another customer', signed.replace('7312', '7313')],
    ['malformed', 'no signature', String(new URLSearchParams(GIVEN))],
    ['malformed', 'an appended parameter', `${signed}&extra=1`],
    ['malformed', 'an appended parameter that is signed', queryOf({ ...GIVEN, extra: '1' })],
    ['malformed', 'a second customer', `${signed}&logged_in_customer_id=1`],
    ['malformed', 'a customer in front', `logged_in_customer_id=1&${signed}`],
    ['malformed', 'a second signature', `${signed}&signature=${'0'.repeat(64)}`],
    ['malformed', 'no time', queryOf(timeless)],
    ['malformed', 'a time that is none', queryOf({ ...GIVEN, timestamp: 'now' })],
    [
      'malformed',
      'a customer that is no number',
      queryOf({ ...GIVEN, logged_in_customer_id: '1,2' }),
    ],
    ['otherShop', 'another shop of the same app', queryOf({ ...GIVEN, shop: 'b.myshopify.com' })],
    ['malformed', 'nothing', ''],
  ])('is refused as %s with %s', (refused, _why, query) => {
    expect(verify(query)).toEqual({ refused });
  });

  it('is good for a minute and a half, either way', () => {
    expect(verify(signed, NOW + 90)).toMatchObject({ customerId: '7312' });
    expect(verify(signed, NOW - 90)).toMatchObject({ customerId: '7312' });
    expect(verify(signed, NOW + 91)).toEqual({ refused: 'expired' });
    expect(verify(signed, NOW - 91)).toEqual({ refused: 'expired' });
  });

  it('is not read in another cut: texts that run together are refused', () => {
    // The same bytes are signed for a guest whose browser added a parameter.
    const guest = { ...GIVEN, a: '1logged_in_customer_id=5', logged_in_customer_id: '' };
    const cut = { ...GIVEN, a: '1', logged_in_customer_id: '5logged_in_customer_id=' };
    expect(signatureOf(cut)).toBe(signatureOf(guest));
    expect(verify(queryOf(cut))).toEqual({ refused: 'malformed' });
  });

  it('agrees with the official library', async () => {
    const library = shopifyApi({
      apiKey: 'key',
      apiSecretKey: CONNECTION.clientSecret,
      hostName: 'hub.example',
      apiVersion: ApiVersion.October26,
      isEmbeddedApp: false,
      logger: { level: LogSeverity.Error, log: async () => undefined },
    });
    const now = Math.floor(Date.now() / 1000);
    for (const secret of [CONNECTION.clientSecret, 'guessed']) {
      const fields = { ...GIVEN, timestamp: String(now) };
      const query = queryOf(fields, secret);
      const isValid = await library.utils.validateHmac(
        Object.fromEntries(new URLSearchParams(query)),
        { signator: 'appProxy' },
      );
      expect('customerId' in (verify(query, now) ?? {})).toBe(isValid);
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        expect(verify(query)).toEqual({ refused: 'malformed' });
      }),
    );
  });
});

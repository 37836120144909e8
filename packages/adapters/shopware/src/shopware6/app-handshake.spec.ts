import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { InstallRequest, PendingInstall, RegistrationContext } from '@storewire/core';
import { confirmApp, proofOf, registerApp } from './app-handshake.js';
import { appNameOf } from './app-manifest.js';
import { Shopware6Connection } from './connection.js';

const APP_SECRET = 'the-secret-of-the-package';
const SHOP_SECRET = 'the-secret-of-now-between-app-and-shop';
const NOW = Date.parse('2026-11-21T16:00:00Z');
const SECONDS = NOW / 1000;
const SHOP_URL = 'https://shop.example';

const sign = (secret: string, data: string) =>
  createHmac('sha256', secret).update(data).digest('hex');

const connection = (values: Partial<Shopware6Connection> = {}): Shopware6Connection =>
  Object.assign(new Shopware6Connection(), { url: `${SHOP_URL}/`, ...values });

const context = (
  more: Partial<RegistrationContext<Shopware6Connection>> = {},
): RegistrationContext<Shopware6Connection> => ({
  storeId: 'store-1',
  connection: connection(),
  secrets: [{ id: 's2', secret: APP_SECRET }],
  confirmUrl: 'https://hub.example/confirm',
  now: NOW,
  ...more,
});

const queryOf = (given: { url?: string; id?: string; seconds?: number | string } = {}): string =>
  `shop-id=${given.id ?? 'dgrH7nLU6tlE'}&shop-url=${encodeURIComponent(given.url ?? SHOP_URL)}&timestamp=${given.seconds ?? SECONDS}`;

const registration = (query: string, headers: Record<string, string> = {}): InstallRequest => ({
  headers: { 'shopware-app-signature': sign(APP_SECRET, query), ...headers },
  query,
  rawBody: Buffer.alloc(0),
});

describe('a registration', () => {
  it('is answered with proof, a new secret and where to confirm', () => {
    const verdict = registerApp(registration(queryOf()), context());
    if (verdict.outcome !== 'accepted') throw new Error(verdict.reason);
    const { answer, at, pending } = verdict;
    expect(at).toBe(NOW);
    expect(pending).toMatchObject({ shopId: 'dgrH7nLU6tlE', secretId: 's2', isChange: false });
    expect(pending.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(answer).toEqual({
      proof: sign(APP_SECRET, `dgrH7nLU6tlE${SHOP_URL}${appNameOf('store-1')}`),
      secret: pending.secret,
      confirmation_url: 'https://hub.example/confirm',
    });
  });

  it('makes another secret each time', () => {
    const secrets = [1, 2].map(() => {
      const verdict = registerApp(registration(queryOf()), context());
      return verdict.outcome === 'accepted' ? verdict.pending.secret : undefined;
    });
    expect(new Set(secrets).size).toBe(2);
  });

  it('is proven with the address as it was written', () => {
    const url = 'https://SHOP.example//';
    const verdict = registerApp(registration(queryOf({ url })), context());
    expect(verdict).toMatchObject({
      answer: {
        proof: proofOf(APP_SECRET, {
          shopId: 'dgrH7nLU6tlE',
          shopUrl: url,
          name: appNameOf('store-1'),
        }),
      },
    });
  });

  it('is signed over the query as it came, whatever else a later Shopware puts into it', () => {
    const query = `new=%2f+&${queryOf()}`;
    expect(registerApp(registration(query), context()).outcome).toBe('accepted');
    const again = { ...registration(query), query: query.replace('%2f', '%2F') };
    expect(registerApp(again, context()).outcome).toBe('refused');
  });

  it.each([
    ['no signature', registration(queryOf(), { 'shopware-app-signature': '' }), /not signed/],
    [
      'the signature of another package',
      registration(queryOf(), { 'shopware-app-signature': sign('other', queryOf()) }),
      /not signed/,
    ],
    ['another shop', registration(queryOf({ url: 'https://other.example' })), /another shop/],
    [
      'a shop on another port',
      registration(queryOf({ url: 'https://shop.example:8443' })),
      /another shop/,
    ],
    ['what is no address', registration(queryOf({ url: 'shop' })), /another shop/],
    ['no shop id', registration(queryOf({ id: '' })), /needs shop-id/],
    ['no time', registration(queryOf({ seconds: 'now' })), /needs shop-id/],
    ['an old time', registration(queryOf({ seconds: SECONDS - 301 })), /five minutes/],
    ['a later time', registration(queryOf({ seconds: SECONDS + 301 })), /five minutes/],
  ])('is refused with %s', (_, request, reason) =>
    expect(registerApp(request, context())).toEqual({
      outcome: 'refused',
      reason: expect.stringMatching(reason),
    }),
  );

  it('is refused while no package was made', () => {
    expect(registerApp(registration(queryOf()), context({ secrets: [] })).outcome).toBe('refused');
  });

  describe('of a shop that is registered', () => {
    const query = queryOf();
    const proof = { 'shopware-shop-signature': sign(SHOP_SECRET, query) };
    const wrong = { 'shopware-shop-signature': sign('wrong', query) };
    const of = (shopId: string, secretId: string) =>
      context({
        connection: connection({ webhookSecret: SHOP_SECRET }),
        known: { shopId, secretId },
      });

    it.each([
      ['with the same package and the secret of now', proof, 'dgrH7nLU6tlE', 's2', true],
      ['with a new package and the secret of now', proof, 'dgrH7nLU6tlE', 's1', true],
      ['with a new package, after it was uninstalled', {}, 'dgrH7nLU6tlE', 's1', false],
      ['as a new one, with another id', {}, 'another', 's2', false],
    ])('is taken %s', (_, headers, shopId, secretId, isChange) => {
      const verdict = registerApp(registration(query, headers), of(shopId, secretId));
      expect(verdict).toMatchObject({ outcome: 'accepted', pending: { isChange } });
    });

    it.each([
      ['with the same package and no second signature', {}, 's2'],
      ['with the same package and a wrong second signature', wrong, 's2'],
      ['with a new package and a wrong second signature', wrong, 's1'],
    ])('is refused %s', (_, headers, secretId) => {
      const verdict = registerApp(registration(query, headers), of('dgrH7nLU6tlE', secretId));
      expect(verdict).toEqual({
        outcome: 'refused',
        reason: expect.stringMatching(/Uninstall the app/),
      });
    });
  });
});

describe('a confirmation', () => {
  const pending: PendingInstall = {
    shopId: 'dgrH7nLU6tlE',
    shopUrl: SHOP_URL,
    secret: 'the-new-secret',
    secretId: 's2',
    isChange: false,
  };
  const fields = { apiKey: 'SWIA1', secretKey: 'k1', shopId: pending.shopId, shopUrl: SHOP_URL };
  const confirmation = (body: unknown, headers: Record<string, string> = {}): InstallRequest => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return {
      headers: { 'shopware-shop-signature': sign(pending.secret, text), ...headers },
      query: '',
      rawBody: Buffer.from(text),
    };
  };

  it('gives the three keys of the connection', () =>
    expect(confirmApp(confirmation(fields), pending, connection())).toEqual({
      outcome: 'accepted',
      connection: { clientId: 'SWIA1', clientSecret: 'k1', webhookSecret: pending.secret },
    }));

  it.each([
    ['no signature', confirmation(fields, { 'shopware-shop-signature': '' })],
    [
      'the signature of the package',
      confirmation(fields, {
        'shopware-shop-signature': sign(APP_SECRET, JSON.stringify(fields)),
      }),
    ],
    ['another shop', confirmation({ ...fields, shopId: 'another' })],
    ['another address', confirmation({ ...fields, shopUrl: 'https://other.example' })],
    ['no key', confirmation({ ...fields, apiKey: undefined })],
    ['an empty secret key', confirmation({ ...fields, secretKey: '' })],
    ['no JSON', confirmation('apiKey')],
    ['null', confirmation('null')],
  ])('is refused with %s', (_, request) =>
    expect(confirmApp(request, pending, connection()).outcome).toBe('refused'),
  );

  it.each([
    ['both secrets', SHOP_SECRET, SHOP_SECRET, 'accepted'],
    ['the new secret alone', undefined, SHOP_SECRET, 'refused'],
    ['a wrong secret of before', 'wrong', SHOP_SECRET, 'refused'],
    ['a secret of before that the connection lost', SHOP_SECRET, undefined, 'refused'],
  ])('of a change with %s is %s', (_, previous, webhookSecret, outcome) => {
    const text = JSON.stringify(fields);
    const headers: Record<string, string> = previous
      ? { 'shopware-shop-signature-previous': sign(previous, text) }
      : {};
    const known = connection(webhookSecret ? { webhookSecret } : {});
    const change = { ...pending, isChange: true };
    expect(confirmApp(confirmation(text, headers), change, known).outcome).toBe(outcome);
  });
});

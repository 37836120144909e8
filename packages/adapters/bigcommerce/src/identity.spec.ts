import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { BigCommerceConnection } from './connection.js';
import { identityPath, verifyShopper } from './identity.js';

const CONNECTION: BigCommerceConnection = {
  storeHash: 'k3x9ab',
  accessToken: 'inventedToken',
  webhookSecret: 'inventedSecret0123456789',
  appClientId: 'inventedClientId0',
  appClientSecret: 'inventedAppSecret',
};
const NOW = 1_795_000_000;
/** As the reference of the current-customer API shows it. */
const CLAIMS = {
  customer: { id: 4927, email: 'ola.nowak@poczta.example', group_id: '6' },
  iss: 'bc/apps',
  sub: 'k3x9ab',
  iat: NOW - 60,
  exp: NOW + 840,
  version: 1,
  aud: 'inventedClientId0',
  application_id: 'inventedClientId0',
  store_hash: 'k3x9ab',
  operation: 'current_customer',
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(
  claims: object,
  secret = 'inventedAppSecret',
  header: object = { alg: 'HS256', typ: 'JWT' },
) {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const verify = (text: string, connection = CONNECTION, now = NOW) =>
  verifyShopper(text, { connection, now });

describe('identityPath', () => {
  it('is where a page of the store fetches its token', () => {
    expect(identityPath(CONNECTION)).toBe('/customer/current.jwt?app_client_id=inventedClientId0');
    expect(identityPath({ ...CONNECTION, appClientId: undefined })).toBeUndefined();
  });
});

describe('verifyShopper', () => {
  it('gives customer, address and end of the token', () => {
    expect(verify(token(CLAIMS))).toEqual({
      customerId: '4927',
      email: 'ola.nowak@poczta.example',
      expiresAt: NOW + 840,
    });
  });

  it('gives the customer alone where the token has no address', () => {
    const { customer, ...rest } = CLAIMS;
    expect(verify(token({ ...rest, customer: { id: customer.id } }))).toEqual({
      customerId: '4927',
      expiresAt: NOW + 840,
    });
  });

  it.each([
    ['a token of another app', { ...CLAIMS, aud: 'anotherClientId0' }, 'wrongAudience'],
    ['a token of another store', { ...CLAIMS, store_hash: 'other1' }, 'wrongStore'],
    ['a token without a store', { ...CLAIMS, store_hash: undefined }, 'wrongStore'],
    ['nobody', { ...CLAIMS, customer: undefined }, 'noCustomer'],
    ['a guest', { ...CLAIMS, customer: { id: 0, email: '' } }, 'noCustomer'],
    ['an id that is none', { ...CLAIMS, customer: { id: '1 OR 1' } }, 'noCustomer'],
    ['a login token', { ...CLAIMS, operation: 'customer_login' }, 'noCustomer'],
    ['an old token', { ...CLAIMS, exp: NOW - 6 }, 'expired'],
    ['a token without an end', { ...CLAIMS, exp: undefined }, 'malformed'],
    [
      'a token of the control panel',
      { aud: CLAIMS.aud, iss: 'bc', sub: 'stores/k3x9ab', exp: NOW + 60, user: { id: 1 } },
      'wrongStore',
    ],
  ])('refuses %s', (_, claims, refused) => {
    expect(verify(token(claims))).toEqual({ refused });
  });

  it('refuses another secret, another algorithm and what is no token', () => {
    expect(verify(token(CLAIMS, 'anotherSecret'))).toEqual({ refused: 'badSignature' });
    expect(verify(token(CLAIMS, undefined, { alg: 'none' }))).toEqual({ refused: 'badAlgorithm' });
    expect(verify('')).toEqual({ refused: 'malformed' });
  });

  it('believes nobody without the secret of an app', () => {
    const without = { ...CONNECTION, appClientSecret: undefined };
    expect(verify(token(CLAIMS, ''), without)).toEqual({ refused: 'notConfigured' });
  });
});

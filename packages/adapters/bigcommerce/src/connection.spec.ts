import { describe, expect, it } from '@jest/globals';
import { secretFields, validateObject } from '@storewire/core';
import { apiUrlOf, BigCommerceConnection, shopKeyOf } from './connection.js';

const GOOD = {
  storeHash: 'k3x9ab',
  accessToken: 'inventedToken',
  webhookSecret: 'inventedSecret0123456789',
};
const problemsOf = (changes: object): string[] =>
  validateObject(BigCommerceConnection, { ...GOOD, ...changes }).problems.map(({ path }) => path);

describe('BigCommerceConnection', () => {
  it('needs hash, token and webhook secret, and nothing else', () => {
    expect(problemsOf({})).toEqual([]);
    expect(
      problemsOf({ storeHash: undefined, accessToken: undefined, webhookSecret: undefined }),
    ).toEqual(['storeHash', 'accessToken', 'webhookSecret']);
  });

  it.each([
    ['storeHash', 'https://api.bigcommerce.com/stores/k3x9ab/v3/'],
    ['storeHash', '../k3x9ab'],
    ['accessToken', 'two words'],
    ['webhookSecret', 'short'],
    ['webhookSecret', 'with a blank and more letters'],
    ['clientSecret', 'two words'],
    ['deletedSubscribers', 'in'],
    ['subscribersWithoutConsents', 'all'],
    ['storeMailsAfterOptOut', 'on'],
    ['recoveryLinks', 'true'],
    ['apiBaseUrl', 'ftp://hub.example'],
  ])('refuses for %s: %s', (field, value) => {
    expect(problemsOf({ [field]: value })).toEqual([field]);
  });

  it('takes the client ID and the secret of an app together or not at all', () => {
    const appClientId = 'inventedClientId0';
    const appClientSecret = 'inventedAppSecret';
    expect(problemsOf({ appClientId, appClientSecret })).toEqual([]);
    expect(problemsOf({ appClientId })).toEqual(['appClientSecret']);
    expect(problemsOf({ appClientSecret })).toEqual(['appClientId']);
  });

  it('marks the token and every secret', () => {
    expect(secretFields(BigCommerceConnection)).toEqual([
      'accessToken',
      'webhookSecret',
      'clientSecret',
      'appClientSecret',
    ]);
  });
});

describe('shopKeyOf', () => {
  it('is made of the store hash alone', () => {
    expect(shopKeyOf({ ...GOOD, accessToken: 'another' })).toBe('bigcommerce:k3x9ab');
  });
});

describe('apiUrlOf', () => {
  const connection = { ...GOOD, apiBaseUrl: 'http://127.0.0.1:4000/' };

  it('takes an address of its own only where private addresses may be called', () => {
    expect(apiUrlOf(connection, true)).toBe('http://127.0.0.1:4000/stores/k3x9ab');
    expect(apiUrlOf(connection, false)).toBe('https://api.bigcommerce.com/stores/k3x9ab');
  });
});

import { describe, expect, it } from '@jest/globals';
import { verifyCallback } from './callback-key.js';

// Test vectors of SALESmanago's own scheme: SHA-1 over the address and the secret.
const ADA = '87a041275f46f4a5bddc67b4645404e1475fe952';
const ADA_VIP = '4bb8e9b926a87f2609d211ea58ce346f0b1a7934';

describe('verifyCallback', () => {
  it.each([
    {
      why: 'the plain address',
      email: 'ada@customer.example',
      key: ADA,
      gives: 'ada@customer.example',
    },
    {
      why: 'a key in capitals',
      email: 'ada@customer.example',
      key: ADA.toUpperCase(),
      gives: 'ada@customer.example',
    },
    {
      why: 'an encoded plus',
      email: 'ada+vip@customer.example',
      key: ADA_VIP,
      gives: 'ada+vip@customer.example',
    },
    {
      why: 'a plus that arrived as a blank',
      email: 'ada vip@customer.example',
      key: ADA_VIP,
      gives: 'ada+vip@customer.example',
    },
  ])('accepts $why', ({ email, key, gives }) =>
    expect(verifyCallback(email, key, ['cb-secret'])).toBe(gives),
  );

  it.each([
    { why: 'another address', email: 'bo@customer.example', key: ADA },
    { why: 'a key of another length', email: 'ada@customer.example', key: ADA.slice(1) },
    { why: 'an empty key', email: 'ada@customer.example', key: '' },
  ])('refuses $why', ({ email, key }) =>
    expect(verifyCallback(email, key, ['cb-secret'])).toBeUndefined(),
  );

  it('accepts the old secret while two are valid', () =>
    expect(verifyCallback('ada@customer.example', ADA, ['new-secret', 'cb-secret'])).toBe(
      'ada@customer.example',
    ));
});

import { describe, expect, it } from '@jest/globals';
import { authFields, randomApiKey, sign } from './signature.js';

describe('signature', () => {
  it('is the SHA-1 of key, client id and secret in this order', () => {
    expect(sign('key1', 'abc123', 's3cret')).toBe('b3303faa88b01ce15a9d25133cd274927505b812');
  });

  it('counts characters outside ASCII as UTF-8', () => {
    // printf 'klucz\xc5\xbcabcs' | sha1sum
    expect(sign('kluczż', 'abc', 's')).toBe('572897a64a212bdf304f7cc4bb7fcaf3ae9cbdab');
  });

  it('uses a new key for every call when the secret is known, and never sends the secret', () => {
    const credential = { kind: 'secret', apiSecret: 's3cret' } as const;
    const keys = ['key1', 'key2'];
    const make = () =>
      authFields({ clientId: 'abc123', credential }, 1767225600000, () => keys.shift() ?? '');
    expect(make()).toEqual({
      clientId: 'abc123',
      apiKey: 'key1',
      requestTime: 1767225600000,
      sha: 'b3303faa88b01ce15a9d25133cd274927505b812',
    });
    expect(make().sha).toBe(sign('key2', 'abc123', 's3cret'));
  });

  it('sends the stored pair as it is', () => {
    const credential = { kind: 'pair', apiKey: 'kept', sha: 'f00d' } as const;
    const fields = authFields({ clientId: 'abc123', credential }, 5, () => 'unused');
    expect(fields).toEqual({ clientId: 'abc123', apiKey: 'kept', requestTime: 5, sha: 'f00d' });
  });

  it('makes random keys of 32 hex digits', () => {
    expect(randomApiKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(randomApiKey()).not.toBe(randomApiKey());
  });
});

import { describe, expect, it } from '@jest/globals';
import { expandCallbackUrl, signCall } from './signature.js';

describe('signCall', () => {
  it('gives the known signature of the test vector', () => {
    expect(signCall('key1', 'abc123', 's3cret')).toBe('b3303faa88b01ce15a9d25133cd274927505b812');
  });
});

describe('expandCallbackUrl', () => {
  const template = 'https://shop.example/path?email=$email$&key=sha1($email$SECRET)';

  it.each([
    { email: 'ada@customer.example', key: '87a041275f46f4a5bddc67b4645404e1475fe952' },
    { email: 'ada+vip@customer.example', key: '4bb8e9b926a87f2609d211ea58ce346f0b1a7934' },
  ])('hashes the raw address $email and encodes it in the URL', ({ email, key }) => {
    const url = new URL(expandCallbackUrl(template, email, { secret: 'cb-secret' }));
    expect(url.searchParams.get('email')).toBe(email);
    expect(url.searchParams.get('key')).toBe(key);
  });

  it('takes a secret that is written into the template literally', () => {
    const literal = template.replace('SECRET', 'cb-secret');
    expect(expandCallbackUrl(literal, 'ada@customer.example')).toContain(
      'key=87a041275f46f4a5bddc67b4645404e1475fe952',
    );
  });

  it('leaves the address as it is when asked to', () => {
    const url = expandCallbackUrl(template, 'ada+vip@customer.example', { encode: false });
    expect(url).toContain('email=ada+vip@customer.example&');
  });

  it('does not read replacement signs in a secret or an address', () => {
    const url = expandCallbackUrl('?e=$email$&k=sha1(SECRET)', "a$&'b@x.example", {
      secret: '$&',
      encode: false,
    });
    expect(url).toBe("?e=a$&'b@x.example&k=2c1a7fb3f45f02fbfa0f0e9975ae5fd9fa1c9d0a");
  });
});

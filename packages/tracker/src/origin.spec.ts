import { describe, expect, it } from '@jest/globals';
import { isAllowedOrigin } from './origin.js';

const storefronts = ['https://shop.example/pl/', 'https://Shop.example:8443'];

describe('isAllowedOrigin', () => {
  it.each(['https://shop.example', 'https://shop.example:443', 'https://shop.example:8443'])(
    'lets %s in',
    (origin) => expect(isAllowedOrigin(origin, storefronts)).toBe(true),
  );

  it.each([
    undefined,
    '',
    'null',
    'http://shop.example',
    'https://shop.example.evil.example',
    'https://evil.example',
    'https://www.shop.example',
    'https://shop.example:444',
    'file:///shop.example',
    'https://shop.example@evil.example',
  ])('keeps %s out', (origin) => expect(isAllowedOrigin(origin, storefronts)).toBe(false));

  it('lets nobody in when the store has no address', () => {
    expect(isAllowedOrigin('https://shop.example', [])).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { pathMatcher } from './path-pattern.js';

describe('pathMatcher', () => {
  it.each([
    { pattern: undefined, path: '/api/contact/upsert', matches: true },
    { pattern: 'contact/upsert', path: '/api/contact/upsert', matches: true },
    { pattern: '/api/contact/', path: '/api/contact/basic', matches: true },
    { pattern: '/api/contact/upsert', path: '/api/contact/basic', matches: false },
    { pattern: '*ContactExtEvent', path: '/api/v2/contact/addContactExtEvent', matches: true },
    { pattern: '/v3/*/upsert', path: '/v3/product/upsert', matches: true },
    { pattern: '/v3/*/upsert', path: '/v3/product/upserted', matches: false },
    { pattern: '/api/r.gif*', path: '/api/rXgif', matches: false },
  ])('$pattern on $path: $matches', ({ pattern, path, matches }) =>
    expect(pathMatcher(pattern)(path)).toBe(matches),
  );
});

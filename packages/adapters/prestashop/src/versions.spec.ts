import { describe, expect, it } from '@jest/globals';
import { canPatch, hasDraftState, platformOf } from './versions.js';

describe('platformOf', () => {
  it.each([
    { version: '1.5.6.3', id: undefined },
    { version: '1.6.0.1', id: 'prestashop16' },
    { version: '1.6.1.24', id: 'prestashop16' },
    { version: '1.7.0.0', id: 'prestashop17' },
    { version: '1.7.8.11', id: 'prestashop17' },
    { version: '8.2.1', id: 'prestashop17' },
    { version: '9.0.2', id: 'prestashop17' },
    { version: '10.0.0', id: undefined },
  ])('$version is $id', ({ version, id }) => expect(platformOf(version)?.id).toBe(id));
});

describe('what a version can do', () => {
  it.each([
    { version: '1.6.1.24', patch: false, draft: false },
    { version: '1.7.0.0', patch: false, draft: true },
    { version: '1.7.8.11', patch: false, draft: true },
    { version: '8.0.0', patch: true, draft: true },
    { version: '9.0.2', patch: true, draft: true },
    { version: undefined, patch: false, draft: false },
  ])('$version: PATCH $patch, drafts $draft', ({ version, patch, draft }) => {
    expect([canPatch(version), hasDraftState(version)]).toEqual([patch, draft]);
  });
});

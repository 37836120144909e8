import { describe, expect, it } from '@jest/globals';
import { compareVersions, RELEASES, readVersion, releaseOf } from './releases.js';

describe('releaseOf', () => {
  it.each([
    { version: '2.2.11', since: undefined },
    { version: '2.3', since: '2.3.0' },
    { version: '2.3.7', since: '2.3.0' },
    { version: '2.4', since: '2.4.0' },
    { version: '2.4.3', since: '2.4.0' },
    { version: '2.4.4', since: '2.4.4' },
    { version: '2.4.8', since: '2.4.4' },
    { version: '2.10.0', since: '2.4.4' },
  ])('takes for $version what holds since $since', ({ version, since }) => {
    expect(releaseOf(version)?.since).toBe(since);
  });

  it('has its table in order', () => {
    const versions = RELEASES.map(({ since }) => since);
    expect(versions.toSorted(compareVersions)).toEqual(versions);
  });
});

describe('readVersion', () => {
  it.each([
    { text: 'Magento/2.4 (Community)', gives: { version: '2.4', edition: 'Community' } },
    { text: 'Magento/2.3 (Enterprise)\n', gives: { version: '2.3', edition: 'Enterprise' } },
    { text: '', gives: undefined },
    { text: '<!doctype html>', gives: undefined },
  ])('reads $gives from "$text"', ({ text, gives }) => {
    expect(readVersion(text)).toEqual(gives);
  });
});

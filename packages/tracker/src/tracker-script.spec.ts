import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { buildScripts } from '../bundle.config.mjs';
import { TrackerSettingInvalid } from './tracker.error.js';
import {
  hasCartWatcher,
  type TrackerScriptInput,
  trackerScript,
  trackerTag,
} from './tracker-script.js';

const input: TrackerScriptInput = {
  trackerUrl: 'https://hub.example/t/4hQ-_token',
  platform: 'woocommerce',
  cookieDays: 365,
  monitoring: {
    clientId: 'k3v9x0qab7',
    smapp: 3,
    endpoint: 'https://app3.salesmanago.com',
    customScript: true,
    banners: true,
    popups: true,
    cookieDays: 365,
  },
  identityPath: '/customer/current.jwt?app_client_id=abc123',
};
const WATCHED = [
  ...['shopify', 'woocommerce', 'magento2', 'prestashop16', 'prestashop17'],
  ...['shopware6', 'bigcommerce', 'opencart', 'shoper', 'clickshop'],
];

describe('trackerScript', () => {
  it.each([...WATCHED, 'magento1', 'shopware5', 'ebexo', 'shoplo'])(
    'for %s is under 4 KB gzipped, with its configuration',
    (platform) => {
      expect(gzipSync(trackerScript({ ...input, platform })).length).toBeLessThan(4096);
    },
  );

  it.each([...buildScripts().keys()])('serves %s as the sources are now', (name) => {
    const built = readFileSync(new URL(`../dist/scripts/${name}.js`, import.meta.url), 'utf8');
    expect(built).toBe(buildScripts().get(name));
  });

  it('never throws, not even where there is no page', () => {
    for (const platform of WATCHED) {
      expect(() => runInNewContext(trackerScript({ ...input, platform }), {})).not.toThrow();
    }
  });

  it('talks only to the store it is made for', () => {
    const addresses = trackerScript(input).match(/https?:\/\/[^"'`\s]+/g) ?? [];
    expect(addresses.filter((address) => !address.startsWith('https://api.w.org/'))).toEqual([
      'https://hub.example/t/4hQ-_token',
      'https://app3.salesmanago.com/static/sm.js',
      'https://app3.salesmanago.com/dynamic/k3v9x0qab7/popups.js',
    ]);
  });

  it('carries no monitoring code when that is off', () => {
    expect(trackerScript({ ...input, monitoring: null })).not.toContain('salesmanago.com');
  });

  it.each([
    { trackerUrl: 'https://hub.example/t/"};alert(1)//' },
    { trackerUrl: 'https://hub.example/t/token/' },
    { trackerUrl: 'https://hub.example/t/token?x=1' },
    { trackerUrl: 'javascript:alert(1)' },
    { trackerUrl: '/t/token' },
    { platform: '<script>' },
    { cookieDays: -1 },
    { cookieDays: 4000 },
    { identityPath: 'https://evil.example/token' },
    { identityPath: '//evil.example/token' },
    { identityPath: '/"+alert(1)+"' },
    { consent: { cookie: 'a=1; b' } },
    { consent: { cookie: 'none' } },
  ])('refuses %j', (change) => {
    expect(() => trackerScript({ ...input, ...change } as TrackerScriptInput)).toThrow(
      TrackerSettingInvalid,
    );
  });
});

describe('hasCartWatcher', () => {
  it('knows the platforms whose carts need no help of the theme', () => {
    const others = ['magento1', 'shopware5', 'ebexo', 'shoplo', 'constructor'];
    expect([...WATCHED, ...others].filter(hasCartWatcher)).toEqual(WATCHED);
  });
});

describe('trackerTag', () => {
  it('is one asynchronous script', () => {
    expect(trackerTag('https://hub.example/t/token')).toBe(
      '<script async src="https://hub.example/t/token/s.js"></script>',
    );
  });
});

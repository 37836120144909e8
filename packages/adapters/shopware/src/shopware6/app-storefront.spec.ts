import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { storefrontTemplate } from './app-storefront.js';

const TEMPLATE = storefrontTemplate({
  trackerUrl: 'https://hub.example/t/a-token',
  appName: 'Storewireabcd',
});

/** The script of the template, with what Twig decides about a shopper who is logged in or not. */
function script(isLoggedIn: boolean): string {
  const [, text = ''] = /<script>([\s\S]*?)<\/script>/.exec(TEMPLATE) ?? [];
  const identity = /\{% if context is defined and context\.customer[^%]*%\}([\s\S]*?)\{% endif %\}/;
  return text.replace(identity, isLoggedIn ? '$1' : '');
}

interface Page {
  cookie?: string;
  window?: Record<string, unknown>;
  isLoggedIn?: boolean;
  fetch?: (url: string, init: object) => Promise<unknown>;
}

function run({ cookie = '', window = {}, isLoggedIn = true, fetch }: Page = {}) {
  const document = { cookie };
  runInNewContext(script(isLoggedIn), { window, document, fetch });
  return { own: window.storewire as Record<string, unknown>, document };
}

describe('the template of the app', () => {
  it('keeps what stands in the head and adds the script of the store', () => {
    expect(TEMPLATE).toMatch(
      /^\{% sw_extends '@Storefront\/storefront\/layout\/meta\.html\.twig' %\}/,
    );
    expect(TEMPLATE).toContain('{% block layout_head_javascript_tracking %}\n    {{ parent() }}');
    expect(TEMPLATE).toContain('<script async src="https://hub.example/t/a-token/s.js"></script>');
  });

  it('is on the pages of one sales channel where the store is for one', () => {
    const one = storefrontTemplate({
      trackerUrl: 'https://hub.example/t/a-token',
      appName: 'Storewireabcd',
      salesChannelId: '98432def39fc4624b33213a56b8c944d',
    });
    expect(one).toContain("context.salesChannel.id == '98432def39fc4624b33213a56b8c944d'");
    expect(TEMPLATE).not.toContain('salesChannel.id');
  });

  it('prints nothing about the shopper, because pages are cached', () => {
    const printed = [...TEMPLATE.matchAll(/\{\{([^}]*)\}\}/g)].map(([, text]) => text?.trim());
    expect(printed).toEqual(['parent()']);
  });

  it.each([
    ['no', 'before the shopper agrees', ''],
    ['no', 'with another cookie', 'xstorewire-enabled=1; storewire-enabled=0'],
    ['yes', 'once the shopper agrees', 'a=b; storewire-enabled=1; c=d'],
  ])('says %s to the script %s', (says, _, cookie) => {
    const { own } = run({ cookie, window: { useDefaultCookieConsent: true } });
    expect(own.consent).toBe(says === 'yes');
  });

  it('follows the cookie while the page is open', () => {
    const { own, document } = run({ window: { useDefaultCookieConsent: true } });
    document.cookie = 'storewire-enabled=1';
    expect(own.consent).toBe(true);
  });

  it('leaves consent to the other tools where the shop uses another window', () => {
    expect(run().own.consent).toBeUndefined();
  });

  it("leaves the page's own word alone, before and after", () => {
    const { own } = run({
      window: { useDefaultCookieConsent: true, storewire: { consent: true } },
    });
    expect(own.consent).toBe(true);
    const later = run({ window: { useDefaultCookieConsent: true } }).own;
    later.consent = true;
    expect(later.consent).toBe(true);
  });

  const router = {
    'frontend.app-system.generate-token': '/de/app-system/Placeholder/generate-token',
  };
  it('fetches the token of the shopper when it is asked for', async () => {
    const calls: unknown[] = [];
    const fetch = async (...call: unknown[]) => {
      calls.push(call);
      return { ok: true, json: async () => ({ token: 'a.b.c' }) };
    };
    const { own } = run({ window: { router }, fetch });
    expect(calls).toEqual([]);
    expect(await (own.identity as () => unknown)()).toBe('a.b.c');
    expect(calls).toEqual([['/de/app-system/Storewireabcd/generate-token', { method: 'POST' }]]);
  });

  it.each([
    ['the shop is older than 6.5.5', {}, true],
    ['the session has ended', { router }, false],
  ])('gives no token where %s', async (_, window, ok) => {
    const fetch = async () => ({ ok, json: async () => ({ token: 'a.b.c' }) });
    const { own } = run({ window: { ...window }, fetch });
    expect(await (own.identity as () => unknown)()).toBe('');
  });

  it('asks nothing for somebody who is not logged in', () => {
    expect(run({ isLoggedIn: false }).own.identity).toBeUndefined();
  });

  it('never fails in the page', () => {
    const window = {};
    Object.defineProperty(window, 'storewire', { value: Object.freeze({}) });
    expect(() => run({ window })).not.toThrow();
  });
});

import { describe, expect, it } from '@jest/globals';
import { FakeShopware6 } from '../../test/shopware6/fake-shopware6.js';
import { appFiles, appNameOf } from './app-manifest.js';
import { READ_ENTITIES } from './permissions.js';
import { APP_TOPICS, TOPICS } from './webhook-reading.js';

const STORE = '01900000-0000-7000-8000-00000000abcd';
const APP = {
  storeId: STORE,
  installUrl: 'https://hub.example/install/shopware6/t?a=1&b="2"',
  webhookUrl: 'https://hub.example/hooks/t',
  trackerUrl: 'https://hub.example/t/a-token',
  secret: 'an-app-secret',
  madeAt: 1_763_740_800,
};
const CONNECTION = { url: 'https://shop.example', clientId: 'app', clientSecret: 'app' };
const [[path, manifest], [templatePath]] = Object.entries(appFiles(APP, CONNECTION)) as [
  [string, string],
  [string, string],
];

describe('the app', () => {
  it('is a manifest in a folder with its name, which tells its store and needs no escape', () => {
    expect(path).toBe(`${appNameOf(STORE)}/manifest.xml`);
    expect(templatePath).toBe(
      `${appNameOf(STORE)}/Resources/views/storefront/layout/meta.html.twig`,
    );
    expect(manifest).toContain(`<name>${appNameOf(STORE)}</name>`);
    expect(appNameOf(STORE)).toMatch(/^[A-Z][0-9A-Za-z]+$/);
    expect(appNameOf(STORE)).not.toBe(appNameOf(STORE.replace('abcd', 'abce')));
  });

  it('has where to register, with which secret, and a version that grows', () => {
    expect(manifest).toContain(
      '<registrationUrl>https://hub.example/install/shopware6/t?a=1&#38;b=&#34;2&#34;</registrationUrl>',
    );
    expect(manifest).toContain('<secret>an-app-secret</secret>');
    expect(manifest).toContain('<version>1.1.1763740800</version>');
  });

  it('has an entry in the consent window, of the cookie that the template reads', () => {
    expect(manifest).toMatch(/<cookies>\s*<cookie>\s*<cookie>storewire-enabled<\/cookie>/);
    expect(manifest).toContain('<value>1</value>');
  });

  it('asks to read what the adapter reads, and to write newsletter entries alone', () => {
    const asked = (what: string) =>
      [...manifest.matchAll(new RegExp(`<${what}>(\\w+)</${what}>`, 'g'))].map(([, name]) => name);
    expect(asked('read')).toEqual(READ_ENTITIES);
    expect([...asked('create'), ...asked('update'), ...asked('delete')]).toEqual([
      'newsletter_recipient',
      'newsletter_recipient',
    ]);
  });

  it('may do all that the shop asks a role for', () => {
    const needed = [...new FakeShopware6().permissions].filter(
      (privilege) => !/^(integration|acl_role):/.test(privilege),
    );
    expect(needed.length).toBeGreaterThan(20);
    const asked = [...manifest.matchAll(/<(read|create|update)>(\w+)</g)].map(
      ([, operation, entity]) => `${entity}:${operation}`,
    );
    expect(needed.filter((privilege) => !asked.includes(privilege))).toEqual([]);
  });

  it('sends every event that the adapter reads, and its own end, to the store, and no other', () => {
    const found = [
      ...manifest.matchAll(/<webhook name="(\w+)" url="([^"]+)" event="([^"]+)"\/>/g),
    ].map(([, name, url, event]) => ({ name, url, event }));
    expect(found.map(({ event }) => event)).toEqual(APP_TOPICS);
    expect(APP_TOPICS).toEqual(expect.arrayContaining([...TOPICS, 'app.deleted']));
    expect(new Set(found.map(({ name }) => name)).size).toBe(APP_TOPICS.length);
    expect(new Set(found.map(({ url }) => url))).toEqual(new Set(['https://hub.example/hooks/t']));
  });
});

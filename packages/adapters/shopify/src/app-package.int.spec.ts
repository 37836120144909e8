import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Running, runFake } from '../test/run-fake.js';
import { appFiles } from './app-package.js';
import { IDENTITY_PATH } from './app-proxy.js';

const APP = {
  storeId: '01900000-0000-7000-8000-00000000abcd',
  webhookUrl: 'https://hub.example/hooks/a-token',
  trackerUrl: 'https://hub.example/t/a-token',
  madeAt: 1_763_740_800,
};

let running: Running;
let files: Readonly<Record<string, string>>;
beforeEach(async () => {
  running = await runFake();
  files = await appFiles(APP, running.client);
});
afterEach(() => running.fake.stop());

const configuration = () => files['shopify.app.toml'] ?? '';
const entry = (key: string) => new RegExp(`^${key} = (.*)$`, 'm').exec(configuration())?.[1] ?? '';

describe('the package of the app', () => {
  it('has the configuration, both extensions and how to deploy them', () => {
    expect(Object.keys(files).sort()).toEqual([
      'README.md',
      'extensions/storewire-embed/blocks/storewire.liquid',
      'extensions/storewire-embed/shopify.extension.toml',
      'extensions/storewire-pixel/package.json',
      'extensions/storewire-pixel/shopify.extension.toml',
      'extensions/storewire-pixel/src/index.js',
      'package.json',
      'shopify.app.toml',
    ]);
  });

  it('is for the app that is connected, and holds none of its secrets', () => {
    expect(entry('client_id')).toBe('"FAKE_api_key"');
    const all = Object.values(files).join('\n');
    const { accessToken, clientSecret } = running.client.connection;
    for (const secret of [accessToken, clientSecret]) expect(all).not.toContain(secret);
  });

  it('asks for every scope that is of use, keeps those that are there, and asks for no approval', async () => {
    running.fake.shop.scopes = new Set(['read_orders', 'read_files']);
    files = await appFiles(APP, running.client);
    const scopes = JSON.parse(entry('scopes')).split(',');
    expect(scopes).toEqual(
      expect.arrayContaining(['read_files', 'read_themes', 'write_app_proxy', 'write_pixels']),
    );
    expect(scopes).not.toContain('read_all_orders');
    running.fake.shop.scopes = new Set(['read_all_orders']);
    files = await appFiles(APP, running.client);
    expect(entry('scopes')).toContain('read_all_orders');
  });

  it('forwards the path that the script asks to the door of the store', () => {
    expect(entry('url')).toBe('"https://hub.example/t/a-token"');
    const [prefix, subpath] = [entry('prefix'), entry('subpath')].map((one) => JSON.parse(one));
    expect(IDENTITY_PATH).toBe(`/${prefix}/${subpath}/identity`);
  });

  it('sends what cannot be subscribed to to the store', () => {
    expect(entry('uri')).toBe('"https://hub.example/hooks/a-token"');
    expect(entry('compliance_topics')).toContain('customers/redact');
  });

  it('loads the script of the store in the head, and nothing else', () => {
    const block = files['extensions/storewire-embed/blocks/storewire.liquid'] ?? '';
    const [html = '', schema = ''] = block.split('{% schema %}');
    expect(html.trim()).toBe('<script async src="https://hub.example/t/a-token/s.js"></script>');
    expect(JSON.parse(schema.replace('{% endschema %}', ''))).toMatchObject({ target: 'head' });
  });

  it('runs the pixel in the strict sandbox, with consent to marketing, and with the setting that is filled in', () => {
    const pixel = files['extensions/storewire-pixel/shopify.extension.toml'] ?? '';
    expect(pixel).toMatch(/^runtime_context = "strict"$/m);
    expect(pixel).toMatch(/^marketing = true$/m);
    expect(pixel).toMatch(/^\[settings\.fields\.trackerUrl\]$/m);
  });
});

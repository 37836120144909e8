import { createHmac, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import shopify from '@storewire/adapter-shopify';
import { shopware6 } from '@storewire/adapter-shopware';
import { type AppPackage, isRegistering } from '@storewire/core';
import { readBeacon } from '@storewire/tracker';
import { type Browser, chromium } from 'playwright-core';
import { secretOf, signingShop } from '../testing/signing-shop.js';
import { TrackerScene } from '../testing/tracker-scene.js';

jest.setTimeout(180_000);

const CHROMIUM = [process.env.CHROMIUM_PATH ?? '', '/usr/bin/chromium'].find(
  (path) => path !== '' && existsSync(path),
);
const CUSTOMER = '0193aa00000000000000000000000001';

const packageOf = (trackerUrl: string): AppPackage => ({
  storeId: randomUUID(),
  webhookUrl: 'https://hub.example/hooks/a-token',
  trackerUrl,
  madeAt: 1_763_740_800,
});

describe('what the app packages put into shops', () => {
  it("is, of Shopify's pixel, a beacon that the door takes", async () => {
    const { install } = shopify;
    if (!install || isRegistering(install)) throw new Error('Shopify has files alone.');
    const answer = { currentAppInstallation: null };
    const files = await install.files(packageOf('https://hub.example/t/a'), {
      run: async () => answer,
    } as never);
    const source = files['extensions/storewire-pixel/src/index.js'] ?? '';
    const posted: string[] = [];
    let started: ((event: object) => Promise<void>) | undefined;
    runInNewContext(source.replace(/^import .*;$/m, ''), {
      crypto: globalThis.crypto,
      fetch: async (_: string, { body }: { body: string }) => posted.push(body),
      register: (work: (api: object) => void) =>
        work({
          analytics: {
            subscribe: (name: string, handler: (event: object) => Promise<void>) => {
              if (name === 'checkout_started') started = handler;
            },
          },
          browser: { cookie: { get: async () => randomUUID() } },
          init: { data: { cart: { id: 'c1-ab?key=1' } } },
          settings: { trackerUrl: 'https://hub.example/t/a' },
        }),
    });
    const variant = { id: '12', sku: 'MUG-1', price: { amount: 49.5 }, product: { id: '11' } };
    const lineItems = [{ title: 'Mug', quantity: 2, variant }];
    const checkout = {
      token: '9fe',
      currencyCode: 'PLN',
      subtotalPrice: { amount: 99 },
      lineItems,
    };
    await started?.({ data: { checkout } });
    expect(posted).toHaveLength(1);
    expect(readBeacon(posted[0] ?? '')).toMatchObject({
      platform: 'shopify',
      cart: { token: 'c1-ab', total: '99', lines: [{ variantId: '12', unitPrice: '49.5' }] },
    });
  });

  (CHROMIUM ? describe : describe.skip)("of Shopware's template, in a real browser", inBrowser);
});

function inBrowser(): void {
  let scene: TrackerScene;
  let browser: Browser;
  let server: Server;
  let url: string;
  const asked: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.method === 'POST') {
        asked.push(String(request.url));
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ token: tokenOf(url, scene.seconds), shopId: 'dgrH7nLU' }));
      } else {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page());
      }
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    [scene, browser] = await Promise.all([
      TrackerScene.open({ url, adapter: signingShop }),
      chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-quic'] }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  /** A page of the shop: its own scripts around the block that the template extends. */
  const page = (): string => `<!doctype html><html><head><link rel="icon" href="data:,">
    ${block(scene.urls.trackerUrl)}
    <script>
      window.useDefaultCookieConsent = true;
      window.router = { 'frontend.app-system.generate-token': '/app-system/Placeholder/generate-token' };
    </script></head><body>
    <div data-storewire-cart='{"lines":[{"productId":"10","quantity":2,"unitPrice":"10.00"}],"currency":"PLN"}' hidden></div>
    </body></html>`;

  it('runs the script once the shopper agrees, and proves who is logged in', async () => {
    const email = 'ola@customer.example';
    await scene.webhook({ kind: 'contact', id: CUSTOMER, email, name: 'Ola Nowak' });
    const contactId = scene.contactId(email);
    const context = await browser.newContext();
    const tab = await context.newPage();
    tab.on('pageerror', (error) => errors.push(String(error)));
    await tab.goto(url, { waitUntil: 'load' });
    await tab.waitForFunction('window.storewire && window.storewire.on');
    await tab.waitForTimeout(1_200);
    expect([asked, scene.carts(email)]).toEqual([[], []]);
    const answered = tab.waitForResponse(`${scene.urls.trackerUrl}/visitor`);
    await tab.evaluate("document.cookie = 'storewire-enabled=1; path=/'");
    expect(await (await answered).json()).toMatchObject({ smclient: contactId });
    await scene.until('the cart is there', () => scene.carts(email).length === 1);
    expect(scene.carts(email)).toMatchObject([{ products: '10', value: 20 }]);
    expect(new Set(asked)).toEqual(
      new Set([expect.stringMatching(/^\/app-system\/Storewire\w+\/generate-token$/)]),
    );
    expect(errors).toEqual([]);
    await context.close();
  });
}

/** What Twig makes of the template for a shopper who is logged in. */
function block(trackerUrl: string): string {
  const { install } = shopware6;
  if (!install || !isRegistering(install)) throw new Error('Apps of Shopware register.');
  const app = { ...packageOf(trackerUrl), installUrl: 'https://hub.example/install', secret: 'x' };
  const connection = { url: 'https://shop.example', clientId: 'app', clientSecret: 'app' };
  const files = Object.entries(install.files(app, connection));
  const [, template = ''] = files.find(([path]) => path.endsWith('.twig')) ?? [];
  return template.replace(/\{%[^%]*%\}|\{\{[^}]*\}\}/g, '');
}

function tokenOf(url: string, now: number): string {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'dgrH7nLU', nbf: now, exp: now + 600, customerId: CUSTOMER };
  const content = `${encoded({ typ: 'JWT', alg: 'HS256' })}.${encoded(claims)}`;
  const signature = createHmac('sha256', secretOf({ url })).update(content).digest('base64url');
  return `${content}.${signature}`;
}

import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, chromium, type Page, type Response } from 'playwright-core';
import { TrackerScene } from '../testing/tracker-scene.js';

jest.setTimeout(180_000);

const CHROMIUM = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));
const HOUR = 3_600_000;

/** A shop whose theme prints the cart and changes it without a new page, as a small shop does. */
class Storefront {
  private readonly server: Server;
  /** What its theme prints for somebody who is logged in. */
  identity = '';
  trackerUrl = '';

  constructor() {
    this.server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(this.page());
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private page(): string {
    const meta = this.identity ? `<meta name="storewire-identity" content="${this.identity}">` : '';
    return `<!doctype html><html><head><link rel="icon" href="data:,">${meta}
      <script async src="${this.trackerUrl}/s.js"></script></head><body><script>
        const products = JSON.parse(localStorage.basket || '{}');
        const show = () => {
          localStorage.basket = JSON.stringify(products);
          const lines = Object.entries(products).map(([productId, quantity]) => ({
            productId, quantity, unitPrice: '10.00',
          }));
          window.storewire = Object.assign(window.storewire || {}, { cart: { lines, currency: 'PLN' } });
          window.storewire.update?.();
        };
        window.set = (id, quantity) => {
          if (quantity) products[id] = quantity; else delete products[id];
          show();
        };
        show();
      </script></body></html>`;
  }
}

if (CHROMIUM) describe('a storefront in a real browser', shop);
else {
  it('is not visited, because there is no browser on this machine', () => {
    console.warn('No Chromium here: the storefront is not visited. CHROMIUM_PATH names one.');
    expect(process.env.CHROMIUM_PATH ?? '').toBe('');
  });
}

function shop(): void {
  const storefront = new Storefront();
  const errors: string[] = [];
  let scene: TrackerScene;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    url = await storefront.open();
    [scene, browser] = await Promise.all([
      TrackerScene.open({ url, settings: { cartWindow: '4h' } }),
      chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-quic'] }),
    ]);
    storefront.trackerUrl = scene.urls.trackerUrl;
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
    await storefront.close();
  });

  const enter = async (
    cookies: Record<string, string> = {},
    prepare: (page: Page) => void = () => undefined,
  ): Promise<Page> => {
    const context = await browser.newContext();
    await context.addCookies(
      Object.entries(cookies).map(([name, value]) => ({ name, value, url })),
    );
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    prepare(page);
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForFunction('window.storewire && window.storewire.update');
    return page;
  };
  const set = (page: Page, id: string, quantity: number) =>
    page.evaluate(`set('${id}', ${quantity})`);
  const carts = (email: string) =>
    scene.carts(email).map(({ products, value, updates }) => ({ products, value, updates }));
  const becomes = (email: string, expected: readonly object[]) =>
    scene
      .until(
        `the events are ${JSON.stringify(expected)}`,
        () => JSON.stringify(carts(email)) === JSON.stringify(expected),
      )
      .catch(() => expect(carts(email)).toEqual(expected));

  it('adds, changes and removes: one CART event updated within the window, a new one after it', async () => {
    const email = 'ada@customer.example';
    const smclient = await scene.foreignContact(email);
    const page = await enter({ smclient });
    await set(page, '10', 1);
    await becomes(email, [{ products: '10', value: 10, updates: 0 }]);
    await set(page, '20', 2);
    await becomes(email, [{ products: '10,20', value: 30, updates: 1 }]);
    scene.clock.move(3 * HOUR);
    await set(page, '20', 0);
    await becomes(email, [{ products: '10', value: 10, updates: 2 }]);
    scene.clock.move(2 * HOUR);
    await set(page, '10', 5);
    await becomes(email, [
      { products: '10', value: 50, updates: 0 },
      { products: '10', value: 10, updates: 2 },
    ]);
    await set(page, '10', 0);
    await becomes(email, [{ products: '10', value: 10, updates: 2 }]);
    await page.context().close();
  });

  it('makes the shopper whose identity the store signed a monitored one', async () => {
    const email = 'eve@customer.example';
    const contactId = await scene.customer(email);
    storefront.identity = scene.token(email);
    // From before the page is there: it asks as soon as it is.
    let asked: Promise<Response> | undefined;
    const page = await enter({}, (opened) => {
      asked = opened.waitForResponse(`${scene.urls.trackerUrl}/visitor`);
    });
    expect(await (await asked)?.json()).toMatchObject({ smclient: contactId });
    await set(page, '10', 2);
    await becomes(email, [{ products: '10', value: 20, updates: 0 }]);
    storefront.identity = '';
    await page.context().close();
  });

  it('sends nothing for a guest', async () => {
    const page = await enter();
    const before = scene.sandbox.events({ type: 'CART' }).total;
    await set(page, '10', 3);
    await scene.until('the cart came in', async () => {
      const { items } = await scene.get(`${scene.path}/messages?limit=1`);
      return items[0].rule === 'unknownVisitor';
    });
    expect(scene.sandbox.events({ type: 'CART' }).total).toBe(before);
    await page.context().close();
  });

  it('and no page saw an error', () => expect(errors).toEqual([]));
}

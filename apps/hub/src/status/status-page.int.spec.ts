import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import type { StatusAnswer, StatusStore } from './status.answer.js';
import { StatusService } from './status.service.js';

jest.setTimeout(120_000);

const CHROMIUM = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));

if (CHROMIUM) describe('the status page in a browser', look);
else {
  it('is not looked at, because there is no browser on this machine', () => {
    console.warn('No Chromium here: the status page is not looked at. CHROMIUM_PATH names one.');
    expect(process.env.CHROMIUM_PATH ?? '').toBe('');
  });
}

const EMPTY: StatusStore = {
  id: 'store-1',
  name: 'Leśna Polana <b>',
  platform: 'woocommerce',
  isConnectionPaused: false,
  isAccountPaused: false,
  ledger: { accepted: 0, delivered: 0, filtered: 0, dead: 0, pending: 0 },
  exports: [],
  messages: [],
};

const BUSY: StatusStore = {
  ...EMPTY,
  isAccountPaused: true,
  ledger: { accepted: 12_345, delivered: 12_000, filtered: 300, dead: 5, pending: 40 },
  exports: [
    { id: '2', kind: 'orders', state: 'running', total: 400, processed: 100, failed: 3 },
    { id: '1', kind: 'contacts', state: 'counting', total: null, processed: 0, failed: 0 },
  ],
  messages: (['delivered', 'filtered', 'dead', 'pending'] as const).map((state, n) => ({
    receivedAt: `2026-11-21T12:00:0${n}.000Z`,
    source: 'webhook',
    topic: 'order.updated',
    reference: `10${n}`,
    state,
    rule: state === 'filtered' ? 'alreadySent' : null,
    cause: state === 'dead' ? 'SM_REFUSED' : null,
  })),
};

function look(): void {
  const complaints: string[] = [];
  let status: StatusAnswer | undefined;
  let asked = 0;
  /** Questions of the page that are under way. */
  let underWay = 0;
  let hub: TestHub;
  let browser: Browser;
  let page: Page;

  const show = (stores: readonly StatusStore[], demo: StatusAnswer['demo'] = 'running'): void => {
    const urls = { inspectorUrl: 'http://127.0.0.1:9001/', demoStoreUrl: 'http://127.0.0.1:9002/' };
    status = { version: '1.2.3', isReady: true, demo, ...urls, stores };
  };
  const overflow = () =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  /** Lets the page's own time pass; it refreshes every two seconds. */
  const pass = (ms = 2_000) => page.clock.runFor(ms);
  /** The last question of the page was answered. */
  const isQuiet = async () => {
    // What the page has begun is told before it answers.
    await page.evaluate('document.readyState');
    const end = performance.now() + 25_000;
    while (underWay > 0) {
      if (performance.now() > end) throw new Error('The page goes on asking.');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const rowNamed = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });

  beforeAll(async () => {
    const read = async () => {
      asked += 1;
      if (!status) throw new Error('not now');
      return status;
    };
    [hub, browser] = await Promise.all([
      startTestHub({
        override: (builder) => builder.overrideProvider(StatusService).useValue({ read }),
      }),
      chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] }),
    ]);
    page = await browser.newPage({ locale: 'en-GB', timezoneId: 'Europe/Warsaw' });
    await page.clock.install();
    const isQuestion = (request: Request) => request.url().endsWith('/status.json');
    page.on('request', (request) => {
      if (isQuestion(request)) underWay += 1;
    });
    for (const end of ['requestfinished', 'requestfailed'] as const) {
      page.on(end as 'requestfinished', (request) => {
        if (isQuestion(request)) underWay -= 1;
      });
    }
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
  });

  it('says that it loads, and then that nothing is there', async () => {
    show([EMPTY]);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/status.json', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(hub.url);
    await page.getByText('Loading…').waitFor();
    release();
    await page.getByText('Nothing has come in yet.').waitFor();
    await page.getByText('No export was started.').waitFor();
    expect(await page.getByText('Loading…').isVisible()).toBe(false);
    await page.unroute('**/status.json');
  });

  it('follows by itself', async () => {
    show([BUSY]);
    await pass();
    await rowNamed('Accepted').getByText('12,345').waitFor();
    await rowNamed('Delivered').getByText('12,000').waitFor();
    await rowNamed('Filtered').getByText('300').waitFor();
    await rowNamed('Dead').getByText('5', { exact: true }).waitFor();
    await rowNamed('Pending').getByText('40', { exact: true }).waitFor();
    await page.getByText('Every message is accounted for').waitFor();
    await page.getByText('SALESmanago refuses the credentials').waitFor();
  });

  it('shows exports with their progress', async () => {
    const exports = page.getByRole('table', { name: 'Exports of the past' });
    await exports.getByText('100 of 400, 3 failed').waitFor();
    const orders = exports.getByRole('progressbar', { name: 'Orders' });
    expect([await orders.getAttribute('value'), await orders.getAttribute('max')]).toEqual([
      '100',
      '400',
    ]);
    // How far it is cannot be said while it counts.
    const contacts = exports.getByRole('progressbar', { name: 'Contacts' });
    expect(await contacts.getAttribute('value')).toBeNull();
  });

  it('shows the latest messages with their outcome and its reason, as text', async () => {
    const messages = page.getByRole('table', { name: 'Latest messages' });
    expect(await messages.getByRole('row').count()).toBe(5);
    await messages.getByText('13:00:00').waitFor();
    await messages.getByText('was sent before').waitFor();
    await messages.getByText('SM_REFUSED').waitFor();
    await page.getByRole('heading', { name: 'Leśna Polana <b>' }).waitFor();
  });

  it('says when the numbers do not add up', async () => {
    show([{ ...BUSY, ledger: { ...BUSY.ledger, pending: 41 } }]);
    await pass();
    await page.getByText('The numbers do not add up').waitFor();
  });

  it('links to the sandbox, the store and the documentation', async () => {
    const hrefOf = (name: string) =>
      page
        .getByRole('link', { name })
        .evaluate((link) => (link as unknown as { href: string }).href);
    expect(await hrefOf('SALESmanago sandbox')).toBe('http://127.0.0.1:9001/');
    expect(await hrefOf('Demo store')).toBe('http://127.0.0.1:9002/');
    expect(await hrefOf('API documentation')).toBe(`${hub.url}/api/docs`);
  });

  it('can be walked through with the keyboard, and shows where one is', async () => {
    await page.getByRole('link', { name: 'Polski' }).focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('live');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe(
      'solid',
    );
  });

  it('breaks none of its own rules', () => {
    expect(complaints).toEqual([]);
  });

  it('says when the hub is gone, and keeps what it knew', async () => {
    status = undefined;
    await pass();
    await page.getByRole('alert').getByText('The hub does not answer').waitFor();
    expect(await rowNamed('Accepted').getByText('12,345').isVisible()).toBe(true);
    show([BUSY]);
    await pass();
    await page.getByText('The hub does not answer').waitFor({ state: 'detached' });
  });

  it('stops when asked to', async () => {
    await page.getByLabel('Refresh by itself').uncheck();
    await isQuiet();
    const before = asked;
    await pass(60_000);
    await isQuiet();
    expect(asked).toBe(before);
    const answer = page.waitForResponse('**/status.json');
    await page.getByLabel('Refresh by itself').check();
    expect((await answer).status()).toBe(200);
  });

  it.each([1280, 390, 320])('fits into %i pixels, in Polish too', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    for (const [language, code, name] of [
      ['English', 'en', 'Latest messages'],
      ['Polski', 'pl', 'Ostatnie wiadomości'],
    ] as const) {
      await page.getByRole('link', { name: language }).click();
      await page.waitForURL(`**/?lang=${code}`);
      await page.getByRole('table', { name }).waitFor();
      expect(await overflow()).toBe(0);
    }
    expect(await page.evaluate('document.documentElement.lang')).toBe('pl');
  });

  it('shows no store when the demo is off', async () => {
    show([], 'off');
    await pass();
    await page.getByText('Bez dema ta strona nie pokazuje danych.').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });
}

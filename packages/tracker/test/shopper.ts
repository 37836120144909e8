import type { BrowserContext, Page } from 'playwright-core';
import type { TrackerScriptInput } from '../src/tracker-script.js';
import type { StoreDoor } from './hub-door.js';
import type { PageOptions } from './mall.js';
import type { World } from './world.js';

/** How a visit differs from the usual one. */
export interface Visit {
  readonly script?: Partial<TrackerScriptInput>;
  readonly page?: Partial<PageOptions>;
}

/** One shopper with a browser of their own, in one store. */
export class Shopper {
  readonly errors: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly session: string,
    readonly address: string,
    readonly door: StoreDoor,
  ) {
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  static async enter(
    { browser, hub, mall }: World,
    platform: string,
    { script, page }: Visit = {},
  ): Promise<Shopper> {
    const { id, door } = hub.store({ ...script, platform });
    const trackerUrl = `${hub.url}/t/${id}`;
    const address = mall.page({ platform, trackerUrl, ...page });
    const context = await browser.newContext();
    const session = `s-${id}`;
    await context.addCookies([{ name: 'session', value: session, url: mall.url }]);
    return new Shopper(context, await context.newPage(), session, address, door);
  }

  async open(path = '/'): Promise<this> {
    await this.page.goto(`${this.address}${path}`, { waitUntil: 'load' });
    return this;
  }

  add = (id: string): Promise<void> => this.page.evaluate(`shop.add('${id}').then(() => {})`);

  set = (id: string, quantity: number): Promise<void> =>
    this.page.evaluate(`shop.set('${id}', ${quantity}).then(() => {})`);

  /** Waits until the script has dealt with the cart of this page: its memory holds this text. */
  remembers = async (text: string): Promise<void> => {
    await this.page.waitForFunction(
      `(localStorage.storewire || '').includes(${JSON.stringify(text)})`,
    );
  };

  async cookie(name: string) {
    return (await this.context.cookies()).find((cookie) => cookie.name === name);
  }

  leave = (): Promise<void> => this.context.close();
}

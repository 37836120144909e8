import { createHttpClient } from '@storewire/adapter-kit';
import { Shopware5Client } from '../../src/shopware5/client.js';
import type { Shopware5Connection } from '../../src/shopware5/connection.js';
import { FakeShopware5 } from './fake-shopware5.js';

export const SINCE = '2026-11-21T15:00:00.000Z';

/** A fake shop that runs, and clients of it whose waits take no time. */
export class RunningShop5 {
  private constructor(
    readonly fake: FakeShopware5,
    readonly connection: Shopware5Connection,
  ) {}

  static async open(): Promise<RunningShop5> {
    const fake = new FakeShopware5();
    const { connection } = await fake.start();
    return new RunningShop5(fake, connection);
  }

  client(connection: Partial<Shopware5Connection> = {}): Shopware5Client {
    return new Shopware5Client({
      connection: { ...this.connection, ...connection },
      http: createHttpClient({ sleep: async () => undefined, maxAttempts: 2 }),
      allowPrivateAddresses: true,
    });
  }

  /** Paths called since the last time this was asked, refused ones among them. */
  takePaths(): string[] {
    return this.fake.calls.splice(0).map(({ path }) => path);
  }

  advance(ms: number): void {
    this.fake.setClock(new Date(Date.parse(this.fake.now()) + ms).toISOString());
  }

  get options(): { since: string; now: string } {
    return { since: SINCE, now: this.fake.now() };
  }
}

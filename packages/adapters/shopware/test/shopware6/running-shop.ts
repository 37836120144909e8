import { createHttpClient } from '@storewire/adapter-kit';
import { Shopware6Client } from '../../src/shopware6/client.js';
import type { Shopware6Connection } from '../../src/shopware6/connection.js';
import { FakeShopware6 } from './fake-shopware6.js';

export const SINCE = '2026-11-21T15:00:00.000Z';

/** A fake shop that runs, and clients of it whose waits take no time. */
export class RunningShop6 {
  private constructor(
    readonly fake: FakeShopware6,
    readonly connection: Shopware6Connection,
  ) {}

  static async open(): Promise<RunningShop6> {
    const fake = new FakeShopware6();
    const { connection } = await fake.start();
    return new RunningShop6(fake, connection);
  }

  client(
    connection: Partial<Shopware6Connection> = {},
    elapsed: () => number = () => 0,
  ): Shopware6Client {
    return new Shopware6Client({
      connection: { ...this.connection, ...connection },
      http: createHttpClient({ sleep: async () => undefined, maxAttempts: 2 }),
      allowPrivateAddresses: true,
      elapsed,
    });
  }

  /** Calls made since the last time this was asked, as `METHOD /path`. */
  takeCalls(): string[] {
    return this.fake.calls.splice(0).map(({ method, path }) => `${method} ${path}`);
  }

  advance(ms: number): void {
    this.fake.setClock(new Date(Date.parse(this.fake.now()) + ms).toISOString());
  }

  get options(): { since: string; now: string } {
    return { since: SINCE, now: this.fake.now() };
  }
}

import { createHttpClient, type HttpClientOptions } from '@storewire/adapter-kit';
import type { HttpClient, SourceRow, StoredWebhook } from '@storewire/core';
import { BigCommerceClient } from '../src/client.js';
import type { BigCommerceConnection } from '../src/connection.js';
import { readWebhook } from '../src/webhook-reading.js';
import { FakeBigCommerce } from './fake-bigcommerce.js';

/** A fake that listens, and clients for it whose waits move its clock and take no time; `stop` ends it. */
export class RunningStore {
  /** Every wait of a client, in milliseconds. */
  readonly waits: number[] = [];

  private constructor(readonly fake: FakeBigCommerce) {}

  static async open(): Promise<RunningStore> {
    const fake = new FakeBigCommerce();
    await fake.start();
    return new RunningStore(fake);
  }

  http(options: HttpClientOptions = {}): HttpClient {
    return createHttpClient({
      now: () => this.fake.nowMs,
      sleep: async (ms) => {
        this.waits.push(ms);
        this.fake.advance(Math.ceil(ms));
      },
      random: () => 0.5,
      ...options,
    });
  }

  client(
    changes: Partial<BigCommerceConnection> = {},
    options: HttpClientOptions = {},
  ): BigCommerceClient {
    return new BigCommerceClient({
      connection: this.fake.connection(changes),
      http: this.http(options),
      allowPrivateAddresses: true,
    });
  }

  /** The rows of a webhook. */
  read(topic: string, data: object, client = this.client()): Promise<SourceRow[]> {
    const webhook: StoredWebhook = {
      topic,
      rawBody: this.fake.deliver(topic, data).rawBody.toString('utf8'),
      receivedAt: this.fake.now(),
      meta: {},
    };
    return collect(readWebhook(webhook, client));
  }

  /** Paths that were called since the last time, with their methods. */
  called(): string[] {
    return this.fake.calls.splice(0).map(({ method, path }) => `${method} ${path}`);
  }

  stop(): Promise<void> {
    return this.fake.stop();
  }
}

export async function collect<T>(rows: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** What the host keeps of a list of rows. */
export const cursorOf = (rows: readonly SourceRow[]): string | undefined =>
  rows.findLast(({ cursor }) => cursor !== undefined)?.cursor;

export const idsOf = (rows: readonly SourceRow[]): string[] => rows.map(({ id }) => id);

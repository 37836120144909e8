import { createHttpClient, type HttpClientOptions } from '@storewire/adapter-kit';
import { applyMapping, type Mapping, type SourceRow } from '@storewire/core';
import { PrestashopClient } from '../src/client.js';
import type { PrestashopConnection } from '../src/connection.js';
import { PRESTASHOP_17, platformOf } from '../src/versions.js';
import { type FakeOptions, FakePrestashop } from './fake-prestashop.js';
import type { ShopData } from './shop-data.js';

export interface OpenShop {
  readonly fake: FakePrestashop;
  readonly data: ShopData;
  readonly connection: PrestashopConnection;
  client(changes?: Partial<PrestashopConnection>): PrestashopClient;
  /** Moves the shop's clock on. */
  later(ms: number): void;
  close(): Promise<void>;
}

/** A running fake of a version, and clients of its platform. */
export async function openShop(options: FakeOptions = {}): Promise<OpenShop> {
  const fake = new FakePrestashop(options);
  const { connection } = await fake.start();
  return {
    fake,
    data: fake.data,
    connection,
    client: (changes = {}) =>
      new PrestashopClient({
        connection: { ...connection, ...changes },
        http: quickHttp(),
        platform: platformOf(fake.version) ?? PRESTASHOP_17,
        now: () => fake.data.nowMs,
      }),
    later: (ms) => {
      fake.data.nowMs += ms;
    },
    close: () => fake.stop(),
  };
}

/** A client whose waits take no time. */
export const quickHttp = (options: HttpClientOptions = {}) =>
  createHttpClient({ sleep: async () => undefined, maxAttempts: 2, ...options });

export async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

export const idsOf = (rows: readonly SourceRow[]): string[] => rows.map(({ id }) => id);

export const cursorOf = (rows: readonly SourceRow[]): string | undefined => rows.at(-1)?.cursor;

/** The record of a row, for stores in Warsaw. */
export const recordOf = <T extends object>(row: SourceRow | undefined, mapping: Mapping<T>): T =>
  applyMapping(mapping, row?.raw, { zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' }).record;

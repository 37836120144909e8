import { createHttpClient } from '@storewire/adapter-kit';
import { ShopifyClient } from '../src/client.js';
import { FakeShopify } from './fake-shopify.js';

export interface Running {
  readonly fake: FakeShopify;
  readonly client: ShopifyClient;
  readonly sleepsMs: number[];
}

/** A started fake with a client whose waits take no time. Stop the fake afterwards. */
export async function runFake(): Promise<Running> {
  const fake = new FakeShopify();
  const { connection } = await fake.start();
  const sleepsMs: number[] = [];
  const sleep = async (ms: number) => {
    sleepsMs.push(ms);
  };
  const http = createHttpClient({ sleep, maxAttempts: 1 });
  const client = new ShopifyClient({ connection, http, allowPrivateAddresses: true, sleep });
  return { fake, client, sleepsMs };
}

export async function collect<T>(rows: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

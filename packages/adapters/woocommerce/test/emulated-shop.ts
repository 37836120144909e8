import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient, type HttpClientOptions } from '@storewire/adapter-kit';
import type { HttpClient, SourceRow } from '@storewire/core';
import {
  createWooStore,
  type WooStore,
  type WooStoreOptions,
} from '@storewire/sandbox/woocommerce';
import { WooClient } from '../src/client.js';
import { WooCommerceConnection } from '../src/connection.js';

/** An emulated shop that listens, and clients for it; `close` ends it. */
export interface EmulatedShop {
  readonly store: WooStore;
  connection(changes?: Partial<WooCommerceConnection>): WooCommerceConnection;
  /** Over plain http, as the store listens. */
  client(changes?: Partial<WooCommerceConnection>): WooClient;
  /** As a shop on https, behind a proxy that tells WordPress so (with the transport `forwarded`) or does not. */
  httpsClient(changes?: Partial<WooCommerceConnection>): WooClient;
  close(): Promise<void>;
}

/** The public address of the shop in `httpsClient`. */
export const PUBLIC_URL = 'https://shop.example';

export async function openShop(options: WooStoreOptions = {}): Promise<EmulatedShop> {
  const store = createWooStore({ customers: 0, orders: 0, products: 4, ...options });
  await store.listen();
  const connection = (changes: Partial<WooCommerceConnection> = {}) =>
    Object.assign(new WooCommerceConnection(), {
      url: store.url,
      consumerKey: store.consumerKey,
      consumerSecret: store.consumerSecret,
      webhookSecret: 'webhookSecret0123456789',
      newsletterField: 'newsletter_consent',
      ...changes,
    });
  const http = quickHttp();
  const client = (changes: Partial<WooCommerceConnection>, through: HttpClient) =>
    new WooClient({ connection: connection(changes), http: through, allowPrivateAddresses: true });
  return {
    store,
    connection,
    client: (changes = {}) => client(changes, http),
    httpsClient: (changes = {}) =>
      client(
        { url: PUBLIC_URL, ...changes },
        throughTls(http, () => store.url),
      ),
    close: () => store.close(),
  };
}

/** The client of the kit, whose waits take no time. */
export function quickHttp(options: HttpClientOptions = {}): HttpClient {
  let nowMs = 0;
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  return createHttpClient({ now: () => nowMs, sleep, maxAttempts: 2, ...options });
}

/** What a proxy that ends TLS does: the call goes on over http, and a header tells what it was. */
function throughTls(http: HttpClient, shopUrl: () => string): HttpClient {
  return {
    request: (request) =>
      http.request({
        ...request,
        url: request.url.replace(/^https:\/\/[^/]+/, shopUrl()),
        headers: { ...request.headers, 'x-forwarded-proto': 'https' },
      }),
    lines: (request) => http.lines(request),
  };
}

export async function collect<T>(rows: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

export const idsOf = (rows: readonly SourceRow[]): number[] => rows.map(({ id }) => Number(id));

/** The last cursor of a list of rows, which is what the host keeps. */
export const cursorOf = (rows: readonly SourceRow[]): string | undefined =>
  rows.findLast(({ cursor }) => cursor !== undefined)?.cursor;

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Takes webhooks in and answers 200. */
export class Receiver {
  readonly calls: Received[] = [];
  #server: Server | undefined;

  async listen(): Promise<string> {
    const server = createServer((request, answer) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.calls.push({ headers: request.headers, body: Buffer.concat(chunks) });
        answer.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/shop`;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

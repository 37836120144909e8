import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AnyAdapter,
  type ConsentWriteResult,
  type Contact,
  defineAdapter,
  defineMapping,
  type HttpClient,
  type Order,
  type RecordKind,
  Setting,
  type SourceRow,
} from '@storewire/core';
import { IsUrl } from 'class-validator';

export class MallConnection {
  @Setting({ label: 'Shop address' })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  url!: string;
}

class MallClient {
  constructor(
    readonly http: HttpClient,
    readonly url: string,
  ) {}

  async *rows<K extends RecordKind>(kind: K): AsyncGenerator<SourceRow<K>> {
    const answer = await this.http.request({ method: 'GET', url: `${this.url}/${kind}` });
    yield* answer.json<SourceRow<K>[]>();
  }

  async write(body: object): Promise<ConsentWriteResult> {
    const answer = await this.http.request({ method: 'POST', url: `${this.url}/consent`, body });
    return answer.json<ConsentWriteResult>();
  }
}

/** A platform that exists in tests only: one shop, several storefronts, everything read through one connection. */
export const mallAdapter: AnyAdapter = defineAdapter<MallConnection, MallClient>({
  id: 'mall',
  name: 'Mall',
  apiVersion: '1',
  versions: ['1.0'],
  connection: MallConnection,
  capabilities: {
    contact: ['webhook', 'poll'],
    order: ['webhook', 'poll', 'history'],
    consent: ['writeBack'],
  },
  rate: { callsPerSecond: 1_000, concurrency: 10 },
  connect: ({ connection, http }) => new MallClient(http, connection.url),
  checkConnection: async ({ url }) => ({
    name: 'Mall',
    url,
    storefronts: [
      { id: '1', name: 'Main' },
      { id: '2', name: 'Outlet' },
      { id: '3', name: 'Test view' },
    ],
    missing: [],
  }),
  shopKey: () => 'mall:1',
  sources: {
    webhooks: {
      topics: ['any'],
      verify: () => ({ outcome: 'accepted', topic: 'any' }),
      read: ({ rawBody }) => [JSON.parse(rawBody) as SourceRow],
    },
    poll: {
      contact: (client) => client.rows('contact'),
      order: (client) => client.rows('order'),
    },
    history: { order: { read: (client) => client.rows('order') } },
  },
  sinks: { consent: (client, write) => client.write(write) },
  mappings: {
    contact: defineMapping<Contact>({
      externalId: { from: 'id', as: 'text' },
      email: { from: 'email', as: 'email' },
      emailConsent: { from: 'newsletter', as: 'consentFlag' },
      emailConsentAt: { from: 'newsletterAt', as: 'isoInstant' },
    }),
    order: defineMapping<Order>({
      externalId: { from: 'id', as: 'text', required: true },
      state: { from: 'state', as: 'text', required: true },
      placedAt: { from: 'placedAt', as: 'isoInstant', required: true },
      currency: { from: 'currency', as: 'currencyCode', required: true },
      total: { from: 'total', as: 'decimal', required: true },
      email: { from: 'email', as: 'email' },
      lines: { each: 'lines', map: { quantity: { from: 'quantity', as: 'integer' } } },
    }),
  },
  orderStates: { paid: 'purchase' },
});

export interface Mall {
  readonly url: string;
  /** What it answers when it is read. */
  readonly rows: SourceRow[];
  /** Every consent that was written to it, as `address state`. */
  readonly written: string[];
  close(): Promise<void>;
}

/** Starts a shop of that platform on a free port. Its newsletter is one for all storefronts. */
export async function startMall(): Promise<Mall> {
  const rows: SourceRow[] = [];
  const written: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const answer = (body: unknown) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.method === 'GET') {
        return answer(rows.filter(({ kind }) => request.url === `/${kind}`));
      }
      const { email, state } = JSON.parse(text) as { email: string; state: 'in' | 'out' };
      const known = rows.some(({ raw }) => (raw as { email: string }).email === email);
      if (!known) return answer({ outcome: 'missing' });
      const line = `${email} ${state}`;
      const outcome = written.at(-1) === line ? 'unchanged' : 'written';
      if (outcome === 'written') written.push(line);
      return answer({ outcome, state });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rows,
    written,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

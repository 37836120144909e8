import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AnyAdapter,
  defineAdapter,
  type HttpClient,
  type HttpRequest,
  Setting,
  type ShopInfo,
  StoreForbidden,
  type WebhookSubscription,
} from '@storewire/core';
import { IsOptional, IsString, IsUrl, Matches } from 'class-validator';

export class FakeConnection {
  @Setting({ label: 'Shop address' })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  url!: string;

  @Setting({ label: 'Token', secret: true })
  @Matches(/^tok_\S+$/, { message: 'token: starts with tok_.' })
  token!: string;

  @Setting({ label: 'Old token', secret: true })
  @IsOptional()
  @IsString()
  oldToken?: string;

  @Setting({ label: 'Newsletter field' })
  @IsOptional()
  @IsString()
  newsletterField?: string;

  @Setting({ label: 'API base address' })
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  apiBaseUrl?: string;
}

/** What the adapter of the fake platform calls its shop with. */
export class FakeClient {
  constructor(
    readonly http: HttpClient,
    readonly connection: FakeConnection,
    readonly allowPrivateAddresses: boolean,
  ) {}

  async call<T>(method: HttpRequest['method'], path: string, body?: object): Promise<T> {
    const { url, token } = this.connection;
    const answer = await this.http.request({
      method,
      url: `${url}${path}`,
      headers: { 'x-token': token },
      ...(body ? { body } : {}),
    });
    return answer.json<T>();
  }
}

/** A platform that exists in tests only; its shops speak HTTP (`startFakeShop`). */
export const fakeAdapter: AnyAdapter = defineAdapter<FakeConnection, FakeClient>({
  id: 'fake',
  name: 'Fake',
  apiVersion: '1',
  versions: ['1.0'],
  connection: FakeConnection,
  capabilities: { order: ['webhook'] },
  connect: ({ connection, http, allowPrivateAddresses }) =>
    new FakeClient(http, connection, allowPrivateAddresses),
  checkConnection: (client) => client.call<ShopInfo>('GET', '/shop'),
  shopKey: ({ url }) => `fake:${new URL(url).host}`,
  sources: {
    webhooks: {
      topics: ['order'],
      verify: () => ({ outcome: 'refused', reason: 'the fake platform signs nothing' }),
      read: () => [],
      register: (client, address) =>
        client.call<WebhookSubscription[]>('POST', '/webhooks', { address }),
      check: async (client, address) => {
        const all = await client.call<WebhookSubscription[]>('GET', '/webhooks');
        return all.filter((hook) => hook.address === address);
      },
    },
  },
  mappings: {},
  orderStates: { paid: 'purchase' },
  placedStates: ['open'],
});

/** The same without webhooks, and with a fault in its check. */
export const brokenAdapter: AnyAdapter = {
  ...fakeAdapter,
  id: 'broken',
  name: 'Broken',
  sources: {},
  checkConnection: (client: FakeClient) => {
    if (client.connection.token === 'tok_narrow') throw new StoreForbidden(['read_orders']);
    throw new TypeError(`secret ${client.connection.token}`);
  },
};

export interface FakeShop {
  readonly url: string;
  /** The only token it takes. */
  token: string;
  info: ShopInfo;
  /** Answers nothing but this status, while it is set. */
  status: number | undefined;
  readonly hooks: WebhookSubscription[];
  /** Method and path of every request. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Starts a shop of the fake platform on a free port. */
export async function startFakeShop(): Promise<FakeShop> {
  const server: Server = createServer((request, response) => {
    shop.requests.push(`${request.method} ${request.url}`);
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      if (shop.status !== undefined) return answer(shop.status, {});
      if (request.headers['x-token'] !== shop.token) return answer(401, {});
      if (request.url === '/shop') return answer(200, shop.info);
      if (request.method === 'POST') {
        const { address } = JSON.parse(text) as { address: string };
        const id = String(shop.hooks.length + 1);
        if (!shop.hooks.some((hook) => hook.address === address)) {
          shop.hooks.push({ id, topic: 'order', address, active: true });
        }
      }
      return answer(200, shop.hooks);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const shop: FakeShop = {
    url: `http://127.0.0.1:${port}`,
    token: 'tok_right',
    info: {
      shopKey: `fake:127.0.0.1:${port}`,
      name: 'Fake shop',
      url: 'https://www.shop.example/pl',
      zone: 'Europe/Warsaw',
      currency: 'PLN',
      country: 'PL',
      languages: ['pl-PL', 'en'],
      storefronts: [{ id: '2', name: 'Outlet', url: 'https://outlet.shop.example' }],
      missing: [{ permission: 'write_consents', effect: 'Consents are not written back.' }],
      warnings: ['Look at this.'],
    },
    status: undefined,
    hooks: [],
    requests: [],
    close: async () => {
      server.closeAllConnections();
      if (server.listening) await new Promise((done) => server.close(done));
    },
  };
  return shop;
}

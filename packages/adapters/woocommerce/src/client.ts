import { randomBytes } from 'node:crypto';
import { failedAnswerOf } from '@storewire/adapter-kit';
import {
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  HubError,
  StoreForbidden,
  StoreRefused,
  StoreUnauthorized,
  StoreUnavailable,
} from '@storewire/core';
import { WOOCOMMERCE_API } from './api-version.js';
import { baseUrlOf, shopKeyOf, type WooCommerceConnection } from './connection.js';
import { signedQuery } from './oauth.js';
import { InsecureShopAddress, PlainPermalinks, WooCommerceNotFound } from './setup.error.js';

export type Query = Readonly<Record<string, string | number>>;

/** A page of a list; `total` is undefined where the shop does not say it or says it wrongly. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number | undefined;
}

/** A way to show the consumer key. OAuth signs the address that WordPress believes to have. */
type Login = { readonly by: 'basic' | 'query' } | { readonly by: 'oauth'; readonly base: string };

export interface WooClientOptions {
  readonly connection: WooCommerceConnection;
  readonly http: HttpClient;
  readonly allowPrivateAddresses: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly nonce?: () => string;
}

/**
 * Calls one shop's REST API. Finds out by itself how the shop takes the key: Basic on https; where that gives 401 the
 * key in the query, then OAuth 1.0a; on plain http OAuth alone, because WooCommerce ignores Basic there and the
 * secret would travel readable (a shop on this very machine gets Basic as a last resort). Remembers what worked.
 *
 * Errors: StoreUnauthorized with both causes WooCommerce does not tell apart; StoreForbidden for a read-only key;
 * StoreUnavailable for HTML in place of JSON; PlainPermalinks or WooCommerceNotFound when the API is not there.
 */
export class WooClient {
  readonly baseUrl: string;
  readonly shopKey: string;
  readonly newsletterField: string | undefined;
  readonly #options: WooClientOptions;
  #login: Login | undefined;

  constructor(options: WooClientOptions) {
    this.#options = options;
    this.baseUrl = baseUrlOf(options.connection.url);
    this.shopKey = shopKeyOf(options.connection);
    this.newsletterField = options.connection.newsletterField || undefined;
  }

  /** How the key was accepted, once it was. */
  get loginForm(): Login['by'] | undefined {
    return this.#login?.by;
  }

  /** Without the key: WordPress' index, for example. */
  open(path: string, query: Query = {}): Promise<HttpResponse> {
    this.#refuseInsecure();
    return this.#options.http.request({
      method: 'GET',
      url: `${this.baseUrl}${path}`,
      query: this.#fresh(query),
    });
  }

  async get<T>(path: string, query: Query = {}, timeoutMs?: number): Promise<T> {
    const answer = await this.#call({ method: 'GET', path, query: this.#fresh(query), timeoutMs });
    return answer.json<T>();
  }

  async list<T>(path: string, query: Query = {}): Promise<Page<T>> {
    const answer = await this.#call({ method: 'GET', path, query: this.#fresh(query) });
    const rows = answer.json<T[]>();
    if (!Array.isArray(rows)) throw new StoreUnavailable(`${path} is no list`);
    const total = Number(answer.headers['x-wp-total'] ?? Number.NaN);
    // Behind the last page the total is 0 on shops with order tables (HPOS), whatever there is before it.
    const isKnown = Number.isFinite(total) && rows.length > 0;
    return { rows, total: isKnown ? total : undefined };
  }

  /** How many rows a list has; `undefined` when the shop does not say. */
  async count(path: string, query: Query): Promise<number | undefined> {
    const { rows, total } = await this.list(path, { ...query, per_page: 1, _fields: 'id' });
    return rows.length === 0 ? 0 : total;
  }

  async write<T>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    query: Query = {},
  ): Promise<T> {
    // Only a POST makes something new each time.
    const repeatable = method !== 'POST';
    const answer = await this.#call({ method, path, query, body, repeatable });
    return answer.json<T>();
  }

  async #call(call: Call): Promise<HttpResponse> {
    this.#refuseInsecure();
    if (!this.#login && call.method !== 'GET') await this.#findLogin();
    if (this.#login) return this.#callKnown(call, this.#login);
    let refusal: unknown;
    for await (const login of this.#logins()) {
      try {
        const answer = await this.#send(call, login);
        this.#login = login;
        return answer;
      } catch (error) {
        if (!isLoginRefused(error)) {
          // Any other error with a code comes from WooCommerce, which knew by then who is calling.
          if (codeOf(error) !== undefined) this.#login = login;
          throw this.#explained(error, call);
        }
        refusal ??= error;
        if (codeOf(error) === KEY_REFUSED && login.by !== 'oauth') {
          // The key was seen and known, so another form of it would change nothing.
          refusal = error;
          break;
        }
      }
    }
    throw this.#explained(refusal, call);
  }

  /** Reads something small, so that a write that is refused later can only lack the permission. */
  async #findLogin(): Promise<void> {
    try {
      await this.#call({ method: 'GET', path: '/orders', query: { per_page: 1, _fields: 'id' } });
    } catch (error) {
      // A key that may only write is refused here and not there; a key that is wrong is refused there again.
      if (!(error instanceof HubError)) throw error;
    }
  }

  async #callKnown(call: Call, login: Login): Promise<HttpResponse> {
    try {
      return await this.#send(call, login);
    } catch (error) {
      const isRefused = codeOf(error) === KEY_REFUSED && isLoginRefused(error);
      if (isRefused && call.method !== 'GET') throw new StoreForbidden(['write'], causeOf(error));
      // A repeated call carries its nonce a second time, which WooCommerce refuses; a new signature settles it.
      if (isRefused && login.by === 'oauth') {
        return await this.#send(call, login).catch((again) => {
          throw this.#explained(again, call);
        });
      }
      throw this.#explained(error, call);
    }
  }

  #send(call: Call, login: Login): Promise<HttpResponse> {
    const { connection, http, now = Date.now, nonce = randomNonce } = this.#options;
    const { consumerKey, consumerSecret } = connection;
    const path = `/wp-json/${WOOCOMMERCE_API}${call.path}`;
    const request: HttpRequest = {
      method: call.method,
      url: `${this.baseUrl}${path}`,
      ...(call.body ? { body: call.body } : {}),
      ...(call.repeatable ? { repeatable: true } : {}),
      ...(call.timeoutMs ? { timeoutMs: call.timeoutMs } : {}),
    };
    const query = textsOf(call.query);
    switch (login.by) {
      case 'basic': {
        const pair = Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64');
        return http.request({ ...request, query, headers: { authorization: `Basic ${pair}` } });
      }
      case 'query': {
        const keys = { consumer_key: consumerKey, consumer_secret: consumerSecret };
        return http.request({ ...request, query: { ...query, ...keys } });
      }
      case 'oauth': {
        const signed = signedQuery({
          method: call.method,
          url: login.base + path,
          query,
          consumerKey,
          consumerSecret,
          timestamp: Math.floor(now() / 1000),
          nonce: nonce(),
        });
        return http.request({ ...request, query: signed });
      }
    }
  }

  async *#logins(): AsyncGenerator<Login> {
    const isSecure = this.baseUrl.startsWith('https:');
    if (isSecure) yield* [{ by: 'basic' }, { by: 'query' }] as const;
    const bases = [...bothSchemes(this.baseUrl)];
    for (const base of bases) yield { by: 'oauth', base };
    const home = await this.#home();
    const others = home ? bothSchemes(home).filter((base) => !bases.includes(base)) : [];
    for (const base of others) yield { by: 'oauth', base };
    if (!isSecure && isThisMachine(this.baseUrl)) yield { by: 'basic' };
  }

  /** The address in WordPress' own settings, which a proxy in front may hide; it is what OAuth signs. */
  async #home(): Promise<string | undefined> {
    try {
      const { home } = (await this.open('/wp-json/', { _fields: 'home' })).json<{
        home?: unknown;
      }>();
      return typeof home === 'string' ? baseUrlOf(home) : undefined;
    } catch {
      // The index is only asked for one more idea; without it the first refusal is what the merchant gets to see.
      return undefined;
    }
  }

  /** Caches in front of shops keep answers of `/wp-json/`; a parameter WordPress does not know passes them by. */
  #fresh(query: Query): Query {
    const { now = Date.now } = this.#options;
    return { ...query, nocache: now().toString(36) };
  }

  #refuseInsecure(): void {
    if (this.baseUrl.startsWith('http:') && !this.#options.allowPrivateAddresses) {
      throw new InsecureShopAddress(this.baseUrl);
    }
  }

  #explained(error: unknown, call: Call): unknown {
    const answer = failedAnswerOf(error);
    const code = codeOf(error);
    if (error instanceof StoreUnauthorized) {
      return new StoreUnauthorized(refusalText(code, call.method), causeOf(error));
    }
    if (error instanceof StoreRefused && answer?.status === 404) {
      if (code === 'rest_no_route') {
        return new WooCommerceNotFound(
          this.baseUrl,
          'WordPress has no such route.',
          causeOf(error),
        );
      }
      if (code === undefined) return new PlainPermalinks(this.baseUrl, causeOf(error));
    }
    return error;
  }
}

interface Call {
  readonly method: HttpRequest['method'];
  /** Below the API version, with a slash in front. */
  readonly path: string;
  readonly query: Query;
  readonly body?: object;
  readonly repeatable?: boolean;
  readonly timeoutMs?: number;
}

/** The key is known, but its secret, its signature or its permission does not do. */
export const KEY_REFUSED = 'woocommerce_rest_authentication_error';

/** The error code in the body of a failed call, such as `rest_no_route`. */
export function codeOf(error: unknown): string | undefined {
  const code = failedAnswerOf(error)?.json<{ code?: unknown }>()?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The status of a failed call. */
export const statusOf = (error: unknown): number | undefined => failedAnswerOf(error)?.status;

const causeOf = (error: unknown): unknown => (error as Error).cause;

/** A 401, or the 403 page of a firewall that dislikes the `Authorization` header. */
const isLoginRefused = (error: unknown): boolean =>
  error instanceof StoreUnauthorized ||
  (error instanceof StoreForbidden && codeOf(error) === undefined);

function refusalText(code: string | undefined, method: string): string {
  const permission = method === 'GET' ? 'read' : 'write';
  return code === KEY_REFUSED
    ? `the consumer key or secret is wrong, or the key has no ${permission} permission (${code}).`
    : 'the consumer key is wrong or was deleted, or the WordPress user it was made for may not see this; ' +
        `WooCommerce does not tell which (${code ?? 'no error code'}).`;
}

const textsOf = (query: Query): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

/** Own scheme last but one: a shop behind a proxy that ends TLS believes to be on http. */
const bothSchemes = (url: string): string[] =>
  ['http:', 'https:'].map((scheme) => url.replace(/^https?:/, scheme));

const isThisMachine = (url: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

const randomNonce = (): string => randomBytes(12).toString('hex');

import { randomBytes } from 'node:crypto';
import { BridgeClient } from '@storewire/adapter-kit';
import {
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  HubError,
  StoreForbidden,
  StoreUnauthorized,
  StoreUnavailable,
} from '@storewire/core';
import { listOf } from '../lists.js';
import { Remembered } from '../remembered.js';
import { ApiBlocked, InsecureShopAddress, Magento2NotFound } from '../setup.error.js';
import { baseUrlOf } from '../shop-address.js';
import { type Magento2Connection, shopKeyOf } from './connection.js';
import { oauthHeader } from './oauth.js';
import {
  causeOf,
  explainedSignature,
  isNonceUsed,
  lackingPermission,
  messageOf,
  pageLimitOf,
  statusOf,
} from './refusals.js';
import { type Criteria, type QueryPair, queryText, searchPairs } from './search.js';

export interface Magento2ClientOptions {
  readonly connection: Magento2Connection;
  readonly http: HttpClient;
  readonly allowPrivateAddresses: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly nonce?: () => string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Of all pages; counted apart by the shop, so it may be off by what changes meanwhile. */
  readonly total: number;
}

interface Call {
  readonly method: 'GET' | 'PUT';
  /** Below `/rest/<view>`, with a slash in front. */
  readonly path: string;
  readonly view: string;
  readonly query: readonly QueryPair[];
  readonly body?: object;
}

/** Store view of calls that are about the whole shop. */
export const WHOLE_SHOP = 'all';
const PREFIXES = ['', '/index.php'] as const;
const LIFE_MS = 600_000;
/** Of each kind one row: which of them are refused tells a refused token from a missing permission. */
const PROBES = ['/V1/customers/search', '/V1/orders', '/V1/products', '/V1/carts/search'];

const BEARER_REFUSED =
  'the access token is wrong or was revoked, or the shop is 2.4.4 or later and takes no access token alone. Enter the consumer key, the consumer secret and the access token secret as well, or switch on Stores > Configuration > Services > OAuth > Consumer Settings > Allow OAuth Access Tokens to be used as standalone Bearer tokens.';

/**
 * Calls one shop's REST API, signed with OAuth 1.0a where the connection has all four values, else with the access
 * token as bearer. Finds out whether the shop needs `/index.php` in front, and shortens pages that the shop finds too
 * long.
 *
 * Errors: StoreUnauthorized in words for an installer; StoreForbidden with the permission as the shop spells it;
 * StoreUnavailable for HTML in place of JSON; Magento2NotFound where there is no such API.
 */
export class Magento2Client {
  readonly baseUrl: string;
  readonly shopKey: string;
  readonly isSigned: boolean;
  readonly remembered: Remembered;
  readonly now: () => number;
  readonly #options: Magento2ClientOptions;
  #prefix: string | undefined;
  #longestPage = Number.POSITIVE_INFINITY;
  /** True once the shop took the token; then a refusal is about a permission. */
  #isKnown = false;

  constructor(options: Magento2ClientOptions) {
    this.#options = options;
    this.baseUrl = baseUrlOf(options.connection.url);
    this.shopKey = shopKeyOf(options.connection);
    this.isSigned = Boolean(options.connection.consumerKey);
    this.now = options.now ?? Date.now;
    this.remembered = new Remembered(this.now, LIFE_MS);
  }

  get connection(): Magento2Connection {
    return this.#options.connection;
  }

  /** Our module in the shop, where the shop has its pages too; `undefined` without its secret. */
  get bridge(): BridgeClient | undefined {
    const { bridgeSecret: secret } = this.connection;
    if (!secret) return undefined;
    this.#refuseInsecure();
    const url = `${this.baseUrl}${this.#prefix ?? ''}/storewire/newsletter`;
    return new BridgeClient({ url, secret, http: this.#options.http });
  }

  /** Without credentials, from the root of the shop: `/magento_version`. */
  open(path: string): Promise<HttpResponse> {
    this.#refuseInsecure();
    return this.#options.http.request({ method: 'GET', url: this.baseUrl + path });
  }

  async get<T>(path: string, query: readonly QueryPair[] = [], view = WHOLE_SHOP): Promise<T> {
    return (await this.#call({ method: 'GET', path, view, query })).json<T>();
  }

  async put<T>(path: string, body: object, view: string): Promise<T> {
    return (await this.#call({ method: 'PUT', path, view, query: [], body })).json<T>();
  }

  /** One page of a list. A page that the shop finds too long is asked for again in the length it allows. */
  async search<T>(path: string, criteria: Criteria, view = WHOLE_SHOP): Promise<Page<T>> {
    const pageSize = Math.min(criteria.pageSize, this.#longestPage);
    try {
      const pairs = searchPairs({ ...criteria, pageSize });
      const answer = await this.get<{ items?: T[] | null; total_count?: number }>(
        path,
        pairs,
        view,
      );
      // A proxy's JSON has no count; without rows some versions have null in place of the list.
      if (answer === null || typeof answer !== 'object' || answer.total_count === undefined) {
        throw new StoreUnavailable(`${path} is no list`);
      }
      return { items: listOf(answer.items), total: Number(answer.total_count) };
    } catch (error) {
      const limit = pageLimitOf(error);
      if (limit === undefined || limit < 1 || limit >= pageSize) throw error;
      this.#longestPage = limit;
      return this.search(path, criteria, view);
    }
  }

  async #call(call: Call): Promise<HttpResponse> {
    this.#refuseInsecure();
    try {
      const answer = await this.#find(call);
      this.#isKnown = true;
      return answer;
    } catch (error) {
      throw await this.#explained(error);
    }
  }

  /** Tries `/rest/`, then `/index.php/rest/`, until one of them is an API; remembers which. */
  async #find(call: Call): Promise<HttpResponse> {
    if (this.#prefix !== undefined) return this.#send(call, this.#prefix);
    let notFound: unknown;
    for (const prefix of PREFIXES) {
      try {
        const answer = await this.#send(call, prefix);
        this.#prefix = prefix;
        return answer;
      } catch (error) {
        // A 404 with a message is Magento's own: the API is there, the object is not.
        if (statusOf(error) !== 404 || messageOf(error) !== undefined) {
          if (messageOf(error) !== undefined) this.#prefix = prefix;
          throw error;
        }
        notFound = error;
      }
    }
    throw new Magento2NotFound(this.baseUrl, causeOf(notFound));
  }

  async #send(call: Call, prefix: string): Promise<HttpResponse> {
    try {
      return await this.#options.http.request(this.#requestOf(call, prefix));
    } catch (error) {
      // A repeated call carries its nonce a second time; a new signature settles it.
      if (!this.isSigned || !isNonceUsed(error)) throw error;
      return this.#options.http.request(this.#requestOf(call, prefix));
    }
  }

  #requestOf({ method, path, view, query, body }: Call, prefix: string): HttpRequest {
    const url = `${this.baseUrl}${prefix}/rest/${view}${path}`;
    return {
      method,
      url: query.length > 0 ? `${url}?${queryText(query)}` : url,
      headers: { authorization: this.#authorization(method, url, query) },
      repeatable: true,
      ...(body ? { body } : {}),
    };
  }

  #authorization(method: string, url: string, query: readonly QueryPair[]): string {
    const { consumerKey, consumerSecret, accessToken, accessTokenSecret, signatureMethod } =
      this.connection;
    if (!consumerKey || !consumerSecret || !accessTokenSecret) return `Bearer ${accessToken}`;
    const { nonce = randomNonce } = this.#options;
    return oauthHeader(
      {
        consumerKey,
        consumerSecret,
        accessToken,
        accessTokenSecret,
        method: signatureMethod ?? 'HMAC-SHA256',
      },
      { method, url, query, timestamp: Math.floor(this.now() / 1000), nonce: nonce() },
    );
  }

  async #explained(error: unknown): Promise<unknown> {
    const permission = lackingPermission(error);
    if (statusOf(error) === 403 && messageOf(error) === undefined) {
      return new ApiBlocked(`${this.baseUrl}/rest/`, causeOf(error));
    }
    if (permission === undefined) {
      return this.isSigned || !(error instanceof StoreUnauthorized)
        ? explainedSignature(error)
        : new StoreUnauthorized(BEARER_REFUSED, causeOf(error));
    }
    // Signed calls are refused for their signature first, so here only the permission is left.
    if (this.isSigned || this.#isKnown || (await this.#isTokenTaken())) {
      return new StoreForbidden([permission], causeOf(error));
    }
    return new StoreUnauthorized(BEARER_REFUSED, causeOf(error));
  }

  /** A token that is not taken gets the words of a missing permission at every address. */
  async #isTokenTaken(): Promise<boolean> {
    for (const path of PROBES) {
      const query = searchPairs({ pageSize: 1, fields: 'total_count' });
      try {
        await this.#find({ method: 'GET', path, view: WHOLE_SHOP, query });
        this.#isKnown = true;
        return true;
      } catch (error) {
        if (!(error instanceof HubError) || lackingPermission(error) === undefined) throw error;
      }
    }
    return false;
  }

  #refuseInsecure(): void {
    if (this.baseUrl.startsWith('https:') || this.#options.allowPrivateAddresses) return;
    throw new InsecureShopAddress(this.baseUrl);
  }
}

const randomNonce = (): string => randomBytes(16).toString('hex');

import { randomBytes } from 'node:crypto';
import { failedAnswerOf } from '@storewire/adapter-kit';
import {
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  StoreForbidden,
  StoreRefused,
  StoreUnauthorized,
  StoreUnavailable,
} from '@storewire/core';
import { SHOPWARE5_SECRETS, withoutFields } from '../secret-fields.js';
import { isBlocked, ShopwareBlocked, ShopwareMoved, WrongShopwareVersion } from '../setup.error.js';
import { baseUrlOf, refuseInsecure } from '../shop-address.js';
import { type Shopware5Connection, shopKeyOf } from './connection.js';
import { type DigestChallenge, digestChallenge, digestHeader } from './digest.js';
import { OrderMemories } from './order-memory.js';

export interface ListFilter {
  readonly property: string;
  readonly expression: '=' | '>' | '>=' | '<=' | '<';
  readonly value: string | number;
}

export interface ListQuery {
  readonly filter?: readonly ListFilter[];
  readonly sort?: { readonly property: string; readonly direction: 'ASC' | 'DESC' };
  /** The platform's default is 1,000, more than the memory of many shops allows. */
  readonly limit: number;
}

export interface Shopware5ClientOptions {
  readonly connection: Shopware5Connection;
  readonly http: HttpClient;
  readonly allowPrivateAddresses: boolean;
  readonly clientNonce?: () => string;
}

type Login =
  | { readonly by: 'basic' }
  | { readonly by: 'digest'; readonly challenge: DigestChallenge; count: number };

/**
 * Calls one shop's REST API. Finds out how the shop takes the key: Basic on https (5.3.2 and later), else Digest; on
 * plain http Digest first, because Basic would show the key. Remembers what worked, and answers a new challenge when
 * the shop's nonce has run out. Answers come without password hashes, sessions and bank accounts.
 *
 * Errors: StoreUnauthorized for a wrong key; StoreForbidden with `resource:privilege`; WrongShopwareVersion where
 * Shopware 6 answers; StoreUnavailable for HTML in place of JSON and for errors of the shop, whose text is left out
 * because it may quote SQL with personal data.
 *
 * @see docs/adapters/shopware.md#shopware-5
 */
export class Shopware5Client {
  readonly baseUrl: string;
  readonly shopKey: string;
  readonly shopId: string | undefined;
  readonly orderMemories = new OrderMemories();
  readonly #options: Shopware5ClientOptions;
  #login: Login | undefined;

  constructor(options: Shopware5ClientOptions) {
    this.#options = options;
    this.baseUrl = baseUrlOf(options.connection.url);
    this.shopKey = shopKeyOf(options.connection);
    this.shopId = options.connection.shopId || undefined;
  }

  /** How the key was accepted, once it was. */
  get loginForm(): Login['by'] | undefined {
    return this.#login?.by;
  }

  async list<T>(
    resource: string,
    query: ListQuery,
  ): Promise<{ readonly rows: readonly T[]; readonly total: number | undefined }> {
    const answer = await this.#call('GET', `/${resource}`, parametersOf(query));
    const { data, total } = answer.json<{ data?: unknown; total?: unknown }>();
    if (!Array.isArray(data)) throw new StoreUnavailable(`/api/${resource} is no list`);
    return {
      rows: withoutFields(data, SHOPWARE5_SECRETS) as T[],
      total: typeof total === 'number' ? total : undefined,
    };
  }

  /** One object; `undefined` when there is none. */
  async get<T>(
    path: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<T | undefined> {
    try {
      const answer = await this.#call('GET', path, new URLSearchParams(parameters));
      const { data } = answer.json<{ data?: unknown }>();
      return withoutFields(data, SHOPWARE5_SECRETS) as T | undefined;
    } catch (error) {
      if (statusOf(error) === 404 && failedAnswerOf(error)?.json() !== undefined) return undefined;
      throw error;
    }
  }

  async put(path: string, fields: object): Promise<void> {
    if (!this.#login) await this.get('/version');
    await this.#call('PUT', path, new URLSearchParams(), fields);
  }

  async #call(
    method: HttpRequest['method'],
    path: string,
    parameters: URLSearchParams,
    body?: object,
  ): Promise<HttpResponse> {
    refuseInsecure(this.baseUrl, this.#options.allowPrivateAddresses);
    const url = new URL(`${this.baseUrl}/api${path}`);
    url.search = parameters.toString();
    const request: HttpRequest = {
      method,
      url: url.href,
      ...(body ? { body } : {}),
      repeatable: true,
    };
    try {
      return await this.#sendKnown(request, url);
    } catch (error) {
      throw explained(error, method, path, this.baseUrl);
    }
  }

  async #sendKnown(request: HttpRequest, url: URL): Promise<HttpResponse> {
    const isSecure = url.protocol === 'https:';
    const known: Login | undefined = this.#login ?? (isSecure ? { by: 'basic' } : undefined);
    try {
      const answer = await this.#send(request, url, known);
      this.#login = known;
      return answer;
    } catch (error) {
      if (!(error instanceof StoreUnauthorized)) throw error;
      const challenge = digestChallenge(
        failedAnswerOf(error)?.answer().headers['www-authenticate'],
      );
      // A shop without Digest is asked with Basic, over http only where the hub may call such shops at all.
      const next: Login = challenge ? { by: 'digest', challenge, count: 0 } : { by: 'basic' };
      if (next.by === 'basic' && known?.by === 'basic') throw error;
      const answer = await this.#send(request, url, next);
      this.#login = next;
      return answer;
    }
  }

  #send(request: HttpRequest, url: URL, login: Login | undefined): Promise<HttpResponse> {
    const { connection, http, clientNonce = randomNonce } = this.#options;
    const { apiUser, apiKey } = connection;
    if (!login) return http.request(request);
    if (login.by === 'basic') {
      const pair = Buffer.from(`${apiUser}:${apiKey}`).toString('base64');
      return http.request({ ...request, headers: { authorization: `Basic ${pair}` } });
    }
    login.count++;
    const authorization = digestHeader(login.challenge, {
      method: request.method,
      uri: url.pathname + url.search,
      user: apiUser,
      password: apiKey,
      count: login.count,
      clientNonce: clientNonce(),
    });
    return http.request({ ...request, headers: { authorization } });
  }
}

function parametersOf({ filter = [], sort, limit }: ListQuery): URLSearchParams {
  const parameters = new URLSearchParams({ limit: String(limit) });
  for (const [i, { property, expression, value }] of filter.entries()) {
    parameters.set(`filter[${i}][property]`, property);
    parameters.set(`filter[${i}][expression]`, expression);
    parameters.set(`filter[${i}][value]`, String(value));
  }
  if (sort) {
    parameters.set('sort[0][property]', sort.property);
    parameters.set('sort[0][direction]', sort.direction);
  }
  return parameters;
}

function explained(error: unknown, method: string, path: string, baseUrl: string): unknown {
  const cause = (error as Error).cause;
  const status = statusOf(error);
  const [resource = ''] = path.slice(1).split('/');
  if (isBlocked(error)) return new ShopwareBlocked(baseUrl, status, cause);
  if (error instanceof StoreUnauthorized) {
    if (answersLikeShopware6(error)) {
      return new WrongShopwareVersion(
        '6',
        'Shopware 5',
        'Connect the shop as "Shopware 6", with the keys of an integration.',
      );
    }
    return new StoreUnauthorized(WRONG, cause);
  }
  if (error instanceof StoreForbidden) {
    return new StoreForbidden([privilegeFor(resource, method)], cause);
  }
  if (error instanceof StoreRefused && status === undefined && /it redirects/.test(error.message)) {
    return new ShopwareMoved(baseUrl, error);
  }
  if (error instanceof StoreUnavailable && status !== undefined) {
    return new StoreUnavailable(`status ${status} from /api/${resource}`, cause);
  }
  if (error instanceof StoreRefused && status !== undefined && status !== 404) {
    return new StoreRefused(`status ${status} from /api/${resource}${namedFields(error)}`, cause);
  }
  return error;
}

const WRONG =
  'the API user or the API key is wrong, the user has no API access, or the web server keeps the Authorization header from PHP.';

/** Shopware 6 answers every path below /api without a token with a list of errors; Shopware 5 has one message. */
const answersLikeShopware6 = (error: unknown): boolean =>
  Array.isArray(failedAnswerOf(error)?.json<{ errors?: unknown }>()?.errors);

/** The fields that a 400 names, without what it says about them. */
function namedFields(error: unknown): string {
  const { errors } = failedAnswerOf(error)?.json<{ errors?: unknown }>() ?? {};
  const names = (Array.isArray(errors) ? errors : []).map(
    (text) => /^([A-Za-z][\w.]{0,60}):/.exec(String(text))?.[1],
  );
  const known = names.filter((name) => name !== undefined);
  return known.length > 0 ? `: ${known.join(', ')}` : '';
}

/** A privilege as the role administration has it: `customer:read`. */
export const privilegeFor = (resource: string, method: string): string =>
  `${resource.replace(/s$/, '')}:${method === 'PUT' ? 'update' : 'read'}`;

/** The status of a failed call. */
export const statusOf = (error: unknown): number | undefined => failedAnswerOf(error)?.status;

const randomNonce = (): string => randomBytes(8).toString('hex');

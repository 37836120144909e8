import { failedAnswerOf } from '@storewire/adapter-kit';
import {
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  type Instant,
  StoreForbidden,
  StoreRefused,
  StoreUnauthorized,
  StoreUnavailable,
} from '@storewire/core';
import { SHOPWARE6_SECRETS, withoutFields } from '../secret-fields.js';
import { isBlocked, ShopwareBlocked, ShopwareMoved, ShopwareNotFound } from '../setup.error.js';
import { baseUrlOf, refuseInsecure } from '../shop-address.js';
import { type Shopware6Connection, shopKeyOf } from './connection.js';
import type { Criteria } from './criteria.js';

/** A page of a search. */
export interface SearchResult<T> {
  readonly rows: readonly T[];
  readonly total: number | undefined;
  /** The shop's own clock, where it tells. */
  readonly at: Instant | undefined;
}

export interface Shopware6ClientOptions {
  readonly connection: Shopware6Connection;
  readonly http: HttpClient;
  readonly allowPrivateAddresses: boolean;
  /** Milliseconds that only ever grow. */
  readonly elapsed?: () => number;
}

/** The access token, while it is asked for and after. */
interface KeptToken {
  readonly value: Promise<string>;
  endsAt: number;
}

/** A token is asked for anew so long before it ends. */
const RENEW_EARLY_MS = 30_000;

type Headers = Readonly<Record<string, string>>;

/**
 * Calls one shop's Admin API with the credentials of an integration. A token lasts ten minutes and has no refresh
 * token; it is kept, asked for by one call at a time (the shop counts these), and renewed once when it is refused.
 *
 * Errors: StoreUnauthorized for wrong or deleted credentials; StoreForbidden with the privileges that are lacking, as
 * Shopware spells them; ShopwareNotFound and ShopwareMoved for a wrong address; StoreUnavailable for HTML in place of
 * JSON; StoreRateLimited.
 *
 * @see docs/adapters/shopware.md#shopware-6
 */
export class Shopware6Client {
  readonly baseUrl: string;
  readonly shopKey: string;
  readonly clientId: string;
  readonly salesChannelId: string | undefined;
  readonly #options: Shopware6ClientOptions;
  #token: KeptToken | undefined;

  constructor(options: Shopware6ClientOptions) {
    this.#options = options;
    this.baseUrl = baseUrlOf(options.connection.url);
    this.shopKey = shopKeyOf(options.connection);
    this.clientId = options.connection.clientId;
    this.salesChannelId = options.connection.salesChannelId || undefined;
  }

  /** One page of an entity, whose name is in kebab-case. */
  async search<T>(
    entity: string,
    criteria: Criteria,
    headers: Headers = {},
  ): Promise<SearchResult<T>> {
    const answer = await this.#call({
      method: 'POST',
      path: `/search/${entity}`,
      body: { page: 1, limit: 100, 'total-count-mode': 0, ...criteria },
      headers,
    });
    const { data, total } = answer.json<{ data?: T[]; total?: number }>();
    if (!Array.isArray(data)) throw new StoreUnavailable(`the search for ${entity} is no list`);
    const at = Date.parse(answer.headers.date ?? '');
    return {
      rows: withoutFields(data, SHOPWARE6_SECRETS) as T[],
      total: criteria['total-count-mode'] === 1 ? total : undefined,
      at: Number.isNaN(at) ? undefined : new Date(at).toISOString(),
    };
  }

  async get<T>(path: string): Promise<T> {
    return (await this.#call({ method: 'GET', path })).json<T>();
  }

  /** Changes fields of an object; the answer is empty. */
  async update(entity: string, id: string, fields: object): Promise<void> {
    await this.#call({ method: 'PATCH', path: `/${entity}/${id}`, body: fields });
  }

  /** Makes an object, whose id is among the fields; the answer is empty. */
  async create(entity: string, fields: object): Promise<void> {
    await this.#call({ method: 'POST', path: `/${entity}`, body: fields, makesNew: true });
  }

  async #call(call: Call): Promise<HttpResponse> {
    refuseInsecure(this.baseUrl, this.#options.allowPrivateAddresses);
    const kept = this.#token;
    try {
      return await this.#send(call, await this.#accessToken());
    } catch (error) {
      // A token that was kept may have been withdrawn; a new one that is refused means the credentials.
      if (!(error instanceof StoreUnauthorized) || !kept) throw this.#explained(error);
      if (this.#token === kept) this.#token = undefined;
      return await this.#send(call, await this.#accessToken()).catch((again) => {
        throw this.#explained(again);
      });
    }
  }

  #send({ method, path, body, headers, makesNew }: Call, token: string): Promise<HttpResponse> {
    return this.#options.http.request({
      method,
      url: `${this.baseUrl}/api${path}`,
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body ? { body } : {}),
      ...(makesNew ? {} : { repeatable: true }),
    });
  }

  #accessToken(): Promise<string> {
    const { elapsed = () => performance.now() } = this.#options;
    if (this.#token && elapsed() < this.#token.endsAt) return this.#token.value;
    const kept: KeptToken = {
      endsAt: Number.POSITIVE_INFINITY,
      value: this.#askForToken().then(({ value, lastsMs }) => {
        kept.endsAt = elapsed() + lastsMs - RENEW_EARLY_MS;
        return value;
      }),
    };
    this.#token = kept;
    kept.value.catch(() => {
      if (this.#token === kept) this.#token = undefined;
    });
    return kept.value;
  }

  async #askForToken(): Promise<{ value: string; lastsMs: number }> {
    const { connection, http } = this.#options;
    try {
      const answer = await http.request({
        method: 'POST',
        url: `${this.baseUrl}/api/oauth/token`,
        body: {
          grant_type: 'client_credentials',
          client_id: connection.clientId,
          client_secret: connection.clientSecret,
        },
        repeatable: true,
      });
      const { access_token, expires_in } = answer.json<{
        access_token?: unknown;
        expires_in?: unknown;
      }>();
      if (typeof access_token !== 'string') throw new StoreUnavailable('no token in the answer');
      return { value: access_token, lastsMs: 1000 * (Number(expires_in) || 600) };
    } catch (error) {
      const { status } = failedAnswerOf(error) ?? {};
      if (isBlocked(error)) throw new ShopwareBlocked(this.baseUrl, status, causeOf(error));
      if (error instanceof StoreUnauthorized) throw new StoreUnauthorized(WRONG, causeOf(error));
      if (status === 404 || status === 405) {
        throw new ShopwareNotFound(
          this.baseUrl,
          `/api/oauth/token gives ${status}; Shopware 5 has no such path.`,
          causeOf(error),
        );
      }
      throw error;
    }
  }

  #explained(error: unknown): unknown {
    if (isBlocked(error)) {
      return new ShopwareBlocked(this.baseUrl, statusOf(error), causeOf(error));
    }
    if (error instanceof StoreUnauthorized && !error.message.includes(WRONG)) {
      return new StoreUnauthorized(NOT_SEEN, causeOf(error));
    }
    if (error instanceof StoreForbidden) {
      return new StoreForbidden(missingPrivileges(error), causeOf(error));
    }
    const isRedirect = error instanceof StoreRefused && /it redirects/.test(error.message);
    return isRedirect ? new ShopwareMoved(this.baseUrl, error) : error;
  }
}

interface Call {
  readonly method: HttpRequest['method'];
  /** Below `/api`, with a slash in front. */
  readonly path: string;
  readonly body?: object;
  readonly headers?: Headers;
  readonly makesNew?: boolean;
}

const WRONG =
  'the access key ID or the secret access key is wrong, the integration was deleted in Settings > System > Integrations, or the app is switched off or was uninstalled.';

const NOT_SEEN =
  'the shop does not take the token that it has just given; its web server may keep the Authorization header from PHP.';

const causeOf = (error: unknown): unknown => (error as Error).cause;

interface ErrorBody {
  readonly errors?: readonly { readonly detail?: unknown; readonly meta?: unknown }[];
}

/** The privileges that a refused call names; its `detail` is JSON inside the JSON. */
export function missingPrivileges(error: unknown): string[] {
  const { errors } = failedAnswerOf(error)?.json<ErrorBody>() ?? {};
  const texts = (Array.isArray(errors) ? errors : []).map((entry) => JSON.stringify(entry ?? ''));
  const found = texts.flatMap((text) => [
    ...text.matchAll(/\b([a-z0-9_]+:(?:read|create|update|delete))\b/g),
  ]);
  return [...new Set(found.map(([privilege]) => privilege))];
}

/** The status of a failed call. */
export const statusOf = (error: unknown): number | undefined => failedAnswerOf(error)?.status;

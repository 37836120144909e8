import { failedAnswerOf, shortText } from '@storewire/adapter-kit';
import {
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  StoreForbidden,
  StoreRateLimited,
  StoreRefused,
  StoreUnavailable,
} from '@storewire/core';
import { apiUrlOf, type BigCommerceConnection, shopKeyOf } from './connection.js';
import { Overload, pauseAfter, resetMs } from './rate-limit.js';
import { scopesFor } from './scopes.js';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A page of a list. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** v3 only. */
  readonly total?: number | undefined;
  readonly totalPages?: number | undefined;
  /** Behind the page's last row, where the list has cursors. */
  readonly endCursor?: string | undefined;
  /** The store's clock when it answered. */
  readonly at?: string | undefined;
}

interface Meta {
  readonly pagination?: { readonly total?: number; readonly total_pages?: number };
  readonly cursor_pagination?: { readonly end_cursor?: string | null };
  readonly failed?: number;
}

interface Envelope<T> {
  readonly data?: T;
  readonly meta?: Meta;
  readonly errors?: unknown;
}

export interface BigCommerceClientOptions {
  readonly connection: BigCommerceConnection;
  readonly http: HttpClient;
  readonly allowPrivateAddresses: boolean;
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  readonly body?: object;
  readonly accept?: readonly number[];
}

/**
 * Calls one store's API. Keeps within the quota that the store's apps share.
 *
 * Errors: StoreUnauthorized for a token that is gone or of another store; StoreForbidden with the scope that the call
 * needs; StoreRateLimited with the wait that BigCommerce names, growing waits where it names none; StoreUnavailable
 * also for a locked store (423) and a call that took too long (499); StoreRefused for what the call itself got wrong,
 * for a write that was done in part only (207) and for the limits of the plan (507).
 */
export class BigCommerceClient {
  readonly connection: BigCommerceConnection;
  readonly shopKey: string;
  readonly #http: HttpClient;
  readonly #url: string;
  readonly #overload = new Overload();

  constructor({ connection, http, allowPrivateAddresses }: BigCommerceClientOptions) {
    this.connection = connection;
    this.shopKey = shopKeyOf(connection);
    this.#http = http;
    this.#url = apiUrlOf(connection, allowPrivateAddresses);
  }

  /** A document of v2, which has no envelope. */
  async getV2<T>(path: string, query: Query = {}): Promise<T> {
    return (await this.#call({ method: 'GET', path, query })).json<T>();
  }

  /** A page of v2: a bare list; where there is nothing, 204 without a body. */
  async listV2<T>(path: string, query: Query): Promise<Page<T>> {
    const answer = await this.#call({ method: 'GET', path, query });
    const rows = isEmpty(answer) ? [] : answer.json<T[]>();
    if (!Array.isArray(rows)) throw new StoreUnavailable(`${path} is no list`);
    return { rows, at: dateOf(answer) };
  }

  /** A document of v3; `undefined` when there is none (404). */
  async get<T>(path: string, query: Query = {}): Promise<T | undefined> {
    const answer = await this.#call({ method: 'GET', path, query, accept: [404] });
    return answer.status === 404 ? undefined : dataOf<T>(answer, path).data;
  }

  /** A page of v3. */
  async list<T>(path: string, query: Query): Promise<Page<T>> {
    const answer = await this.#call({ method: 'GET', path, query });
    if (isEmpty(answer)) return { rows: [], at: dateOf(answer) };
    const { data, meta } = dataOf<T[]>(answer, path);
    if (!Array.isArray(data)) throw new StoreUnavailable(`${path} is no list`);
    return {
      rows: data,
      total: meta?.pagination?.total,
      totalPages: meta?.pagination?.total_pages,
      endCursor: meta?.cursor_pagination?.end_cursor ?? undefined,
      at: dateOf(answer),
    };
  }

  /** A write of v3, and what became of the object; statuses in `accept` give `undefined`. */
  async write<T>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    accept: readonly number[] = [],
  ): Promise<T | undefined> {
    const answer = await this.#call({ method, path, ...(body ? { body } : {}), accept });
    if (accept.includes(answer.status) || isEmpty(answer)) return undefined;
    const { data, meta, errors } = dataOf<T>(answer, path);
    if (answer.status === 207 && (meta?.failed ?? 1) > 0) {
      throw new StoreRefused(`status 207, ${shortText(JSON.stringify(errors ?? 'done in part'))}`);
    }
    return data;
  }

  async #call({ method, path, query, body, accept }: Call): Promise<HttpResponse> {
    const request: HttpRequest = {
      method,
      url: this.#url + path,
      headers: { 'x-auth-token': this.connection.accessToken },
      ...(query ? { query } : {}),
      ...(body ? { body } : {}),
      ...(accept ? { accept } : {}),
      // Both end in the same state however often they are sent.
      repeatable: method === 'PUT' || method === 'DELETE',
      pauseAfter,
    };
    try {
      const answer = await this.#http.request(request);
      this.#overload.over();
      return answer;
    } catch (error) {
      throw this.#meaningOf(error, method, path);
    }
  }

  #meaningOf(error: unknown, method: Call['method'], path: string): unknown {
    const failed = failedAnswerOf(error);
    switch (failed?.status) {
      case 403:
        return new StoreForbidden(scopesFor(method, path), failed);
      case 423:
        return new StoreUnavailable('status 423, the store is locked', failed);
      case 429:
        return new StoreRateLimited(
          resetMs(failed.answer().headers) || this.#overload.next(),
          failed,
        );
      case 499:
        return new StoreUnavailable('status 499, the call took too long', failed);
      case 507:
        return new StoreRefused('status 507, the plan of the store allows no more', failed);
      default:
        return error;
    }
  }
}

const isEmpty = ({ status, text }: HttpResponse): boolean => status === 204 || text.trim() === '';

function dataOf<T>(answer: HttpResponse, path: string): Envelope<T> {
  const document = answer.json<Envelope<T> | null>();
  if (document === null || typeof document !== 'object' || !('data' in document)) {
    throw new StoreUnavailable(`${path} has no data`);
  }
  return document;
}

/** The `Date` header as an instant. */
function dateOf({ headers }: HttpResponse): string | undefined {
  const ms = Date.parse(headers.date ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** The status behind an error of the client. */
export const statusOf = (error: unknown): number | undefined => failedAnswerOf(error)?.status;

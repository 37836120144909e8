import type { HttpClient, HttpRequest } from '@storewire/core';
import type { NewshopConnection } from './connection.js';

/**
 * Calls one shop's API. Retries, limits and the error classes come with `http`; what the platform says in its own
 * way (a 200 with an error inside, a limit in a header) is translated here.
 */
export class NewshopClient {
  readonly #connection: NewshopConnection;
  readonly #http: HttpClient;

  constructor(connection: NewshopConnection, http: HttpClient) {
    this.#connection = connection;
    this.#http = http;
  }

  get connection(): NewshopConnection {
    return this.#connection;
  }

  /** @param path below the shop's address, with a slash in front. */
  async get<T>(path: string, query: NonNullable<HttpRequest['query']> = {}): Promise<T> {
    const answer = await this.#http.request({
      method: 'GET',
      url: this.#connection.url.replace(/\/+$/, '') + path,
      query,
      headers: { authorization: `Bearer ${this.#connection.token}` },
    });
    return answer.json<T>();
  }
}

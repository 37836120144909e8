import type { HttpClient, HttpRequest } from '@storewire/core';
import type { ExampleConnection } from './example-connection.js';

/** One page is short, so that few rows make several. */
export const PAGE_SIZE = 3;

export type Kind = 'contact' | 'order';
export interface Document {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly [field: string]: unknown;
}

export interface Hook {
  readonly id: string;
  readonly topic: string;
  readonly address: string;
  readonly active: boolean;
}

export class ExampleClient {
  constructor(
    readonly connection: ExampleConnection,
    private readonly http: HttpClient,
  ) {}

  async get<T>(path: string, query?: HttpRequest['query']): Promise<T> {
    return (await this.call({ method: 'GET', url: path, ...(query ? { query } : {}) })).json<T>();
  }

  async send<T>(method: 'POST' | 'PUT', path: string, body: object): Promise<T> {
    return (await this.call({ method, url: path, body })).json<T>();
  }

  private call(request: HttpRequest) {
    return this.http.request({
      ...request,
      url: this.connection.address + request.url,
      headers: { 'x-token': this.connection.token },
    });
  }
}

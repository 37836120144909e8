import type { Query } from './query.js';

/** A call to the REST API after routing and authentication. */
export interface RestRequest {
  method: string;
  /** Path below `/wp-json`, such as `/wc/v3/orders`. */
  path: string;
  /** Numbers and names out of the path. */
  ids: Readonly<Record<string, string>>;
  query: Query;
  /** The query as it was sent, for paging links. */
  rawQuery: string;
  body: Readonly<Record<string, unknown>>;
}

export interface RestReply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export type RestHandler = (request: RestRequest) => RestReply | Promise<RestReply>;

/** One address of the API and what can be done there. */
export interface RestResource {
  /** Template such as `/wc/v3/orders/{id}`; `{id}` is a number, `{name}` in other cases a word. */
  path: string;
  /** Answers without a key. */
  isOpen?: boolean;
  read?: RestHandler;
  create?: RestHandler;
  update?: RestHandler;
  remove?: RestHandler;
  batch?: RestHandler;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text field of a body; undefined when it was not sent. */
export function textField(body: Readonly<Record<string, unknown>>, name: string) {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? undefined : String(value);
}

export function idOf(request: RestRequest, name = 'id'): number {
  return Number(request.ids[name]);
}

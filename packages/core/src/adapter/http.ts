/** One call to a store's API, made by the client of the adapter kit. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** An object is sent as JSON; text as it is. */
  readonly body?: string | object;
  readonly timeoutMs?: number;
  /** True for calls that change nothing and may be repeated; GET is by itself. */
  readonly repeatable?: boolean;
  /** Statuses beside 2xx that are an answer here and not an error, such as 404 of a look-up. */
  readonly accept?: readonly number[];
  /**
   * Reads the platform's own limits from an answer, accepted or not: milliseconds to leave the store alone, for all
   * calls of this client.
   */
  readonly pauseAfter?: (response: HttpResponse) => number | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON. @throws StoreUnavailable when it is something else, such as a maintenance page. */
  json<T = unknown>(): T;
}

/**
 * What every adapter calls its store through: retries what may be repeated, keeps the platform's limits, refuses
 * private addresses where the hub says so, and throws `Store…` errors for everything but 2xx.
 */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResponse>;
  /** The body as a stream of lines, for files too large to hold. */
  lines(request: HttpRequest): AsyncIterable<string>;
}

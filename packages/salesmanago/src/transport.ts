import { Agent, type Dispatcher } from 'undici';
import type { Exchange } from './outcome/exchange.js';
import { outcomeOfFailure } from './outcome/failure.outcome.js';
import { SalesmanagoError } from './salesmanago.error.js';
import { randomApiKey } from './signature.js';

export interface TransportOptions {
  /** Makes the connections; an own undici Agent with keep-alive when absent. It should not follow redirects. */
  dispatcher?: Dispatcher | undefined;
  /** From the call to the last byte of the answer, waiting for a connection included. Default 30,000. */
  timeoutMs?: number | undefined;
  /** Largest body that is read; default 16 MiB, which holds 50 full contact cards. */
  maxAnswerBytes?: number | undefined;
  /** Milliseconds since 1970; for `requestTime` and for dates in `Retry-After`. */
  now?: (() => number) | undefined;
  /** Makes the `apiKey` of a signature. */
  randomKey?: (() => string) | undefined;
  /** Told after every exchange, for metrics and the check of clocks. Must not throw. */
  onExchange?: ((report: ExchangeReport) => void) | undefined;
}

/** Holds no personal data. */
export interface ExchangeReport {
  call: string;
  /** Absent when no answer came. */
  status?: number;
  durationMs: number;
  /** The server's clock, from its `Date` header. */
  serverTimeMs?: number;
}

export interface WireRequest {
  /** The method's name, for messages: `contact/upsert`. */
  call: string;
  httpMethod: 'GET' | 'POST';
  origin: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  /** Sent as JSON, also with GET (`email/list` wants that). */
  body?: unknown;
  /** Sent as it is, in place of `body`; the headers say what it is. */
  bytes?: Uint8Array;
  keepAnswer?: boolean;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
const MAX_HEADER_BYTES = 32 * 1024;

/** Carries one JSON request and reads the answer; knows whether a request that failed was ever sent. */
export class Transport {
  readonly now: () => number;
  readonly randomKey: () => string;
  readonly #timeoutMs: number;
  readonly #maxAnswerBytes: number;
  readonly #onExchange: ((report: ExchangeReport) => void) | undefined;
  readonly #dispatcher: Dispatcher;
  readonly #ownAgent: Agent | undefined;

  constructor(options: TransportOptions = {}) {
    this.now = options.now ?? Date.now;
    this.randomKey = options.randomKey ?? randomApiKey;
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#maxAnswerBytes = options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES;
    this.#onExchange = options.onExchange;
    this.#ownAgent = options.dispatcher ? undefined : createAgent();
    this.#dispatcher = options.dispatcher ?? (this.#ownAgent as Agent);
  }

  /** @throws SalesmanagoError when no answer came (notSent or unknown); any answer, of any status, is a value. */
  async exchange(request: WireRequest): Promise<Exchange> {
    const startedAt = performance.now();
    const flight = new Flight(request, this.#timeoutMs, this.#maxAnswerBytes);
    const result = await flight.run(this.#dispatcher);
    const durationMs = performance.now() - startedAt;
    if (result instanceof SalesmanagoError) {
      this.#onExchange?.({ call: request.call, durationMs });
      throw result;
    }
    const serverTimeMs = Date.parse(String(result.headers.date));
    this.#onExchange?.({
      call: request.call,
      status: result.status,
      durationMs,
      ...(Number.isNaN(serverTimeMs) ? {} : { serverTimeMs }),
    });
    return result;
  }

  /** Closes the connections that this transport opened itself; a given dispatcher stays open. */
  async close(): Promise<void> {
    await this.#ownAgent?.close();
  }
}

function createAgent(): Agent {
  return new Agent({
    // Under HTTP/2 one lost connection takes all calls on it along; with HTTP/1.1 it is one unknown outcome.
    allowH2: false,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

/** One request on its way. */
class Flight {
  #wasStarted = false;
  #isTimeout = false;
  #response: Dispatcher.ResponseData | undefined;
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(
    private readonly request: WireRequest,
    private readonly timeoutMs: number,
    private readonly maxAnswerBytes: number,
  ) {}

  async run(dispatcher: Dispatcher): Promise<Exchange | SalesmanagoError> {
    const abort = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    // A request that waits for a connection does not notice the abort until it gets one (undici then drops it
    // before the first byte), so the clock answers by itself.
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#isTimeout = true;
        const error = new Error(`no answer within ${this.timeoutMs} ms`);
        reject(error);
        abort.abort(error);
      }, this.timeoutMs);
    });
    const work = this.#perform(dispatcher, abort.signal);
    // After the deadline nobody waits for this any more; its failure must not count as unhandled.
    work.catch(() => undefined);
    try {
      return await Promise.race([work, deadline]);
    } catch (error) {
      if (this.#response) return this.#exchange(this.#isTimeout ? 'timedOut' : 'lost');
      return outcomeOfFailure(this.request.call, {
        wasStarted: this.#wasStarted,
        isTimeout: this.#isTimeout,
        error,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async #perform(dispatcher: Dispatcher, signal: AbortSignal): Promise<Exchange> {
    const { httpMethod, origin, path, headers, body, bytes } = this.request;
    const hasBody = body !== undefined;
    const markStart = () => {
      this.#wasStarted = true;
    };
    const watched = dispatcher.compose(
      (dispatch) => (options, handler) => dispatch(options, watchStart(handler, markStart)),
    );
    this.#response = await watched.request({
      origin,
      path,
      method: httpMethod,
      headers: {
        accept: 'application/json',
        ...(hasBody ? { 'content-type': 'application/json;charset=UTF-8' } : {}),
        ...headers,
      },
      body: bytes ?? (hasBody ? JSON.stringify(body) : null),
      signal,
      // The deadline covers both; undici's own timers count from each byte and are coarse.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    for await (const chunk of this.#response.body as AsyncIterable<Buffer>) {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      // Leaving the loop closes the connection.
      if (this.#size > this.maxAnswerBytes) return this.#exchange('tooLarge');
    }
    return this.#exchange('whole');
  }

  #exchange(body: Exchange['body']): Exchange {
    return {
      status: this.#response?.statusCode ?? 0,
      headers: this.#response?.headers ?? {},
      text: new TextDecoder().decode(Buffer.concat(this.#chunks)),
      body,
      keepAnswer: this.request.keepAnswer ?? true,
    };
  }
}

/**
 * Passes everything on, and notices when the request is handed to an open connection (TLS included), which is just
 * before its first byte.
 */
function watchStart(
  handler: Dispatcher.DispatchHandler,
  onStart: () => void,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller, context) {
      handler.onRequestStart?.(controller, context);
      onStart();
    },
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}

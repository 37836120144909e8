import { setTimeout as wait } from 'node:timers/promises';
import {
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  type RateRule,
  StoreRateLimited,
  StoreUnavailable,
} from '@storewire/core';
import type { Dispatcher } from 'undici';
import { redact } from '../redact.js';
import { answerOf, errorOf, errorOfFailure, failedAnswerOf } from './answer.js';
import { decoded, readText } from './body.js';
import { Deadline } from './deadline.js';
import { addressOf, exchange, type OpenAnswer } from './exchange.js';
import { splitLines } from './lines.js';
import { secretsOf } from './request-secrets.js';
import { backOffMs, retryAfterMs } from './retry.js';
import { type Clock, Throttle } from './throttle.js';

/** One attempt of a call, for metrics and the log: no query, no body, nothing secret or personal. */
export interface CallReport {
  readonly method: HttpRequest['method'];
  readonly host: string;
  readonly path: string;
  readonly durationMs: number;
  /** Absent when there was no answer. */
  readonly status?: number;
  /** The store's clock, as the answer's `Date` header gives it. */
  readonly date?: string;
}

export interface HttpClientOptions {
  /** Decides which addresses may be called; the process's default dispatcher if there is none. */
  readonly dispatcher?: Dispatcher;
  readonly rate?: RateRule;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** In tests it moves `now` forward and returns at once. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** A number from 0 to 1, for jitter. */
  readonly random?: () => number;
  /** For one attempt with its body; for `lines` the longest silence. Default 30,000. */
  readonly timeoutMs?: number;
  /** Default 4. */
  readonly maxAttempts?: number;
  /** The longest wait inside one call; a store that asks for more gets `StoreRateLimited`. Default 10,000. */
  readonly maxWaitMs?: number;
  /** Of an answer, and of one line. Default 32 MiB. */
  readonly maxBodyBytes?: number;
  readonly userAgent?: string;
  /** Values of the connection that must not appear in an error, should the store repeat them. */
  readonly secrets?: readonly string[];
  readonly onCall?: (report: CallReport) => void;
}

const RETRIED = new Set([408, 425, 429, 502, 503, 504]);

/** Monotonic, and close enough to the time of day for HTTP dates. */
const now = () => performance.timeOrigin + performance.now();
const sleep = async (ms: number) => {
  await wait(ms);
};

/**
 * The client adapters call their store through. GET and `repeatable` calls are tried again on 429, 502, 503, 504,
 * network failures and time-outs, with growing delays or the wait that `Retry-After` names; all others once.
 *
 * | answer | gives |
 * | --- | --- |
 * | 2xx, or a status the request accepts | the response |
 * | 401, 403 | StoreUnauthorized, StoreForbidden |
 * | 429, or 503 with a wait over `maxWaitMs` | StoreRateLimited |
 * | other 5xx, 408, 425, no answer, something else read as JSON | StoreUnavailable |
 * | everything else; a redirect to another host; a body over `maxBodyBytes` | StoreRefused |
 *
 * The answer behind an error is its `cause` (`failedAnswerOf`).
 */
export const createHttpClient = (options: HttpClientOptions = {}): HttpClient =>
  new StoreHttpClient(options);

class StoreHttpClient implements HttpClient {
  private readonly clock: Clock;
  private readonly throttle: Throttle;
  private readonly maxWaitMs: number;
  private readonly maxBodyBytes: number;

  constructor(private readonly options: HttpClientOptions) {
    this.clock = { now: options.now ?? now, sleep: options.sleep ?? sleep };
    this.maxWaitMs = options.maxWaitMs ?? 10_000;
    this.maxBodyBytes = options.maxBodyBytes ?? 32 * 1024 * 1024;
    this.throttle = new Throttle(options.rate, this.clock, this.maxWaitMs);
  }

  request(request: HttpRequest): Promise<HttpResponse> {
    return this.repeat(request, async () => {
      const leave = await this.throttle.enter();
      const deadline = this.deadlineFor(request);
      try {
        return await this.read(request, await this.open(request, deadline));
      } catch (error) {
        throw errorOfFailure(error, hostOf(request));
      } finally {
        deadline.stop();
        leave();
      }
    });
  }

  async *lines(request: HttpRequest): AsyncIterable<string> {
    const { answer, silence } = await this.repeat(request, () => this.openLines(request));
    try {
      const bytes = decoded(answer.body, answer.headers['content-encoding']);
      yield* splitLines(silence.watch(bytes), this.maxBodyBytes);
    } catch (error) {
      throw errorOfFailure(error, hostOf(request));
    } finally {
      silence.stop();
      // A reader that stops early leaves the body open; what it then says about being destroyed is of no interest.
      answer.body.on('error', () => undefined).destroy();
    }
  }

  /** The turn ends with the headers: reading takes as long as the reader takes, and it may call the store itself. */
  private async openLines(
    request: HttpRequest,
  ): Promise<{ answer: OpenAnswer; silence: Deadline }> {
    const leave = await this.throttle.enter();
    const silence = this.deadlineFor(request);
    try {
      const answer = await this.open(request, silence);
      if (answer.status < 200 || answer.status >= 300) await this.read(request, answer);
      return { answer, silence };
    } catch (error) {
      throw errorOfFailure(error, hostOf(request));
    } finally {
      silence.stop();
      leave();
    }
  }

  private async open(request: HttpRequest, deadline: Deadline): Promise<OpenAnswer> {
    const url = addressOf(request);
    const startedAt = this.clock.now();
    let answer: OpenAnswer | undefined;
    try {
      answer = await exchange(request, url, this.options, deadline);
      return answer;
    } finally {
      this.options.onCall?.({
        method: request.method,
        host: url.host,
        path: redact(url.pathname, this.secretsFor(request)),
        durationMs: this.clock.now() - startedAt,
        ...(answer ? { status: answer.status } : {}),
        ...(answer?.headers.date ? { date: answer.headers.date } : {}),
      });
    }
  }

  /** The whole answer, or the error that it means. */
  private async read(request: HttpRequest, open: OpenAnswer): Promise<HttpResponse> {
    const { status, headers } = open;
    const body = decoded(open.body, headers['content-encoding']);
    const answer = answerOf(status, headers, await readText(body, this.maxBodyBytes));
    this.throttle.pause(request.pauseAfter?.(answer) ?? 0);
    if ((status >= 200 && status < 300) || request.accept?.includes(status)) return answer;
    const error = errorOf(answer, retryAfterMs(headers, this.clock.now()), {
      secrets: this.secretsFor(request),
      maxWaitMs: this.maxWaitMs,
    });
    // The store means all calls of this client, so the pause holds for all of them.
    if (error instanceof StoreRateLimited) this.throttle.pause(error.retryAfterMs);
    throw error;
  }

  private async repeat<T>(request: HttpRequest, once: () => Promise<T>): Promise<T> {
    const attempts =
      request.method === 'GET' || request.repeatable ? (this.options.maxAttempts ?? 4) : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        return await once();
      } catch (error) {
        if (attempt >= attempts || !this.isWorthRepeating(error)) throw error;
        const told = failedAnswerOf(error)?.answer().headers;
        const toldMs = told && retryAfterMs(told, this.clock.now());
        await this.clock.sleep(toldMs ?? backOffMs(attempt, this.options.random ?? Math.random));
      }
    }
  }

  private isWorthRepeating(error: unknown): boolean {
    if (error instanceof StoreRateLimited) {
      return failedAnswerOf(error) !== undefined && error.retryAfterMs <= this.maxWaitMs;
    }
    const status = failedAnswerOf(error)?.status;
    return error instanceof StoreUnavailable && (status === undefined || RETRIED.has(status));
  }

  private readonly deadlineFor = (request: HttpRequest): Deadline =>
    new Deadline(request.timeoutMs ?? this.options.timeoutMs ?? 30_000);

  private readonly secretsFor = (request: HttpRequest): string[] => [
    ...(this.options.secrets ?? []),
    ...secretsOf(request),
  ];
}

const hostOf = (request: HttpRequest): string => URL.parse(request.url)?.host ?? 'the store';

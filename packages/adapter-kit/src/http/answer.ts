import {
  type HttpResponse,
  HubError,
  StoreForbidden,
  StoreRateLimited,
  StoreRefused,
  StoreUnauthorized,
  StoreUnavailable,
} from '@storewire/core';
import { shortText } from '../redact.js';

/** Wraps what came over the wire. */
export function answerOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
): HttpResponse {
  return {
    status,
    headers,
    text,
    json<T>(): T {
      try {
        return JSON.parse(text) as T;
      } catch (cause) {
        // The parser quotes the text, which may hold anything; only its kind is passed on.
        const what = text.trim() === '' ? 'an empty body' : shortOrKind(text);
        throw new StoreUnavailable(`${what} instead of JSON (status ${status})`, kindOf(cause));
      }
    },
  };
}

const shortOrKind = (text: string): string => {
  const short = shortText(text);
  return short === 'an HTML page' ? short : 'text';
};

const kindOf = (error: unknown): Error => new Error((error as Error).name);

/**
 * The answer behind a `Store…` error, as its `cause`, for adapters that read the platform's own error code. The body
 * is no property, so that no logger prints it.
 */
export class FailedAnswer extends Error {
  readonly #answer: HttpResponse;

  constructor(answer: HttpResponse) {
    super(`HTTP ${answer.status}`);
    this.name = 'FailedAnswer';
    this.#answer = answer;
  }

  get status(): number {
    return this.#answer.status;
  }

  /** The whole answer; its text may hold personal data. */
  answer(): HttpResponse {
    return this.#answer;
  }

  /** The body as JSON, or `undefined` when it is something else. */
  json<T = unknown>(): T | undefined {
    try {
      return this.#answer.json<T>();
    } catch {
      return undefined;
    }
  }
}

/** The answer behind an error of the client, if there was one. */
export const failedAnswerOf = (error: unknown): FailedAnswer | undefined =>
  error instanceof Error && error.cause instanceof FailedAnswer ? error.cause : undefined;

/** What an answer that is no success means; `toldMs` is the wait that its `Retry-After` names. */
export function errorOf(
  answer: HttpResponse,
  toldMs: number | undefined,
  { secrets, maxWaitMs }: { secrets: readonly string[]; maxWaitMs: number },
): HubError {
  const { status } = answer;
  const cause = new FailedAnswer(answer);
  const said = shortText(answer.text, secrets);
  const detail = said ? `status ${status}, ${said}` : `status ${status}`;
  if (status === 429) return new StoreRateLimited(toldMs ?? DEFAULT_PAUSE_MS, cause);
  if (status === 503 && toldMs !== undefined && toldMs > maxWaitMs) {
    return new StoreRateLimited(toldMs, cause);
  }
  if (status === 401) return new StoreUnauthorized(detail, cause);
  if (status === 403) return new StoreForbidden([], cause);
  if (status >= 500 || status === 408 || status === 425) return new StoreUnavailable(detail, cause);
  return new StoreRefused(detail, cause);
}

/** The pause after a 429 that does not name one. */
const DEFAULT_PAUSE_MS = 1000;

/** What a call that got no answer means; errors that are ours already stay as they are. */
export function errorOfFailure(error: unknown, host: string): HubError {
  for (let e: unknown = error; e instanceof Error; e = e.cause) if (e instanceof HubError) return e;
  const { code, name } = error as { code?: unknown; name?: unknown };
  const word = typeof code === 'string' ? code : typeof name === 'string' ? name : 'failure';
  // Messages of the network layer may quote an address with its query, so only the code is passed on.
  return new StoreUnavailable(`no answer from ${host} (${word})`, new Error(word));
}

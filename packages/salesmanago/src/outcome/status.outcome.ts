import { SalesmanagoError, type SalesmanagoErrorCode } from '../salesmanago.error.js';
import type { Exchange } from './exchange.js';
import { retryAfterMs } from './retry-after.js';

/**
 * Statuses that decide by themselves, whatever the body says. Not here: 2xx, and the 4xx whose body tells why.
 * 301, 307 and 308 say that the same request is to be made elsewhere, so this one did nothing. After 302 and 303
 * the request may have been carried out, like after every other status that the table does not name.
 */
function codeOfStatus(status: number): SalesmanagoErrorCode | undefined {
  if (status === 401) return 'SM_UNAUTHORIZED';
  if (status === 403) return 'SM_FORBIDDEN';
  if (status === 429) return 'SM_RATE_LIMITED';
  if (status === 503) return 'SM_UNAVAILABLE';
  if (status === 301 || status === 307 || status === 308) return 'SM_MOVED';
  if (status === 408 || status >= 500) return 'SM_SERVER_ERROR';
  if (status < 200 || (status >= 300 && status < 400)) return 'SM_UNEXPECTED_ANSWER';
  return undefined;
}

export function outcomeOfStatus(
  call: string,
  exchange: Exchange,
  nowMs: number,
): SalesmanagoError | undefined {
  const code = codeOfStatus(exchange.status);
  if (!code) return undefined;
  const waits = code === 'SM_RATE_LIMITED' || code === 'SM_UNAVAILABLE';
  return new SalesmanagoError({
    code,
    call,
    detail: `the answer was HTTP ${exchange.status}`,
    status: exchange.status,
    retryAfterMs: waits ? retryAfterMs(exchange.headers['retry-after'], nowMs) : undefined,
    answer: exchange.keepAnswer ? exchange.text : undefined,
  });
}

/** A body that did not come whole says nothing, even where what is there looks like JSON. */
export function outcomeOfBrokenBody(
  call: string,
  exchange: Exchange,
): SalesmanagoError | undefined {
  if (exchange.body === 'whole') return undefined;
  const [code, detail] = {
    lost: ['SM_CONNECTION_LOST', 'the connection broke while the answer came'],
    timedOut: ['SM_TIMEOUT', 'the answer did not come whole in time'],
    tooLarge: ['SM_ANSWER_TOO_LARGE', 'the answer is larger than the limit'],
  }[exchange.body] as [SalesmanagoErrorCode, string];
  return new SalesmanagoError({
    code,
    call,
    detail,
    status: exchange.status,
    answer: exchange.keepAnswer ? exchange.text : undefined,
  });
}

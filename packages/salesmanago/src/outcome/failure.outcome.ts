import { SalesmanagoError } from '../salesmanago.error.js';

export interface WireFailure {
  /** The request was handed to an open connection, so its bytes may have arrived. */
  wasStarted: boolean;
  isTimeout: boolean;
  error: unknown;
}

/**
 * Says what a call without an answer means.
 *
 * The error code alone cannot tell: ECONNRESET comes from a failed TLS handshake and from a connection that broke
 * after the request. What counts is whether the request ever reached an open connection; until then nothing was
 * sent, whatever the error.
 */
export function outcomeOfFailure(call: string, failure: WireFailure): SalesmanagoError {
  const code = errorCode(failure.error);
  if (failure.wasStarted) {
    return failure.isTimeout
      ? new SalesmanagoError({
          code: 'SM_TIMEOUT',
          call,
          detail: 'the request was sent, but no answer came in time',
          cause: failure.error,
        })
      : new SalesmanagoError({
          code: 'SM_CONNECTION_LOST',
          call,
          detail: `the connection broke after the request was sent (${code})`,
          cause: failure.error,
        });
  }
  if (failure.isTimeout) {
    return new SalesmanagoError({
      code: 'SM_NO_CONNECTION',
      call,
      detail: 'no connection was free in time; nothing was sent',
      cause: failure.error,
    });
  }
  return new SalesmanagoError({
    code: isTlsFailure(code) ? 'SM_TLS_FAILED' : 'SM_NO_CONNECTION',
    call,
    detail: `no connection, nothing was sent (${code})`,
    cause: failure.error,
  });
}

interface ErrorLike {
  name?: unknown;
  code?: unknown;
  cause?: unknown;
  errors?: unknown;
}

/** The first code of an error, its parts and causes: `ECONNREFUSED`, `UND_ERR_CONNECT_TIMEOUT`; else its name. */
function errorCode(error: unknown): string {
  let current = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    const { code, cause, errors } = current as ErrorLike;
    if (typeof code === 'string') return code;
    // Node tries IPv4 and IPv6; the reasons are in the parts of an AggregateError.
    current = Array.isArray(errors) ? errors[0] : cause;
  }
  const name = (error as ErrorLike | null | undefined)?.name;
  return typeof name === 'string' ? name : 'no reason given';
}

function isTlsFailure(code: string): boolean {
  return (
    /^ERR_(TLS|SSL)_/.test(code) ||
    /CERT|_SIGNED_|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CRL|HOSTNAME_MISMATCH|INVALID_CA/.test(code)
  );
}

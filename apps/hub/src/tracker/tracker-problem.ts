import type { BeaconProblem } from '@storewire/tracker';
import { invalid, malformed, ProblemException } from '../access/problem.js';

/** What the doors of the tracker refuse. Nothing here quotes what a browser sent. */

export const unknownStore = (): ProblemException =>
  new ProblemException({
    status: 404,
    code: 'UNKNOWN_STORE',
    detail: 'No store has this address.',
    next: 'fixSettings',
  });

export const foreignOrigin = (): ProblemException =>
  new ProblemException({
    status: 403,
    code: 'FOREIGN_ORIGIN',
    detail:
      'The page is not one of the storefront. Check the address of the store, then check the connection again.',
    next: 'fixSettings',
  });

export const tooManyRequests = (retryAfterSeconds: number): ProblemException =>
  new ProblemException({
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    detail: 'More was sent than a shopper or a store sends; the next change brings the whole cart.',
    next: 'retry',
    retryAfterSeconds,
  });

export const tooLarge = (maxBytes: number): ProblemException =>
  new ProblemException({
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: `The body is over ${maxBytes} bytes.`,
    next: 'fixData',
  });

export const notDurable = (): ProblemException =>
  new ProblemException({
    status: 503,
    code: 'NOT_DURABLE',
    detail: 'The cart could not be written to disk; send it again.',
    next: 'retry',
    retryAfterSeconds: 5,
  });

/** A body that the tracker's contract does not allow. @param maxBytes the largest one. */
export function unread({ code, path, message }: BeaconProblem, maxBytes: number): ProblemException {
  switch (code) {
    case 'tooLarge':
      return tooLarge(maxBytes);
    case 'notJson':
      return malformed('The body is not JSON.');
    case 'notTheContract':
      return invalid([{ path, message }]);
  }
}

import type { SalesmanagoError } from '@storewire/salesmanago';
import { ProblemException } from '../access/problem.js';

/**
 * What SALESmanago refused, as the answer to who asked: 422 where something entered is wrong, 424 where SALESmanago
 * could not be asked. Never a 5xx: the hub itself is fine.
 */
export function accountProblem(error: SalesmanagoError): ProblemException {
  const isEntered = error.next === 'fixSettings' || error.next === 'fixData';
  return new ProblemException({
    status: isEntered ? 422 : 424,
    code: error.code,
    detail: error.advice,
    next: error.next,
    retryAfterSeconds:
      error.retryAfterMs === undefined ? undefined : Math.ceil(error.retryAfterMs / 1000),
  });
}

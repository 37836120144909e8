import type { SalesmanagoError } from '@storewire/salesmanago';
import { type FieldProblem, ProblemException } from '../access/problem.js';

/**
 * What SALESmanago refused, as the answer to who asked: 422 where something entered is wrong, 424 where SALESmanago
 * could not be asked. Never a 5xx: the hub itself is fine.
 *
 * @param errors the fields it is about, where that is known.
 */
export function accountProblem(
  error: SalesmanagoError,
  errors: readonly FieldProblem[] = [],
): ProblemException {
  const isEntered = error.next === 'fixSettings' || error.next === 'fixData';
  return new ProblemException({
    status: isEntered ? 422 : 424,
    code: error.code,
    detail: error.advice,
    next: error.next,
    ...(errors.length > 0 ? { errors } : {}),
    retryAfterSeconds:
      error.retryAfterMs === undefined ? undefined : Math.ceil(error.retryAfterMs / 1000),
  });
}

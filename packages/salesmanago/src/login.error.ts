import {
  SalesmanagoError,
  type SalesmanagoErrorCode,
  type SalesmanagoErrorParts,
} from './salesmanago.error.js';

/** Why a login failed, as a merchant understands it. */
export type LoginRefusal =
  | 'wrongData'
  | 'unsupported'
  | 'wrongEndpoint'
  | 'inactiveAccount'
  | 'unavailable';

const CODES: Record<LoginRefusal, SalesmanagoErrorCode> = {
  wrongData: 'SM_LOGIN_WRONG_DATA',
  unsupported: 'SM_LOGIN_UNSUPPORTED',
  wrongEndpoint: 'SM_LOGIN_WRONG_ENDPOINT',
  inactiveAccount: 'SM_LOGIN_INACTIVE',
  unavailable: 'SM_LOGIN_UNAVAILABLE',
};

/** A login that gave no credentials. Message and hint are texts for the login form; neither holds what was typed. */
export class LoginError extends SalesmanagoError {
  constructor(
    readonly refusal: LoginRefusal,
    parts: Pick<SalesmanagoErrorParts, 'call' | 'detail'>,
    cause: SalesmanagoError,
  ) {
    super({
      ...parts,
      code: CODES[refusal],
      status: cause.status,
      retryAfterMs: cause.retryAfterMs,
      reason: cause.reason,
      cause,
    });
  }
}

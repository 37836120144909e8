import { SalesmanagoError, type SalesmanagoErrorCode } from './salesmanago.error.js';

/**
 * Why no account came of it. After `unknown` there may be one, after `notEntered` there is one: it only cannot be used
 * yet.
 */
export type RegistrationRefusal =
  | 'exists'
  | 'weakPassword'
  | 'wrongData'
  | 'partnerRefused'
  | 'notOffered'
  | 'unavailable'
  | 'unknown'
  | 'notEntered';

const MEANINGS: Record<RegistrationRefusal, { code: SalesmanagoErrorCode; text: string }> = {
  exists: {
    code: 'SM_REGISTRATION_EXISTS',
    text: 'there is an account with this e-mail already',
  },
  weakPassword: {
    code: 'SM_REGISTRATION_WEAK_PASSWORD',
    text: 'the password is not accepted for a new account',
  },
  wrongData: {
    code: 'SM_REGISTRATION_WRONG_DATA',
    text: 'something that was entered is not accepted',
  },
  partnerRefused: {
    code: 'SM_REGISTRATION_PARTNER_REFUSED',
    text: 'the partner credentials of this hub are refused',
  },
  notOffered: {
    code: 'SM_REGISTRATION_NOT_OFFERED',
    text: 'making accounts is not offered to this hub',
  },
  unavailable: {
    code: 'SM_REGISTRATION_UNAVAILABLE',
    text: 'no account was made',
  },
  unknown: {
    code: 'SM_REGISTRATION_UNKNOWN',
    text: 'no answer came, so it is not known whether the account was made',
  },
  notEntered: {
    code: 'SM_REGISTRATION_NOT_ENTERED',
    text: 'the account was made, but it does not let the hub in yet',
  },
};

/** An account that was not made, or cannot be used. Message and hint are for a form; neither holds what was typed. */
export class RegistrationError extends SalesmanagoError {
  constructor(
    readonly refusal: RegistrationRefusal,
    cause: SalesmanagoError,
  ) {
    const { code, text } = MEANINGS[refusal];
    super({
      code,
      call: 'account/registerAppstore',
      detail: text,
      status: cause.status,
      retryAfterMs: cause.retryAfterMs,
      field: cause.field,
      reason: cause.reason,
      cause,
    });
  }

  /** Whether an account was made, or may have been. */
  get mayExist(): boolean {
    return this.refusal === 'unknown' || this.refusal === 'notEntered';
  }
}

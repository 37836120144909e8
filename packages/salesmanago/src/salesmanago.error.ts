import { HubError, type NextAction } from '@storewire/core';

/** What a call that did not succeed means for the delivery; the classes of the section "Delivery" in the design. */
export type Outcome = 'refused' | 'unauthorized' | 'notSent' | 'unknown';

export interface CodeMeaning {
  outcome: Outcome;
  next: NextAction;
  hint: string;
}

const CHECK_DATA =
  'Correct what the text of SALESmanago names; repeating the same call will not help.';
const CHECK_ACCOUNT =
  'Check the credentials of the account and save them again; waiting messages are kept.';
const GOES_ON = 'Nothing to do unless it lasts; the call is repeated with growing delays.';
const LOOKS_UP =
  'Nothing to do: before anything is sent again, the hub looks whether it arrived. If it lasts, check the endpoint.';
const MANUAL_ENTRY =
  'Enter the endpoint, client id, API secret, owner and API v3 key by hand (SALESmanago: Integration Center, API).';
const TRY_LATER = 'SALESmanago does not answer properly at the moment; try again in a few minutes.';
const SIGN_UP = 'Sign up with SALESmanago, then log in here.';

/** Every code says which outcome it is; nothing else assigns one. */
const CODES = {
  SM_REFUSED: { outcome: 'refused', next: 'fixData', hint: CHECK_DATA },
  SM_FIELD_REFUSED: { outcome: 'refused', next: 'fixData', hint: CHECK_DATA },
  SM_LIMIT_REACHED: {
    outcome: 'refused',
    next: 'fixSettings',
    hint: 'The SALESmanago account has no room for more of this kind; delete one there or extend the plan.',
  },
  SM_MALFORMED: {
    outcome: 'refused',
    next: 'reportBug',
    hint: 'SALESmanago could not read the request. Report this with the attempt.',
  },
  SM_HTTP_REFUSED: {
    outcome: 'refused',
    next: 'fixSettings',
    hint: 'Check that the endpoint of the account is its API host; if it is, look at the stored answer.',
  },
  SM_BAD_REQUEST: {
    outcome: 'refused',
    next: 'fixData',
    hint: 'Nothing was sent. Correct the named field, then retry.',
  },
  SM_BAD_BATCH: {
    outcome: 'refused',
    next: 'reportBug',
    hint: 'Nothing was sent. The batch was put together wrongly; report this.',
  },
  SM_UNAUTHORIZED: { outcome: 'unauthorized', next: 'fixSettings', hint: CHECK_ACCOUNT },
  SM_FORBIDDEN: {
    outcome: 'unauthorized',
    next: 'fixSettings',
    hint: 'The credentials lack a permission, or the account does not offer this call. Check them in SALESmanago.',
  },
  SM_ACCOUNT_INACTIVE: {
    outcome: 'unauthorized',
    next: 'fixSettings',
    hint: 'The SALESmanago account is inactive or blocked; ask SALESmanago. Waiting messages are kept.',
  },
  SM_OWNER_INVALID: {
    outcome: 'unauthorized',
    next: 'fixSettings',
    hint: 'Choose an owner that is a user of the SALESmanago account; waiting messages are kept.',
  },
  SM_V3_KEY_REFUSED: {
    outcome: 'unauthorized',
    next: 'fixSettings',
    hint: 'Check the API v3 key: it may have expired or been revoked. The stored key is kept.',
  },
  SM_CREDENTIALS_INVALID: {
    outcome: 'unauthorized',
    next: 'fixSettings',
    hint: 'Nothing was sent. Correct the named setting of the account and save it again.',
  },
  SM_NO_CONNECTION: { outcome: 'notSent', next: 'retry', hint: GOES_ON },
  SM_TLS_FAILED: {
    outcome: 'notSent',
    next: 'fixSettings',
    hint: 'The certificate of the endpoint is not valid for its name. Check the endpoint of the account.',
  },
  SM_RATE_LIMITED: { outcome: 'notSent', next: 'retry', hint: GOES_ON },
  SM_UNAVAILABLE: { outcome: 'notSent', next: 'retry', hint: GOES_ON },
  SM_MOVED: {
    outcome: 'notSent',
    next: 'fixSettings',
    hint: 'The endpoint points elsewhere and redirects are not followed. Enter the API host of the account.',
  },
  SM_TIMEOUT: { outcome: 'unknown', next: 'retry', hint: LOOKS_UP },
  SM_CONNECTION_LOST: { outcome: 'unknown', next: 'retry', hint: LOOKS_UP },
  SM_SERVER_ERROR: { outcome: 'unknown', next: 'retry', hint: LOOKS_UP },
  SM_NOT_JSON: { outcome: 'unknown', next: 'retry', hint: LOOKS_UP },
  SM_UNEXPECTED_ANSWER: { outcome: 'unknown', next: 'retry', hint: LOOKS_UP },
  SM_ID_MISSING: { outcome: 'unknown', next: 'retry', hint: LOOKS_UP },
  SM_COUNTS_MISMATCH: { outcome: 'unknown', next: 'retry', hint: LOOKS_UP },
  SM_ANSWER_TOO_LARGE: { outcome: 'unknown', next: 'retry', hint: LOOKS_UP },
  SM_LOGIN_WRONG_DATA: {
    outcome: 'unauthorized',
    next: 'fixSettings',
    hint: `Check the SALESmanago e-mail and password. A login with two-factor authentication cannot be used here: ${MANUAL_ENTRY}`,
  },
  SM_LOGIN_UNSUPPORTED: {
    outcome: 'unauthorized',
    next: 'fixSettings',
    hint: `This login cannot be used here. ${MANUAL_ENTRY}`,
  },
  SM_LOGIN_WRONG_ENDPOINT: {
    outcome: 'unauthorized',
    next: 'fixSettings',
    hint: 'Check the endpoint: the host in the address bar when you are signed in to SALESmanago, such as app2.salesmanago.com.',
  },
  SM_LOGIN_INACTIVE: {
    outcome: 'unauthorized',
    next: 'fixSettings',
    hint: 'The SALESmanago account is inactive or blocked; activate it or ask SALESmanago.',
  },
  SM_LOGIN_UNAVAILABLE: {
    outcome: 'notSent',
    next: 'retry',
    hint: TRY_LATER,
  },
  SM_REGISTRATION_EXISTS: {
    outcome: 'refused',
    next: 'fixData',
    hint: 'Log in with it; SALESmanago helps with a forgotten password.',
  },
  SM_REGISTRATION_WEAK_PASSWORD: {
    outcome: 'refused',
    next: 'fixData',
    hint: 'Choose a longer one with small and capital letters, digits and a special character.',
  },
  SM_REGISTRATION_WRONG_DATA: {
    outcome: 'refused',
    next: 'fixData',
    hint: 'Correct what was entered and make the account again; none was made.',
  },
  SM_REGISTRATION_PARTNER_REFUSED: {
    outcome: 'unauthorized',
    next: 'fixSettings',
    hint: `Whoever runs the hub has to check the partner credentials. ${SIGN_UP}`,
  },
  SM_REGISTRATION_NOT_OFFERED: { outcome: 'refused', next: 'fixSettings', hint: SIGN_UP },
  SM_REGISTRATION_UNAVAILABLE: { outcome: 'notSent', next: 'retry', hint: TRY_LATER },
  SM_REGISTRATION_UNKNOWN: {
    outcome: 'unknown',
    next: 'retry',
    hint: 'Try to log in with the e-mail and the password; if that is refused, make the account again.',
  },
  SM_REGISTRATION_NOT_ENTERED: {
    outcome: 'refused',
    next: 'fixSettings',
    hint: 'Look for an e-mail of SALESmanago and confirm it, then log in here with the same e-mail and password.',
  },
} as const satisfies Record<string, CodeMeaning>;

export type SalesmanagoErrorCode = keyof typeof CODES;

/** What a code means for people, wherever it was kept; `undefined` for a code that is not of this client. */
export const meaningOf = (code: string): Readonly<CodeMeaning> | undefined =>
  Object.hasOwn(CODES, code) ? CODES[code as SalesmanagoErrorCode] : undefined;

/** One problem that API v3 names, or a field that v2 names in `values`. */
export interface Problem {
  /** v3 reason code; undefined for v2. */
  reasonCode?: number;
  /** Field of the record (`name`), or the resource for code 19; undefined when the problem names none. */
  field?: string;
  /** Position of the record in the call, from 0: `products[3].name` gives 3. */
  index?: number;
  /** What SALESmanago says about it. May quote data of the record. */
  text: string;
  /** Limits and types it names: `min`, `max`, `limit`, `type`. */
  details: Readonly<Record<string, string>>;
}

export interface SalesmanagoErrorParts {
  code: SalesmanagoErrorCode;
  /** The method, as in `contact/upsert`. */
  call: string;
  /** What happened, without personal data and secrets; a sentence without a full stop. */
  detail: string;
  status?: number | undefined;
  retryAfterMs?: number | undefined;
  field?: string | undefined;
  problems?: readonly Problem[] | undefined;
  reason?: string | undefined;
  answer?: string | undefined;
  cause?: unknown;
}

/** Answers are kept with the attempt up to this size. */
export const MAX_KEPT_ANSWER_BYTES = 4096;

/**
 * A call to SALESmanago that gave no value. `outcome` says what the delivery has to do, `code` what happened.
 *
 * `message`, `hint` and all own properties are free of personal data and secrets and may be logged. `reason`
 * and `answer` quote SALESmanago and may name a person: store them with the attempt, never log them. They live
 * on the prototype, so that a logger that copies own properties does not see them.
 */
export class SalesmanagoError extends HubError {
  readonly code: SalesmanagoErrorCode;
  readonly next: NextAction;
  readonly outcome: Outcome;
  /** The method that was called, as in `contact/upsert`. */
  readonly call: string;
  /** HTTP status, when an answer came. */
  readonly status: number | undefined;
  /** The wait that SALESmanago asked for with 429 or 503. */
  readonly retryAfterMs: number | undefined;
  /** The first field that is wrong: without its index for v3 (`name`), as a path for local checks. */
  readonly field: string | undefined;
  /** Positions of the records that are refused in a v3 batch, ascending and without repeats. */
  readonly indexes: readonly number[];

  readonly #reason: string | undefined;
  readonly #answer: string | undefined;
  readonly #problems: readonly Problem[];

  constructor(parts: SalesmanagoErrorParts) {
    const meaning = CODES[parts.code];
    super(`SALESmanago ${parts.call}: ${parts.detail}.`, meaning.hint, { cause: parts.cause });
    this.code = parts.code;
    this.next = meaning.next;
    this.outcome = meaning.outcome;
    this.call = parts.call;
    this.status = parts.status;
    this.retryAfterMs = parts.retryAfterMs;
    this.field = parts.field;
    this.#problems = parts.problems ?? [];
    this.indexes = [...new Set(this.#problems.flatMap((p) => p.index ?? []))].sort((a, b) => a - b);
    this.#reason = parts.reason || undefined;
    this.#answer = parts.answer === undefined ? undefined : capAnswer(parts.answer);
  }

  /** The text of SALESmanago, for the console. May name a person. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** The answer as it came, at most 4 KiB, for storing with the attempt. Absent where it may hold a secret. */
  get answer(): string | undefined {
    return this.#answer;
  }

  /** Everything that v3 (or `values` of v2) named. Texts may quote data. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }
}

function capAnswer(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= MAX_KEPT_ANSWER_BYTES) return text;
  // A continuation byte at the border means that the character before it is not complete: leave it out.
  let end = MAX_KEPT_ANSWER_BYTES;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

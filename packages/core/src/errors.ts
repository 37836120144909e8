/** What has to happen before the same thing can succeed. */
export type NextAction = 'retry' | 'fixSettings' | 'fixData' | 'reportBug';

/**
 * The base of every error that leaves a module. The message says what failed, on what, and the wrong
 * value unless it is personal or secret; the hint tells a shop owner what to do.
 */
export abstract class HubError extends Error {
  /** Stable and searchable; shown in the console and in problem documents. */
  abstract readonly code: string;
  abstract readonly next: NextAction;

  constructor(
    message: string,
    readonly hint: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
  }

  /** What failed, and what to do about it. */
  get advice(): string {
    return `${/[.!?]$/.test(this.message) ? this.message : `${this.message}.`} ${this.hint}`;
  }
}

/** The store asked for a pause, or the platform's own limit is reached. */
export class StoreRateLimited extends HubError {
  readonly code = 'STORE_RATE_LIMITED';
  readonly next = 'retry';

  constructor(
    readonly retryAfterMs: number,
    cause?: unknown,
  ) {
    super(
      `The store allows no calls for ${Math.ceil(retryAfterMs)} ms.`,
      'Nothing to do; the work goes on by itself.',
      { cause },
    );
  }
}

/** The credentials were refused: revoked, expired or wrong. */
export class StoreUnauthorized extends HubError {
  readonly code = 'STORE_UNAUTHORIZED';
  readonly next = 'fixSettings';

  constructor(detail: string, cause?: unknown) {
    super(
      `The store refused the credentials: ${detail}`,
      'Check the credentials of the connection and save them again; waiting messages are kept.',
      { cause },
    );
  }
}

/** The credentials work, but lack a permission (a scope, a right, a role). */
export class StoreForbidden extends HubError {
  readonly code = 'STORE_FORBIDDEN';
  readonly next = 'fixSettings';

  constructor(
    readonly missing: readonly string[],
    cause?: unknown,
  ) {
    super(
      `The credentials lack: ${missing.join(', ') || 'a permission the store does not name'}.`,
      'Give the credentials this permission in the store, then run the check again.',
      { cause },
    );
  }
}

/** No answer, a network failure, a server error or a page that is not the API. */
export class StoreUnavailable extends HubError {
  readonly code = 'STORE_UNAVAILABLE';
  readonly next = 'retry';

  constructor(detail: string, cause?: unknown) {
    super(
      `The store gave no usable answer: ${detail}`,
      'Nothing to do unless it lasts; the call is repeated with growing delays.',
      { cause },
    );
  }
}

/** The object that a message points at is not there (any more). */
export class StoreObjectMissing extends HubError {
  readonly code = 'STORE_OBJECT_MISSING';
  readonly next = 'fixData';

  constructor(kind: string, id: string, cause?: unknown) {
    super(`The store has no ${kind} ${id}.`, 'It was deleted in the store; nothing is sent.', {
      cause,
    });
  }
}

/** The store refused the content of a call. */
export class StoreRefused extends HubError {
  readonly code = 'STORE_REFUSED';
  readonly next = 'fixData';

  constructor(detail: string, cause?: unknown) {
    super(
      `The store refused the call: ${detail}`,
      'Correct what the message names; repeating the same call will not help.',
      { cause },
    );
  }
}

/** A body, a file row or a document is not what the platform sends. */
export class UnreadableDocument extends HubError {
  readonly code = 'UNREADABLE_DOCUMENT';
  readonly next = 'fixData';

  constructor(
    detail: string,
    readonly problems: readonly { path: string; message: string }[] = [],
    cause?: unknown,
  ) {
    super(
      `The document is not what the platform sends: ${detail}`,
      'The raw body is kept. After a fix of the mapping or the adapter, retry the dead letter.',
      { cause },
    );
  }
}

import type { NextAction } from '@storewire/core';

/** One wrong field; `path` is dotted, empty for the whole body. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** RFC 9457 problem document as the API answers it. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly next: NextAction;
  readonly errors?: readonly FieldProblem[];
}

export interface ProblemParts {
  readonly status: number;
  /** Stable and searchable, `UPPER_SNAKE`. */
  readonly code: string;
  /** What is wrong and what to do, in sentences; no secret, no personal data. */
  readonly detail: string;
  readonly next: NextAction;
  readonly errors?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
}

/** A refusal of a request. Controllers and services throw it; the filter writes it as `application/problem+json`. */
export class ProblemException extends Error {
  readonly status: number;
  readonly code: string;
  readonly next: NextAction;
  readonly errors: readonly FieldProblem[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(parts: ProblemParts) {
    super(parts.detail);
    this.name = 'ProblemException';
    this.status = parts.status;
    this.code = parts.code;
    this.next = parts.next;
    this.errors = parts.errors;
    this.retryAfterSeconds = parts.retryAfterSeconds;
  }
}

/** 404 `NOT_FOUND`: also what a caller sees of another tenant's rows. @param what as in `store`. */
export const notFound = (what: string): ProblemException =>
  new ProblemException({
    status: 404,
    code: 'NOT_FOUND',
    detail: `There is no such ${what}.`,
    next: 'fixData',
  });

/** 400: the request cannot be read: JSON, query parameters, headers. */
export const malformed = (detail: string, errors?: readonly FieldProblem[]): ProblemException =>
  new ProblemException({ status: 400, code: 'MALFORMED_REQUEST', detail, next: 'fixData', errors });

/** 422 `VALIDATION_FAILED` with every wrong field. */
export const invalid = (errors: readonly FieldProblem[]): ProblemException =>
  new ProblemException({
    status: 422,
    code: 'VALIDATION_FAILED',
    detail: `The request has ${errors.length === 1 ? 'a wrong field' : `${errors.length} wrong fields`}; errors names ${errors.length === 1 ? 'it' : 'them'}.`,
    next: 'fixData',
    errors,
  });

/** 409: the request is right, but not in the state things are in. */
export const conflict = (
  code: string,
  detail: string,
  next: NextAction = 'fixData',
): ProblemException => new ProblemException({ status: 409, code, detail, next });

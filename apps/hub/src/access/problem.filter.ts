import { STATUS_CODES } from 'node:http';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import { HubError, type NextAction } from '@storewire/core';
import type { FastifyReply } from 'fastify';
import { type ProblemDocument, ProblemException } from './problem.js';

const RETRY_AFTER_SECONDS = 5;

/** What the framework refuses by itself, by status. */
const REFUSALS: Readonly<Record<number, { code: string; detail: string }>> = {
  400: { code: 'MALFORMED_REQUEST', detail: 'The request cannot be read.' },
  404: { code: 'NOT_FOUND', detail: 'There is nothing at this address.' },
  405: { code: 'METHOD_NOT_ALLOWED', detail: 'The address has no such method.' },
  413: { code: 'BODY_TOO_LARGE', detail: 'The body is over 1 MiB.' },
  415: { code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'The body must be application/json.' },
  503: { code: 'UNAVAILABLE', detail: 'The hub cannot answer at the moment.' },
};

/** Writes every error as a problem document. What is not expected is logged and says nothing about the inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('api');

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.status >= 500) {
      this.log.error(error instanceof Error ? error.message : 'Not an error', stackOf(error));
    }
    if (reply.sent) return;
    if (problem.retryAfterSeconds !== undefined) {
      reply.header('retry-after', String(problem.retryAfterSeconds));
    }
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(documentOf(problem)));
  }
}

/** Every error as the refusal that the caller sees. */
export function problemOf(error: unknown): ProblemException {
  if (error instanceof ProblemException) return error;
  if (error instanceof HubError) return ofHubError(error);
  if (error instanceof HttpException) return ofStatus(error.getStatus());
  return ofStatus(500);
}

export function documentOf(problem: ProblemException): ProblemDocument {
  return {
    type: `urn:storewire:problem:${problem.code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    next: problem.next,
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
}

const STATUS_BY_NEXT: Readonly<Record<NextAction, number>> = {
  retry: 503,
  fixSettings: 422,
  fixData: 422,
  reportBug: 500,
};

function ofHubError(error: HubError): ProblemException {
  const wait = (error as { retryAfterMs?: unknown }).retryAfterMs;
  return new ProblemException({
    status: STATUS_BY_NEXT[error.next],
    code: error.code,
    detail: error.advice,
    next: error.next,
    errors: (error as { problems?: readonly { path: string; message: string }[] }).problems,
    retryAfterSeconds:
      error.next !== 'retry'
        ? undefined
        : typeof wait === 'number'
          ? Math.ceil(wait / 1000)
          : RETRY_AFTER_SECONDS,
  });
}

function ofStatus(status: number): ProblemException {
  const known = REFUSALS[status];
  if (status >= 500 && !known) {
    return new ProblemException({
      status: 500,
      code: 'INTERNAL_ERROR',
      detail: 'Something went wrong inside the hub; its log says what.',
      next: 'reportBug',
    });
  }
  return new ProblemException({
    status,
    code: known?.code ?? 'REFUSED',
    detail: known?.detail ?? 'The request is refused.',
    next: status >= 500 ? 'retry' : 'fixData',
    retryAfterSeconds: status === 503 ? RETRY_AFTER_SECONDS : undefined,
  });
}

const stackOf = (error: unknown): string | undefined =>
  error instanceof Error ? error.stack : undefined;

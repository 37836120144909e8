import { describe, expect, it } from '@jest/globals';
import { BadGatewayException, ForbiddenException, NotFoundException } from '@nestjs/common';
import {
  StoreRateLimited,
  StoreRefused,
  StoreUnauthorized,
  StoreUnavailable,
  UnreadableDocument,
} from '@storewire/core';
import { documentOf, problemOf } from './problem.filter.js';
import { notFound } from './problem.js';

describe('problemOf', () => {
  it.each([
    { error: new StoreUnauthorized('revoked'), status: 422, next: 'fixSettings' },
    { error: new StoreRefused('no'), status: 422, next: 'fixData' },
    { error: new StoreUnavailable('no answer'), status: 503, next: 'retry', retryAfter: 5 },
    { error: new StoreRateLimited(1_500), status: 503, next: 'retry', retryAfter: 2 },
    { error: new NotFoundException('GET /hooks/token'), status: 404, next: 'fixData' },
    { error: new ForbiddenException(), status: 403, next: 'fixData' },
    { error: new BadGatewayException('db.sqlite'), status: 500, next: 'reportBug' },
    { error: new Error('db.sqlite'), status: 500, next: 'reportBug' },
    { error: 'text', status: 500, next: 'reportBug' },
  ])('gives $status for $error', ({ error, status, next, retryAfter }) => {
    const problem = problemOf(error);
    expect(problem).toMatchObject({ status, next });
    expect(problem.retryAfterSeconds).toBe(retryAfter);
    expect(JSON.stringify(documentOf(problem))).not.toMatch(/sqlite|hooks/);
  });

  it('keeps code, text and hint of a domain error', () => {
    const document = documentOf(problemOf(new StoreRefused('no such field')));
    expect(document).toMatchObject({
      type: 'urn:storewire:problem:store-refused',
      title: 'Unprocessable Entity',
      code: 'STORE_REFUSED',
      detail: expect.stringMatching(/no such field.*Correct/),
    });
  });

  it('names the fields that a domain error names', () => {
    const errors = [{ path: 'row.3', message: 'no date' }];
    expect(documentOf(problemOf(new UnreadableDocument('a file', errors))).errors).toEqual(errors);
  });

  it('passes a refusal of our own on', () => {
    expect(documentOf(problemOf(notFound('store')))).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
  });
});

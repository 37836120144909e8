import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caught } from '../../test/caught.js';
import { SalesmanagoError } from '../salesmanago.error.js';
import type { Exchange } from './exchange.js';
import { readV2 } from './v2.outcome.js';

const now = 1_767_225_600_000;

function answer(status: number, body: unknown, more: Partial<Exchange> = {}): Exchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: {}, text, body: 'whole', keepAnswer: true, ...more };
}

const read = (exchange: Exchange) => caught(() => readV2('contact/upsert', exchange, now));

describe('an answer of API v2', () => {
  it.each([
    { message: [], why: 'a list' },
    { message: undefined, why: 'nothing' },
    { message: null, why: 'null' },
    { message: 'fine', why: 'a text' },
  ])('is done with success:true, whatever message is: $why', ({ message }) => {
    const exchange = answer(200, { success: true, message, contactId: 'c1' });
    expect(readV2('contact/upsert', exchange, now).id('contactId')).toBe('c1');
  });

  it.each([
    {
      status: 200,
      body: { success: false, message: ['Contact is invalid'] },
      outcome: 'refused',
      code: 'SM_REFUSED',
    },
    {
      status: 200,
      body: { success: false, message: 'Contact is invalid' },
      outcome: 'refused',
      code: 'SM_REFUSED',
    },
    { status: 200, body: { success: false }, outcome: 'refused', code: 'SM_REFUSED' },
    {
      status: 200,
      body: { success: false, message: null },
      outcome: 'refused',
      code: 'SM_REFUSED',
    },
    {
      status: 400,
      body: { success: false, message: ['x'] },
      outcome: 'refused',
      code: 'SM_REFUSED',
    },
    { status: 400, body: 'Bad Request', outcome: 'refused', code: 'SM_HTTP_REFUSED' },
    { status: 404, body: '<html>', outcome: 'refused', code: 'SM_HTTP_REFUSED' },
    { status: 413, body: '', outcome: 'refused', code: 'SM_HTTP_REFUSED' },
    { status: 422, body: { success: true }, outcome: 'refused', code: 'SM_HTTP_REFUSED' },
    {
      status: 200,
      body: { success: false, message: ['User not authenticated'] },
      outcome: 'unauthorized',
      code: 'SM_UNAUTHORIZED',
    },
    {
      status: 200,
      body: { success: false, message: 'User not authenticated' },
      outcome: 'unauthorized',
      code: 'SM_UNAUTHORIZED',
    },
    {
      status: 200,
      body: { success: false, message: ['Not authenticated'] },
      outcome: 'unauthorized',
      code: 'SM_ACCOUNT_INACTIVE',
    },
    {
      status: 200,
      body: { success: false, message: ['Not authenticated, not owner specified'] },
      outcome: 'unauthorized',
      code: 'SM_OWNER_INVALID',
    },
    {
      status: 200,
      body: { success: false, message: ['Not authenticated, invalid owner'] },
      outcome: 'unauthorized',
      code: 'SM_OWNER_INVALID',
    },
    {
      status: 400,
      body: { success: false, message: ['Not authenticated'] },
      outcome: 'unauthorized',
      code: 'SM_ACCOUNT_INACTIVE',
    },
    { status: 401, body: '', outcome: 'unauthorized', code: 'SM_UNAUTHORIZED' },
    {
      status: 401,
      body: { success: false, message: ['Not authenticated'] },
      outcome: 'unauthorized',
      code: 'SM_ACCOUNT_INACTIVE',
    },
    { status: 403, body: '<html>', outcome: 'unauthorized', code: 'SM_FORBIDDEN' },
    { status: 429, body: '', outcome: 'notSent', code: 'SM_RATE_LIMITED' },
    { status: 503, body: '<html>', outcome: 'notSent', code: 'SM_UNAVAILABLE' },
    { status: 301, body: '', outcome: 'notSent', code: 'SM_MOVED' },
    { status: 307, body: '', outcome: 'notSent', code: 'SM_MOVED' },
    { status: 308, body: '', outcome: 'notSent', code: 'SM_MOVED' },
    { status: 302, body: '', outcome: 'unknown', code: 'SM_UNEXPECTED_ANSWER' },
    { status: 303, body: '', outcome: 'unknown', code: 'SM_UNEXPECTED_ANSWER' },
    { status: 408, body: '', outcome: 'unknown', code: 'SM_SERVER_ERROR' },
    {
      status: 500,
      body: { success: false, message: ['User not authenticated'] },
      outcome: 'unknown',
      code: 'SM_SERVER_ERROR',
    },
    { status: 502, body: '<html>', outcome: 'unknown', code: 'SM_SERVER_ERROR' },
    { status: 504, body: '', outcome: 'unknown', code: 'SM_SERVER_ERROR' },
    { status: 520, body: '', outcome: 'unknown', code: 'SM_SERVER_ERROR' },
    { status: 200, body: '<html>Maintenance</html>', outcome: 'unknown', code: 'SM_NOT_JSON' },
    { status: 200, body: '', outcome: 'unknown', code: 'SM_NOT_JSON' },
    { status: 204, body: '', outcome: 'unknown', code: 'SM_NOT_JSON' },
    { status: 200, body: '[]', outcome: 'unknown', code: 'SM_NOT_JSON' },
    { status: 200, body: 'null', outcome: 'unknown', code: 'SM_NOT_JSON' },
    { status: 200, body: {}, outcome: 'unknown', code: 'SM_UNEXPECTED_ANSWER' },
    { status: 200, body: { success: 'true' }, outcome: 'unknown', code: 'SM_UNEXPECTED_ANSWER' },
  ])('HTTP $status $body is $outcome, $code', async ({ status, body, outcome, code }) => {
    expect(await read(answer(status, body))).toMatchObject({ outcome, code, status });
  });

  it('is unknown without the id that the method expects', async () => {
    const exchange = answer(200, { success: true, message: [], contactId: null });
    const error = await caught(() => readV2('contact/upsert', exchange, now).id('contactId'));
    expect(error).toMatchObject({ outcome: 'unknown', code: 'SM_ID_MISSING' });
    expect(error.answer).toBe(exchange.text);
  });

  it('asks for the wait that 429 and 503 name, and for none elsewhere', async () => {
    const headers = { 'retry-after': '12' };
    expect((await read(answer(429, '', { headers }))).retryAfterMs).toBe(12_000);
    expect((await read(answer(503, '', { headers }))).retryAfterMs).toBe(12_000);
    expect((await read(answer(500, '', { headers }))).retryAfterMs).toBeUndefined();
  });

  it.each([
    { body: 'lost', code: 'SM_CONNECTION_LOST' },
    { body: 'timedOut', code: 'SM_TIMEOUT' },
    { body: 'tooLarge', code: 'SM_ANSWER_TOO_LARGE' },
  ] as const)(
    'is unknown when the body is $body, even if it reads like a refusal',
    async ({ body, code }) => {
      const error = await read(answer(200, { success: false }, { body }));
      expect(error).toMatchObject({ outcome: 'unknown', code });
    },
  );

  it('goes by the status when that says it all and the body is lost', async () => {
    expect((await read(answer(429, '', { body: 'lost' }))).outcome).toBe('notSent');
    expect((await read(answer(401, '', { body: 'lost' }))).outcome).toBe('unauthorized');
    expect((await read(answer(400, '', { body: 'lost' }))).outcome).toBe('unknown');
  });

  it('names the field of `values`, and keeps texts out of what is logged', async () => {
    const body = {
      success: false,
      message: ['ada@customer.example is no good'],
      values: { email: ['too odd'], name: 'x' },
    };
    const error = await read(answer(200, body));
    expect(error.field).toBe('email');
    expect(error.reason).toBe('ada@customer.example is no good; email: too odd; name: x');
    expect(error.problems).toHaveLength(2);
    expect(error.answer).toBe(JSON.stringify(body));
    const logged = JSON.stringify({
      ...error,
      message: error.message,
      hint: error.hint,
      stack: error.stack,
    });
    expect(logged).not.toContain('ada@');
    expect(logged).not.toContain('too odd');
  });

  it('keeps at most 4 KiB of the answer, in whole characters', async () => {
    const error = await read(answer(500, 'ż'.repeat(3000)));
    expect(error.answer).toBe('ż'.repeat(2048));
    expect((await read(answer(500, `a${'ż'.repeat(3000)}`))).answer).toBe(`a${'ż'.repeat(2047)}`);
  });

  it('keeps nothing of an answer that may hold a secret', async () => {
    const error = await read(answer(500, '{"token":"t"}', { keepAnswer: false }));
    expect(error.answer).toBeUndefined();
  });

  it('never throws anything but SalesmanagoError', () => {
    const field = fc.constantFrom('success', 'message', 'values', 'contactId', '__proto__', 'x');
    const odd = fc.oneof(
      fc.string(),
      fc.json(),
      fc.dictionary(field, fc.jsonValue()).map((o) => JSON.stringify(o)),
    );
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), odd, (status, text) => {
        try {
          readV2('contact/upsert', answer(status, text), now).id('contactId');
        } catch (error) {
          expect(error).toBeInstanceOf(SalesmanagoError);
        }
      }),
    );
  });
});

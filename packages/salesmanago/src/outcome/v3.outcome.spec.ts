import { describe, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import type { Exchange } from './exchange.js';
import { readV3 } from './v3.outcome.js';

function answer(status: number, body: unknown): Exchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: {}, text, body: 'whole', keepAnswer: true };
}

const read = (status: number, body: unknown) => readV3('product/upsert', answer(status, body), 0);
const failed = (status: number, body: unknown) => caught(() => read(status, body));
const problem = (reasonCode: number, message = 'products[3].name|text') => ({
  requestId: 'r',
  problems: [{ reasonCode, message }],
});

describe('an answer of API v3', () => {
  it.each([
    ...[11, 13, 14, 15, 16, 17, 18].map((n) => ({
      status: 400,
      body: problem(n),
      outcome: 'refused',
      code: 'SM_FIELD_REFUSED',
    })),
    {
      status: 400,
      body: problem(19, 'catalog|limit:3|full'),
      outcome: 'refused',
      code: 'SM_LIMIT_REACHED',
    },
    {
      status: 400,
      body: { reasonCode: 400, messages: ['Invalid JSON'] },
      outcome: 'refused',
      code: 'SM_MALFORMED',
    },
    { status: 400, body: problem(13), outcome: 'refused', code: 'SM_FIELD_REFUSED' },
    { status: 200, body: problem(13), outcome: 'refused', code: 'SM_FIELD_REFUSED' },
    { status: 400, body: problem(99), outcome: 'refused', code: 'SM_HTTP_REFUSED' },
    { status: 404, body: 'Not found', outcome: 'refused', code: 'SM_HTTP_REFUSED' },
    {
      status: 200,
      body: { success: false, message: 'no' },
      outcome: 'refused',
      code: 'SM_REFUSED',
    },
    {
      status: 400,
      body: { reasonCode: 10, messages: ['Authentication failed'] },
      outcome: 'unauthorized',
      code: 'SM_V3_KEY_REFUSED',
    },
    {
      status: 200,
      body: { reasonCode: 10, messages: 'x' },
      outcome: 'unauthorized',
      code: 'SM_V3_KEY_REFUSED',
    },
    {
      status: 400,
      body: {
        problems: [
          { reasonCode: 13, message: 'a|b' },
          { reasonCode: 10, message: 'no' },
        ],
      },
      outcome: 'unauthorized',
      code: 'SM_V3_KEY_REFUSED',
    },
    { status: 401, body: '', outcome: 'unauthorized', code: 'SM_V3_KEY_REFUSED' },
    { status: 403, body: '', outcome: 'unauthorized', code: 'SM_FORBIDDEN' },
    { status: 429, body: problem(13), outcome: 'notSent', code: 'SM_RATE_LIMITED' },
    { status: 503, body: '', outcome: 'notSent', code: 'SM_UNAVAILABLE' },
    { status: 500, body: problem(10), outcome: 'unknown', code: 'SM_SERVER_ERROR' },
    { status: 408, body: '', outcome: 'unknown', code: 'SM_SERVER_ERROR' },
    { status: 200, body: '<html>', outcome: 'unknown', code: 'SM_NOT_JSON' },
    { status: 200, body: 'null', outcome: 'unknown', code: 'SM_NOT_JSON' },
    { status: 200, body: problem(99), outcome: 'unknown', code: 'SM_UNEXPECTED_ANSWER' },
  ])('HTTP $status $body is $outcome, $code', async ({ status, body, outcome, code }) => {
    expect(await failed(status, body)).toMatchObject({ outcome, code });
  });

  it('is done with code 12, whose fields become warnings', () => {
    const done = read(200, problem(12, 'products[0].description|max:16384|trimmed'));
    expect(done.id('requestId')).toBe('r');
    expect(done.warnings).toEqual([
      { code: 'trimmed', field: 'description', index: 0, limit: 16384, text: 'trimmed' },
    ]);
  });

  it('is refused when one field is wrong and another was only trimmed', async () => {
    const body = {
      problems: [
        { reasonCode: 12, message: 'products[0].name|max:255|cut' },
        { reasonCode: 13, message: 'products[3].name|missing' },
      ],
    };
    const error = await failed(400, body);
    expect(error).toMatchObject({ outcome: 'refused', field: 'name', indexes: [3] });
    expect(error.reason).toBe('record 3: name: missing');
  });

  it('names every refused record once, in order', async () => {
    const messages = [
      'products[7].name|x',
      'products[2].price|y',
      'products[7].price|z',
      'catalogId|w',
    ];
    const error = await failed(400, {
      problems: messages.map((message) => ({ reasonCode: 13, message })),
    });
    expect(error.indexes).toEqual([2, 7]);
    expect(error.problems).toHaveLength(4);
    expect(JSON.stringify(error)).not.toContain('missing');
  });
});

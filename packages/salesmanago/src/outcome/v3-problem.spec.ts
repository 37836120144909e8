import { describe, expect, it } from '@jest/globals';
import { readProblem, readProblems } from './v3-problem.js';

describe('readProblem', () => {
  it.each([
    {
      message: 'Authentication failed',
      code: 10,
      gives: { text: 'Authentication failed', details: {} },
    },
    {
      message: 'name|min:0|max:256|too long',
      code: 11,
      gives: { field: 'name', text: 'too long', details: { min: '0', max: '256' } },
    },
    {
      message: 'products[3].name|missing',
      code: 13,
      gives: { field: 'name', index: 3, text: 'missing', details: {} },
    },
    {
      message: 'products[0].categories[7]|max:255|long',
      code: 11,
      gives: { field: 'categories[7]', index: 0, text: 'long', details: { max: '255' } },
    },
    {
      message: 'products[12].price:decimal|not a number',
      code: 14,
      gives: { field: 'price', index: 12, text: 'not a number', details: { type: 'decimal' } },
    },
    { message: 'products[5]|broken', code: 16, gives: { index: 5, text: 'broken', details: {} } },
    {
      message: 'catalog|limit:3|full',
      code: 19,
      gives: { field: 'catalog', text: 'full', details: { limit: '3' } },
    },
    {
      message: 'systemDetails.brand|max:255|trimmed',
      code: 12,
      gives: { field: 'systemDetails.brand', text: 'trimmed', details: { max: '255' } },
    },
    { message: '|', code: 13, gives: { text: '', details: {} } },
  ])('reads $message', ({ message, code, gives }) => {
    expect(readProblem(message, code)).toEqual({ reasonCode: code, ...gives });
  });
});

describe('readProblems', () => {
  it.each([
    {
      body: { reasonCode: 10, messages: ['Authentication failed'] },
      codes: [10],
      why: 'messages as a list',
    },
    {
      body: { reasonCode: 10, messages: 'Authentication failed' },
      codes: [10],
      why: 'messages as a text',
    },
    { body: { reasonCode: 10 }, codes: [10], why: 'no messages' },
    { body: { reasonCode: '13', message: 'name|missing' }, codes: [13], why: 'a code as text' },
    {
      body: {
        requestId: 'r',
        problems: [
          { reasonCode: 13, message: 'a|b' },
          { reasonCode: 12, messages: ['c|d', 'e|f'] },
        ],
      },
      codes: [13, 12, 12],
      why: 'problems',
    },
    {
      body: { problems: ['odd', null, 3] },
      codes: [undefined, undefined],
      why: 'problems that are no objects',
    },
    { body: { requestId: 'r', productIds: ['1'] }, codes: [], why: 'none' },
    {
      body: { success: true, message: 'Scheduled 3 of 3 contacts' },
      codes: [],
      why: 'a message without a code',
    },
    { body: [], codes: [], why: 'a list' },
    { body: undefined, codes: [], why: 'nothing' },
  ])('reads $why', ({ body, codes }) => {
    expect(readProblems(body).map((problem) => problem.reasonCode)).toEqual(codes);
  });
});

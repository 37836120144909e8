import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readV3Problems } from './v3-problem-body.js';

describe('X10: problems of API v3 that come later', () => {
  it.each([
    {
      why: 'a field of a record',
      body: {
        requestId: 'r-1',
        problems: [{ reasonCode: 13, message: 'products[3].name|missing' }],
      },
      gives: [{ requestId: 'r-1', reasonCode: 13, record: 3, field: 'name', text: 'missing' }],
    },
    {
      why: 'limits beside the text',
      body: { problems: [{ reasonCode: 11, message: 'name|min:0|max:256|too long' }] },
      gives: [{ reasonCode: 11, field: 'name', text: 'too long' }],
    },
    {
      why: 'a text only',
      body: { problems: [{ reasonCode: 10, messages: ['Authentication failed'] }] },
      gives: [{ reasonCode: 10, text: 'Authentication failed' }],
    },
    { why: 'a problem without a form', body: { problems: [7] }, gives: [{ text: '7' }] },
    { why: 'another document', body: { a: 1 }, gives: [{ text: '{"a":1}' }] },
  ])('reads $why', ({ body, gives }) =>
    expect(readV3Problems(JSON.stringify(body))).toEqual(gives),
  );

  it('keeps a text that is no JSON', () =>
    expect(readV3Problems('<html>')).toEqual([{ text: '<html>' }]));

  it('never throws, whatever comes', () =>
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => readV3Problems(text).length > 0),
    ));
});

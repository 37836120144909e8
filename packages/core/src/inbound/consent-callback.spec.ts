import { describe, expect, it } from '@jest/globals';
import { callbackResult, consentCallback } from './consent-callback.js';

const write = {
  email: 'ada@customer.example',
  channel: 'email',
  state: 'out',
  at: '2026-11-21T16:00:00.000Z',
} as const;

describe('the consent callback', () => {
  it('names the change, with one id for every attempt at it', () => {
    expect(consentCallback({ ...write, customerId: '903' })).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      type: 'contact.opted_out',
      email: 'ada@customer.example',
      externalId: '903',
      channel: 'email',
      at: write.at,
      reason: 'salesmanago',
    });
    const { id } = consentCallback(write);
    expect(consentCallback(write).id).toBe(id);
    expect(consentCallback({ ...write, state: 'in' }).id).not.toBe(id);
    expect(consentCallback({ ...write, channel: 'mobile' }).id).not.toBe(id);
  });

  it.each([
    [undefined, { outcome: 'written', state: 'out' }],
    [{}, { outcome: 'written', state: 'out' }],
    [
      { state: 'out', changed: false },
      { outcome: 'unchanged', state: 'out' },
    ],
    [
      { state: 'pending', changed: true },
      { outcome: 'written', state: 'pending' },
    ],
    [{ state: 'whatever' }, { outcome: 'written', state: 'out' }],
  ])('takes the answer %j for %j', (answer, result) =>
    expect(callbackResult(answer, 'out')).toEqual(result),
  );
});

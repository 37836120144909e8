import { describe, expect, it } from '@jest/globals';
import { type KnownKey, refusedKeyState } from './v3-key-state.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const key = (values: Partial<KnownKey> = {}): KnownKey => ({
  v3KeyState: null,
  v3KeyExpiresAt: null,
  ...values,
});

describe('X10: a refused API v3 key', () => {
  it.each([
    { why: 'never worked', known: key(), gives: 'wrong' },
    { why: 'was wrong before', known: key({ v3KeyState: 'wrong' }), gives: 'wrong' },
    { why: 'worked before', known: key({ v3KeyState: 'working' }), gives: 'revoked' },
    { why: 'stays revoked', known: key({ v3KeyState: 'revoked' }), gives: 'revoked' },
    { why: 'stays expired', known: key({ v3KeyState: 'expired' }), gives: 'expired' },
    { why: 'is past its end', known: key({ v3KeyExpiresAt: NOW }), gives: 'expired' },
    {
      why: 'is not at its end yet',
      known: key({ v3KeyState: 'working', v3KeyExpiresAt: NOW + 1 }),
      gives: 'revoked',
    },
    { why: 'is said to be revoked', known: key(), reason: 'API key is revoked', gives: 'revoked' },
    {
      why: 'is said to have expired',
      known: key(),
      reason: 'API key has expired',
      gives: 'expired',
    },
    {
      why: 'is refused without a word',
      known: key(),
      reason: 'Authentication failed',
      gives: 'wrong',
    },
  ])('that $why is $gives', ({ known, reason, gives }) =>
    expect(refusedKeyState(known, reason, NOW)).toBe(gives),
  );
});

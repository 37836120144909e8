import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { equalInConstantTime, hmacBase64, hmacHex, sha256Hex } from './signature.js';

describe('signatures', () => {
  // RFC 4231, test case 2.
  const hex = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';

  it('are HMAC-SHA256 in both forms, of text and of bytes', () => {
    expect(hmacHex('Jefe', 'what do ya want for nothing?')).toBe(hex);
    expect(hmacBase64('Jefe', Buffer.from('what do ya want for nothing?'))).toBe(
      Buffer.from(hex, 'hex').toString('base64'),
    );
    expect(sha256Hex('abc')).toMatch(/^ba7816bf8f01cfea/);
  });

  it('are compared whatever their length', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => equalInConstantTime(a, b) === (a === b)),
    );
    expect(equalInConstantTime(hex, hex)).toBe(true);
  });
});

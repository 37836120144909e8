import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wellFormed } from './well-formed.js';

describe('wellFormed', () => {
  it.each([
    { given: 'Ada\0 Kowal', gives: 'Ada Kowal', why: 'drops NUL' },
    { given: 'Ada \ud83d', gives: 'Ada \ufffd', why: 'replaces half of a pair' },
    { given: 'Ada 😀', gives: 'Ada 😀', why: 'keeps a whole pair' },
    { given: '\\u0000', gives: '\\u0000', why: 'keeps letters that only look like one' },
  ])('$why', ({ given, gives }) => expect(wellFormed(given)).toBe(gives));

  it('reaches into lists and objects', () =>
    expect(wellFormed({ lines: [{ name: 'a\0b' }], total: '1.00' })).toEqual({
      lines: [{ name: 'ab' }],
      total: '1.00',
    }));

  it('gives back what is fine as it is', () =>
    fc.assert(
      fc.property(
        fc.jsonValue({ noUnicodeString: true }),
        (value) => wellFormed(value) === value || JSON.stringify(value).includes('\\u0000'),
      ),
    ));

  it('leaves nothing that PostgreSQL refuses', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\0', '\ud83d', '\ude00'),
        (text, bad) => {
          const clean = wellFormed(text + bad + text);
          expect(clean.isWellFormed() && !clean.includes('\0')).toBe(true);
        },
      ),
    ));
});

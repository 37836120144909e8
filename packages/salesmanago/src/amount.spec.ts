import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wireAmount } from './amount.js';

describe('wireAmount', () => {
  it.each([
    { given: '249.90', gives: 249.9, why: 'a decimal becomes a number' },
    { given: '0', gives: 0, why: 'zero is an amount' },
    { given: '-0.00', gives: 0, why: 'there is no minus zero' },
    { given: '-12.5', gives: -12.5, why: 'keeps the sign' },
    { given: 19.99, gives: 19.99, why: 'takes numbers' },
    { given: 1e-7, gives: 0, why: 'takes tiny numbers' },
    { given: '1.005', gives: 1.01, why: 'rounds decimals, not their nearest doubles' },
    { given: '-1.005', gives: -1.01, why: 'rounds away from zero' },
    {
      given: '9999999999999999999.99',
      gives: '9999999999999999999.99',
      why: 'keeps digits that a number would lose',
    },
  ])('$why: $given', ({ given, gives }) => expect(wireAmount(given)?.value).toBe(gives));

  it.each([
    '',
    'abc',
    '1,50',
    '1 234.5',
    '1e5',
    '.5',
    '5.',
    '99999999999999999999',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e30,
  ])('gives undefined for %j', (given) => expect(wireAmount(given)).toBeUndefined());

  it('says when it rounded', () => {
    expect(wireAmount('1.999')).toEqual({ value: 2, isRounded: true });
    expect(wireAmount('1.9900')).toEqual({ value: 1.99, isRounded: false });
  });

  it('carries every amount of cents through JSON unchanged', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (cents) => {
        const digits = String(cents).padStart(3, '0');
        const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
        const back = JSON.parse(JSON.stringify(wireAmount(text)?.value)) as number;
        expect(back.toFixed(2)).toBe(Number(text).toFixed(2));
        if (cents < 1e13) expect(Math.round(back * 100)).toBe(cents);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDecimals, canonicalDecimal, currencyExponent, multiplyDecimal } from './decimal.js';

describe('canonicalDecimal', () => {
  it.each([
    { given: '19.9', currency: 'PLN', gives: '19.90', why: 'pads to the digits of the currency' },
    {
      given: '1000',
      currency: 'JPY',
      gives: '1000',
      why: 'pads nothing where there are no digits',
    },
    { given: '1000.00', currency: 'JPY', gives: '1000', why: 'drops zeros a currency lacks' },
    { given: '1.5', currency: 'KWD', gives: '1.500', why: 'pads to three digits' },
    { given: '19.9999', currency: 'PLN', gives: '19.9999', why: 'keeps further digits' },
    { given: '19.989999999999998', currency: 'PLN', gives: '19.99', why: 'heals a printed float' },
    { given: '0.1234567', currency: 'PLN', gives: '0.123457', why: 'rounds the seventh digit' },
    { given: '0.1234565', currency: 'PLN', gives: '0.123457', why: 'rounds a half up' },
    { given: '+007.50', currency: 'PLN', gives: '7.50', why: 'drops plus and leading zeros' },
    { given: '-0.00', currency: 'PLN', gives: '0.00', why: 'has no negative zero' },
    { given: '.5', currency: 'PLN', gives: '0.50', why: 'adds the zero before the point' },
    { given: '5.', currency: 'PLN', gives: '5.00', why: 'takes a point without digits' },
    { given: '1.5e3', currency: 'PLN', gives: '1500.00', why: 'reads an exponent' },
    { given: '1e-7', currency: 'PLN', gives: '0.00', why: 'reads a tiny number' },
    {
      given: '0',
      currency: undefined,
      gives: '0.00',
      why: 'assumes two digits without a currency',
    },
    { given: '1,5', currency: 'PLN', gives: undefined, why: 'refuses a decimal comma' },
    { given: '', currency: 'PLN', gives: undefined, why: 'refuses blank text' },
    { given: '.', currency: 'PLN', gives: undefined, why: 'refuses a lone point' },
    { given: '12 PLN', currency: 'PLN', gives: undefined, why: 'refuses text around the number' },
    {
      given: '0'.repeat(100_000),
      currency: 'PLN',
      gives: undefined,
      why: 'refuses absurd lengths',
    },
  ])('$why', ({ given, currency, gives }) => expect(canonicalDecimal(given, currency)).toBe(gives));

  it('never changes a value that is already canonical', () => {
    fc.assert(
      fc.property(micros(), fc.constantFrom('PLN', 'JPY', 'KWD', undefined), (n, currency) => {
        const once = canonicalDecimal(decimalText(n), currency) ?? '';
        expect(canonicalDecimal(once, currency)).toBe(once);
      }),
    );
  });
});

describe('currencyExponent', () => {
  it.each([
    ['PLN', 2],
    ['jpy', 0],
    ['BHD', 3],
    ['CLF', 4],
    [undefined, 2],
    ['constructor', 2],
  ])('%s has %s', (currency, digits) => expect(currencyExponent(currency)).toBe(digits));
});

describe('sums and products', () => {
  it('adds without the errors of floats', () =>
    expect(addDecimals(['0.10', '0.20', '-0.05'], 'PLN')).toBe('0.25'));

  it('adds exactly, in any order', () => {
    fc.assert(
      fc.property(fc.array(micros(), { maxLength: 20 }), (list) => {
        const sum = list.reduce((total, n) => total + n, 0n);
        expect(addDecimals(list.map(decimalText))).toBe(canonicalDecimal(decimalText(sum)));
        expect(addDecimals(list.map(decimalText).reverse())).toBe(
          addDecimals(list.map(decimalText)),
        );
      }),
    );
  });

  it.each([
    { price: '49.90', times: 2, gives: '99.80', why: 'whole pieces' },
    { price: '10.00', times: 1.5, gives: '15.00', why: 'goods sold by weight' },
    { price: '0.333333', times: 0.5, gives: '0.166667', why: 'rounds the product to six digits' },
    { price: '-3.00', times: 2, gives: '-6.00', why: 'negative prices' },
    { price: '5.00', times: Number.NaN, gives: '0.00', why: 'no number counts as nothing' },
    { price: 'free', times: 2, gives: '0.00', why: 'no price counts as nothing' },
  ])('multiplies: $why', ({ price, times, gives }) =>
    expect(multiplyDecimal(price, times, 'PLN')).toBe(gives),
  );
});

const micros = () => fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });

function decimalText(n: bigint): string {
  const digits = (n < 0n ? -n : n).toString().padStart(7, '0');
  return `${n < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

import { describe, expect, it } from '@jest/globals';
import { cartOf, minor, money, shownAmount } from './values.js';

describe('shownAmount', () => {
  it.each([
    ['$1,234.50', '1234.5'],
    ['1.234,50 €', '1234.5'],
    ['1 234,50 zł', '1234.5'],
    ["CHF 1'234.50", '1234.5'],
    ['1,234', '1234'],
    ['1.234.567 ₫', '1234567'],
    ['¥1000', '1000'],
    ['0,99', '0.99'],
    ['12,5', '12.5'],
    ['', undefined],
    ['free', undefined],
    [null, undefined],
  ])('reads %j as %j', (shown, amount) => expect(shownAmount(shown)).toBe(amount));
});

describe('money', () => {
  it.each([
    [149.99, '149.99'],
    ['149.9900', '149.99'],
    [0, '0'],
    [0.1 + 0.2, '0.3'],
    [1e-9, '0'],
    [1e12, undefined],
    [-1, undefined],
    ['1,5', undefined],
    [null, undefined],
    ['', undefined],
    [Number.NaN, undefined],
    [{}, undefined],
  ])('writes %j as %j', (value, amount) => expect(money(value)).toBe(amount));
});

describe('minor', () => {
  it.each([
    ['14999', 2, '149.99'],
    [100_000, 0, '100000'],
    ['1234', 3, '1.234'],
    [1, undefined, undefined],
    [undefined, 2, undefined],
  ])('of %j with %j digits is %j', (value, digits, amount) =>
    expect(minor(value, digits)).toBe(amount),
  );
});

describe('cartOf', () => {
  it('leaves out what is no product', () => {
    const cart = cartOf([
      { productId: 7, quantity: '2' },
      { name: 'Gift card', quantity: 1 },
    ]);
    expect(cart?.lines).toMatchObject([{ productId: '7', quantity: 2 }]);
  });

  it('does not call a cart empty whose products it cannot name', () => {
    expect(cartOf([{ name: 'Gift card', quantity: 1 }])).toBeUndefined();
  });

  it('gives an emptied cart', () => {
    expect(cartOf([], { total: 0 })).toMatchObject({ lines: [], total: '0' });
  });
});

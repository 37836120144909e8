import { describe, expect, it } from '@jest/globals';
import type { Line } from '@storewire/core';
import { cartLink } from './cart-link.js';

const SHOP = 'https://mugs.example';
const line = (variantId: string | undefined, quantity = 1): Line => ({ variantId, quantity });

describe('the recovery link of a cart', () => {
  it('names variants and quantities, on the pages of the shop', () => {
    expect(cartLink([line('41', 2), line('42')], SHOP)).toBe('https://mugs.example/cart/41:2,42:1');
    expect(cartLink([line('41')], 'https://mugs.example/pl/')).toBe(
      'https://mugs.example/cart/41:1',
    );
  });

  it.each<[string, readonly Line[], string]>([
    ['an empty cart', [], SHOP],
    ['a line without a variant', [line('41'), line(undefined)], SHOP],
    ['what is no id', [line('41/../account')], SHOP],
    ['a part of a piece', [line('41', 0.5)], SHOP],
    ['nothing', [line('41', 0)], SHOP],
    ['a shop without an address', [line('41')], 'mugs'],
    ['more than an event holds', Array.from({ length: 200 }, () => line('12345678901234')), SHOP],
  ])('is not made of %s', (_, lines, url) => expect(cartLink(lines, url)).toBeUndefined());
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  LOCATION_PATTERN,
  listOf,
  normaliseDomain,
  normaliseTag,
  normaliseTags,
  proposeLocation,
} from './normalise.js';

describe('tags', () => {
  it.each([
    [' shop  register ', 'SHOP_REGISTER'],
    ['żółw', 'ŻÓŁW'],
    ['istanbul', 'ISTANBUL'],
    ['a\tb\u00a0c', 'A_B_C'],
    [' ', ''],
    ['😀'.repeat(300), '😀'.repeat(255)],
  ])('%j becomes %j', (given, gives) => expect(normaliseTag(given)).toBe(gives));

  it('drops blanks and duplicates and keeps the order', () =>
    expect(normaliseTags(['b', ' ', 'A', 'B', 'a b'])).toEqual(['B', 'A', 'A_B']));

  it('are stable once normalised', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (tags) =>
        expect(normaliseTags(normaliseTags(tags))).toEqual(normaliseTags(tags)),
      ),
    );
  });
});

describe('domains', () => {
  it.each([
    [' Market.Example ', 'market.example'],
    ['@market.example', 'market.example'],
    ['*.market.example', 'market.example'],
    ['market.example.', 'market.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['user@market.example', ''],
    ['bad domain', ''],
    ['a,b', ''],
    ['', ''],
  ])('%j becomes %j', (given, gives) => expect(normaliseDomain(given)).toBe(gives));

  it('are stable once normalised', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string()), (domain) => {
        const once = normaliseDomain(domain);
        expect(normaliseDomain(once)).toBe(once);
      }),
    );
  });
});

describe('listOf', () => {
  it.each([
    ['a, b ,,c', ['a', 'b', 'c']],
    ['', []],
    [' , ', []],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [5, 5],
    [null, null],
    [undefined, undefined],
    [{ a: 1 }, { a: 1 }],
  ])('%j becomes %j', (given, gives) => expect(listOf(given)).toEqual(gives));
});

describe('location', () => {
  it.each([
    ['shop_pl', true],
    ['_ab', true],
    ['abc', true],
    ['a'.repeat(36), true],
    ['ab', false],
    ['a'.repeat(37), false],
    ['1shop', false],
    ['shop-pl', false],
    ['sklep_łódź', false],
    ['', false],
  ])('%j is one: %s', (text, is) => expect(LOCATION_PATTERN.test(text)).toBe(is));

  it.each([
    ['bigcommerce:abc12:1', 'bigcommerce_abc12_1'],
    ['Zażółć gęślą', 'Zazo_c_gesla'],
    ['24h.example', 's_24h_example'],
    ['a', 'a__'],
    ['', 's__'],
  ])('%j gets %j', (text, gives) => expect(proposeLocation(text)).toBe(gives));

  it('always fits the rule', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        expect(proposeLocation(text)).toMatch(LOCATION_PATTERN);
      }),
    );
  });

  it('tells two long shop keys apart that begin alike', () => {
    const key = 'woocommerce:https://a-rather-long-name.shop.example/';
    expect(proposeLocation(`${key}pl`)).not.toBe(proposeLocation(`${key}de`));
  });
});

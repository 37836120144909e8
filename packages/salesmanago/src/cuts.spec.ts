import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutProductIds, cutText } from './cuts.js';

const family = '👨‍👩‍👧';

describe('cutText', () => {
  it.each([
    { text: 'abc', limit: 3, gives: 'abc', why: 'keeps what fits' },
    { text: 'abcd', limit: 3, gives: 'abc', why: 'cuts what does not' },
    { text: '0', limit: 255, gives: '0', why: 'keeps "0"' },
    { text: '', limit: 5, gives: '', why: 'keeps nothing' },
    { text: 'żółć', limit: 2, gives: 'żó', why: 'counts characters, not bytes' },
    { text: 'ab😀c', limit: 3, gives: 'ab', why: 'does not split a surrogate pair' },
    { text: 'ab😀c', limit: 4, gives: 'ab😀', why: 'keeps a pair that fits' },
    { text: 'abe\u0301x', limit: 3, gives: 'ab', why: 'does not tear an accent off' },
    { text: `ab${family}`, limit: 6, gives: 'ab', why: 'does not split joined emoji' },
    {
      text: `a${'\u0301'.repeat(300)}`,
      limit: 255,
      gives: `a${'\u0301'.repeat(254)}`,
      why: 'cuts a letter with absurdly many accents',
    },
    { text: 'a\ud800b', limit: 255, gives: 'a\ufffdb', why: 'replaces half a pair' },
  ])('$why', ({ text, limit, gives }) => expect(cutText(text, limit)).toBe(gives));

  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(fc.constantFrom('a', 'é', 'e\u0301', '😀', family, 'ż', '0'))
      .map((parts) => parts.join('')),
  );

  it('gives a well-formed beginning within the limit, and cutting again changes nothing', () => {
    fc.assert(
      fc.property(anyText, fc.nat(40), (text, limit) => {
        const cut = cutText(text, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect([...cut].length).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed()).toBe(true);
        expect(text.toWellFormed().startsWith(cut)).toBe(true);
        expect(cutText(cut, limit)).toBe(cut);
      }),
    );
  });

  it('loses no more than the one character at the border', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-composite', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (text, limit) => {
          const cut = cutText(text, limit);
          const next = [...new Intl.Segmenter().segment(text)].find(
            (part) => part.index === cut.length,
          );
          expect(cut === text || cut.length + (next?.segment.length ?? 0) > limit).toBe(true);
        },
      ),
    );
  });
});

describe('cutProductIds', () => {
  it.each([
    { ids: ['1001', '1002'], limit: 512, text: '1001,1002', cut: [], why: 'joins with commas' },
    {
      ids: ['1001', '1002', '1003'],
      limit: 9,
      text: '1001,1002',
      cut: ['1003'],
      why: 'stops at a comma',
    },
    {
      ids: ['1001', '1002', '1003'],
      limit: 8,
      text: '1001',
      cut: ['1002', '1003'],
      why: 'never sends part of an id',
    },
    {
      ids: ['1', '22222', '3'],
      limit: 4,
      text: '1',
      cut: ['22222', '3'],
      why: 'keeps the order, also when a later one would fit',
    },
    { ids: ['0', ' ', 'a '], limit: 9, text: '0,a', cut: [], why: 'keeps "0", skips blanks' },
    {
      ids: ['toolong'],
      limit: 3,
      text: '',
      cut: ['toolong'],
      why: 'gives nothing when the first does not fit',
    },
  ])('$why', ({ ids, limit, text, cut }) => {
    expect(cutProductIds(ids, limit)).toEqual({ text, cut, unusable: [] });
  });

  it('puts ids aside that hold a comma', () => {
    expect(cutProductIds(['1', 'a,b', '2'], 512)).toEqual({
      text: '1,2',
      cut: [],
      unusable: ['a,b'],
    });
  });

  it('loses no id: what it joined and what it cut are the ids', () => {
    const id = fc.string({
      unit: fc.constantFrom('a', 'ż', '😀', '1', '-'),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.array(id, { maxLength: 30 }),
        fc.integer({ min: 1, max: 80 }),
        (ids, limit) => {
          const { text, cut, unusable } = cutProductIds(ids, limit);
          expect(text.length).toBeLessThanOrEqual(limit);
          expect([...(text === '' ? [] : text.split(',')), ...cut]).toEqual(ids);
          expect(unusable).toEqual([]);
        },
      ),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLossless } from './lossless-json.js';

describe('parseLossless', () => {
  it('keeps every digit of an id that a number cannot hold', () => {
    expect(parseLossless('{"id":820982911946154508,"a":[9007199254740993]}')).toEqual({
      id: '820982911946154508',
      a: ['9007199254740993'],
    });
  });

  it('leaves numbers that fit, fractions and texts as they are', () => {
    const text = '{"id":9007199254740991,"x":0.12345678901234567,"t":"820982911946154508"}';
    expect(parseLossless(text)).toEqual(JSON.parse(text));
  });

  it('gives what JSON.parse gives for all other JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const hasLongInteger = /(?<![\d.eE])-?\d{16,}(?![\d.eE])/.test(text);
        fc.pre(!hasLongInteger);
        expect(parseLossless(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('throws for what is no JSON', () => {
    expect(() => parseLossless('{"id":82098291194615450')).toThrow(SyntaxError);
  });
});

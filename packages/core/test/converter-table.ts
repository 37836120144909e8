import { describe, expect, it } from '@jest/globals';
import { type ConverterName, convert, type MappingContext } from '../src/mapping/converters.js';

export const WARSAW: MappingContext = { zone: 'Europe/Warsaw', country: 'PL', currency: 'PLN' };

/** One table for a converter: what is given, what it gives, and why. */
export const table = (name: ConverterName, rows: [given: unknown, gives: unknown, why: string][]) =>
  describe(name, () => {
    it.each(rows.map(([given, gives, why]) => ({ given, gives, why })))(
      '$why',
      ({ given, gives }) => expect(convert(name, given, WARSAW)).toEqual(gives),
    );
  });

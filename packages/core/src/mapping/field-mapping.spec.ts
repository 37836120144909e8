import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FieldMapping } from '../settings/store-settings.js';
import { readFieldMapping } from './field-mapping.js';

const DOCUMENT = {
  group: 'Gold members',
  points: 120,
  vip: true,
  sizes: ['M', 'L'],
  note: null,
  blank: ' ',
  nested: { a: 1 },
  long: 'ż'.repeat(300),
  meta_data: [{ key: 'vat', value: 'PL123' }],
};
const read = (...mapping: FieldMapping[]) => readFieldMapping(DOCUMENT, mapping);

describe('D14: values a merchant mapped', () => {
  it.each([
    { from: 'group', gives: 'Gold members', why: 'a text' },
    { from: 'points', gives: '120', why: 'a number' },
    { from: 'vip', gives: 'true', why: 'a boolean' },
    { from: 'sizes', gives: 'M,L', why: 'a list' },
    {
      from: 'meta_data[key=vat].value',
      gives: 'PL123',
      why: 'an entry of a list, found by a field',
    },
  ])('become properties: $why', ({ from, gives }) =>
    expect(read({ from, to: 'property', name: 'x' }).properties).toEqual({ x: gives }),
  );

  it('become tags with a prefix, as SALESmanago keeps them', () =>
    expect(read({ from: 'group', to: 'tag', name: 'group_' }).tags).toEqual([
      'GROUP_GOLD_MEMBERS',
    ]));

  it('become details by their number', () =>
    expect(read({ from: 'points', to: 'detail', name: '12', overwrite: true }).details).toEqual({
      detail12: { value: '120', overwrite: true },
    }));

  it('become Key Information: numbers stay numbers, and what is empty clears', () =>
    expect(
      read(
        { from: 'points', to: 'keyInformation', name: 'points' },
        { from: 'group', to: 'keyInformation', name: 'group' },
        { from: 'note', to: 'keyInformation', name: 'note' },
        { from: 'nothing', to: 'keyInformation', name: 'gone' },
      ).keyInformation,
    ).toEqual({ points: 120, group: 'Gold members', note: null }));

  it('are cut between characters, and the note says so', () => {
    const { properties, notes } = read({ from: 'long', to: 'property', name: 'x' });
    expect(properties.x).toBe('ż'.repeat(255));
    expect(notes).toEqual([{ from: 'long', to: 'property', name: 'x', outcome: 'cut' }]);
  });

  it.each([
    { from: 'nothing', outcome: 'missing' },
    { from: 'note', outcome: 'empty' },
    { from: 'blank', outcome: 'empty' },
    { from: 'nested', outcome: 'unusable' },
    { from: 'group', outcome: 'read' },
  ])('are noted as they were found: $outcome', ({ from, outcome }) => {
    const { notes, properties } = read({ from, to: 'property', name: 'x' });
    expect(notes[0]?.outcome).toBe(outcome);
    expect('x' in properties).toBe(outcome === 'read');
  });

  it('never make a document fail', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (document, from) => {
        const mapping = (['property', 'detail', 'tag', 'keyInformation'] as const).map((to) => ({
          from,
          to,
          name: '1',
        }));
        return readFieldMapping(document, mapping).notes.length === 4;
      }),
    ));
});

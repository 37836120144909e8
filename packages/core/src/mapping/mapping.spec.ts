import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Order } from '../model/records.js';
import { CONVERTERS, type ConverterName } from './converters.js';
import { applyMapping, defineMapping, type MappingRows } from './mapping.js';

interface Sample {
  id?: string;
  email?: string | null;
  names?: string[] | null;
  kind?: string;
  phone?: string;
  address?: { city?: string | null; zip?: string } | null;
  lines?: { sku?: string; quantity?: number; gifts?: { sku?: string }[] }[];
}

describe('a value row', () => {
  const mapping = defineMapping<Sample>({
    id: { from: 'id', as: 'text', required: true },
    email: { from: ['billing.email', 'customer.email'], as: 'email' },
    names: { from: ['tags', 'labels'], as: 'textList' },
    kind: { from: 'kind', as: 'text', lookup: { '1': 'retail', '2': 'trade' }, otherwise: 'none' },
  });
  const email = (doc: object) => applyMapping(mapping, { id: 1, ...doc }).record.email;

  it('takes the first path that is not empty', () => {
    expect(email({ billing: { email: 'A@b.example' }, customer: { email: 'c@b.example' } })).toBe(
      'a@b.example',
    );
    expect(email({ billing: { email: '' }, customer: { email: 'c@b.example' } })).toBe(
      'c@b.example',
    );
    expect(email({ billing: { email: 'no address' }, customer: { email: 'c@b.example' } })).toBe(
      'c@b.example',
    );
  });

  it('tells missing from known to be empty', () => {
    expect(applyMapping(mapping, { id: 1 }).record).not.toHaveProperty('email');
    expect(email({ billing: { email: null } })).toBeNull();
    expect(email({ customer: { email: ' ' } })).toBeNull();
  });

  it('goes past an empty list, and keeps it where there is nothing better', () => {
    expect(applyMapping(mapping, { id: 1, tags: [], labels: ['x'] }).record.names).toEqual(['x']);
    expect(applyMapping(mapping, { id: 1, tags: null, labels: [] }).record.names).toEqual([]);
  });

  it('looks a value up, keeps what the table lacks, and has a value for nothing at all', () => {
    const kind = (value: unknown) => applyMapping(mapping, { id: 1, kind: value }).record.kind;
    expect(kind(2)).toBe('trade');
    expect(kind('3')).toBe('3');
    expect(kind('toString')).toBe('toString');
    expect(kind(undefined)).toBe('none');
    expect(kind(null)).toBeNull();
  });

  it('keeps "0"', () => expect(applyMapping(mapping, { id: 0 }).record.id).toBe('0'));

  it('names the field and the paths of a required value that is missing', () => {
    expect(applyMapping(mapping, {}).problems).toEqual([
      { path: 'id', message: 'needs id (text)' },
    ]);
    expect(applyMapping(mapping, { id: '' }).problems).toHaveLength(1);
  });
});

describe('nested and each rows', () => {
  const lines: MappingRows = {
    sku: { from: 'sku', as: 'text', required: true },
    quantity: { from: ['qty', 'quantity'], as: 'integer' },
    gifts: { each: 'gifts', map: { sku: { from: 'sku', as: 'text', required: true } } },
  };
  const mapping = defineMapping<Sample>({
    address: { from: ['ship', 'bill'], map: { city: { from: 'city', as: 'text' } } },
    lines: { each: ['items', 'rows'], map: lines },
  });

  it('reads a nested object from the first path that is one', () => {
    expect(applyMapping(mapping, { ship: [], bill: { city: 'Łódź' } }).record.address).toEqual({
      city: 'Łódź',
    });
  });

  it('tells a missing object from one that is known to be empty', () => {
    expect(applyMapping(mapping, {}).record).toEqual({});
    expect(applyMapping(mapping, { ship: null }).record.address).toBeNull();
  });

  it('maps every element of the first list, an empty one too', () => {
    expect(
      applyMapping(mapping, { items: 'x', rows: [{ sku: 1, qty: '2' }] }).record.lines,
    ).toEqual([{ sku: '1', quantity: 2 }]);
    expect(applyMapping(mapping, { items: [] }).record.lines).toEqual([]);
  });

  it('gives problems the path of the element', () => {
    const { problems } = applyMapping(mapping, {
      items: [{ sku: 'a' }, null, { sku: 'b', gifts: [{}] }],
    });
    expect(problems.map((problem) => problem.path)).toEqual([
      'lines[1].sku',
      'lines[2].gifts[0].sku',
    ]);
  });

  it('can require the list itself', () => {
    const strict = defineMapping<Pick<Order, 'lines'>>({
      lines: { each: ['items', 'rows'], map: lines, required: true },
    });
    expect(applyMapping(strict, {}).problems).toEqual([
      { path: 'lines', message: 'needs items or rows (a list)' },
    ]);
    expect(applyMapping(strict, { rows: [] }).problems).toEqual([]);
  });
});

it('never throws on any JSON, with any converter', () => {
  const names = Object.keys(CONVERTERS) as ConverterName[];
  const rows: MappingRows = Object.fromEntries([
    ...names.map((as) => [as, { from: ['a', 'b.c', '$'], as }]),
    [
      'each',
      { each: ['$', 'a'], map: Object.fromEntries(names.map((as) => [as, { from: '$', as }])) },
    ],
    ['nested', { from: 'a', map: { x: { from: 'x[key=y]', as: 'text', required: true } } }],
  ]);
  const contexts = fc.record(
    {
      zone: fc.constantFrom('Europe/Warsaw', 'No/Where', ''),
      country: fc.constantFrom('PL', 'pl', 'XX'),
      currency: fc.constantFrom('PLN', 'JPY', '?'),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(documents(), contexts, (doc, context) => {
      applyMapping({ rows }, doc, context);
    }),
    { numRuns: 300 },
  );
});

/** JSON, also with the keys and values that trip careless code. */
const documents = () => {
  const odd = fc.constantFrom<unknown>(
    { toString: 1, valueOf: 1 },
    '0000-00-00 00:00:00',
    '2026-10-25 02:30:00',
    'gid://shopify/Order/',
    1e300,
    '<<<&amp;',
    '9'.repeat(400),
  );
  const value = fc.oneof(fc.jsonValue(), odd);
  return fc.oneof(value, fc.record({ a: value, b: fc.record({ c: value }) }), fc.array(value));
};

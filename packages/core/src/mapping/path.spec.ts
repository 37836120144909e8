import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPath } from './path.js';

const doc = {
  id: 7,
  billing: { email: 'a@b.example', 'first.name': 'x' },
  refunds: [{ id: 'r1' }, { id: 'r2' }],
  empty: null,
  zero: 0,
  meta_data: [
    null,
    'text',
    { key: { toString: 1 }, value: 'odd' },
    { key: 'newsletter', value: 'yes' },
    { key: 'a.b', value: 'dotted' },
    { key: 5, value: 'five' },
    { key: 'newsletter', value: 'second' },
  ],
};

describe('readPath', () => {
  it.each([
    ['id', 7],
    ['billing.email', 'a@b.example'],
    ['refunds[1].id', 'r2'],
    ['refunds[5].id', undefined],
    ['refunds[x]', undefined],
    ['meta_data[key=newsletter].value', 'yes'],
    ['meta_data[key=a.b].value', 'dotted'],
    ['meta_data[key=5].value', 'five'],
    ['meta_data[key=absent].value', undefined],
    ['billing[key=newsletter]', undefined],
    ['empty', null],
    ['empty.deeper', undefined],
    ['zero', 0],
    ['id.deeper', undefined],
    ['constructor', undefined],
    ['billing.toString', undefined],
    ['meta_data[constructor=x]', undefined],
  ])('%s', (path, gives) => expect(readPath(doc, path)).toEqual(gives));

  it('gives the whole document for $', () => expect(readPath(doc, '$')).toBe(doc));

  it('looks a variable up in the connection', () => {
    const path = 'meta_data[key={newsletterField}].value';
    expect(readPath(doc, path, { newsletterField: 'newsletter' })).toBe('yes');
    expect(readPath(doc, path, { newsletterField: '' })).toBeUndefined();
    expect(readPath(doc, path, {})).toBeUndefined();
    expect(readPath(doc, 'meta_data[key={constructor}].value', {})).toBeUndefined();
  });

  it('never throws, whatever the document and the path', () => {
    const paths = fc.oneof(
      fc.constantFrom(
        'a',
        '$',
        'a.b[0].c',
        'a[key=x].b',
        'a[key={v}]',
        '[0]',
        '..',
        '[',
        'a[]]',
        '',
      ),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), paths, fc.jsonValue(), (json, path, variable) => {
        readPath(json, path, { v: variable });
        readPath({ a: [{ key: json }] }, path, { v: variable });
      }),
    );
  });
});

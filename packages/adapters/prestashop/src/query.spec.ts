import { describe, expect, it } from '@jest/globals';
import { above, anyOf, betweenTimes, equal, parametersOf, sinceTime } from './query.js';

describe('parametersOf', () => {
  it('asks for whole documents, or for fields', () => {
    expect(parametersOf({})).toEqual({ display: 'full' });
    expect(parametersOf({ fields: ['id', 'email'] })).toEqual({ display: '[id,email]' });
    expect(parametersOf({ fields: [] })).toEqual({});
  });

  it('spells filters, sorting and limits', () => {
    const filter = { email: equal('a+b@customer.example'), id: above(7), deleted: undefined };
    expect(parametersOf({ filter, sort: ['id_ASC'], limit: 50 })).toEqual({
      display: 'full',
      'filter[email]': '[a+b@customer.example]',
      'filter[id]': '>[7]',
      sort: '[id_ASC]',
      limit: '50',
    });
    expect(anyOf([1, 2])).toBe('[1|2]');
  });

  it.each([
    { query: { filter: { date_upd: sinceTime('2026-11-21 17:00:00') } }, date: '1' },
    { query: { sort: ['date_add_ASC'] }, date: '1' },
    {
      query: { filter: { newsletter_date_add: sinceTime('2026-11-21 17:00:00') } },
      date: undefined,
    },
  ])('names dates where PrestaShop wants it: $date', ({ query, date }) => {
    expect(parametersOf(query).date).toBe(date);
  });

  it('shows prices beside the fields', () => {
    const parameters = parametersOf({ fields: ['id'], prices: true });
    expect(parameters.display).toBe('[id,gross,regular]');
    expect(parameters['price[regular][use_reduction]']).toBe('0');
  });
});

describe('times in a filter', () => {
  it.each([
    { from: '2026-11-21 17:00:00', gives: '>[2026-11-21 16:59:59]' },
    { from: '2026-03-01 00:00:00', gives: '>[2026-02-28 23:59:59]' },
  ])('include the second $from', ({ from, gives }) => expect(sinceTime(from)).toBe(gives));

  it.each(['yesterday', '', '2026-11-21', '2026-11-21T17:00:00Z', '1] or [2'])(
    'stops at %p, which would match every row of the shop',
    (time) => {
      expect(() => sinceTime(time)).toThrow(RangeError);
      expect(() => betweenTimes('2026-11-21 17:00:00', time)).toThrow(RangeError);
    },
  );
});

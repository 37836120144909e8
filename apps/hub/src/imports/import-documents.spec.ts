import { describe, expect, it } from '@jest/globals';
import { applyMapping, INBOUND_MAPPINGS, type Mapping } from '@storewire/core';
import { mappingOf, mappingProblems } from './import-columns.js';
import { documentOf, groupOf, type ImportContext } from './import-documents.js';

const context: ImportContext = {
  zone: 'Europe/Warsaw',
  currency: 'PLN',
  states: new Set(['order.placed', 'order.paid', 'completed']),
};

function recordOf(kind: 'contacts' | 'orders', ...rows: Record<string, string>[]): unknown {
  const made = documentOf(
    kind,
    rows.map((cells, i) => ({ row: i + 2, cells })),
    context,
  );
  if ('rejected' in made) return made.rejected;
  const mapping = INBOUND_MAPPINGS[kind === 'orders' ? 'order' : 'contact'] as Mapping<object>;
  const { record, problems } = applyMapping(mapping, made.document.raw, { country: 'PL' });
  expect(problems).toEqual([]);
  return record;
}

const email = 'ada@customer.example';

describe('an imported contact', () => {
  it('has what the columns say', () => {
    expect(
      recordOf('contacts', {
        email: 'Ada@Customer.example',
        externalId: '7',
        name: 'Ada Kowal',
        phone: '500 100 200',
        company: 'Ada',
        street: 'Polna 3',
        zipCode: '81-001',
        city: 'Gdynia',
        province: 'pomorskie',
        country: 'PL',
        birthDate: '14.02.1990',
        createdAt: '2026-01-15 11:02',
        optIn: 'tak',
        consentAt: '2026-07-15 11:02:09',
        tags: 'VIP;KLUB',
      }),
    ).toEqual({
      email,
      externalId: '7',
      name: 'Ada Kowal',
      phone: '+48500100200',
      company: 'Ada',
      address: {
        street: 'Polna 3',
        zip: '81-001',
        city: 'Gdynia',
        province: 'pomorskie',
        country: 'PL',
      },
      birthDate: '1990-02-14',
      registeredAt: '2026-01-15T10:02:00.000Z',
      emailConsent: 'in',
      emailConsentAt: '2026-07-15T09:02:09.000Z',
      consents: [{ kind: 'newsletter-email', granted: true, at: '2026-07-15T09:02:09.000Z' }],
      tags: ['VIP', 'KLUB'],
    });
  });

  it.each([
    ['1', 'in'],
    ['nie', 'out'],
    ['FALSE', 'out'],
    [undefined, undefined],
  ])('with optIn %s says %s about consent', (optIn, said) => {
    const record = recordOf('contacts', { email, ...(optIn ? { optIn } : {}) });
    expect((record as { emailConsent?: string }).emailConsent).toBe(said);
  });

  it.each([
    [{}, 'email', 'is required.'],
    [{ email: 'ada' }, 'email', 'must be an e-mail address.'],
    [{ email, optIn: 'maybe' }, 'optIn', /must be 1, 0/],
    [{ email, birthDate: '31.02.1990' }, 'birthDate', /must be a day/],
    [{ email, createdAt: 'soon' }, 'createdAt', /must be a date/],
  ])('is rejected for %j', (cells, path, message) => {
    expect(recordOf('contacts', cells as Record<string, string>)).toEqual({
      row: 2,
      path,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});

describe('an imported order', () => {
  const line = { orderId: '1001', email, date: '2026-03-29 12:00', productId: '7', quantity: '2' };

  it('has all its lines, and their sum where no total is given', () => {
    expect(
      recordOf(
        'orders',
        { ...line, unitPrice: '1 234,50 zł' },
        { ...line, productId: '8', quantity: '0,5', unitPrice: '10.00' },
      ),
    ).toEqual({
      externalId: '1001',
      state: 'order.placed',
      placedAt: '2026-03-29T10:00:00.000Z',
      updatedAt: '2026-03-29T10:00:00.000Z',
      currency: 'PLN',
      total: '2474.00',
      email,
      lines: [
        { productId: '7', quantity: 2, unitPrice: '1234.50' },
        { productId: '8', quantity: 0.5, unitPrice: '10.00' },
      ],
    });
  });

  it.each([
    [{}, 'order.placed'],
    [{ paidAt: '2026-03-29' }, 'order.paid'],
    [{ status: 'completed' }, 'completed'],
    [{ status: 'Zrealizowane', paidAt: '2026-03-29' }, 'order.paid'],
  ])('with %j is %s', (more, state) => {
    expect(recordOf('orders', { ...line, orderTotal: '5', ...more })).toMatchObject({ state });
  });

  it.each([
    [{ orderTotal: '5', quantity: '0' }, 'quantity', 'must be more than 0.'],
    [{ orderTotal: '5', productId: undefined }, 'productId', 'is required.'],
    [{ orderTotal: 'free' }, 'orderTotal', /must be an amount/],
    [{}, 'orderTotal', /where a line has no unitPrice/],
    [{ orderTotal: '5', currency: 'zl' }, 'currency', /code/],
    [{ orderTotal: '5', date: undefined }, 'date', 'is required.'],
  ])('is rejected for %j', (more, path, message) => {
    const cells = Object.fromEntries(
      Object.entries({ ...line, ...more }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>;
    expect(recordOf('orders', cells)).toEqual({
      row: 2,
      path,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  it('is kept together by its id, and a contact by its row', () => {
    expect(groupOf('orders', { row: 9, cells: line })).toBe('1001');
    expect(groupOf('orders', { row: 9, cells: {} })).not.toBe(
      groupOf('orders', { row: 10, cells: {} }),
    );
    expect(
      groupOf('contacts', { row: 9, cells: {} }) < groupOf('contacts', { row: 10, cells: {} }),
    ).toBe(true);
  });
});

describe('the mapping of columns', () => {
  it('knows English and Polish headers', () => {
    expect(mappingOf('contacts', ['Adres e-mail', 'Kod pocztowy', 'first_name'])).toEqual({
      email: 'Adres e-mail',
      zipCode: 'Kod pocztowy',
    });
  });

  it('names what is missing, unknown and absent', () => {
    const mapping = { email: 'E', shoeSize: 'S', name: 'N' };
    expect(mappingProblems('contacts', mapping, ['E']).map(({ path }) => path)).toEqual([
      'mapping.shoeSize',
      'mapping.name',
    ]);
    expect(mappingProblems('orders', {}, ['X']).map(({ path }) => path)).toEqual([
      'mapping.orderId',
      'mapping.email',
      'mapping.date',
      'mapping.productId',
      'mapping.quantity',
    ]);
  });
});

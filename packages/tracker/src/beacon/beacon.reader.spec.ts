import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Fastify from 'fastify';
import { readBeacon, readVisitorQuestion } from './beacon.reader.js';
import { BEACON_SCHEMA } from './beacon.schema.js';

const beacon = () => ({
  v: 1,
  id: '2f1c6f0e-8a43-4d0f-9f5e-0d4f6a5b7c8d',
  platform: 'woocommerce',
  at: 1_795_278_402_000,
  cart: {
    token: '9f0c1d2e-3a4b-4c5d-8e6f-708192a3b4c5',
    lines: [
      {
        productId: '10',
        sku: 'RUN-1',
        name: 'Runner',
        quantity: 2,
        unitPrice: '149.99',
        total: '299.98',
      },
    ],
    total: '299.98',
    currency: 'PLN',
  },
});
type Loose = Record<string, unknown> & { cart: Record<string, unknown> };
const changed = (change: (value: Loose) => void): string => {
  const value = beacon() as unknown as Loose;
  change(value);
  return JSON.stringify(value);
};
const line = (fields: object): string =>
  changed(({ cart }) => {
    cart.lines = [{ productId: '10', quantity: 1, ...fields }];
  });

const ACCEPTED = [
  { why: 'a whole cart', raw: JSON.stringify(beacon()) },
  { why: 'an emptied cart', raw: changed(({ cart }) => (cart.lines = [])) },
  { why: 'a variant without its product', raw: line({ productId: undefined, variantId: '77' }) },
  { why: 'an article number alone', raw: line({ productId: undefined, sku: 'ŻÓŁW 1/2' }) },
  { why: 'a weight', raw: line({ quantity: 0.35 }) },
  { why: 'smclient', raw: changed((b) => (b.smclient = '3F2504E0-4F89-11D3-9A0C-0305E82C3301')) },
  { why: 'a token', raw: changed((b) => (b.identity = 'v1.1795278402.NDI.YWRh.00ff')) },
  { why: 'a claimed address', raw: changed((b) => (b.email = 'ada@customer.example')) },
];
const REFUSED = [
  { why: 'another version', path: 'v', raw: changed((b) => (b.v = 2)) },
  { why: 'no id', path: '', raw: changed((b) => delete b.id) },
  { why: 'an id that is no UUID', path: 'id', raw: changed((b) => (b.id = '1')) },
  { why: 'a consent', path: '', raw: changed((b) => (b.consent = 'in')) },
  { why: 'tags', path: '', raw: changed((b) => (b.tags = ['VIP'])) },
  { why: 'a contact', path: '', raw: changed((b) => (b.contact = { email: 'a@b.example' })) },
  {
    why: 'a prototype',
    path: '',
    raw: JSON.stringify(beacon()).replace('{', '{"__proto__":{"a":1},'),
  },
  { why: 'no lines', path: 'cart', raw: changed(({ cart }) => delete cart.lines) },
  { why: 'lines as an object', path: 'cart.lines', raw: changed(({ cart }) => (cart.lines = {})) },
  {
    why: 'too many lines',
    path: 'cart.lines',
    raw: changed(({ cart }) => (cart.lines = Array(201).fill({ sku: 'A', quantity: 1 }))),
  },
  { why: 'a line without a product', path: 'cart.lines[0]', raw: line({ productId: undefined }) },
  { why: 'a quantity of zero', path: 'cart.lines[0].quantity', raw: line({ quantity: 0 }) },
  { why: 'a negative quantity', path: 'cart.lines[0].quantity', raw: line({ quantity: -1 }) },
  { why: 'a quantity in text', path: 'cart.lines[0].quantity', raw: line({ quantity: '1' }) },
  { why: 'a price as a number', path: 'cart.lines[0].unitPrice', raw: line({ unitPrice: 1.5 }) },
  { why: 'a negative price', path: 'cart.lines[0].unitPrice', raw: line({ unitPrice: '-5' }) },
  { why: 'a price in another notation', path: 'cart.lines[0].total', raw: line({ total: '1e9' }) },
  {
    why: 'a line break in an id',
    path: 'cart.lines[0].productId',
    raw: line({ productId: '1\n2' }),
  },
  { why: 'an endless name', path: 'cart.lines[0].name', raw: line({ name: 'x'.repeat(513) }) },
  {
    why: 'an unknown currency code',
    path: 'cart.currency',
    raw: changed(({ cart }) => (cart.currency = 'zł')),
  },
  {
    why: 'a token with spaces',
    path: 'cart.token',
    raw: changed(({ cart }) => (cart.token = 'a b')),
  },
  {
    why: 'a malformed smclient',
    path: 'smclient',
    raw: changed((b) => (b.smclient = "1' OR '1'='1")),
  },
  { why: 'an address that is none', path: 'email', raw: changed((b) => (b.email = 'ada')) },
  {
    why: 'a header in the address',
    path: 'email',
    raw: changed((b) => (b.email = 'a@b.example\r\nBcc: c@d.example')),
  },
  { why: 'a time that is none', path: 'at', raw: changed((b) => (b.at = 8.7e15)) },
];

describe('readBeacon', () => {
  it.each(ACCEPTED)('reads $why', ({ raw }) => {
    expect(readBeacon(raw)).toEqual(JSON.parse(raw));
  });

  it.each(REFUSED)('refuses $why and says where', ({ raw, path }) => {
    expect(readBeacon(raw)).toEqual({
      problem: { code: 'notTheContract', path, message: expect.any(String) },
    });
  });

  it.each(['', 'cart', '{', '"text', '\u0000'])('calls %j no JSON', (raw) => {
    expect(readBeacon(raw)).toMatchObject({ problem: { code: 'notJson' } });
  });

  it('counts bytes, not characters', () => {
    const raw = (name: string): string => `${JSON.stringify(beacon())}${name}`;
    const room = 16_384 - raw('').length;
    expect(readBeacon(raw(' '.repeat(room)))).not.toHaveProperty('problem');
    expect(readBeacon(raw('ż'.repeat(room)))).toMatchObject({ problem: { code: 'tooLarge' } });
  });

  it('never throws and never quotes the body', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(beacon())), (value, key) => {
        const read = readBeacon(JSON.stringify({ ...beacon(), [key]: value, secret: 'hunter2' }));
        expect(JSON.stringify(read)).not.toContain('hunter2');
      }),
    );
  });

  it('agrees with a full JSON Schema validator', async () => {
    const app = Fastify({
      ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    });
    const { $schema: _dialect, ...schema } = BEACON_SCHEMA;
    app.post('/', { schema: { body: schema } }, () => 'ok');
    const statuses = await Promise.all(
      [...ACCEPTED, ...REFUSED].map(async ({ why, raw }) => {
        const headers = { 'content-type': 'application/json' };
        const { statusCode } = await app.inject({
          method: 'POST',
          url: '/',
          payload: raw,
          headers,
        });
        return [why, statusCode];
      }),
    );
    expect(statuses).toEqual([
      ...ACCEPTED.map(({ why }) => [why, 200]),
      ...REFUSED.map(({ why }) => [why, 400]),
    ]);
    await app.close();
  });
});

describe('readVisitorQuestion', () => {
  it.each([
    { v: 1, smclient: '3f2504e0-4f89-11d3-9a0c-0305e82c3301' },
    { v: 1, identity: 'v1.1795278402.NDI.YWRh.00ff' },
  ])('reads %j', (question) => {
    expect(readVisitorQuestion(JSON.stringify(question))).toEqual(question);
  });

  it.each([{ v: 1 }, { v: 1, smclient: 'me' }, { v: 1, email: 'a@b.example' }, [], null])(
    'refuses %j',
    (question) => {
      expect(readVisitorQuestion(JSON.stringify(question))).toHaveProperty('problem');
    },
  );
});

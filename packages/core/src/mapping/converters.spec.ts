import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { table, WARSAW } from '../../test/converter-table.js';
import { CONVERTERS, type ConverterName, convert, isEmail } from './converters.js';

describe('every converter', () => {
  const names = Object.keys(CONVERTERS) as ConverterName[];

  it.each(names)('%s leaves what is missing missing', (name) =>
    expect(convert(name, undefined, {})).toBeUndefined(),
  );

  it('never throws and gives JSON, whatever JSON it is given', () => {
    fc.assert(
      fc.property(documents(), (value) => {
        for (const name of names) {
          const gives = convert(name, value, WARSAW);
          expect(typeof gives === 'number' ? Number.isFinite(gives) : true).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('answers in time that grows with the length, not with its square', () => {
    const nasty = ['<', '<!--', '<a ', '&', '0', '-', 'a@', '1 '].map((s) => s.repeat(50_000));
    const started = process.cpuUsage();
    for (const value of nasty) for (const name of names) convert(name, value, WARSAW);
    // Of this process: what else the machine does is no matter.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(3000);
  });
});

describe('a canonical value stays as it is', () => {
  const instant = () =>
    fc
      .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
      .map((date) => date.toISOString());
  const canonical: [ConverterName, fc.Arbitrary<unknown>][] = [
    ['text', fc.string().map((s) => convert('text', s, {}))],
    [
      'plainText',
      fc
        .string()
        .filter((s) => !/[&<]/.test(s))
        .map((s) => convert('plainText', s, {})),
    ],
    ['globalId', fc.string().map((s) => convert('globalId', s, {}))],
    ['idOrNone', fc.integer({ min: 1 }).map(String)],
    ['email', fc.emailAddress().map((s) => convert('email', s, {}))],
    [
      'phone',
      fc.integer({ min: 100_000_000, max: 999_999_999 }).map((n) => convert('phone', n, WARSAW)),
    ],
    ['decimal', fc.double().map((n) => convert('decimal', n, WARSAW))],
    ['absoluteDecimal', fc.double().map((n) => convert('absoluteDecimal', n, WARSAW))],
    ['currencyCode', fc.constantFrom('PLN', 'EUR', 'JPY')],
    ['countryCode', fc.constantFrom('PL', 'DE', 'Poland')],
    ['languageTag', fc.constantFrom('pl', 'pl-PL', 'zh-Hant-TW', 'fil')],
    ['integer', fc.double().map((n) => convert('integer', n, {}))],
    ['flag', fc.boolean()],
    ['isoInstant', instant()],
    ['utcInstant', instant()],
    ['localInstant', instant()],
    ['rfc2822ToInstant', instant()],
    ['epochSecondsToInstant', instant()],
    [
      'calendarDate',
      fc.oneof(
        instant().map((s) => s.slice(0, 10)),
        fc.constantFrom('--02-29', '--12-31'),
      ),
    ],
    ['textList', fc.array(fc.constantFrom('Mugs', 'Lamps & co', 'Łódź'))],
    ['joinedText', fc.constantFrom('courier', 'courier, locker')],
  ];
  it.each(canonical)('%s', (name, values) => {
    fc.assert(fc.property(values, (value) => expect(convert(name, value, WARSAW)).toEqual(value)));
  });
});

table('text', [
  ['  Ada ', 'Ada', 'trims'],
  ['', null, 'reads blank text as known to be empty'],
  [' \u00a0 ', null, 'reads white space as known to be empty'],
  [null, null, 'reads null as known to be empty'],
  [0, '0', 'keeps zero'],
  ['0', '0', 'keeps a zero that is text'],
  [12.5, '12.5', 'prints numbers'],
  [true, 'true', 'prints booleans'],
  [{}, undefined, 'reads an object as missing'],
  [['a'], undefined, 'reads a list as missing'],
  ['a\u0000b\ud800', 'ab\ufffd', 'drops what no database and no UTF-8 body can carry'],
]);

table('plainText', [
  ['Apple Cinema 30&quot;', 'Apple Cinema 30"', 'decodes entities'],
  ['A&ccedil;ores', 'Açores', 'decodes named letters'],
  ['<p>One</p><p>two<br/>three</p>', 'One two three', 'turns the ends of blocks into blanks'],
  [
    '&lt;p&gt;Escaped &amp;amp; stored&lt;/p&gt;',
    'Escaped &amp; stored',
    'reads escaped markup, entities once',
  ],
  ['a &lt; b', 'a < b', 'keeps a lone sign'],
  ['5 < 6 > 4', '5 < 6 > 4', 'takes no comparison for a tag'],
  ['<b></b>', null, 'is known to be empty when only tags were there'],
]);

table('globalId', [
  ['gid://shopify/Order/5501', '5501', 'takes the number of a global id'],
  ['gid://shopify/Cart/abc?key=1', 'abc', 'drops the query of a global id'],
  ['SKU?1', 'SKU?1', 'leaves other ids alone'],
  [5501, '5501', 'takes numbers'],
  ['gid://shopify/Order/', null, 'has no id where there is none'],
]);

table('idOrNone', [
  [0, null, 'reads 0 as none'],
  ['0', null, 'reads "0" as none'],
  ['10', '10', 'keeps ids'],
]);

table('email', [
  [' Ada@Customer.Example ', 'ada@customer.example', 'trims and lower-cases'],
  ['ada@localhost', undefined, 'needs a dotted domain'],
  ['ada', undefined, 'needs an @'],
  ['mailto:ada@b.example', undefined, 'takes no scheme for a name'],
  ['a b@c.example', undefined, 'takes no blanks'],
  ["o'neil+shop@b.example", "o'neil+shop@b.example", 'takes quotes and plus'],
  ['ada@żółw.example', 'ada@żółw.example', 'takes domains in any script'],
  ['ada@उदाहरण.example', 'ada@उदाहरण.example', 'takes scripts with combining marks'],
  ['', null, 'reads blank as known to be empty'],
  ['ada@-b.example', undefined, 'takes no label that starts with a hyphen'],
]);

describe('isEmail', () => {
  it.each([
    { local: 64, domain: 'b.example', is: true },
    { local: 65, domain: 'b.example', is: false },
    { local: 64, domain: `${'a.'.repeat(90)}example`, is: true },
    { local: 64, domain: `${'a.'.repeat(91)}example`, is: true },
    { local: 64, domain: `${'a.'.repeat(92)}example`, is: false },
  ])('$local characters at $domain.length: $is', ({ local, domain, is }) =>
    expect(isEmail(`${'x'.repeat(local)}@${domain}`)).toBe(is),
  );
});

table('phone', [
  ['600 100 200', '+48600100200', 'reads a national number with the country of the store'],
  ['0048 600-100-200', '+48600100200', 'reads an international prefix'],
  ['+44 20 7946 0958', '+442079460958', 'keeps the country a number names'],
  ['12', '12', 'keeps what it cannot read'],
]);

it('phone keeps a national number as written where no country is known', () =>
  expect(convert('phone', '600 100 200', {})).toBe('600 100 200'));

table('decimal', [
  ['19.9', '19.90', 'pads to the currency'],
  [19.9, '19.90', 'takes numbers'],
  ['', null, 'reads blank as known to be empty, not zero'],
  ['abc', undefined, 'reads other text as missing'],
]);

table('absoluteDecimal', [
  ['-12.5', '12.50', 'drops the sign'],
  [12.5, '12.50', 'keeps what has none'],
]);

table('currencyCode', [
  ['pln', 'PLN', 'writes capitals'],
  ['zł', undefined, 'reads a symbol as missing'],
]);

table('countryCode', [
  ['pl', 'PL', 'writes capitals'],
  ['Poland', 'Poland', 'keeps a name'],
]);

table('languageTag', [
  ['pl_PL', 'pl-PL', 'reads locales'],
  ['pl_PL.UTF-8', 'pl-PL', 'drops the encoding'],
  ['PL', 'pl', 'writes small letters'],
  ['zh-hant-tw', 'zh-Hant-TW', 'writes subtags as the standard does'],
  ['1', undefined, 'reads a number as missing'],
]);

table('integer', [
  ['2.0000', 2, 'reads the decimals PHP prints'],
  [-0.5, 0, 'has no negative zero'],
  ['', null, 'reads blank as known to be empty'],
  ['two', undefined, 'reads words as missing'],
]);

table('flag', [
  [1, true, 'reads 1'],
  ['YES', true, 'reads words in any case'],
  ['0', false, 'reads "0"'],
  ['off', false, 'reads off'],
  ['maybe', undefined, 'guesses nothing'],
  ['', null, 'reads blank as known to be empty'],
]);

table('consentFlag', [
  [true, 'in', 'reads a stated yes'],
  ['0', 'out', 'reads a stated no'],
  ['', undefined, 'hears nothing in a blank'],
  [null, undefined, 'hears nothing in null'],
  ['maybe', undefined, 'hears nothing in other words'],
]);

table('consentTick', [
  ['1', 'in', 'reads a tick'],
  ['0', undefined, 'hears nothing in an empty box'],
]);

table('marketingState', [
  ['subscribed', 'in', 'reads subscribed'],
  ['UNSUBSCRIBED', 'out', 'reads unsubscribed'],
  ['REDACTED', 'out', 'reads redacted'],
  ['PENDING', 'pending', 'reads pending'],
  ['NOT_SUBSCRIBED', 'unknown', 'takes never asked for unknown'],
  [null, undefined, 'hears nothing in null'],
]);

table('textList', [
  ['Mugs, Lamps ,,', ['Mugs', 'Lamps'], 'reads comma-separated text'],
  [
    ['Mugs &amp; cups', '', null, { a: 1 }, 5],
    ['Mugs & cups', '5'],
    'reads a list, dropping what is no text',
  ],
  ['', null, 'reads blank as known to be empty'],
  [{ toString: 1 }, undefined, 'reads an object as missing'],
]);

table('joinedText', [
  [['Courier', 'Locker'], 'Courier, Locker', 'joins'],
  [[], null, 'reads an empty list as known to be empty'],
]);

table('shopifyOrderState', [
  [{ financial_status: 'paid' }, 'PAID', 'reads the financial status'],
  [
    { displayFinancialStatus: 'PAID', cancelledAt: '2026-01-01' },
    'CANCELLED',
    'lets a cancellation win',
  ],
  ['paid', undefined, 'needs the order'],
]);

/** JSON made of the names platforms use, with the values that trip careless code. */
const documents = () => {
  const odd = fc.constantFrom<unknown>(
    { toString: 1, valueOf: 1 },
    [],
    {},
    '',
    '0',
    1e300,
    -0,
    'gid://a/',
  );
  const names = [
    ...[
      'customer',
      'state',
      'id',
      'transactions',
      'kind',
      'status',
      'amount',
      'amount_set',
      'shop_money',
    ],
    ...[
      'price',
      'compare_at_price',
      'variants',
      'nodes',
      'inventory_policy',
      'media',
      'images',
      'title',
    ],
    ...['totalRefundedSet', 'shopMoney', 'financial_status', 'cancelled_at', 'inventory_quantity'],
  ];
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue({ maxDepth: 1 }),
      odd,
      fc.dictionary(fc.constantFrom(...names), tie('node'), { maxKeys: 6 }),
      fc.array(tie('node'), { maxLength: 3 }),
    ),
  }));
  return node;
};

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { errorCodesOf, isHtml, permissionsOf, rowsOfJson, rowsOfXml } from './documents.js';

const answer = (text: string) => ({
  status: 200,
  headers: {},
  text,
  json: () => undefined as never,
});
const xml = (content: string) =>
  answer(`<?xml version="1.0" encoding="UTF-8"?>\n<prestashop>${content}</prestashop>`);

describe('rowsOfJson', () => {
  it.each([
    { text: '[]', why: 'as PrestaShop writes it' },
    { text: '{"customers":[]}', why: 'as one would write it' },
    { text: '{}', why: 'without the name' },
  ])('is empty $why', ({ text }) => expect(rowsOfJson(text, 'customers')).toEqual([]));

  it('has numbers as ids, and null for what is false', () => {
    const text = '{"products":[{"id":"7","manufacturer_name":false,"active":"0","new":null}]}';
    expect(rowsOfJson(text, 'products')).toEqual([
      { id: 7, manufacturer_name: null, active: '0', new: null },
    ]);
  });

  it('passes over notices of PHP before the list', () => {
    const text = '<br />\n<b>Deprecated</b>: {"nothing"} in file.php\n{"orders":[{"id":1}]}';
    expect(rowsOfJson(text, 'orders')).toEqual([{ id: 1 }]);
  });

  it.each(['{"products":[{"id":1,"name":"two\nlines"}]}', '<!doctype html><p>', '', 'null', '7'])(
    'is nothing for %p',
    (text) => expect(rowsOfJson(text, 'products')).toBeUndefined(),
  );
});

describe('rowsOfXml', () => {
  it('has a list for one child as for several, and none for an empty association', () => {
    const row = (id: number, rows: string) =>
      `<order><id><![CDATA[${id}]]></id><associations><order_rows nodeType="order_row">${rows}</order_rows><tags/></associations></order>`;
    const one =
      '<order_row><id>1</id><product_id xlink:href="x"><![CDATA[5]]></product_id></order_row>';
    const [first, second, third] = rowsOfXml(
      xml(`<orders>${row(1, one)}${row(2, one + one)}${row(3, '')}</orders>`),
      'orders',
    );
    expect(first).toEqual({ id: 1, associations: { order_rows: [{ id: '1', product_id: '5' }] } });
    expect(second).toMatchObject({ associations: { order_rows: [{ id: '1' }, { id: '1' }] } });
    expect(third).toEqual({ id: 3 });
  });

  it('keeps leading zeros, and has translations as in JSON', () => {
    const name = (languages: string) =>
      `<product><id>1</id><ean13><![CDATA[0001]]></ean13><name>${languages}</name></product>`;
    const polish = '<language id="2"><![CDATA[Koszulka & szalik]]></language>';
    const english = '<language id="1"><![CDATA[Tee]]></language>';
    const of = (languages: string) =>
      rowsOfXml(xml(`<products>${name(languages)}</products>`), 'products')[0];
    expect(of(polish)).toEqual({ id: 1, ean13: '0001', name: 'Koszulka & szalik' });
    expect(of(english + polish)?.name).toEqual([
      { id: '1', value: 'Tee' },
      { id: '2', value: 'Koszulka & szalik' },
    ]);
  });

  it('is empty for an empty list, and passes over notices of PHP', () => {
    expect(rowsOfXml(xml('<orders></orders>'), 'orders')).toEqual([]);
    const noisy = answer(
      `<b>Notice</b>: x\n${xml('<orders><order><id>4</id></order></orders>').text}`,
    );
    expect(rowsOfXml(noisy, 'orders')).toEqual([{ id: 4 }]);
  });

  it.each(['<!doctype html><p>anna@customer.example', '{"orders":[]}', ''])(
    'calls %p no usable answer, without quoting it',
    (text) => {
      const call = () => rowsOfXml(answer(text), 'orders');
      expect(call).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
      expect(call).not.toThrow(/anna/);
    },
  );
});

describe('permissionsOf', () => {
  it('lists the methods of each resource', () => {
    const { permissions, shopName } = permissionsOf(
      xml(
        '<api shopName="Sklep &amp; Syn"><orders get="true" put="false"><description get="true"/></orders><customers get="true" put="true" patch="true"/></api>',
      ),
    );
    expect(shopName).toBe('Sklep & Syn');
    expect([...permissions].map(([name, methods]) => [name, [...methods]])).toEqual([
      ['orders', ['GET']],
      ['customers', ['GET', 'PUT', 'PATCH']],
    ]);
  });
});

describe('errorCodesOf', () => {
  it.each([
    { text: '{"errors":[{"code":32,"message":"x"},{"code":3,"message":"y"}]}', codes: [32, 3] },
    { text: '<errors><error><code><![CDATA[26]]></code></error></errors>', codes: [26] },
    { text: '{"customers":[]}', codes: [] },
    { text: '401 Unauthorized', codes: [] },
  ])('is $codes for $text', ({ text, codes }) => expect(errorCodesOf(text)).toEqual(codes));

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        errorCodesOf(text);
        rowsOfJson(text, 'customers');
        isHtml(text);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at, cart, order, store } from '../../test/given.js';
import type { Line, Order } from '../model/records.js';
import type { StoreSettings } from '../settings/store-settings.js';
import { cartEvent, cutAtComma, identifierOf, locationOf, orderEvent } from './event.js';

const purchase = (values: Partial<Order> = {}, settings: Partial<StoreSettings> = {}) => {
  const record = order(values);
  return orderEvent(record, 'PURCHASE', store(settings), { date: at(-55), value: record.total });
};
const line = (values: Partial<Line>): Line => ({ quantity: 1, ...values });

describe('an order event', () => {
  it('says everything there is to say, each on its own key', () =>
    expect(
      purchase({
        reference: 'wc_order_1',
        note: 'Ring twice',
        shippingMethod: 'Courier',
        paymentMethod: 'cod',
        language: 'de-AT',
      }),
    ).toEqual({
      contactExtEventType: 'PURCHASE',
      date: Date.parse(at(-55)),
      description: 'cod',
      externalId: '5501',
      shopDomain: 'shop.example',
      value: 249.9,
      products: '1001,1002',
      location: 'shop_pl',
      details: {
        detail1: 'Mug,Lamp  big',
        detail2: 'wc_order_1',
        detail3: '1/2',
        detail4: 'Ring twice',
        detail5: 'Courier',
        detail6: 'MUG,LAMP',
        detail7: '1001,77',
        detail8: 'de',
        detail9: 'PLN',
      },
    }));

  it('leaves a detail out without renumbering the others', () =>
    expect(Object.keys(purchase({ note: null, shippingMethod: 'Courier' }).details ?? {})).toEqual([
      ...['detail1', 'detail3', 'detail6', 'detail7', 'detail5', 'detail8', 'detail9'],
    ]));

  it('keeps "0": value, id, note and quantity', () => {
    const event = purchase({
      total: '0.00',
      note: '0',
      externalId: '0',
      lines: [line({ productId: '0', quantity: 0 })],
    });
    expect(event).toMatchObject({ value: 0, externalId: '0', products: '0' });
    expect(event.details).toMatchObject({ detail3: '0', detail4: '0' });
  });

  it.each([
    ['product', '1,2', 'A,B', '11,2'],
    ['variant', '11,2', '1,2', 'A,B'],
    ['sku', 'A,B', '1,2', '11,2'],
    ['ean', '590', '1,2', 'A,B'],
  ] as const)(
    'by %s lists %s, and the other ids as details',
    (productIdentifier, products, detail6, detail7) => {
      const lines = [
        line({ productId: '1', variantId: '11', sku: 'A', ean: '590' }),
        line({ productId: '2', sku: 'B' }),
      ];
      const event = purchase({ lines }, { productIdentifier });
      expect(event.products).toBe(products);
      expect(event.details).toMatchObject({ detail6, detail7 });
    },
  );

  it('keeps the places of lines that lack an id in the details', () => {
    const lines = [line({ productId: '1' }), line({ productId: '2', sku: 'B' })];
    expect(purchase({ lines }).details).toMatchObject({ detail6: ',B' });
  });

  it('tolerates lines of deleted products', () => {
    const event = purchase({ lines: [line({}), line({ productId: null, name: null })] });
    expect(event).not.toHaveProperty('products');
    expect(Object.keys(event.details ?? {})).toEqual(['detail3', 'detail8', 'detail9']);
  });

  it('cuts long details by character, and lists at a separator', () => {
    const lines = Array.from({ length: 300 }, (_, i) =>
      line({ productId: `${i}`, sku: `SKU-${i}`, name: `N${i}` }),
    );
    const { details } = purchase({ note: '😀'.repeat(300), lines });
    expect([...(details?.detail4 ?? '')]).toHaveLength(255);
    expect(details?.detail4?.isWellFormed()).toBe(true);
    for (const [key, separator] of [
      ['detail1', ','],
      ['detail3', '/'],
      ['detail6', ','],
    ] as const) {
      const text = details?.[key] ?? '';
      expect(text.length).toBeLessThanOrEqual(255);
      expect(text.length).toBeGreaterThan(240);
      expect(text.split(separator).at(-1)).toMatch(/^(?:N\d+|1|SKU-\d+)$/);
    }
    expect(details?.detail6?.split(',')).toEqual(
      lines.slice(0, details?.detail6?.split(',').length).map((l) => l.sku),
    );
  });

  it.each([
    ['contact', 'de', 'de'],
    ['contact', null, 'pl'],
    ['store', 'de', 'pl'],
    ['none', 'de', undefined],
  ] as const)('with the language from the %s: %s gives %s', (languageSource, language, gives) =>
    expect(purchase({ language }, { languageSource }).details?.detail8).toBe(gives),
  );
});

describe('a cart event', () => {
  it('holds the whole cart, the recovery link and no order id', () => {
    const event = cartEvent(
      cart({ recoveryUrl: 'https://shop.example/r/1' }),
      store(),
      at(-1),
      '99.80',
    );
    expect(event).toEqual({
      contactExtEventType: 'CART',
      date: Date.parse(at(-1)),
      description: 'https://shop.example/r/1',
      shopDomain: 'shop.example',
      value: 99.8,
      products: '1001',
      location: 'shop_pl',
      details: { detail1: 'Mug', detail3: '2', detail7: '1001', detail8: 'pl', detail9: 'PLN' },
    });
  });
});

describe('the list of products', () => {
  it.each([
    [['1', '2'], 3, '1,2'],
    [['1', '22'], 3, '1'],
    [['4444'], 3, ''],
    [[], 3, ''],
  ])('%j within %i is %j', (ids, max, list) => expect(cutAtComma(ids, max)).toBe(list));

  it('is a beginning of the ids, none broken, as long as it can be', () => {
    const ids = fc.array(fc.stringMatching(/^[a-z0-9]{1,40}$/), { maxLength: 60 });
    fc.assert(
      fc.property(ids, (list) => {
        const cut = cutAtComma(list);
        const kept = cut === '' ? [] : cut.split(',');
        expect(cut.length).toBeLessThanOrEqual(512);
        expect(kept).toEqual(list.slice(0, kept.length));
        if (kept.length < list.length) {
          expect(list.slice(0, kept.length + 1).join(',').length).toBeGreaterThan(512);
        }
      }),
    );
  });

  it('has no id that reads as two', () =>
    expect(identifierOf(line({ sku: 'A,B' }), 'sku')).toBe('A_B'));
});

describe('the location', () => {
  it('is the setting, on every event', () => {
    expect(purchase({}, { location: 'other' }).location).toBe('other');
    expect(cartEvent(cart(), store({ location: 'other' }), at(0), '1').location).toBe('other');
  });

  it('is made from the shop key where none is set', () =>
    expect(locationOf(store({ location: undefined }, { shopKey: 'bigcommerce:abc12:1' }))).toBe(
      'bigcommerce_abc12_1',
    ));
});

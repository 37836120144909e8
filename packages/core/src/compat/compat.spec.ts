import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { convert } from '../mapping/converters.js';
import { applyMapping } from '../mapping/mapping.js';
import {
  COMPAT_EVENT_TYPES,
  COMPAT_ORDER_STATES,
  compatFields,
  compatRows,
} from './compat-call.js';
import { COMPAT_MAPPINGS } from './compat-mappings.js';

const now = '2026-11-21T16:00:00.000Z';
const recordsOf = (call: Parameters<typeof compatRows>[0]) =>
  compatRows(call, now).map(({ kind, raw }) => {
    const { record, problems } = applyMapping(COMPAT_MAPPINGS[kind as 'contact'], raw);
    return { kind, record, problems };
  });

describe('the compatibility mappings', () => {
  it('read a contact as contact/upsert has it', () => {
    const contact = {
      owner: 'owner@shop.example',
      async: true,
      contact: {
        email: 'Ada@Customer.example',
        name: 'Ada Kowal',
        phone: '+48123123123',
        externalId: 'C-1007',
        state: 'CUSTOMER',
        address: { streetAddress: 'Long 5', zipCode: '30-002', city: 'Krakow', country: 'PL' },
      },
      birthday: '19900214',
      lang: 'PL',
      forceOptIn: true,
      forceOptOut: false,
      tags: ['SHOP_REGISTER'],
      properties: { loyalty_level: 'gold', points: 7 },
    };
    expect(recordsOf({ contact })).toEqual([
      {
        kind: 'contact',
        problems: [],
        record: {
          externalId: 'C-1007',
          email: 'ada@customer.example',
          previousEmail: 'ada@customer.example',
          name: 'Ada Kowal',
          phone: '+48123123123',
          address: { street: 'Long 5', zip: '30-002', city: 'Krakow', country: 'PL' },
          birthDate: '1990-02-14',
          language: 'pl',
          state: 'CUSTOMER',
          tags: ['SHOP_REGISTER'],
          properties: { loyalty_level: 'gold', points: '7' },
          emailConsent: 'in',
          emailConsentAt: now,
        },
      },
    ]);
  });

  it.each([
    [{}, undefined, undefined],
    [{ forceOptIn: false, forceOptOut: false }, undefined, undefined],
    [{ forceOptIn: true }, 'in', undefined],
    [{ forceOptIn: true, forceOptOut: true }, 'out', undefined],
    [{ forceOptOut: true, forcePhoneOptOut: true }, 'out', 'out'],
    [{ forcePhoneOptIn: true }, undefined, 'in'],
  ])('take the flags %j for %s and %s', (flags, email, mobile) => {
    const [one] = recordsOf({ contact: { contact: { email: 'a@customer.example' }, ...flags } });
    const said = one?.record as { emailConsent?: string; mobileConsent?: string };
    expect([said.emailConsent, said.mobileConsent]).toEqual([email, mobile]);
  });

  const contactEvent = {
    contactExtEventType: 'PURCHASE',
    date: 1_767_225_600_000,
    products: '1001, 1002,',
    value: '249.9',
    externalId: 100_042,
    description: 'bank_transfer',
    detail3: '1/2',
  };

  it('read a purchase, and a cart', () => {
    expect(recordsOf({ event: { email: 'ada@customer.example', contactEvent } })).toEqual([
      {
        kind: 'order',
        problems: [],
        record: {
          externalId: '100042',
          state: 'event.PURCHASE',
          placedAt: '2026-01-01T00:00:00.000Z',
          paidAt: '2026-01-01T00:00:00.000Z',
          cancelledAt: '2026-01-01T00:00:00.000Z',
          total: '249.90',
          email: 'ada@customer.example',
          paymentMethod: 'bank_transfer',
          lines: [{ productId: '1001' }, { productId: '1002' }],
        },
      },
    ]);
    const cart = { contactExtEventType: 'CART', date: contactEvent.date, products: '1', value: 5 };
    expect(recordsOf({ event: { contactId: 'c-1', contactEvent: cart } })).toEqual([
      {
        kind: 'cart',
        problems: [],
        record: {
          externalId: 'c-1',
          contactId: 'c-1',
          updatedAt: '2026-01-01T00:00:00.000Z',
          total: '5.00',
          lines: [{ productId: '1' }],
        },
      },
    ]);
  });

  it('keeps the details that are there, and no other', () =>
    expect(compatFields({ contactEvent })).toEqual([
      { from: 'contactEvent.detail3', to: 'detail', name: '3', overwrite: true },
    ]));

  it('gives every event of an order a meaning', () => {
    for (const type of COMPAT_EVENT_TYPES) {
      if (type !== 'CART') expect(COMPAT_ORDER_STATES[`event.${type}`]).toBeDefined();
    }
  });

  it.each([
    [1_767_225_600_000, '2026-01-01T00:00:00.000Z'],
    [1_767_225_600, '2026-01-01T00:00:00.000Z'],
    ['1767225600000', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T01:00:00+01:00', '2026-01-01T00:00:00.000Z'],
    ['soon', undefined],
    [0, undefined],
    [null, undefined],
    [1e18, undefined],
  ])('reads the time %s as %s', (given, gives) =>
    expect(convert('epochMillisToInstant', given, {})).toBe(gives),
  );

  it.each([
    ['19900214', '1990-02-14'],
    ['0229', '--02-29'],
    ['1990-02-14', undefined],
    ['19901314', undefined],
    [undefined, undefined],
  ])('reads the birthday %s as %s', (given, gives) =>
    expect(convert('compactDate', given, {})).toBe(gives),
  );

  it('reads whatever a caller sends', () => {
    fc.assert(
      fc.property(fc.object(), fc.object(), (contact, event) => {
        return recordsOf({ contact, event } as never).length === 2;
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Contact, Mapping, RecordByKind, RecordKind } from '../index.js';
import { applyMapping } from '../mapping/mapping.js';
import { checkInboundEvent } from './check-inbound-event.js';
import { INBOUND_MAPPINGS } from './inbound-mappings.js';
import { inboundRows } from './inbound-rows.js';
import { inboundRefusal, signInbound } from './inbound-signature.js';

const at = '2026-01-15T11:02:09+01:00';
const contact = { email: 'ola@customer.example', externalId: '903' };
const lines = [{ productId: '7', quantity: 1.5, unitPrice: '4.00' }];
const order = { id: '1001', currency: 'PLN', total: '6.00', lines };
const event = (type: string, more: object = {}) => ({ id: 'e1', type, occurredAt: at, ...more });

/** What an event becomes: one record per row, in order. */
function recordsOf(value: unknown): { kind: RecordKind; trigger?: string; record: object }[] {
  const checked = checkInboundEvent(value);
  if (!('event' in checked)) throw new Error(JSON.stringify(checked.rejection));
  return inboundRows(checked.event).map(({ kind, raw, trigger }) => {
    const mapping = INBOUND_MAPPINGS[kind as 'contact'] as Mapping<RecordByKind['contact']>;
    const { record, problems } = applyMapping(mapping, raw);
    expect(problems).toEqual([]);
    return { kind, record, ...(trigger ? { trigger } : {}) };
  });
}

describe('checkInboundEvent', () => {
  it.each([
    ['contact.registered', { contact }],
    ['contact.newsletter_unsubscribed', { contact }],
    ['cart.updated', { visitorId: 'v-1', cart: { currency: 'PLN', lines } }],
    ['cart.emptied', { contact }],
    ['order.placed', { contact, order }],
  ])('takes %s', (type, more) => {
    expect(checkInboundEvent(event(type, more))).toEqual({ event: event(type, more) });
  });

  it.each([
    ['contact.registered', {}, 'contact', 'is required.'],
    ['contact.registered', { contact: { email: 'ola' } }, 'contact.email', /e-mail address/],
    ['contact.registered', { contact, x: 1 }, 'x', 'is not a known field.'],
    ['contact.left', { contact }, 'type', /must be one of contact\.registered/],
    ['contact.updated', { contact, occurredAt: '2026-01-15' }, 'occurredAt', /with its offset/],
    ['cart.updated', { contact }, 'cart', 'is required.'],
    ['cart.updated', { cart: { currency: 'PLN', lines } }, 'contact', 'is required.'],
    ['order.placed', { order }, 'contact', 'is required.'],
    ['order.paid', { contact, order: { ...order, lines: [] } }, 'order.lines', /fewer than 1/],
    [
      'order.paid',
      { contact, order: { ...order, lines: [{ ...lines[0], quantity: 0 }] } },
      'order.lines[0].quantity',
      /> 0/,
    ],
    [
      'contact.updated',
      { contact, consents: [{ kind: 'custom', granted: true, at }] },
      'consents[0].name',
      'is required.',
    ],
  ])('refuses %s with %j at %s', (type, more, field, message) => {
    expect(checkInboundEvent(event(type, more))).toEqual({
      rejection: {
        code: 'INVALID_EVENT',
        field,
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      },
    });
  });

  it('answers whatever came, and never repeats a value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const checked = checkInboundEvent(value);
        return 'rejection' in checked && checked.rejection.message.endsWith('.');
      }),
    );
    const checked = checkInboundEvent(event('contact.updated', { contact: { email: 'secret' } }));
    expect(JSON.stringify(checked)).not.toContain('secret');
  });
});

describe('the inbound mappings', () => {
  const consents = (granted: boolean, kind = 'newsletter-email') => [
    { kind, granted, at: '2026-01-15T10:00:00Z' },
  ];
  const utc = '2026-01-15T10:02:09.000Z';

  it.each([
    ['contact.registered', true, 'in'],
    ['contact.registered', false, undefined],
    ['contact.updated', true, 'in'],
    ['contact.updated', false, 'out'],
    ['contact.newsletter_subscribed', true, 'in'],
    ['contact.newsletter_subscribed', false, 'in'],
    ['order.placed', true, 'in'],
    ['order.placed', false, undefined],
  ])('%s with granted:%s says %s', (type, granted, said) => {
    const [one] = recordsOf(event(type, { contact, order, consents: consents(granted) }));
    expect((one?.record as Contact | undefined)?.emailConsent).toBe(said);
  });

  it('says nothing about consent where the event says nothing', () => {
    const [one] = recordsOf(event('contact.updated', { contact }));
    expect(one?.record).not.toHaveProperty('emailConsent');
    expect(one?.record).not.toHaveProperty('mobileConsent');
  });

  it('takes a sign-up for an act at its time', () => {
    expect(recordsOf(event('contact.newsletter_subscribed', { contact }))).toEqual([
      {
        kind: 'contact',
        trigger: 'newsletter',
        record: {
          email: 'ola@customer.example',
          externalId: '903',
          emailConsent: 'in',
          emailConsentAt: utc,
          updatedAt: utc,
        },
      },
    ]);
  });

  it('takes an opt-out for a change of consent on the channels it names', () => {
    const one = { externalId: '903', email: 'ola@customer.example', at: utc, updatedAt: utc };
    const both = event('contact.newsletter_unsubscribed', {
      contact,
      consents: consents(false, 'newsletter-sms'),
    });
    expect(recordsOf(both)).toEqual([
      { kind: 'consent', record: { ...one, channel: 'email', state: 'out' } },
      { kind: 'consent', record: { ...one, channel: 'mobile', state: 'out' } },
    ]);
    expect(recordsOf(event('contact.newsletter_unsubscribed', { contact }))).toHaveLength(1);
  });

  it('keeps fractions, and empties the cart of cart.emptied', () => {
    const cart = { id: 'c1', currency: 'PLN', lines };
    expect(recordsOf(event('cart.updated', { contact, cart }))[0]?.record).toMatchObject({
      externalId: 'c1',
      lines: [{ productId: '7', quantity: 1.5, unitPrice: '4.00' }],
    });
    expect(recordsOf(event('cart.emptied', { visitorId: 'v', cart }))[0]?.record).toMatchObject({
      contactId: 'v',
      lines: [],
    });
  });

  it.each([
    ['order.placed', { placedAt: utc }],
    ['order.paid', { placedAt: utc, paidAt: utc }],
    ['order.cancelled', { placedAt: utc, cancelledAt: utc }],
  ])('gives %s as the state, with its times', (type, times) => {
    const [one] = recordsOf(event(type, { contact, order: { ...order, status: 'Nowe' } }));
    expect(one?.record).toMatchObject({ externalId: '1001', state: type, ...times });
  });
});

describe('the inbound signature', () => {
  const secret = 'ebx-secret-1';
  const body = '{"id":"evt_01","type":"contact.newsletter_subscribed"}';
  const vector = 'v1=69064a18e6f7970184579ac4636f8d81b328587508cc099b008fe856e2a8235a';
  const now = 1_767_225_600_000;
  const refusal = (headers: object, secrets = [secret], rawBody = body) =>
    inboundRefusal({ headers: headers as never, rawBody: Buffer.from(rawBody) }, secrets, now);
  const good = { 'x-hub-timestamp': '1767225600', 'x-hub-signature': vector };

  it('is that of the published vector', () =>
    expect(signInbound(secret, 1_767_225_600, body)).toBe(vector));

  it.each([
    ['the only signature', good, [secret]],
    ['the second of two', { ...good, 'x-hub-signature': `v1=00, ${vector}` }, [secret]],
    ['the older secret', good, ['new', secret]],
  ])('accepts %s', (_, headers, secrets) => expect(refusal(headers, secrets)).toBeUndefined());

  it.each([
    ['no headers', {}, body],
    ['a wrong signature', { ...good, 'x-hub-signature': `${vector.slice(0, -1)}b` }, body],
    ['half a signature', { ...good, 'x-hub-signature': vector.slice(0, 20) }, body],
    ['another body', good, `${body} `],
    ['another time', { ...good, 'x-hub-timestamp': '1767225601' }, body],
    ['milliseconds', { ...good, 'x-hub-timestamp': '1767225600000' }, body],
    ['words', { ...good, 'x-hub-timestamp': 'now' }, body],
  ])('refuses %s', (_, headers, rawBody) =>
    expect(refusal(headers, [secret], rawBody)).toMatch(/^X-Hub/),
  );

  it('refuses what is more than five minutes off, however it is signed', () => {
    const stamp = 1_767_225_600 - 301;
    const headers = {
      'x-hub-timestamp': String(stamp),
      'x-hub-signature': signInbound(secret, stamp, body),
    };
    expect(refusal(headers)).toMatch(/300 seconds off/);
  });

  it('refuses everything while there is no secret', () => expect(refusal(good, [])).toBeDefined());
});

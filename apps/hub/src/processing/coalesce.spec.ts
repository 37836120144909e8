import { describe, expect, it } from '@jest/globals';
import type { Command, UpsertPayload } from '@storewire/core';
import fc from 'fast-check';
import { coalesce, mergeKeyInformation, mergeUpserts, type OpenCommand } from './coalesce.js';

const flags = {
  forceOptIn: false,
  forceOptOut: false,
  forcePhoneOptIn: false,
  forcePhoneOptOut: false,
};

const upsert = (change: Partial<UpsertPayload> = {}): UpsertPayload => ({
  contact: { email: 'ada@customer.example' },
  ...flags,
  ...change,
});

const command = (payload: UpsertPayload): Command => ({
  kind: 'upsertContact',
  lane: 'live',
  contactKey: 'ada@customer.example',
  payload,
});

const cart = (openedAt: string, isUpdate: boolean, products: string): Command => ({
  kind: 'cartEvent',
  lane: 'live',
  contactKey: 'ada@customer.example',
  payload: {
    contact: { email: 'ada@customer.example' },
    cartKey: 'shop|ada',
    openedAt,
    isUpdate,
    event: { contactExtEventType: 'CART', date: 1, products },
  },
});

const open = (of: Command, change: Partial<OpenCommand> = {}): OpenCommand => ({
  id: 'old',
  kind: of.kind,
  state: 'waiting',
  exportId: null,
  lane: 1,
  payload: of.payload,
  ...change,
});

describe('coalesce', () => {
  it('lets a waiting upsert say what a newer one says', () => {
    expect(
      coalesce(open(command(upsert({ tags: ['A'] }))), command(upsert({ tags: ['B'] })), null),
    ).toEqual({
      kind: 'merge',
      into: 'old',
      payload: upsert({ tags: ['A', 'B'] }),
    });
  });

  it.each([
    { why: 'nothing is open', last: undefined },
    { why: 'the last one is being sent', last: open(command(upsert()), { state: 'sending' }) },
    {
      why: 'the outcome of the last one is unknown',
      last: open(command(upsert()), { state: 'unknown' }),
    },
    { why: 'the last one is an event', last: open(cart('2026-11-21T10:00:00.000Z', false, '1')) },
    { why: 'the last one belongs to an export', last: open(command(upsert()), { exportId: 'x' }) },
    {
      why: 'the last one asks for a confirmation mail',
      last: open(command(upsert({ useApiDoubleOptIn: true }))),
    },
  ])('appends when $why', ({ last }) => {
    expect(coalesce(last, command(upsert()), null)).toEqual({ kind: 'append' });
  });

  it('replaces a waiting snapshot of the same cart, and not one of an earlier cart', () => {
    const old = open(cart('2026-11-21T10:00:00.000Z', false, '1'));
    expect(coalesce(old, cart('2026-11-21T10:00:00.000Z', true, '1,2'), null)).toEqual({
      kind: 'supersede',
      old: 'old',
    });
    expect(coalesce(old, cart('2026-11-22T10:00:00.000Z', false, '3'), null)).toEqual({
      kind: 'append',
    });
  });
});

describe('mergeUpserts', () => {
  it('keeps what the newer one does not say', () => {
    const merged = mergeUpserts(
      upsert({
        contact: { email: 'ada@customer.example', name: 'Ada', address: { city: 'Krakow' } },
        lang: 'PL',
      }),
      upsert({
        contact: {
          email: 'ada@customer.example',
          name: 'Ada Kowal',
          address: { zipCode: '30-002' },
        },
      }),
    );
    expect(merged.contact).toEqual({
      email: 'ada@customer.example',
      name: 'Ada Kowal',
      address: { city: 'Krakow', zipCode: '30-002' },
    });
    expect(merged.lang).toBe('PL');
  });

  it('never lets silence take a consent back', () => {
    const merged = mergeUpserts(upsert({ forceOptIn: true }), upsert());
    expect(merged).toMatchObject({ forceOptIn: true, forceOptOut: false });
  });

  const said = fc.constantFrom('in', 'out', 'nothing');
  const consent = (email: string, phone: string): UpsertPayload =>
    upsert({
      forceOptIn: email === 'in',
      forceOptOut: email === 'out',
      forcePhoneOptIn: phone === 'in',
      forcePhoneOptOut: phone === 'out',
    });

  it('says, per channel, the newest thing that was said, and keeps every tag', () => {
    const one = fc.record({
      email: said,
      phone: said,
      tags: fc.array(fc.constantFrom('A', 'B', 'C', 'D')),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), (all) => {
        const payloads = all.map(({ email, phone, tags }) => ({ ...consent(email, phone), tags }));
        const merged = payloads.reduce((a, b) => mergeUpserts(a, b) as (typeof payloads)[number]);
        const newest = (channel: 'email' | 'phone') =>
          all.map((o) => o[channel]).findLast((state) => state !== 'nothing') ?? 'nothing';
        expect(merged).toMatchObject({
          forceOptIn: newest('email') === 'in',
          forceOptOut: newest('email') === 'out',
          forcePhoneOptIn: newest('phone') === 'in',
          forcePhoneOptOut: newest('phone') === 'out',
        });
        expect(new Set(merged.tags ?? [])).toEqual(new Set(all.flatMap((o) => o.tags)));
      }),
    );
  });
});

describe('mergeKeyInformation', () => {
  const old = {
    email: 'ada@customer.example',
    numeric: { points: 1, visits: 2 },
    text: { group: 'a' },
    setAsNull: ['gone'],
  };

  it('keeps of each name the newest thing that was said', () =>
    expect(
      mergeKeyInformation(old, {
        ...old,
        numeric: { gone: 7 },
        text: { points: 'many' },
        setAsNull: ['group'],
      }),
    ).toEqual({
      email: old.email,
      numeric: { visits: 2, gone: 7 },
      text: { points: 'many' },
      setAsNull: ['group'],
    }));
});

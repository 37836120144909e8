import { describe, expect, it } from '@jest/globals';
import { redact, shortText } from './redact.js';

describe('redact', () => {
  it.each([
    { given: 'to Anna.Nowak+x@customer.example now', gives: 'to [e-mail] now' },
    { given: '?email=anna%40customer.example&a=1', gives: '?email=[e-mail]&a=1' },
    { given: '{"email":"żółw@sklep.example"}', gives: '{"email":"[e-mail]"}' },
    { given: 'call +48 600 100 200', gives: 'call [phone]' },
    { given: 'call (022) 600-10-02 99', gives: 'call [phone]' },
    { given: 'call 48600100200.', gives: 'call [phone].' },
    {
      given: 'at 2026-11-21 16:03:44 in /orders/5501234567890',
      gives: 'at 2026-11-21 16:03:44 in /orders/5501234567890',
    },
    { given: 'status 404, id 12345', gives: 'status 404, id 12345' },
  ])('$given', ({ given, gives }) => expect(redact(given)).toBe(gives));

  it('masks secrets, also as they stand in an address', () => {
    expect(redact('key a+b/c= and a%2Bb%2Fc%3D', ['a+b/c='])).toBe('key [secret] and [secret]');
  });

  it('masks the longer of two secrets whole', () => {
    expect(redact('token-long', ['token', 'token-long'])).toBe('[secret]');
  });
});

describe('shortText', () => {
  it('masks before it cuts, so that no half of an address is left', () => {
    const text = shortText(`${'x '.repeat(95)}anna.nowak@customer.example`);
    expect(text).not.toContain('anna');
    expect(text.length).toBeLessThanOrEqual(200);
  });

  it('says of a page only that it is one', () =>
    expect(shortText('\n<!DOCTYPE html><p>anna@customer.example')).toBe('an HTML page'));
});

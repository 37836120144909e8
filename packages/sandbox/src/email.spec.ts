import { describe, expect, it } from '@jest/globals';
import { isEmail } from './email.js';

describe('isEmail', () => {
  it.each([
    'ada@customer.example',
    'ada+vip@sub.customer.example',
    `${'a'.repeat(64)}@customer.example`,
    'ada@xn--bcher-kva.example',
  ])('accepts %s', (text) => expect(isEmail(text)).toBe(true));

  it.each([
    'ada',
    'ada@localhost',
    'a da@customer.example',
    '.ada@customer.example',
    'ada@-customer.example',
    `${'a'.repeat(65)}@customer.example`,
    `ada@${'a.'.repeat(130)}example`,
    '',
    null,
    12,
  ])('refuses %s', (text) => expect(isEmail(text)).toBe(false));
});

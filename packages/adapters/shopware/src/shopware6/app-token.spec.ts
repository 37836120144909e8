import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { verifyToken } from './app-token.js';

const NOW = 1_800_000_000;
const SECRET = 'secret-that-app-and-shop-agreed-on';
const CUSTOMER = '0193aa00000000000000000000000001';
const CHANNEL = '98432def39fc4624b33213a56b8c944d';
const CONNECTION = {
  url: 'https://shop.example',
  clientId: 'SWIAFAKE',
  clientSecret: 'secret-access-key',
  webhookSecret: SECRET,
};

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as Shopware makes it, with fractions of seconds. */
function token(
  claims: object = {},
  { secret = SECRET, alg = 'HS256', hash = 'sha256' } = {},
): string {
  const all = {
    iss: 'dgrH7nLU6tlE',
    iat: NOW + 0.25,
    nbf: NOW + 0.25,
    exp: NOW + 600.25,
    salesChannelId: CHANNEL,
    customerId: CUSTOMER,
    ...claims,
  };
  const content = `${encoded({ typ: 'JWT', alg })}.${encoded(all)}`;
  const signature = createHmac(hash, secret).update(content).digest('base64url');
  return `${content}.${alg === 'none' ? '' : signature}`;
}

const verify = (text: string, connection = {}, now = NOW) =>
  verifyToken(text, { connection: { ...CONNECTION, ...connection }, now });

describe('the token of a shopper who is logged in', () => {
  it('names the customer, whose address the hub has to know', () => {
    expect(verify(token())).toEqual({ customerId: CUSTOMER, expiresAt: NOW + 600 });
  });

  it('holds while the clocks of shop and hub are a minute apart', () => {
    expect(verify(token(), {}, NOW - 59)).toHaveProperty('customerId');
    expect(verify(token(), {}, NOW + 660)).toHaveProperty('customerId');
  });

  it('is for the sales channel of the connection', () => {
    expect(verify(token(), { salesChannelId: CHANNEL })).toHaveProperty('customerId');
    const other = { salesChannelId: CHANNEL.replace('9', '8') };
    expect(verify(token(), other)).toEqual({ refused: 'otherSalesChannel' });
    expect(verify(token({ salesChannelId: undefined }), other)).toEqual({
      refused: 'otherSalesChannel',
    });
  });

  it.each([
    ['badSignature', 'of another app', token({}, { secret: 'secret-of-another-app' })],
    ['badSignature', 'signed with the access key', token({}, { secret: CONNECTION.clientSecret })],
    ['badAlgorithm', 'without an algorithm', token({}, { alg: 'none' })],
    ['badAlgorithm', 'of another algorithm', token({}, { alg: 'HS512', hash: 'sha512' })],
    ['expired', 'of yesterday', token({ nbf: NOW - 86_400, exp: NOW - 85_800 })],
    ['notYetValid', 'of tomorrow', token({ nbf: NOW + 86_400, exp: NOW + 87_000 })],
    ['noCustomer', 'without a customer', token({ customerId: undefined })],
    ['noCustomer', 'of a customer that is no id', token({ customerId: 'ola@customer.example' })],
    ['malformed', 'of our own form', 'v1.1800000600.MQ.YQ.00'],
  ])('is refused as %s when it is %s', (refused, _, text) => {
    expect(verify(text)).toEqual({ refused });
  });

  it.each([undefined, ''])('proves nobody where the shop has no app: %j', (webhookSecret) => {
    expect(verify(token({}, { secret: '' }), { webhookSecret })).toEqual({
      refused: 'badSignature',
    });
  });
});

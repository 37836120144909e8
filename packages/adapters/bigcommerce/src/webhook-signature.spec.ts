import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { BigCommerceConnection } from './connection.js';
import { verifySignature } from './webhook-signature.js';

const CONNECTION: BigCommerceConnection = {
  storeHash: 'k3x9ab',
  accessToken: 'inventedToken',
  webhookSecret: 'inventedSecret0123456789',
  clientSecret: 'inventedClientSecret',
};
const BODY = {
  scope: 'store/order/statusUpdated',
  store_id: '1025646',
  data: { type: 'order', id: 250 },
  hash: '7ee67cd1cf2ca60bc1aa9e5fe957d2de373be4ca',
  created_at: 1763460720,
  producer: 'stores/k3x9ab',
};
const ID = 'msg_invented_1';
const TIMESTAMP = '1763460721';

/** By the rule of the Standard Webhooks, whose library takes base64 of the secret. */
const signatureOf = (rawBody: Buffer, secret = CONNECTION.clientSecret): string =>
  createHmac('sha256', Buffer.from(String(secret), 'utf8'))
    .update(`${ID}.${TIMESTAMP}.${rawBody.toString('utf8')}`)
    .digest('base64');

function request(changes: Record<string, string | undefined> = {}, body: object | string = BODY) {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const headers = {
    'content-type': 'application/json',
    'x-storewire-token': CONNECTION.webhookSecret,
    'webhook-id': ID,
    'webhook-timestamp': TIMESTAMP,
    'webhook-signature': `v1,${signatureOf(rawBody)}`,
    ...changes,
  };
  return { headers, rawBody };
}

const UNSIGNED = {
  'webhook-id': undefined,
  'webhook-timestamp': undefined,
  'webhook-signature': undefined,
};

describe('verifySignature', () => {
  it('accepts a webhook with the secret and a signature, and tells topic, id and time', () => {
    expect(verifySignature(request(), CONNECTION)).toEqual({
      outcome: 'accepted',
      topic: 'store/order/statusUpdated',
      deliveryId: ID,
      occurredAt: '2025-11-18T10:12:00.000Z',
    });
  });

  it('knows an unsigned webhook by its hash and its second', () => {
    const verdict = verifySignature(request(UNSIGNED), CONNECTION);
    expect(verdict).toMatchObject({ deliveryId: `${BODY.hash}:1763460720` });
    const later = verifySignature(
      request(UNSIGNED, { ...BODY, created_at: 1763460725 }),
      CONNECTION,
    );
    expect(later).toMatchObject({ deliveryId: `${BODY.hash}:1763460725` });
  });

  it('takes one good signature of several', () => {
    const { headers, rawBody } = request();
    const several = `v1,${signatureOf(rawBody, 'theOldSecret')} ${headers['webhook-signature']}`;
    expect(verifySignature(request({ 'webhook-signature': several }), CONNECTION).outcome).toBe(
      'accepted',
    );
  });

  it.each([
    ['no secret header', { 'x-storewire-token': undefined }],
    ['another secret', { 'x-storewire-token': 'inventedSecret9876543210' }],
    ['a signature of another kind', { 'webhook-signature': 'v1a,AAAA' }],
    ['an empty signature', { 'webhook-signature': '' }],
    ['another id than the signed one', { 'webhook-id': 'msg_invented_2' }],
    ['another time than the signed one', { 'webhook-timestamp': '1763460722' }],
  ])('refuses %s', (_, changes) => {
    expect(verifySignature(request(changes), CONNECTION).outcome).toBe('refused');
  });

  it('refuses a signature by another secret', () => {
    const { rawBody } = request();
    const wrong = { 'webhook-signature': `v1,${signatureOf(rawBody, 'anotherSecret')}` };
    expect(verifySignature(request(wrong), CONNECTION).outcome).toBe('refused');
    const { clientSecret, ...without } = CONNECTION;
    expect(verifySignature(request(wrong), without).outcome).toBe('accepted');
  });

  it.each([
    ['a webhook of another store', { ...BODY, producer: 'stores/other1' }],
    ['a body without a scope', { data: { id: 1 } }],
    ['a body that is no object', '"store/order/created"'],
    ['a body that is no JSON', '{"scope":'],
  ])('refuses %s', (_, body) => {
    expect(verifySignature(request({}, body), CONNECTION).outcome).toBe('refused');
  });

  it('calls a form unsupported', () => {
    const form = request({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(verifySignature(form, CONNECTION).outcome).toBe('unsupported');
  });
});

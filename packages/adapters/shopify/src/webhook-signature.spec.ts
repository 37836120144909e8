import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import '@shopify/shopify-api/adapters/node';
import { ApiVersion, LogSeverity, shopifyApi } from '@shopify/shopify-api';
import { CONNECTION } from '../test/stub-client.js';
import { verifySignature } from './webhook-signature.js';

const BODY = Buffer.from('{"id":1,"name":"Żółty kubek"}');
const sign = (body: Buffer, secret = CONNECTION.clientSecret): string =>
  createHmac('sha256', secret).update(body).digest('base64');

const webhook = (more: Record<string, string | undefined> = {}) => ({
  'content-type': 'application/json',
  'x-shopify-topic': 'orders/create',
  'x-shopify-shop-domain': CONNECTION.shopDomain,
  'x-shopify-api-version': '2026-10',
  'x-shopify-webhook-id': 'b1',
  'x-shopify-event-id': 'e1',
  'x-shopify-triggered-at': '2026-11-18T10:15:22.877041743Z',
  'x-shopify-hmac-sha256': sign(BODY),
  ...more,
});

const verify = (headers: Record<string, string | undefined>, rawBody = BODY) =>
  verifySignature({ headers, rawBody }, CONNECTION);

describe('verifySignature', () => {
  it('gives topic, delivery id, time and version of a genuine webhook', () => {
    expect(verify(webhook())).toEqual({
      outcome: 'accepted',
      topic: 'orders/create',
      deliveryId: 'b1',
      occurredAt: '2026-11-18T10:15:22.877Z',
      meta: { apiVersion: '2026-10' },
    });
  });

  it('reads the headers of next-generation events, which have no X', () => {
    const headers = {
      'shopify-topic': 'Customer',
      'shopify-action': 'update',
      'shopify-shop-domain': CONNECTION.shopDomain,
      'shopify-api-version': '2026-10',
      'shopify-webhook-id': 'b2',
      'shopify-hmac-sha256': sign(BODY),
    };
    expect(verify(headers)).toMatchObject({
      outcome: 'accepted',
      topic: 'Customer/update',
      deliveryId: 'b2',
    });
  });

  it.each([
    ['another secret', webhook({ 'x-shopify-hmac-sha256': sign(BODY, 'other') }), BODY],
    ['a changed body', webhook(), Buffer.from('{"id":2}')],
    ['no signature', webhook({ 'x-shopify-hmac-sha256': undefined }), BODY],
    ['a signature in hexadecimal digits', webhook({ 'x-shopify-hmac-sha256': 'ab12' }), BODY],
    ['an empty body', webhook({ 'x-shopify-hmac-sha256': sign(Buffer.alloc(0)) }), Buffer.alloc(0)],
    ['the name of another shop', webhook({ 'x-shopify-shop-domain': 'b.myshopify.com' }), BODY],
    ['no topic', webhook({ 'x-shopify-topic': undefined }), BODY],
  ])('refuses %s', (_, headers, body) => {
    expect(verify(headers, body).outcome).toBe('refused');
  });

  it('calls a form post unsupported', () => {
    const headers = webhook({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(verify(headers).outcome).toBe('unsupported');
  });

  it('agrees with the official library', async () => {
    const library = shopifyApi({
      apiKey: 'key',
      apiSecretKey: CONNECTION.clientSecret,
      hostName: 'hub.example',
      apiVersion: ApiVersion.October26,
      isEmbeddedApp: false,
      logger: { level: LogSeverity.Error, log: async () => undefined },
    });
    const bodies = [BODY, Buffer.from('{"id":1}'), Buffer.from('{ "id": 1 }\n')];
    for (const signed of bodies) {
      for (const body of bodies) {
        const headers = webhook({ 'x-shopify-hmac-sha256': sign(signed) });
        const { valid } = await library.webhooks.validate({
          rawBody: body.toString('utf8'),
          rawRequest: { method: 'POST', url: '/', headers },
          rawResponse: {},
        });
        expect(verify(headers, body).outcome === 'accepted').toBe(valid);
      }
    }
  });
});

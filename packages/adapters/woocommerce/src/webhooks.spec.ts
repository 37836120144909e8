import { describe, expect, it } from '@jest/globals';
import { hmacBase64, sha256Hex } from '@storewire/adapter-kit';
import { UnreadableDocument } from '@storewire/core';
import { WooCommerceConnection } from './connection.js';
import { readWebhook, verifySignature } from './webhooks.js';

const SECRET = 'webhookSecret0123456789';
const CONNECTION = Object.assign(new WooCommerceConnection(), { webhookSecret: SECRET });
const BODY = Buffer.from('{"id":14,"city":"Krak\\u00f3w","url":"https:\\/\\/shop.example"}');
const HEADERS = {
  'content-type': 'application/json',
  'x-wc-webhook-topic': 'order.updated',
  'x-wc-webhook-id': '4',
  'x-wc-webhook-delivery-id': 'a17a00bb6233ad5edab5b737b3b12843',
  'x-wc-webhook-signature': hmacBase64(SECRET, BODY),
};

const verify = (headers: Record<string, string>, rawBody: Buffer = BODY) =>
  verifySignature({ headers, rawBody }, CONNECTION);
const read = (topic: string, body: unknown) => {
  const rawBody = typeof body === 'string' ? body : JSON.stringify(body);
  return [...readWebhook({ topic, rawBody, receivedAt: '2026-11-21T16:00:00.000Z', meta: {} })];
};

describe('verifySignature', () => {
  it('accepts the raw bytes and refuses the same JSON written differently', () => {
    expect(verify(HEADERS)).toMatchObject({ outcome: 'accepted', topic: 'order.updated' });
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(BODY.toString())));
    expect(rewritten.equals(BODY)).toBe(false);
    expect(verify(HEADERS, rewritten)).toMatchObject({ outcome: 'refused' });
  });

  it('tells two deliveries of one second apart, which share the id of the platform', () => {
    const other = Buffer.from('{"id":15}');
    const signed = { ...HEADERS, 'x-wc-webhook-signature': hmacBase64(SECRET, other) };
    const [first, second] = [verify(HEADERS), verify(signed, other)];
    const id = `4:${HEADERS['x-wc-webhook-delivery-id']}`;
    expect(first).toMatchObject({ deliveryId: `${id}:${sha256Hex(BODY)}` });
    expect(second).toMatchObject({ deliveryId: `${id}:${sha256Hex(other)}` });
  });

  it('knows the ping, and nothing else that is unsigned', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(verify(form, Buffer.from('webhook_id=7'))).toEqual({ outcome: 'ping' });
    expect(verify(form, Buffer.from('webhook_id=7&order=1'))).toMatchObject({ outcome: 'refused' });
    expect(verify({ 'content-type': 'application/json' })).toMatchObject({ outcome: 'refused' });
    expect(
      verify({ 'content-type': 'application/json' }, Buffer.from('webhook_id=7')),
    ).toMatchObject({ outcome: 'refused' });
  });

  it.each(['text/xml', 'multipart/form-data', ''])('does not take %p', (type) => {
    expect(verify({ ...HEADERS, 'content-type': type })).toMatchObject({ outcome: 'unsupported' });
  });

  it('takes a charset behind the content type', () => {
    const headers = { ...HEADERS, 'content-type': 'application/json; charset=UTF-8' };
    expect(verify(headers)).toMatchObject({ outcome: 'accepted' });
  });

  it.each(['', 'AAAA', hmacBase64('another secret', BODY)])(
    'refuses the signature %p',
    (signature) => {
      const verdict = verify({ ...HEADERS, 'x-wc-webhook-signature': signature });
      expect(verdict).toMatchObject({ outcome: 'refused' });
      expect(JSON.stringify(verdict)).not.toContain(HEADERS['x-wc-webhook-signature']);
    },
  );
});

describe('readWebhook', () => {
  const customer = {
    id: 42,
    email: 'a@poczta.example',
    date_created_gmt: '2026-11-21T16:00:00',
    date_modified_gmt: null,
  };

  it('calls a created customer a registration and an updated one an edit', () => {
    expect(read('customer.created', customer)).toEqual([
      {
        kind: 'contact',
        id: '42',
        version: '2026-11-21T16:00:00',
        raw: customer,
        trigger: 'registration',
      },
    ]);
    expect(read('customer.updated', customer)).toMatchObject([{ trigger: 'edit' }]);
  });

  it.each([
    { topic: 'customer.deleted', gives: [{ kind: 'erasure', id: '14', raw: { id: 14 } }] },
    {
      topic: 'product.deleted',
      gives: [{ kind: 'product', id: '14', raw: { id: 14, status: 'trash' } }],
    },
    { topic: 'order.deleted', gives: [] },
    { topic: 'coupon.created', gives: [] },
    { topic: 'action.woocommerce_add_to_cart', gives: [] },
  ])('makes of $topic what it means', ({ topic, gives }) =>
    expect(read(topic, { id: 14 })).toEqual(gives),
  );

  it.each([
    { topic: 'order.updated', body: { id: 14, status: 'completed' }, path: 'total' },
    { topic: 'customer.created', body: { ...customer, id: '42' }, path: 'id' },
    { topic: 'product.updated', body: [], path: 'id' },
    { topic: 'order.deleted', body: 'null', path: 'id' },
    { topic: 'order.updated', body: '{"id":', path: '$' },
  ])('names the path that is wrong in $topic', ({ topic, body, path }) => {
    const problems = problemsIn(() => read(topic, body));
    expect(problems.map((problem) => problem.path)).toContain(path);
  });

  it('explains the error body of a webhook whose user lost the rights, and quotes no data', () => {
    const body = { code: 'woocommerce_rest_cannot_view', message: 'Anna', data: { status: 403 } };
    expect(() => read('order.updated', body)).toThrow(/woocommerce_rest_cannot_view.*rights/);
    expect(() => read('order.updated', '{"email":"anna@poczta.example"')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('anna') }),
    );
  });
});

function problemsIn(act: () => unknown): readonly { path: string }[] {
  try {
    act();
  } catch (error) {
    if (error instanceof UnreadableDocument) return error.problems;
  }
  return [];
}

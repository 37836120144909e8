import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Shopware6Connection } from './connection.js';
import { verifySignature } from './webhook-signature.js';

const SECRET = 'a-secret-that-app-and-shop-agreed-on';
const BODY = '{"data":{"event":"checkout.order.placed","payload":{}},"source":{"eventId":"e1"}}';

const connection = (webhookSecret?: string) =>
  Object.assign(new Shopware6Connection(), {
    clientId: 'SWIAKEY',
    ...(webhookSecret ? { webhookSecret } : {}),
  });
const sign = (body: string, secret = SECRET) =>
  createHmac('sha256', secret).update(body).digest('hex');
const verify = (
  body: string,
  headers: Record<string, string>,
  secret: string | undefined = SECRET,
) => verifySignature({ headers, rawBody: Buffer.from(body) }, connection(secret));

describe('what is accepted', () => {
  it('has topic and event id from the body', () =>
    expect(verify(BODY, { 'shopware-shop-signature': sign(BODY) })).toEqual({
      outcome: 'accepted',
      topic: 'checkout.order.placed',
      deliveryId: 'e1',
    }));

  it('has the event id of the header where the newer transport sends one', () =>
    expect(
      verify(BODY, { 'shopware-shop-signature': sign(BODY), 'x-shopware-event-id': 'h1' }),
    ).toMatchObject({ deliveryId: 'h1' }));

  it('has no delivery id where the shop is older than event ids', () => {
    const body = BODY.replace(/,"source".*\}\}/, '}');
    expect(verify(body, { 'shopware-shop-signature': sign(body) })).toEqual({
      outcome: 'accepted',
      topic: 'checkout.order.placed',
    });
  });
});

it('keeps with the end of the app whose keys it was', () => {
  const body = BODY.replace('checkout.order.placed', 'app.deleted');
  expect(verify(body, { 'shopware-shop-signature': sign(body) })).toEqual({
    outcome: 'accepted',
    topic: 'app.deleted',
    deliveryId: 'e1',
    meta: { endedKeys: 'SWIAKEY' },
  });
});

it.each(['checkout.customer.login', 'app.activated'])('keeps nothing of %s', (event) => {
  const body = BODY.replace('checkout.order.placed', event);
  expect(verify(body, { 'shopware-shop-signature': sign(body) })).toEqual({ outcome: 'ping' });
});

describe('what is refused', () => {
  const good = { 'shopware-shop-signature': sign(BODY) };
  it.each([
    ['an unsigned body, as an integration would send it', BODY, {}],
    ['the signature of the app secret', BODY, { 'shopware-shop-signature': sign(BODY, 'app') }],
    ['the header of another direction', BODY, { 'shopware-app-signature': sign(BODY) }],
    ['an empty signature', BODY, { 'shopware-shop-signature': '' }],
    ['a changed body', BODY.replace('placed', 'closed'), good],
    ['a signed body that names no event', '{}', { 'shopware-shop-signature': sign('{}') }],
    ['a signed body that is no JSON', 'x', { 'shopware-shop-signature': sign('x') }],
  ])('%s', (_, body, headers) =>
    expect(verify(body, headers as Record<string, string>).outcome).toBe('refused'),
  );

  it('everything, where the connection has no secret', () => {
    const headers = { 'shopware-shop-signature': sign(BODY, '') };
    const request = { headers, rawBody: Buffer.from(BODY) };
    expect(verifySignature(request, connection())).toMatchObject({ outcome: 'refused' });
  });
});

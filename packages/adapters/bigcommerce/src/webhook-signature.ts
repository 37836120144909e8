import { equalInConstantTime, hmacBase64 } from '@storewire/adapter-kit';
import type { WebhookRequest, WebhookVerdict } from '@storewire/core';
import type { BigCommerceConnection } from './connection.js';

/** The header that the hub gives to its webhooks, in the spelling that is registered. */
export const SECRET_HEADER = 'X-Storewire-Token';

interface Envelope {
  readonly scope?: unknown;
  readonly producer?: unknown;
  readonly hash?: unknown;
  readonly created_at?: unknown;
}

/**
 * Checks the header that the hub registered its webhooks with, and the signature of the Standard Webhooks scheme where
 * there is one and the client secret is known: base64 of HMAC-SHA256 over `id.timestamp.body`, whose key is the client
 * secret as it is written. Whether every webhook of a store-level account is signed is not documented, so one without a
 * signature is taken.
 *
 * The age is not looked at: an old delivery has the id it had the first time, and points at what is read anew.
 *
 * @see docs/adapters/bigcommerce.md#webhooks
 */
export function verifySignature(
  { headers, rawBody }: WebhookRequest,
  { storeHash, webhookSecret, clientSecret }: BigCommerceConnection,
): WebhookVerdict {
  const type = headers['content-type'];
  if (type !== undefined && !/^application\/json\b/i.test(type)) {
    return { outcome: 'unsupported', reason: 'BigCommerce sends application/json.' };
  }
  const token = headers[SECRET_HEADER.toLowerCase()];
  if (!token || !equalInConstantTime(token, webhookSecret)) {
    return refused('the header with the webhook secret is missing or wrong');
  }
  const id = headers['webhook-id'];
  const signatures = headers['webhook-signature'];
  if (clientSecret && signatures !== undefined) {
    const signed = Buffer.concat([
      Buffer.from(`${id ?? ''}.${headers['webhook-timestamp'] ?? ''}.`),
      rawBody,
    ]);
    if (!holds(signatures, hmacBase64(clientSecret, signed))) {
      return refused('the signature does not fit the client secret');
    }
  }
  const body = envelopeOf(rawBody);
  if (typeof body?.scope !== 'string') return refused('the body names no scope');
  if (body.producer !== undefined && body.producer !== `stores/${storeHash}`) {
    return refused('the webhook is about another store');
  }
  const deliveryId = id || repeatKey(body);
  const seconds = body.created_at;
  return {
    outcome: 'accepted',
    topic: body.scope,
    ...(deliveryId ? { deliveryId } : {}),
    ...(typeof seconds === 'number' && seconds > 0 && seconds < 1e11
      ? { occurredAt: new Date(seconds * 1000).toISOString() }
      : {}),
  };
}

const refused = (reason: string): WebhookVerdict => ({ outcome: 'refused', reason });

/** `v1,<base64>`, several while a secret is being changed. */
function holds(header: string, expected: string): boolean {
  let fits = false;
  for (const given of header.split(' ')) {
    if (equalInConstantTime(given, `v1,${expected}`)) fits = true;
  }
  return fits;
}

/** A hundred letters and ids, so it is read here: the topic stands nowhere else. */
function envelopeOf(rawBody: Buffer): Envelope | undefined {
  try {
    const body: unknown = JSON.parse(rawBody.toString('utf8'));
    return body !== null && typeof body === 'object' ? body : undefined;
  } catch {
    return undefined;
  }
}

/** Repeats of one event have its hash, which is a digest of the payload, and its second. */
const repeatKey = ({ hash, created_at }: Envelope): string | undefined =>
  typeof hash === 'string' && hash !== '' ? `${hash}:${created_at}` : undefined;

import { equalInConstantTime, hmacHex } from '@storewire/adapter-kit';
import type { WebhookRequest, WebhookVerdict } from '@storewire/core';
import type { Shopware6Connection } from './connection.js';
import { APP_DELETED, APP_TOPICS, endedKeys } from './webhook-reading.js';

/**
 * Checks the signature of an app's webhook: lower-case hex of HMAC-SHA256 over the raw body with the secret that app
 * and shop agreed on, in constant time. The topic stands in the body alone. Retries keep the event id, which the newer
 * transport also sends as a header of its own.
 *
 * The body's time is that of the attempt, so it says nothing about a repetition; event ids do, and what is read
 * afterwards is asked of the shop and not taken from the body.
 *
 * @see docs/adapters/shopware.md#webhooks
 */
export function verifySignature(
  { headers, rawBody }: WebhookRequest,
  connection: Shopware6Connection,
): WebhookVerdict {
  const { webhookSecret } = connection;
  if (!webhookSecret) {
    return { outcome: 'refused', reason: 'the connection has no webhook secret' };
  }
  const signature = headers['shopware-shop-signature'];
  if (!signature) return { outcome: 'refused', reason: 'no shopware-shop-signature' };
  if (!equalInConstantTime(signature.trim().toLowerCase(), hmacHex(webhookSecret, rawBody))) {
    return { outcome: 'refused', reason: 'the signature does not fit the body' };
  }
  const { topic, eventId } = namesIn(rawBody);
  if (topic === undefined) return { outcome: 'refused', reason: 'the body names no event' };
  // Kept nowhere, because bodies may hold what is not the hub's (a session); refused, Shopware would switch it off.
  if (!APP_TOPICS.includes(topic)) return { outcome: 'ping' };
  const deliveryId = headers['x-shopware-event-id']?.trim() || eventId;
  return {
    outcome: 'accepted',
    topic,
    ...(deliveryId ? { deliveryId } : {}),
    ...(topic === APP_DELETED ? { meta: endedKeys(connection) } : {}),
  };
}

function namesIn(rawBody: Buffer): { topic?: string; eventId?: string } {
  try {
    const { data, source } = JSON.parse(rawBody.toString('utf8')) as {
      data?: { event?: unknown };
      source?: { eventId?: unknown };
    };
    const [topic, eventId] = [data?.event, source?.eventId];
    return {
      ...(typeof topic === 'string' && topic !== '' ? { topic } : {}),
      ...(typeof eventId === 'string' && eventId !== '' ? { eventId } : {}),
    };
  } catch {
    return {};
  }
}

import type { WebhookSubscription } from '@storewire/core';
import { statusOf, type WooClient } from './client.js';
import type { WooCommerceConnection } from './connection.js';
import { walkById } from './walk-by-id.js';
import { TOPICS } from './webhooks.js';

interface WooWebhook {
  readonly id: number;
  readonly topic: string;
  /** `active`, `paused` or `disabled`; the last after seven failed deliveries in a row. */
  readonly status: string;
  readonly delivery_url: string;
}

/**
 * Makes the shop's webhooks for `address` what they should be: one active webhook per topic, with the secret of the
 * connection. Switched-off ones are switched on again, doubles removed, webhooks to other addresses left alone. The
 * secret is written to existing ones, too, because the shop never tells which one it has.
 *
 * One call to list and one per topic; repeatable.
 * @throws StoreForbidden when the key may only read.
 */
export async function registerHooks(
  client: WooClient,
  address: string,
  { webhookSecret }: WooCommerceConnection,
): Promise<WebhookSubscription[]> {
  const present = await hooksAt(client, address);
  const wanted: WooWebhook[] = [];
  for (const topic of TOPICS) {
    const [kept, ...doubles] = present.filter((hook) => hook.topic === topic);
    for (const hook of doubles) await remove(client, hook);
    wanted.push(
      kept
        ? await client.write<WooWebhook>('PUT', `/webhooks/${kept.id}`, {
            status: 'active',
            secret: webhookSecret,
          })
        : await client.write<WooWebhook>('POST', '/webhooks', {
            name: `Storewire ${topic}`,
            topic,
            delivery_url: address,
            secret: webhookSecret,
          }),
    );
  }
  return wanted.map(subscriptionOf);
}

/** The webhooks at the shop that point to `address`, whatever their state. */
export async function checkHooks(
  client: WooClient,
  address: string,
): Promise<WebhookSubscription[]> {
  return (await hooksAt(client, address)).map(subscriptionOf);
}

async function hooksAt(client: WooClient, address: string): Promise<WooWebhook[]> {
  const hooks: WooWebhook[] = [];
  for await (const { row } of walkById<WooWebhook>(client, '/webhooks', { status: 'all' })) {
    if (row.delivery_url === address) hooks.push(row);
  }
  return hooks;
}

async function remove(client: WooClient, hook: WooWebhook): Promise<void> {
  try {
    await client.write('DELETE', `/webhooks/${hook.id}`, undefined, { force: 'true' });
  } catch (error) {
    // Somebody else was quicker.
    if (statusOf(error) !== 404) throw error;
  }
}

function subscriptionOf({ id, topic, status, delivery_url }: WooWebhook): WebhookSubscription {
  const isActive = status === 'active';
  return {
    id: String(id),
    topic,
    address: delivery_url,
    active: isActive,
    ...(isActive ? {} : { detail: DETAILS[status] ?? status }),
  };
}

const DETAILS: Readonly<Record<string, string>> = {
  paused: 'Paused in the shop.',
  disabled: 'Switched off by WooCommerce after failed deliveries, or by somebody in the shop.',
};

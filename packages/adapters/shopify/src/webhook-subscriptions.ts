import { StoreForbidden, StoreRefused, type WebhookSubscription } from '@storewire/core';
import { SHOPIFY_API_VERSION } from './api-version.js';
import type { ShopifyClient } from './client.js';
import { refuseUserErrors, userErrorText } from './graphql-answer.js';
import {
  SUBSCRIBE,
  SUBSCRIPTIONS,
  type SubscriptionNode,
  UNSUBSCRIBE,
} from './operations/webhook.operations.js';
import { SUBSCRIBED_BY_ENUM } from './webhook-topics.js';

/** Marks the hub's own subscriptions, so that those of other programs of the same app are left alone. */
const NAME = 'storewire';

/**
 * Subscribes `address` to every topic a shop can be subscribed to; repeatable. The hub's own subscriptions that point
 * elsewhere or are limited to some fields are replaced, others are not touched. A topic Shopify refuses (a scope or an
 * approval is missing) is in the answer as not active, with the reason.
 *
 * @throws StoreRefused when Shopify refuses every topic; what `ShopifyClient.run` throws.
 */
export async function registerWebhooks(
  client: ShopifyClient,
  address: string,
): Promise<WebhookSubscription[]> {
  const existing = await listSubscriptions(client);
  const answers: WebhookSubscription[] = [];
  for (const [topicEnum, topic] of SUBSCRIBED_BY_ENUM) {
    const ours = existing.filter(
      (s) => s.topic === topicEnum && (s.name === NAME || s.uri === address),
    );
    const good = ours.find((s) => s.uri === address && isWhole(s));
    answers.push(good ? subscriptionOf(good) : await subscribe(client, topicEnum, topic, address));
    for (const subscription of ours) {
      if (subscription !== good) await unsubscribe(client, subscription);
    }
  }
  if (answers.every(({ active }) => !active)) {
    throw new StoreRefused(`no webhook could be registered: ${answers[0]?.detail ?? ''}`);
  }
  return answers;
}

/** The subscriptions that point to `address`, as Shopify lists them. @throws what `ShopifyClient.run` throws. */
export async function checkWebhooks(
  client: ShopifyClient,
  address: string,
): Promise<WebhookSubscription[]> {
  const all = await listSubscriptions(client);
  return all.filter(({ uri }) => uri === address).map(subscriptionOf);
}

async function listSubscriptions(client: ShopifyClient): Promise<SubscriptionNode[]> {
  const all: SubscriptionNode[] = [];
  for await (const page of client.pages(SUBSCRIPTIONS, {}, (data) => data.webhookSubscriptions)) {
    all.push(...page.nodes);
  }
  return all;
}

const isWhole = ({ format, filter, includeFields }: SubscriptionNode): boolean =>
  format === 'JSON' && !filter && includeFields.length === 0;

async function subscribe(
  client: ShopifyClient,
  topicEnum: string,
  topic: string,
  address: string,
): Promise<WebhookSubscription> {
  const refused = (detail: string) => ({ id: '', topic, address, active: false, detail });
  try {
    const { result } = await client.run(SUBSCRIBE, {
      topic: topicEnum,
      subscription: { uri: address, format: 'JSON', name: NAME },
    });
    return result.webhookSubscription
      ? subscriptionOf(result.webhookSubscription)
      : refused(userErrorText(result.userErrors));
  } catch (error) {
    if (error instanceof StoreForbidden) return refused(error.message);
    throw error;
  }
}

async function unsubscribe(client: ShopifyClient, { id, topic }: SubscriptionNode): Promise<void> {
  const { result } = await client.run(UNSUBSCRIBE, { id });
  refuseUserErrors(`the old subscription to ${topic} was not removed`, result.userErrors);
}

/** Shopify deletes a subscription that fails; one that is listed is active. */
function subscriptionOf(node: SubscriptionNode): WebhookSubscription {
  const version = node.apiVersion.handle;
  const notes = [
    ...(isWhole(node) ? [] : ['limited to some objects or fields']),
    ...(version === SHOPIFY_API_VERSION ? [] : [`sends version ${version}`]),
  ];
  return {
    id: node.id,
    topic: SUBSCRIBED_BY_ENUM.get(node.topic) ?? node.topic,
    address: node.uri,
    active: true,
    ...(notes.length > 0 ? { detail: notes.join('; ') } : {}),
  };
}

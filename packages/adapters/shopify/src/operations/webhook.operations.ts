import { mutation, type Page, query, type UserError } from './operation.js';

/** A subscription of this app in this shop; those of an app configuration file are not listed. */
export interface SubscriptionNode {
  readonly id: string;
  /** In the form of the enum: `ORDERS_CREATE`. */
  readonly topic: string;
  readonly uri: string;
  readonly format: string;
  readonly name: string | null;
  readonly filter: string | null;
  readonly includeFields: readonly string[];
  readonly apiVersion: { readonly handle: string };
}

const SUBSCRIPTION_FIELDS = 'id topic uri format name filter includeFields apiVersion { handle }';

export const SUBSCRIPTIONS = query<{ webhookSubscriptions: Page<SubscriptionNode> }>(
  'Subscriptions',
  `($after: String) {
  webhookSubscriptions(first: 100, after: $after) {
    nodes { ${SUBSCRIPTION_FIELDS} }
    pageInfo { hasNextPage endCursor }
  }
}`,
);

interface SubscriptionPayload {
  readonly webhookSubscription: SubscriptionNode | null;
  readonly userErrors: readonly UserError[];
}

export const SUBSCRIBE = mutation<{ result: SubscriptionPayload }>(
  'Subscribe',
  `($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
  result: webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) {
    webhookSubscription { ${SUBSCRIPTION_FIELDS} }
    userErrors { field message }
  }
}`,
  { isRepeatable: false },
);

export const UNSUBSCRIBE = mutation<{
  result: { deletedWebhookSubscriptionId: string | null; userErrors: readonly UserError[] };
}>(
  'Unsubscribe',
  `($id: ID!) {
  result: webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}`,
  { isRepeatable: false },
);

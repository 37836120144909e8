import { privacyTopics } from '@shopify/shopify-api';

/** Topics the hub subscribes to in each shop. */
const SUBSCRIBED = [
  'customers/create',
  'customers/update',
  'customers/delete',
  'customers_email_marketing_consent/update',
  'customers_marketing_consent/update',
  'orders/create',
  'orders/updated',
  'orders/paid',
  'orders/cancelled',
  'refunds/create',
  'checkouts/create',
  'checkouts/update',
  'products/create',
  'products/update',
  'products/delete',
  'app/uninstalled',
] as const;

/** Topics an app gets from its configuration; no shop can be subscribed to them. */
const COMPLIANCE = ['customers/data_request', 'customers/redact', 'shop/redact'] as const;

export type SubscribedTopic = (typeof SUBSCRIBED)[number];

/**
 * Every topic the hub wants. `carts/*` is not among them, though it is read: it fires at each click of each visitor
 * and names nobody, and the checkout that follows brings the whole cart.
 */
export const TOPICS: readonly string[] = [...SUBSCRIBED, ...COMPLIANCE];

/** The topic as GraphQL names it: `orders/create` is `ORDERS_CREATE`. */
export const topicEnum = (topic: string): string => topic.toUpperCase().replace(/[/.]/g, '_');

const COMPLIANCE_ENUM: readonly string[] = privacyTopics;

/** The topics a shop is subscribed to, by their name in GraphQL. */
export const SUBSCRIBED_BY_ENUM: ReadonlyMap<string, string> = new Map(
  TOPICS.map((topic) => [topicEnum(topic), topic] as const).filter(
    ([name]) => !COMPLIANCE_ENUM.includes(name),
  ),
);

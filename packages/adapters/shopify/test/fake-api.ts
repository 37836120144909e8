import type { Channel } from '@storewire/core';
import { type TagData, tagMutations, tagQueries } from './fake-tag.js';
import { customerNode, orderNode, productNode } from './graphql-documents.js';
import { type Args, FakeLacks, type Resolver, type Root } from './graphql-executor.js';
import { connection, matches, type Searchable } from './search.js';
import {
  type CustomerData,
  type OrderData,
  type ProductData,
  SHOP_CURRENCY,
  SHOP_ZONE,
  utc,
} from './shop-data.js';

/** What the API reads and writes. */
export interface Shop {
  readonly domain: string;
  name: string;
  readonly customers: Map<string, CustomerData>;
  readonly orders: Map<string, OrderData>;
  readonly products: Map<string, ProductData>;
  readonly subscriptions: Map<string, SubscriptionData>;
  readonly bulk: Map<string, BulkData>;
  scopes: ReadonlySet<string>;
  readonly tag: TagData;
  nextId(): string;
  now(): number;
}

export interface SubscriptionData {
  readonly id: string;
  readonly topic: string;
  readonly uri: string;
  readonly name: string | null;
  readonly filter: string | null;
  readonly includeFields: readonly string[];
}

export interface BulkData {
  readonly id: string;
  readonly lines: readonly string[];
  /** How many more looks find it running. */
  looks: number;
  status: string;
  errorCode: string | null;
}

/** Rows on a page, whatever was asked for, so that tests cross page borders with few rows. */
export const MAX_PAGE = 5;

/** Thrown by a field that needs a scope the token has not got. */
export class AccessDenied extends Error {
  constructor(
    readonly field: string,
    readonly scope: string,
  ) {
    super(`Access denied for ${field} field. Required access: \`${scope}\` access scope.`);
  }
}

const TYPES = { customers: 'read_customers', orders: 'read_orders', products: 'read_products' };

const needIn =
  ({ scopes }: Shop) =>
  (field: string, scope: string): void => {
    const write = scope.replace(/^read_/, 'write_');
    if (!scopes.has(scope) && !scopes.has(write)) throw new AccessDenied(field, scope);
  };

/** The `QueryRoot` of the fake; bulk operations know no pages. */
export function queryRoot(shop: Shop, { maxPage = MAX_PAGE } = {}): Root {
  const need = needIn(shop);
  const list = <T extends { readonly id: string; readonly updatedAt: number }>(
    field: keyof typeof TYPES,
    items: () => readonly T[],
    searchOf: (item: T) => Searchable['search'],
    node: (item: T) => unknown,
    dayFields: readonly string[] = [],
  ): Record<string, Resolver> => {
    const found = (query: unknown) =>
      items().filter((item) =>
        matches({ id: item.id, search: searchOf(item) }, query as string | null, dayFields),
      );
    return {
      [field]: (args) => {
        need(field, TYPES[field]);
        const sortBy = (item: T) => utc(item.updatedAt);
        return connection(found(args.query), { sortBy, node, maxPage })(args);
      },
      [`${field}Count`]: ({ query }) => {
        need(`${field}Count`, TYPES[field]);
        return { count: found(query).length, precision: 'EXACT' };
      },
    };
  };
  const one =
    <T>(field: string, scope: string, items: ReadonlyMap<string, T>, node: (item: T) => unknown) =>
    ({ id }: Args) => {
      need(field, scope);
      const item = items.get(String(id).replace(/^.*\//, ''));
      return item ? node(item) : null;
    };
  return {
    ...list(
      'customers',
      () => [...shop.customers.values()],
      (c) => ({
        updated_at: utc(c.updatedAt),
        customer_date: utc(c.createdAt),
        created_at: utc(c.createdAt),
      }),
      customerNode,
      ['updated_at'],
    ),
    ...list(
      'orders',
      () => [...shop.orders.values()],
      (o) => ({ updated_at: utc(o.updatedAt), processed_at: utc(o.createdAt) }),
      orderNode,
    ),
    ...list(
      'products',
      () => [...shop.products.values()],
      (p) => ({
        updated_at: utc(p.updatedAt),
        created_at: utc(p.createdAt),
        status: 'active',
      }),
      productNode,
    ),
    customer: one('customer', 'read_customers', shop.customers, customerNode),
    order: one('order', 'read_orders', shop.orders, orderNode),
    product: one('product', 'read_products', shop.products, productNode),
    customerByIdentifier: ({ identifier }: Args) => {
      need('customerByIdentifier', 'read_customers');
      const { emailAddress } = identifier as { emailAddress: string };
      const found = [...shop.customers.values()].find(
        ({ email }) => email === emailAddress.toLowerCase(),
      );
      return found ? customerNode(found) : null;
    },
    shop: {
      name: shop.name,
      myshopifyDomain: shop.domain,
      url: 'https://shop.example',
      currencyCode: SHOP_CURRENCY,
      ianaTimezone: SHOP_ZONE,
      shopAddress: { countryCodeV2: 'PL' },
    },
    ...tagQueries(shop.tag, need),
    currentAppInstallation: () => ({
      app: { apiKey: shop.tag.apiKey, handle: shop.tag.handle, title: 'Storewire of Mugs' },
      accessScopes: [...shop.scopes].map((handle) => ({ handle })),
    }),
    shopLocales: () => {
      need('shopLocales', 'read_locales');
      return [
        { locale: 'en', primary: false, published: true },
        { locale: 'pl', primary: true, published: true },
        { locale: 'de', primary: false, published: false },
      ];
    },
    webhookSubscriptions: (args: Args) =>
      connection([...shop.subscriptions.values()], { node: subscriptionNode, maxPage })(args),
    bulkOperation: ({ id }: Args) => {
      const operation = shop.bulk.get(String(id));
      if (!operation) return null;
      const isDone = operation.looks <= 0;
      operation.looks--;
      return {
        ...operation,
        status: isDone ? operation.status : 'RUNNING',
        url: bulkUrl(operation),
      };
    },
  };
}

/** Made absolute by the server, which knows its port. */
export const bulkUrl = ({ id, lines, status }: BulkData): string | null =>
  status === 'COMPLETED' && lines.length > 0
    ? `{base}/bulk/${id.replace(/^.*\//, '')}.jsonl`
    : null;

const subscriptionNode = (subscription: SubscriptionData) => ({
  ...subscription,
  format: 'JSON',
  apiVersion: { handle: '2026-10' },
});

/** The `Mutation` type of the fake; `startBulk` runs the inner query. */
export function mutationRoot(shop: Shop, startBulk: (query: string) => BulkData): Root {
  const consent =
    (channel: Channel, field: string) =>
    ({ input }: Args) => {
      if (!shop.scopes.has('write_customers')) throw new AccessDenied(field, 'write_customers');
      const { customerId, ...rest } = input as Record<string, unknown>;
      const given = Object.values(rest)[0] as {
        marketingState: CustomerData['consent']['email']['state'];
        consentUpdatedAt: string;
      };
      const customer = shop.customers.get(String(customerId).replace(/^.*\//, ''));
      if (!customer) return refused(['input', 'customerId'], 'Customer not found', 'INVALID');
      if (!['SUBSCRIBED', 'UNSUBSCRIBED', 'PENDING'].includes(given.marketingState)) {
        return refused(['input', 'marketingState'], 'is not included in the list', 'INCLUSION');
      }
      const kept = customer.consent[channel];
      const at = Date.parse(given.consentUpdatedAt);
      if (kept.at === null || at >= kept.at) {
        customer.consent[channel] = { state: given.marketingState, at };
        customer.lastConsent = channel;
        customer.updatedAt = shop.now();
      }
      return { userErrors: [] };
    };
  return {
    ...tagMutations(shop.tag, needIn(shop), () => shop.nextId()),
    customerEmailMarketingConsentUpdate: consent('email', 'customerEmailMarketingConsentUpdate'),
    customerSmsMarketingConsentUpdate: consent('mobile', 'customerSmsMarketingConsentUpdate'),
    webhookSubscriptionCreate: ({ topic, webhookSubscription }: Args) => {
      const input = webhookSubscription as Partial<SubscriptionData>;
      const scope = /^(CUSTOMERS|ORDERS|PRODUCTS)/.exec(String(topic))?.[1]?.toLowerCase();
      if (scope && !shop.scopes.has(`read_${scope}`)) {
        return {
          webhookSubscription: null,
          ...refused(['topic'], `You do not have permission to create webhooks with ${topic}.`),
        };
      }
      const subscription: SubscriptionData = {
        id: `gid://shopify/WebhookSubscription/${shop.nextId()}`,
        topic: String(topic),
        uri: String(input.uri),
        name: input.name ?? null,
        filter: null,
        includeFields: [],
      };
      shop.subscriptions.set(subscription.id, subscription);
      return { webhookSubscription: subscriptionNode(subscription), userErrors: [] };
    },
    webhookSubscriptionDelete: ({ id }: Args) => ({
      deletedWebhookSubscriptionId: shop.subscriptions.delete(String(id)) ? id : null,
      userErrors: [],
    }),
    bulkOperationRunQuery: ({ query, groupObjects }: Args) => {
      if (groupObjects !== true) throw new FakeLacks('the fake writes grouped files only');
      const running = [...shop.bulk.values()].filter(({ looks }) => looks > 0);
      if (running.length >= 5) {
        return {
          bulkOperation: null,
          ...refused(null, 'Five bulk operations are running already.', 'LIMIT_REACHED'),
        };
      }
      return { bulkOperation: startBulk(String(query)), userErrors: [] };
    },
  };
}

const refused = (field: string[] | null, message: string, code: string | null = null) => ({
  userErrors: [{ field, message, code }],
});

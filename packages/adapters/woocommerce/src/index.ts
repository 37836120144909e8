import { defineAdapter } from '@storewire/core';
import { TESTED_VERSIONS, WOOCOMMERCE_API } from './api-version.js';
import { WooClient } from './client.js';
import { shopKeyOf, WooCommerceConnection } from './connection.js';
import { writeConsent } from './consent.js';
import { contactMapping, erasureMapping } from './contact.mapping.js';
import { pollCustomers } from './customer-poll.js';
import { customerHistory, orderHistory, productHistory } from './history.js';
import { orderMapping } from './order.mapping.js';
import { ORDER_STATES, PLACED_STATES } from './order-states.js';
import { pollOrders, pollProducts } from './poll.js';
import { productMapping } from './product.mapping.js';
import { checkShop } from './shop.js';
import { checkHooks, registerHooks } from './webhook-registration.js';
import { readWebhook, TOPICS, verifySignature } from './webhooks.js';

/** WordPress with WooCommerce, over its REST API v3 and its webhooks; carts come through the tracker. */
export default defineAdapter({
  id: 'woocommerce',
  name: 'WordPress / WooCommerce',
  apiVersion: WOOCOMMERCE_API,
  versions: TESTED_VERSIONS,
  connection: WooCommerceConnection,
  capabilities: {
    contact: ['webhook', 'poll', 'history'],
    // Inside contacts and orders, where the connection names the newsletter field.
    consent: ['webhook', 'poll', 'history', 'writeBack'],
    order: ['webhook', 'poll', 'history'],
    product: ['webhook', 'poll', 'history'],
    erasure: ['webhook'],
  },
  // WooCommerce has no limit of its own; the hosts it runs on are often small.
  rate: { callsPerSecond: 4, concurrency: 2 },
  connect: (input) => new WooClient(input),
  checkConnection: checkShop,
  shopKey: shopKeyOf,
  sources: {
    webhooks: {
      topics: TOPICS,
      verify: verifySignature,
      read: readWebhook,
      register: registerHooks,
      check: checkHooks,
    },
    poll: { contact: pollCustomers, order: pollOrders, product: pollProducts },
    history: { contact: customerHistory, order: orderHistory, product: productHistory },
  },
  sinks: { consent: writeConsent },
  mappings: {
    contact: contactMapping,
    order: orderMapping,
    product: productMapping,
    erasure: erasureMapping,
  },
  orderStates: ORDER_STATES,
  placedStates: PLACED_STATES,
});

export { WooClient } from './client.js';
export { WooCommerceConnection } from './connection.js';

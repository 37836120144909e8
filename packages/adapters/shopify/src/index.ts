import { defineAdapter } from '@storewire/core';
import { SHOPIFY_API_VERSION } from './api-version.js';
import { appFiles } from './app-package.js';
import { IDENTITY_PATH, verifyForwarded } from './app-proxy.js';
import { cartMapping } from './cart.mapping.js';
import { cartLink } from './cart-link.js';
import { ShopifyClient } from './client.js';
import { ShopifyConnection, shopKeyOf } from './connection.js';
import { writeConsent } from './consent.js';
import { consentMapping } from './consent.mapping.js';
import { contactMapping } from './contact.mapping.js';
import { erasureMapping } from './erasure.mapping.js';
import { contactHistory, orderHistory, productHistory } from './history.js';
import { ORDER_STATES, orderMapping, PLACED_STATES } from './order.mapping.js';
import { pollContacts, pollOrders, pollProducts } from './poll.js';
import { productMapping } from './product.mapping.js';
import { readShop } from './shop-info.js';
import { tagPlacement } from './tag.js';
import { readWebhook } from './webhook-reading.js';
import { verifySignature } from './webhook-signature.js';
import { checkWebhooks, registerWebhooks } from './webhook-subscriptions.js';
import { TOPICS } from './webhook-topics.js';

export default defineAdapter({
  id: 'shopify',
  name: 'Shopify',
  apiVersion: SHOPIFY_API_VERSION,
  versions: [SHOPIFY_API_VERSION],
  connection: ShopifyConnection,
  capabilities: {
    contact: ['webhook', 'poll', 'history'],
    consent: ['webhook', 'poll', 'history', 'writeBack'],
    cart: ['webhook'],
    order: ['webhook', 'poll', 'history'],
    product: ['webhook', 'poll', 'history'],
    erasure: ['webhook'],
  },
  // Shopify counts points, not calls; the client waits for those. This only keeps bursts small.
  rate: { callsPerSecond: 10, concurrency: 2 },
  connect: (input) => new ShopifyClient(input),
  checkConnection: readShop,
  shopKey: shopKeyOf,
  sources: {
    webhooks: {
      topics: TOPICS,
      verify: verifySignature,
      read: readWebhook,
      register: registerWebhooks,
      check: checkWebhooks,
    },
    poll: { contact: pollContacts, order: pollOrders, product: pollProducts },
    history: { contact: contactHistory, order: orderHistory, product: productHistory },
  },
  // Of the merchant's own app: its keys are typed in, its files come from here.
  install: { files: appFiles },
  sinks: { consent: writeConsent },
  tag: tagPlacement,
  identity: { path: () => IDENTITY_PATH, verifyForwarded },
  cartLink,
  mappings: {
    contact: contactMapping,
    consent: consentMapping,
    cart: cartMapping,
    order: orderMapping,
    product: productMapping,
    erasure: erasureMapping,
  },
  orderStates: ORDER_STATES,
  placedStates: PLACED_STATES,
});

export { ShopifyClient } from './client.js';
export { ShopifyConnection } from './connection.js';

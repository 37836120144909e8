import { defineAdapter } from '@storewire/core';
import { BIGCOMMERCE_API } from './api-version.js';
import { cartMapping } from './cart.mapping.js';
import { BigCommerceClient } from './client.js';
import { BigCommerceConnection, shopKeyOf } from './connection.js';
import { writeConsent } from './consent.js';
import { consentMapping, contactMapping, erasureMapping } from './contact.mapping.js';
import { contactHistory } from './contact-history.js';
import { pollContacts } from './contact-poll.js';
import { identityPath, verifyShopper } from './identity.js';
import { orderMapping } from './order.mapping.js';
import { orderHistory } from './order-history.js';
import { pollOrders } from './order-poll.js';
import { ORDER_STATES, PLACED_STATES } from './order-states.js';
import { productMapping } from './product.mapping.js';
import { pollProducts, productHistory } from './product-reading.js';
import { checkShop } from './shop.js';
import { findTag, placeTag, removeTag, TAG_PERMISSIONS } from './tag.js';
import { readWebhook, TOPICS } from './webhook-reading.js';
import { checkHooks, registerHooks } from './webhook-registration.js';
import { verifySignature } from './webhook-signature.js';

/** BigCommerce over its management API, with the token of a store-level API account; a storefront is a channel. */
export default defineAdapter({
  id: 'bigcommerce',
  name: 'BigCommerce',
  apiVersion: BIGCOMMERCE_API,
  connection: BigCommerceConnection,
  capabilities: {
    contact: ['webhook', 'poll', 'history'],
    // Newsletter subscribers, inside contacts and by themselves.
    consent: ['webhook', 'poll', 'history', 'writeBack'],
    // BigCommerce has no list of carts.
    cart: ['webhook'],
    order: ['webhook', 'poll', 'history'],
    product: ['webhook', 'poll', 'history'],
    erasure: ['webhook'],
  },
  // Half of what the smallest plan allows all apps of a store together: 150 calls in 30 s.
  rate: { callsPerSecond: 2.5, concurrency: 2 },
  connect: (input) => new BigCommerceClient(input),
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
    poll: { contact: pollContacts, order: pollOrders, product: pollProducts },
    history: { contact: contactHistory, order: orderHistory, product: productHistory },
  },
  sinks: { consent: writeConsent },
  tag: { permissions: TAG_PERMISSIONS, place: placeTag, find: findTag, remove: removeTag },
  identity: { path: identityPath, verifyToken: verifyShopper },
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

export { BigCommerceClient } from './client.js';
export { BigCommerceConnection } from './connection.js';

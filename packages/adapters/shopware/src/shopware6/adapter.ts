import { defineAdapter } from '@storewire/core';
import { SHOPWARE6_API, SHOPWARE6_VERSIONS } from './api-version.js';
import { confirmApp, registerApp } from './app-handshake.js';
import { appFiles } from './app-manifest.js';
import { verifyToken } from './app-token.js';
import { Shopware6Client } from './client.js';
import { Shopware6Connection, shopKeyOf } from './connection.js';
import { writeConsent } from './consent.js';
import { contactMapping, erasureMapping } from './contact.mapping.js';
import { contactHistory } from './contact-history.js';
import { pollContacts } from './contact-poll.js';
import { orderMapping } from './order.mapping.js';
import { orderHistory, pollOrders } from './order-reading.js';
import { ORDER_STATES, PLACED_STATES } from './order-states.js';
import { productMapping } from './product.mapping.js';
import { pollProducts, productHistory } from './product-reading.js';
import { checkShop } from './shop.js';
import { tagPlacement } from './tag.js';
import { readWebhook, TOPICS } from './webhook-reading.js';
import { verifySignature } from './webhook-signature.js';

/** Shopware 6 over its Admin API, with the credentials of an integration or an app; carts come through the tracker. */
export const shopware6 = defineAdapter({
  id: 'shopware6',
  name: 'Shopware 6',
  apiVersion: SHOPWARE6_API,
  versions: SHOPWARE6_VERSIONS,
  connection: Shopware6Connection,
  capabilities: {
    contact: ['webhook', 'poll', 'history'],
    // Newsletter entries, inside contacts.
    consent: ['webhook', 'poll', 'history', 'writeBack'],
    order: ['webhook', 'poll', 'history'],
    product: ['webhook', 'poll', 'history'],
    erasure: ['webhook'],
  },
  // The Admin API has no limit of its own; hosts have, and the shop's visitors come first.
  rate: { callsPerSecond: 4, concurrency: 2 },
  connect: (input) => new Shopware6Client(input),
  checkConnection: checkShop,
  shopKey: shopKeyOf,
  sources: {
    // Of an app; its manifest registers them. An integration gets none that are signed.
    webhooks: { topics: TOPICS, verify: verifySignature, read: readWebhook },
    poll: { contact: pollContacts, order: pollOrders, product: pollProducts },
    history: { contact: contactHistory, order: orderHistory, product: productHistory },
  },
  install: { files: appFiles, register: registerApp, confirm: confirmApp },
  sinks: { consent: writeConsent },
  tag: tagPlacement,
  // The template of the app asks the shop for the token, so there is no path.
  identity: { verifyToken },
  mappings: {
    contact: contactMapping,
    order: orderMapping,
    product: productMapping,
    erasure: erasureMapping,
  },
  orderStates: ORDER_STATES,
  placedStates: PLACED_STATES,
});

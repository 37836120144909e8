import { defineAdapter } from '@storewire/core';
import { SHOPWARE5_API } from './api-version.js';
import { Shopware5Client } from './client.js';
import { Shopware5Connection, shopKeyOf } from './connection.js';
import { writeConsent } from './consent.js';
import { contactMapping } from './contact.mapping.js';
import { contactHistory, pollContacts } from './contact-reading.js';
import { orderMapping } from './order.mapping.js';
import { orderHistory, pollOrders } from './order-reading.js';
import { ORDER_STATES, PLACED_STATES } from './order-states.js';
import { productMapping } from './product.mapping.js';
import { pollProducts, productHistory } from './product-reading.js';
import { checkShop } from './shop.js';

/** Shopware 5 over its REST API, which has no webhooks; carts come through the tracker. */
export const shopware5 = defineAdapter({
  id: 'shopware5',
  name: 'Shopware 5',
  apiVersion: SHOPWARE5_API,
  connection: Shopware5Connection,
  capabilities: {
    contact: ['poll', 'history'],
    // The newsletter flag of accounts, inside contacts.
    consent: ['poll', 'history', 'writeBack'],
    order: ['poll', 'history'],
    product: ['poll', 'history'],
  },
  // No limit of its own: each call is a PHP process of the shop's own server.
  rate: { callsPerSecond: 4, concurrency: 2 },
  connect: (input) => new Shopware5Client(input),
  checkConnection: checkShop,
  shopKey: shopKeyOf,
  sources: {
    poll: { contact: pollContacts, order: pollOrders, product: pollProducts },
    history: { contact: contactHistory, order: orderHistory, product: productHistory },
  },
  sinks: { consent: writeConsent },
  mappings: { contact: contactMapping, order: orderMapping, product: productMapping },
  orderStates: ORDER_STATES,
  placedStates: PLACED_STATES,
});

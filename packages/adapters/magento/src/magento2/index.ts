import { defineAdapter } from '@storewire/core';
import { ORDER_STATES, PLACED_STATES } from '../order-states.js';
import { cartMapping } from './cart.mapping.js';
import { pollCarts } from './cart-poll.js';
import { Magento2Client } from './client.js';
import { Magento2Connection, shopKeyOf } from './connection.js';
import { writeConsent } from './consent.js';
import { contactMapping } from './contact.mapping.js';
import { pollCustomers } from './customer-poll.js';
import { customerHistory, orderHistory, productHistory } from './history.js';
import { orderMapping } from './order.mapping.js';
import { pollOrders, pollProducts } from './poll.js';
import { productMapping } from './product.mapping.js';
import { TESTED_VERSIONS } from './releases.js';
import { checkShop } from './shop.js';

/** Magento 2 (Open Source and Adobe Commerce) over its REST API; it has no webhooks, so changes come by poll. */
export const magento2 = defineAdapter({
  id: 'magento2',
  name: 'Magento 2',
  apiVersion: 'REST V1',
  versions: TESTED_VERSIONS,
  connection: Magento2Connection,
  capabilities: {
    contact: ['poll', 'history'],
    // Inside contacts; guests who subscribe are in no list of the shop.
    consent: ['poll', 'history', 'writeBack'],
    cart: ['poll'],
    order: ['poll', 'history'],
    product: ['poll', 'history'],
  },
  // Magento has no limit of its own for these calls; the hosts it runs on have.
  rate: { callsPerSecond: 4, concurrency: 2 },
  connect: (input) => new Magento2Client(input),
  checkConnection: checkShop,
  shopKey: shopKeyOf,
  sources: {
    poll: { contact: pollCustomers, cart: pollCarts, order: pollOrders, product: pollProducts },
    history: { contact: customerHistory, order: orderHistory, product: productHistory },
  },
  sinks: { consent: writeConsent },
  mappings: {
    contact: contactMapping,
    cart: cartMapping,
    order: orderMapping,
    product: productMapping,
  },
  orderStates: ORDER_STATES,
  placedStates: PLACED_STATES,
});

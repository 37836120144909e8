import { defineAdapter } from '@storewire/core';
import { ORDER_STATES, PLACED_STATES } from '../order-states.js';
import { Magento1Client } from './client.js';
import { Magento1Connection, shopKeyOf } from './connection.js';
import { writeConsent } from './consent.js';
import { contactMapping } from './contact.mapping.js';
import { customerHistory, orderHistory, productHistory } from './history.js';
import { orderMapping } from './order.mapping.js';
import { pollCustomers, pollOrders, pollProducts } from './poll.js';
import { productMapping } from './product.mapping.js';
import { checkShop } from './shop.js';

/** Magento 1 and OpenMage over JSON-RPC or SOAP v2; newsletter and carts are in neither, and come through the bridge. */
export const magento1 = defineAdapter({
  id: 'magento1',
  name: 'Magento 1 / OpenMage',
  apiVersion: 'SOAP v2, JSON-RPC',
  versions: ['OpenMage 20.0.20'],
  connection: Magento1Connection,
  capabilities: {
    contact: ['poll', 'history'],
    // Through our module in the shop.
    consent: ['writeBack'],
    order: ['poll', 'history'],
    product: ['poll', 'history'],
  },
  // The sessions of one API user are served one after the other.
  rate: { callsPerSecond: 4, concurrency: 1 },
  connect: (input) => new Magento1Client(input),
  checkConnection: checkShop,
  shopKey: shopKeyOf,
  sources: {
    poll: { contact: pollCustomers, order: pollOrders, product: pollProducts },
    history: { contact: customerHistory, order: orderHistory, product: productHistory },
  },
  sinks: { consent: writeConsent },
  mappings: { contact: contactMapping, order: orderMapping, product: productMapping },
  orderStates: ORDER_STATES,
  placedStates: PLACED_STATES,
});

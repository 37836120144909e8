import { defineAdapter } from '@storewire/core';
import { cartMapping } from './cart.mapping.js';
import { PrestashopClient } from './client.js';
import { PrestashopConnection, shopKeyOf } from './connection.js';
import { writeConsent } from './consent.js';
import { consentMapping } from './consent.mapping.js';
import { contactMapping } from './contact.mapping.js';
import { pollCustomers } from './customer-poll.js';
import { customerHistory, orderHistory, productHistory } from './history.js';
import { orderMapping } from './order.mapping.js';
import { ORDER_STATES, PLACED_STATES } from './order-states.js';
import { pollCarts, pollOrders, pollProducts } from './poll.js';
import { productMapping } from './product.mapping.js';
import { checkShop } from './shop.js';
import { type Platform, PRESTASHOP_16, PRESTASHOP_17 } from './versions.js';

const declare = (platform: Platform) =>
  defineAdapter({
    id: platform.id,
    name: platform.name,
    ...(platform.tested ? { versions: platform.tested } : {}),
    connection: PrestashopConnection,
    capabilities: {
      contact: ['poll', 'history'],
      // Inside contacts; by itself for those who left the newsletter.
      consent: ['poll', 'history', 'writeBack'],
      cart: ['poll'],
      order: ['poll', 'history'],
      product: ['poll', 'history'],
    },
    // PrestaShop has no limit of its own, loads every row with several queries, and often lives on small hosts.
    rate: { callsPerSecond: 4, concurrency: 2 },
    connect: ({ connection, http }) => new PrestashopClient({ connection, http, platform }),
    checkConnection: checkShop,
    shopKey: shopKeyOf,
    sources: {
      poll: {
        contact: pollCustomers,
        order: pollOrders,
        product: pollProducts,
        cart: pollCarts,
      },
      history: { contact: customerHistory, order: orderHistory, product: productHistory },
    },
    sinks: { consent: writeConsent },
    mappings: {
      contact: contactMapping,
      consent: consentMapping,
      order: orderMapping,
      product: productMapping,
      cart: cartMapping,
    },
    orderStates: ORDER_STATES,
    placedStates: PLACED_STATES,
  });

export const prestashop17 = declare(PRESTASHOP_17);
export const prestashop16 = declare(PRESTASHOP_16);

/** PrestaShop over its webservice, which has no webhooks: 1.7 with 8 and 9, and 1.6. They differ in writes. */
export default [prestashop17, prestashop16];

export { PrestashopClient } from './client.js';
export { PrestashopConnection } from './connection.js';

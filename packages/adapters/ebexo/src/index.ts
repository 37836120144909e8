import {
  defineAdapter,
  INBOUND_MAPPINGS,
  INBOUND_ORDER_STATES,
  INBOUND_PLACED_STATES,
} from '@storewire/core';
import { EbexoClient } from './client.js';
import { EbexoConnection } from './connection.js';
import { writeConsent } from './consent.js';
import { checkShop, shopKeyOf } from './shop.js';

/**
 * Ebexo publishes no API: nothing is read. It, or who speaks for it, posts inbound events, calls the compatibility
 * door, or gives files to import.
 */
export default defineAdapter({
  id: 'ebexo',
  name: 'Ebexo',
  connection: EbexoConnection,
  capabilities: {
    contact: ['inbound'],
    // Back only where the merchant gives an address to call.
    consent: ['inbound', 'writeBack'],
    cart: ['inbound'],
    order: ['inbound'],
  },
  rate: { callsPerSecond: 5, concurrency: 2 },
  connect: ({ connection, http }) => new EbexoClient(connection, http),
  checkConnection: checkShop,
  shopKey: shopKeyOf,
  sources: {},
  sinks: { consent: writeConsent },
  mappings: INBOUND_MAPPINGS,
  orderStates: INBOUND_ORDER_STATES,
  placedStates: INBOUND_PLACED_STATES,
  // Its guide names the purchase and no payment, so an order counts when it is placed.
  settings: { purchaseOn: 'placed' },
});

export { EbexoClient } from './client.js';
export { EbexoConnection } from './connection.js';

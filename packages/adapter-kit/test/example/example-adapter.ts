import { defineAdapter } from '@storewire/core';
import { ExampleClient } from './example-client.js';
import { ExampleConnection } from './example-connection.js';
import {
  cartMapping,
  consentMapping,
  contactMapping,
  erasureMapping,
  orderMapping,
} from './example-mappings.js';
import {
  check,
  checkConnection,
  history,
  poll,
  read,
  register,
  TOPICS,
  verify,
  writeConsent,
} from './example-sources.js';

/** A small adapter that keeps the contract; the broken ones are made of it. */
export const exampleAdapter = defineAdapter({
  id: 'example',
  name: 'Example',
  connection: ExampleConnection,
  capabilities: {
    contact: ['webhook', 'poll', 'history'],
    cart: ['webhook'],
    order: ['webhook', 'poll', 'history'],
    consent: ['webhook', 'poll', 'writeBack'],
    erasure: ['webhook'],
  },
  rate: { callsPerSecond: 50, concurrency: 2 },
  connect: ({ connection, http }) => new ExampleClient(connection, http),
  checkConnection,
  shopKey: ({ shop }) => `example:${shop}`,
  sources: {
    webhooks: { topics: TOPICS, verify, read, register, check },
    poll: { contact: poll('contact'), order: poll('order') },
    history: { contact: history('contact'), order: history('order') },
  },
  sinks: { consent: writeConsent },
  mappings: {
    contact: contactMapping,
    consent: consentMapping,
    cart: cartMapping,
    order: orderMapping,
    erasure: erasureMapping,
  },
  orderStates: { paid: 'purchase', cancelled: 'cancellation', returned: 'return', open: 'ignore' },
});

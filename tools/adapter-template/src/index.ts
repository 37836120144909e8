import { defineAdapter } from '@storewire/core';
import { NewshopClient } from './client.js';
import { NewshopConnection } from './connection.js';
import { checkShop, shopKeyOf } from './shop.js';

/** Newshop. Declare a capability only together with its code, its fixture and the fake that answers it. */
export default defineAdapter({
  id: 'newshop',
  name: 'Newshop',
  connection: NewshopConnection,
  capabilities: {},
  rate: { callsPerSecond: 2, concurrency: 1 },
  connect: ({ connection, http }) => new NewshopClient(connection, http),
  checkConnection: checkShop,
  shopKey: shopKeyOf,
  sources: {},
  mappings: {},
});

export { NewshopClient } from './client.js';
export { NewshopConnection } from './connection.js';

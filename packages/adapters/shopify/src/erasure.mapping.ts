import { defineMapping, type Erasure } from '@storewire/core';

/** `customers/redact`, which may name a person by address alone, and `customers/delete`. */
export const erasureMapping = defineMapping<Erasure>({
  externalId: { from: ['customer.id', 'admin_graphql_api_id', 'id'], as: 'globalId' },
  email: { from: ['customer.email', 'email'], as: 'email' },
  phone: { from: ['customer.phone', 'phone'], as: 'phone' },
});

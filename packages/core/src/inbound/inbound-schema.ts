import { INBOUND_EVENT_TYPES } from './inbound-event.js';

const text = (maxLength: number, more: object = {}) => ({ type: 'string', maxLength, ...more });
const time = { type: 'string', format: 'date-time' };
const amount = (digits: number) => ({
  type: 'string',
  pattern: `^\\d{1,12}(\\.\\d{1,${digits}})?$`,
});
const currency = { type: 'string', pattern: '^[A-Z]{3}$' };
const web = { type: 'string', format: 'uri', maxLength: 2048 };
const listOf = (definition: string, maxItems: number, minItems = 0) => ({
  type: 'array',
  minItems,
  maxItems,
  items: { $ref: `#/$defs/${definition}` },
});
const record = (required: readonly string[], properties: object, more: object = {}) => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
  ...more,
});

const contact = record(['email'], {
  externalId: text(255),
  email: text(254, { format: 'email' }),
  name: text(255),
  phone: text(40),
  company: text(255),
  address: record([], {
    street: text(255),
    zipCode: text(20),
    city: text(255),
    province: text(255),
    country: { type: 'string', pattern: '^[A-Z]{2}$' },
  }),
  birthDate: { type: 'string', format: 'date' },
  createdAt: time,
  state: { enum: ['CUSTOMER', 'PROSPECT', 'PARTNER', 'OTHER', 'UNKNOWN'] },
  tags: { type: 'array', maxItems: 50, items: { type: 'string', pattern: '^[^,\\s]{1,255}$' } },
});

const consent = record(
  ['kind', 'granted', 'at'],
  {
    kind: { enum: ['newsletter-email', 'newsletter-sms', 'terms', 'profiling', 'custom'] },
    name: text(255, { description: 'Name of the consent in the shop; required for custom.' }),
    granted: { type: 'boolean' },
    at: time,
    source: text(100),
    ip: text(45),
    textVersion: text(100),
  },
  {
    if: { properties: { kind: { const: 'custom' } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: { required: ['name'] },
  },
);

const line = record(['productId', 'quantity'], {
  productId: text(255, { minLength: 1 }),
  variantId: text(255),
  name: text(255),
  quantity: { type: 'number', exclusiveMinimum: 0 },
  unitPrice: amount(4),
  url: web,
  imageUrl: web,
  category: text(255),
});

const cart = record(['lines', 'currency'], {
  id: text(100),
  currency,
  total: amount(2),
  lines: listOf('line', 200, 1),
  url: web,
});

const order = record(['id', 'currency', 'total', 'lines'], {
  id: text(100, { minLength: 1 }),
  number: text(100),
  currency,
  total: amount(2),
  shippingCost: amount(2),
  discountCode: text(100),
  paymentMethod: text(255),
  shippingMethod: text(255),
  paidAt: time,
  status: text(100),
  lines: listOf('line', 500, 1),
});

const somebody = { anyOf: [{ required: ['contact'] }, { required: ['visitorId'] }] };
const forType = (type: object, rule: object) => ({
  if: { required: ['type'], properties: { type } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: rule,
});

/**
 * JSON Schema (2020-12) of one inbound event, version 1. A delivery is one event, or `{ "events": [...] }` with at most
 * 100. Within a version fields are only added, and never required.
 */
export const INBOUND_EVENT_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:hub:inbound-event:1',
  title: 'Inbound event, version 1',
  ...record(['id', 'type', 'occurredAt'], {
    id: text(100, { minLength: 1 }),
    type: { enum: INBOUND_EVENT_TYPES },
    occurredAt: time,
    contact: { $ref: '#/$defs/contact' },
    visitorId: text(64, { description: 'Value of the smclient cookie.' }),
    consents: listOf('consent', 20),
    cart: { $ref: '#/$defs/cart' },
    order: { $ref: '#/$defs/order' },
  }),
  allOf: [
    forType({ pattern: '^contact\\.' }, { required: ['contact'] }),
    forType({ const: 'cart.updated' }, { required: ['cart'], ...somebody }),
    forType({ const: 'cart.emptied' }, somebody),
    forType({ pattern: '^order\\.' }, { required: ['order', 'contact'] }),
  ],
  $defs: { contact, consent, line, cart, order },
};

import type { JsonSchema } from './json-schema.js';

/** The largest body the beacon door takes. */
export const MAX_BEACON_BYTES = 16_384;
export const MAX_BEACON_LINES = 200;

/** A version 1-8 UUID as SALESmanago writes contact ids. */
const UUID = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

const decimal: JsonSchema = { type: 'string', pattern: '^[0-9]{1,12}(\\.[0-9]{1,6})?$' };
const productCode: JsonSchema = { type: 'string', pattern: '^[^\\p{Cc}]{1,128}$' };
const smclient: JsonSchema = { type: 'string', pattern: UUID };
const identity: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9._=-]{1,2048}$' };

const line: JsonSchema = {
  type: 'object',
  required: ['quantity'],
  anyOf: [{ required: ['productId'] }, { required: ['variantId'] }, { required: ['sku'] }],
  additionalProperties: false,
  properties: {
    productId: productCode,
    variantId: productCode,
    sku: productCode,
    name: { type: 'string', maxLength: 512 },
    quantity: { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000 },
    unitPrice: decimal,
    total: decimal,
  },
};

/** JSON Schema of {@link Beacon}; the reader checks against this very object. */
export const BEACON_SCHEMA: JsonSchema = {
  $schema: DIALECT,
  $id: 'https://storewire.example/schemas/beacon-1.json',
  title: 'Cart beacon of the storefront script',
  type: 'object',
  required: ['v', 'id', 'platform', 'at', 'cart'],
  additionalProperties: false,
  properties: {
    v: { const: 1 },
    id: { type: 'string', pattern: UUID },
    platform: { type: 'string', pattern: '^[a-z0-9-]{1,32}$' },
    at: { type: 'integer', minimum: 0, maximum: 8_640_000_000_000_000 },
    cart: {
      type: 'object',
      required: ['token', 'lines'],
      additionalProperties: false,
      properties: {
        token: { type: 'string', pattern: '^[!-~]{1,128}$' },
        lines: { type: 'array', items: line, maxItems: MAX_BEACON_LINES },
        total: decimal,
        currency: { type: 'string', pattern: '^[A-Z]{3}$' },
      },
    },
    smclient,
    identity,
    email: { type: 'string', maxLength: 254, pattern: '^[^\\s@\\p{Cc}]+@[^\\s@\\p{Cc}]+$' },
  },
};

/** JSON Schema of {@link VisitorQuestion}. */
export const VISITOR_SCHEMA: JsonSchema = {
  $schema: DIALECT,
  $id: 'https://storewire.example/schemas/visitor-1.json',
  title: 'Question of the storefront script about its visitor',
  type: 'object',
  required: ['v'],
  anyOf: [{ required: ['smclient'] }, { required: ['identity'] }],
  additionalProperties: false,
  properties: { v: { const: 1 }, smclient, identity },
};

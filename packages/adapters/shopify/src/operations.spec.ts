import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildClientSchema,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  type SelectionSetNode,
  specifiedRules,
  validate,
} from 'graphql';
import * as bulk from './operations/bulk.operations.js';
import * as consent from './operations/consent.operations.js';
import * as contact from './operations/contact.operations.js';
import type { Operation } from './operations/operation.js';
import * as order from './operations/order.operations.js';
import * as product from './operations/product.operations.js';
import * as shop from './operations/shop.operations.js';
import * as tag from './operations/tag.operations.js';
import * as webhook from './operations/webhook.operations.js';
import { SUBSCRIBED_BY_ENUM } from './webhook-topics.js';

const SCHEMA = new URL(
  '../../../../../shared/specs/shopify/admin-graphql-2026-10.introspection.json.gz',
  import.meta.url,
);

const isOperation = (value: unknown): value is Operation<unknown> =>
  value !== null && typeof value === 'object' && 'text' in value && 'name' in value;

const OPERATIONS = [bulk, consent, contact, order, product, shop, tag, webhook]
  .flatMap((module) => Object.values(module))
  .filter(isOperation);

const RANGE = `(query: ${JSON.stringify("created_at:>='2026-01-01T00:00:00.000Z'")})`;
const BULK_QUERIES = {
  customers: contact.bulkCustomers(RANGE),
  orders: order.bulkOrders(RANGE),
  products: product.bulkProducts(RANGE),
};

const TEXTS = [
  ...OPERATIONS.map(({ name, text }) => ({ name, text })),
  ...Object.entries(BULK_QUERIES).map(([name, text]) => ({ name: `bulk ${name}`, text })),
];

describe('operations against the published schema', () => {
  const isThere = existsSync(SCHEMA);
  let schema: GraphQLSchema | undefined;

  beforeAll(() => {
    if (!isThere) {
      console.info('Not checked: the introspection of the Admin API 2026-10 is not here.');
      return;
    }
    const introspection = JSON.parse(gunzipSync(readFileSync(SCHEMA)).toString()).data;
    // The schema deprecates fields that its interfaces do not, which graphql-js would call a mistake.
    schema = buildClientSchema(introspection, { assumeValid: true });
  });

  it.each(TEXTS)('$name is valid and uses nothing deprecated', ({ text }) => {
    if (!schema) return;
    const errors = validate(schema, parse(text), [...specifiedRules, NoDeprecatedCustomRule]);
    expect(errors.map(({ message }) => message)).toEqual([]);
  });

  it('knows every topic it subscribes to', () => {
    if (!schema) return;
    const topics = schema.getType('WebhookSubscriptionTopic') as { getValue(n: string): unknown };
    const unknown = [...SUBSCRIBED_BY_ENUM.keys()].filter((name) => !topics.getValue(name));
    expect(unknown).toEqual([]);
  });
});

describe('limits of the API', () => {
  const PAGE_SIZES: Record<string, number> = { Customers: 100, Orders: 10, Products: 10 };

  it.each(OPERATIONS)('$name costs at most the 1,000 points a query may', ({ name, text }) => {
    expect(pointsOf(parse(text), PAGE_SIZES[name] ?? 1)).toBeLessThanOrEqual(1000);
  });

  it.each(Object.entries(BULK_QUERIES))(
    'the bulk query of %s has at most 5 connections, nested at most twice',
    (_, text) => {
      const depths = connectionDepths(parse(text));
      expect(depths.length).toBeLessThanOrEqual(5);
      expect(Math.max(...depths)).toBeLessThanOrEqual(2);
    },
  );

  it('asks in a bulk query for what a page asks for, so that both give the same document', () => {
    expect(fieldsOf(BULK_QUERIES.orders)).toEqual(fieldsOf(order.ORDERS.text));
    expect(fieldsOf(BULK_QUERIES.products)).toEqual(fieldsOf(product.PRODUCTS.text));
    expect(fieldsOf(BULK_QUERIES.customers)).toEqual(fieldsOf(contact.CUSTOMERS.text));
  });
});

/** Shopify's published rule, at its strictest: 1 per object, times the size of every list around it. */
function pointsOf(document: DocumentNode, pageSize: number): number {
  const cost = (selection: SelectionSetNode): number =>
    fields(selection).reduce((sum, field) => {
      if (!field.selectionSet) return sum;
      const inner = cost(field.selectionSet);
      const first = field.arguments?.find(({ name }) => name.value === 'first')?.value;
      if (!first) return sum + inner + (isWrapper(field) ? 0 : 1);
      const size = first.kind === Kind.INT ? Number(first.value) : pageSize;
      return sum + size * (inner + (isConnection(field) ? 0 : 1));
    }, 0);
  return operationsIn(document).reduce((sum, selection) => sum + cost(selection), 0);
}

/** `nodes` stands for the objects in it; `pageInfo` and `edges` are free. */
const isWrapper = ({ name }: FieldNode): boolean => ['pageInfo', 'edges'].includes(name.value);

const isConnection = ({ selectionSet }: FieldNode): boolean =>
  fields(selectionSet).some(({ name }) => ['nodes', 'edges'].includes(name.value));

function connectionDepths(document: DocumentNode): number[] {
  const depths: number[] = [];
  const walk = (selection: SelectionSetNode | undefined, depth: number): void => {
    for (const field of fields(selection)) {
      const own = isConnection(field) ? depth + 1 : depth;
      if (own > depth) depths.push(own);
      walk(field.selectionSet, own);
    }
  };
  for (const selection of operationsIn(document)) walk(selection, 0);
  return depths;
}

/** Paths of all fields, the ways to write a connection apart. */
function fieldsOf(text: string): string[] {
  const paths: string[] = [];
  const walk = (selection: SelectionSetNode | undefined, path: string): void => {
    for (const field of fields(selection)) {
      const name = field.name.value;
      if (name === 'pageInfo') continue;
      const isFrame = ['nodes', 'edges', 'node'].includes(name);
      const own = isFrame ? path : `${path}.${name}`;
      if (!isFrame) paths.push(own);
      walk(field.selectionSet, own);
    }
  };
  for (const selection of operationsIn(parse(text))) walk(selection, '');
  return paths.sort();
}

const fields = (selection: SelectionSetNode | undefined): FieldNode[] =>
  (selection?.selections ?? []).filter((s): s is FieldNode => s.kind === Kind.FIELD);

const operationsIn = (document: DocumentNode): SelectionSetNode[] =>
  document.definitions.flatMap((d) =>
    d.kind === Kind.OPERATION_DEFINITION ? [d.selectionSet] : [],
  );

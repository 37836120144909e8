import { type Frame, links } from './frame.js';
import { listing } from './listing.js';
import { LIST_RULES, Params } from './query.js';
import type { Term } from './records.js';
import { missingParams, RestError } from './rest.error.js';
import type { RestContext } from './rest-api.js';
import { idOf, type RestResource, textField } from './rest-request.js';

/** Categories and brands; tags and attributes exist and are empty. */
export function termRoutes(context: RestContext): RestResource[] {
  const { shop } = context;
  return [
    ...taxonomy(context, '/wc/v3/products/categories', shop.categories, 'categoryIds'),
    ...taxonomy(context, '/wc/v3/products/brands', shop.brands, 'brandIds'),
    { path: '/wc/v3/products/tags', read: (request) => empty(context, request) },
    { path: '/wc/v3/products/attributes', read: () => ({ status: 200, body: [] }) },
  ];
}

function empty(context: RestContext, request: Parameters<NonNullable<RestResource['read']>>[0]) {
  const params = new Params(request.query, LIST_RULES);
  return listing(context.frame(), request, params, { length: 0, id: () => 0 }, () => undefined);
}

function taxonomy(
  context: RestContext,
  path: string,
  terms: Term[],
  field: 'categoryIds' | 'brandIds',
): RestResource[] {
  const { shop } = context;
  const count = (id: number) => {
    const { products } = shop;
    const found = products.query(
      `${field} ${id}`,
      (row) => products.record(row)?.[field].includes(id) ?? false,
      (a, b) => a - b,
    );
    return found.length;
  };
  const show = (term: Term) => termDocument(context.frame(), path, term, count(term.id));
  return [
    {
      path,
      read: (request) => {
        const params = new Params(request.query, LIST_RULES);
        const sorted = [...terms].sort((a, b) => a.name.localeCompare(b.name, 'pl'));
        const found = { length: sorted.length, id: (n: number) => sorted[n]?.id ?? 0 };
        return listing(context.frame(), request, params, found, (id) => {
          const term = terms.find((one) => one.id === id);
          return term && show(term);
        });
      },
      create: ({ body }) => {
        const name = textField(body, 'name');
        if (name === undefined) throw missingParams(['name']);
        const slug = textField(body, 'slug') ?? name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
        const parent = Number(body.parent ?? 0);
        const term: Term = { id: shop.nextTermId(), name, slug, parent };
        terms.push(term);
        return { status: 201, body: show(term) };
      },
    },
    {
      path: `${path}/{id}`,
      read: (request) => {
        const term = terms.find((one) => one.id === idOf(request));
        if (term === undefined) {
          throw new RestError(404, 'woocommerce_rest_term_invalid', 'Resource does not exist.');
        }
        return { status: 200, body: show(term) };
      },
    },
  ];
}

function termDocument(frame: Frame, path: string, term: Term, count: number) {
  return {
    id: term.id,
    name: term.name,
    slug: term.slug,
    parent: term.parent,
    description: '',
    display: 'default',
    image: null,
    menu_order: 0,
    count,
    _links: links(frame, path, term.id),
  };
}

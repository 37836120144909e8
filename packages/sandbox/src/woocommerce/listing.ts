import { type Frame, restUrl } from './frame.js';
import type { Params } from './query.js';
import { isObject, type RestReply, type RestRequest } from './rest-request.js';

/** Rows a query found, by position. */
export interface Found {
  length: number;
  id(n: number): number;
}

export interface ListingOptions {
  /** With the order tables (HPOS) a page past the end says there is nothing at all. */
  losesTotalPastEnd?: boolean;
  /** What WooCommerce adds to the parameters of paging links. */
  linkDefaults?: (hasRows: boolean) => readonly (readonly [string, string])[];
}

/** One page of a list with its headers: totals, and links to the pages around. */
export function listing(
  frame: Frame,
  request: RestRequest,
  params: Params,
  found: Found,
  render: (id: number) => unknown,
  options: ListingOptions = {},
): RestReply {
  const perPage = params.integer('per_page', 10);
  const page = params.integer('page', 1);
  const from = params.integer('offset', (page - 1) * perPage);
  const body: unknown[] = [];
  for (let n = from; n < Math.min(from + perPage, found.length); n += 1) {
    const row = render(found.id(n));
    if (row !== undefined) body.push(row);
  }
  const isLost = options.losesTotalPastEnd === true && from >= found.length;
  const total = isLost ? 0 : found.length;
  const pages = Math.ceil(total / perPage);
  const headers: Record<string, string> = {
    'x-wp-total': String(total),
    'x-wp-totalpages': String(pages),
  };
  const defaults = options.linkDefaults?.(body.length > 0) ?? [];
  const around: string[] = [];
  if (page > 1) {
    around.push(`<${pageUrl(frame, request, defaults, Math.min(page - 1, pages))}>; rel="prev"`);
  }
  if (page < pages) around.push(`<${pageUrl(frame, request, defaults, page + 1)}>; rel="next"`);
  if (around.length > 0) headers.link = around.join(', ');
  return { status: 200, body, headers };
}

/** A name for the query that is the same for all of its pages. */
export function queryName(params: Params, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => params.query.get(name) ?? null));
}

/**
 * Applies `_fields`, names at the top or one level below (`billing.email`). A single document keeps
 * its `_links`, rows of a list do not.
 */
export function onlyFields(body: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(body)) return body.map((row) => pick(row, fields));
  const picked = pick(body, fields);
  return isObject(body) && isObject(picked) && '_links' in body
    ? { ...picked, _links: body._links }
    : picked;
}

function pick(document: unknown, fields: readonly string[]): unknown {
  if (!isObject(document)) return document;
  const tops = new Set(fields.map((field) => field.split('.')[0]));
  const picked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) {
    if (!tops.has(name)) continue;
    const below = fields
      .filter((field) => field.startsWith(`${name}.`))
      .map((field) => field.slice(name.length + 1));
    picked[name] = below.length === 0 || fields.includes(name) ? value : pick(value, below);
  }
  return picked;
}

function pageUrl(
  frame: Frame,
  request: RestRequest,
  defaults: readonly (readonly [string, string])[],
  page: number,
): string {
  const pairs = new Map<string, string>();
  for (const [name, value] of request.query) {
    if (typeof value === 'string') pairs.set(name, value);
    else value.forEach((one, n) => void pairs.set(`${name}[${n}]`, one));
  }
  for (const [name, value] of defaults) {
    // A list that was sent as text is sent on as a list.
    if (name.endsWith(']')) pairs.delete(name.replace(/\[\d+\]$/, ''));
    pairs.set(name, value);
  }
  pairs.set('page', String(page));
  const text = [...pairs].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const url = restUrl(frame, request.path);
  return `${url}${url.includes('?') ? '&' : '?'}${text.join('&')}`;
}

import type { Accounts } from './accounts.js';
import { customerRoutes } from './customer.routes.js';
import type { Frame } from './frame.js';
import { onlyFields } from './listing.js';
import type { KeyPermission } from './options.js';
import { orderRoutes } from './order.routes.js';
import type { Orders } from './orders.js';
import { productRoutes } from './product.routes.js';
import type { ProductDesk } from './product-desk.js';
import { Params, readQuery } from './query.js';
import { RestError } from './rest.error.js';
import {
  isObject,
  type RestHandler,
  type RestReply,
  type RestRequest,
  type RestResource,
} from './rest-request.js';
import type { Shop } from './shop.js';
import { siteRoutes } from './site.routes.js';
import { webhookRoutes } from './webhook.routes.js';
import type { Webhooks } from './webhooks.js';

const MAX_BATCH_SIZE = 100;

/** What the routes work with. */
export interface RestContext {
  readonly shop: Shop;
  readonly accounts: Accounts;
  readonly orders: Orders;
  readonly products: ProductDesk;
  readonly webhooks: Webhooks;
  frame(): Frame;
  resources(): readonly { path: string; allow: string }[];
  /** Told which orders a page of the list showed. */
  afterOrderPage(ids: readonly number[]): void;
}

export interface RestCall {
  method: string;
  /** Path below `/wp-json`. */
  path: string;
  rawQuery: string;
  body: string;
  contentType: string;
  /** Undefined for a stranger. */
  permission: KeyPermission | undefined;
}

interface Route extends RestResource {
  pattern: RegExp;
  allow: string;
}

/** The REST API: finds the route, asks for permission, runs it, shapes the answer. */
export class RestApi {
  readonly #routes: Route[];

  constructor(context: Omit<RestContext, 'resources'>) {
    const resources: RestResource[] = [];
    const whole: RestContext = { ...context, resources: () => this.#routes };
    resources.push(
      ...siteRoutes(whole),
      ...customerRoutes(whole),
      ...orderRoutes(whole),
      ...productRoutes(whole),
      ...webhookRoutes(whole),
    );
    const all = [...batches(resources), ...resources];
    this.#routes = all.map((resource) => ({
      ...resource,
      pattern: new RegExp(`^${resource.path.replace(/\{(\w+)\}/g, segment)}$`),
      allow: allowed(resource),
    }));
  }

  /** Never throws for what the caller did: refusals are answers. */
  async handle(call: RestCall): Promise<RestReply> {
    const path = call.path === '/' ? '/' : call.path.replace(/\/+$/, '');
    let allow: string | undefined;
    try {
      for (const route of this.#routes) {
        const ids = route.pattern.exec(path)?.groups;
        if (!route.pattern.test(path)) continue;
        allow = route.allow;
        const handler = handlerOf(route, call.method);
        if (handler === undefined) continue;
        if (call.permission === undefined && route.isOpen !== true) {
          throw strangerRefused(call.method, handler, route);
        }
        const request: RestRequest = {
          method: call.method,
          path,
          ids: ids ?? {},
          query: readQuery(call.rawQuery),
          rawQuery: call.rawQuery,
          body: readBody(call),
        };
        const reply = await handler(request);
        const fields = new Params(request.query, {}).list('_fields');
        const body = fields?.length ? onlyFields(reply.body, fields) : reply.body;
        return { ...reply, body, headers: { allow, ...reply.headers } };
      }
      throw new RestError(
        404,
        'rest_no_route',
        'No route was found matching the URL and request method.',
      );
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      const headers: Record<string, string> =
        allow === undefined || call.permission === undefined ? {} : { allow };
      return { status: error.status, body: error.body, headers };
    }
  }
}

/** `{id}` and other names of numbered things are digits; settings are known by words. */
function segment(_: string, name: string): string {
  return name === 'group' || name === 'setting' ? `(?<${name}>[\\w-]+)` : `(?<${name}>\\d+)`;
}

function handlerOf(route: RestResource, method: string): RestHandler | undefined {
  if (method === 'GET' || method === 'HEAD') return route.read;
  if (method === 'POST') return route.create ?? route.update ?? route.batch;
  if (method === 'PUT' || method === 'PATCH') return route.update ?? route.batch;
  return method === 'DELETE' ? route.remove : undefined;
}

function allowed(resource: RestResource): string {
  const methods: string[] = [];
  if (resource.read) methods.push('GET');
  if (resource.create) methods.push('POST');
  if (resource.update || resource.batch) methods.push('POST', 'PUT', 'PATCH');
  if (resource.remove) methods.push('DELETE');
  return methods.join(', ');
}

function strangerRefused(method: string, handler: RestHandler, route: RestResource): RestError {
  const refused = (what: string, message: string) =>
    new RestError(401, `woocommerce_rest_cannot_${what}`, message);
  if (handler === route.batch) {
    return refused('batch', 'Sorry, you are not allowed to batch manipulate this resource.');
  }
  if (handler === route.create) {
    return refused('create', 'Sorry, you are not allowed to create resources.');
  }
  if (handler === route.update) {
    return refused('edit', 'Sorry, you are not allowed to edit this resource.');
  }
  if (method === 'DELETE') {
    return refused('delete', 'Sorry, you are not allowed to delete this resource.');
  }
  return route.path.endsWith('}')
    ? refused('view', 'Sorry, you cannot view this resource.')
    : refused('view', 'Sorry, you cannot list resources.');
}

function readBody({ body, contentType }: RestCall): Record<string, unknown> {
  if (body === '') return {};
  if (contentType.includes('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  try {
    const read: unknown = JSON.parse(body);
    return isObject(read) ? read : {};
  } catch {
    throw new RestError(400, 'rest_invalid_json', 'Invalid JSON body passed.', {
      json_error_code: 4,
      json_error_message: 'Syntax error',
    });
  }
}

/** Makes `/batch` for every collection whose items can be written. */
function batches(resources: readonly RestResource[]): RestResource[] {
  return resources.flatMap((item) => {
    const [, collection = '', idName = ''] = /^(.*)\/\{(\w+)\}$/.exec(item.path) ?? [];
    const parent = resources.find(({ path }) => path === collection);
    if (!item.update || !parent?.create) return [];
    return [{ path: `${collection}/batch`, batch: batch(parent, item, idName) }];
  });
}

function batch(parent: RestResource, item: RestResource, idName: string): RestHandler {
  return async (request) => {
    const lists = (['create', 'update', 'delete'] as const).map((name) => {
      const list = request.body[name];
      return [name, Array.isArray(list) ? list : []] as const;
    });
    if (lists.reduce((sum, [, list]) => sum + list.length, 0) > MAX_BATCH_SIZE) {
      throw new RestError(
        413,
        'woocommerce_rest_request_entity_too_large',
        `Unable to accept more than ${MAX_BATCH_SIZE} items for this request.`,
      );
    }
    const answer: Record<string, unknown[]> = {};
    for (const [name, list] of lists) {
      const handler = { create: parent.create, update: item.update, delete: item.remove }[name];
      if (list.length === 0 || handler === undefined) continue;
      answer[name] = [];
      for (const entry of list) {
        const body = isObject(entry) ? entry : {};
        const id = Number(isObject(entry) ? (entry.id ?? 0) : entry);
        answer[name].push(await one(handler, request, idName, id, body));
      }
    }
    return { status: 200, body: answer };
  };
}

/** One entry of a batch fails alone. What is deleted in a batch is deleted for good. */
async function one(
  handler: RestHandler,
  request: RestRequest,
  idName: string,
  id: number,
  body: Record<string, unknown>,
): Promise<unknown> {
  try {
    const reply = await handler({
      ...request,
      ids: { ...request.ids, [idName]: String(id) },
      query: new Map([['force', 'true']]),
      rawQuery: '',
      body,
    });
    return reply.body;
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { id, error: error.body };
  }
}

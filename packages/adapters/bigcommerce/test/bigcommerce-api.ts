import type { RecordKind } from '@storewire/core';
import { type Call, FakeServer, failure, type Reply } from './fake-server.js';
import { filtered, listV2, listV3 } from './lists.js';
import { HookShelf, ScriptShelf } from './shelves.js';
import {
  type cart,
  channel,
  iso,
  type Row,
  rfc,
  storeInformation,
  subscriber,
} from './store-data.js';

/** Who may do what, in the order of the paths; a read-only token may only read. */
const SCOPES: readonly [path: RegExp, scope: string, writes?: boolean][] = [
  [/^\/v2\/store/, 'store_v2_information_read_only'],
  [/^\/v3\/customers/, 'store_v2_customers'],
  [/^\/v[23]\/orders/, 'store_v2_orders_read_only'],
  [/^\/v3\/catalog/, 'store_v2_products_read_only'],
  [/^\/v3\/carts/, 'store_cart', true],
  [/^\/v3\/carts/, 'store_cart_read_only'],
  [/^\/v3\/channels\/\d+\/site/, 'store_sites_read_only'],
  [/^\/v3\/channels/, 'store_channel_settings_read_only'],
  [/^\/v3\/content/, 'store_v2_content'],
];

/** The tables of a store and the API on them. */
export abstract class BigCommerceApi extends FakeServer {
  readonly hash = 'k3x9ab';
  readonly customers: Row[] = [];
  subscribers: Row[] = [];
  readonly orders: Row[] = [];
  readonly refunds: Row[] = [];
  readonly products: Row[] = [];
  readonly carts = new Map<string, ReturnType<typeof cart>>();
  channels: Row[] = [channel(1, 'Shop of the fake')];
  readonly hooks = new HookShelf();
  readonly scripts = new ScriptShelf();
  /** Older stores and servers give links in place of lines. */
  linksLines = false;
  /** Links are made for carts of the API only. */
  refusesLinks = false;
  /** As after an address that was encoded twice. */
  ignoresFilters = false;
  /** Writes to the list of customers fail in part. */
  failsInPart = false;
  /** Scopes that the token does not have. */
  readonly withheld = new Set<string>();
  /** A token that may read customers and not change them. */
  isReadOnly = false;
  protected installs = 0;
  protected numbers = 100;

  protected abstract get token(): string;

  row(kind: RecordKind, id: string): Row {
    const table = { order: this.orders, product: this.products }[kind as string] ?? this.customers;
    const found = table.find((row) => row.id === Number(id));
    if (!found) throw new Error(`The fake has no ${kind} ${id}.`);
    return found;
  }

  protected reply(call: Call): Reply {
    const { method, path, headers } = call;
    if (headers['x-auth-token'] !== this.token) {
      return failure(path, 401, 'Unauthorized');
    }
    const isWrite = method !== 'GET';
    const needed = SCOPES.find(
      ([pattern, , writes]) => pattern.test(path) && (!writes || isWrite),
    )?.[1];
    const isLocked = this.isReadOnly && isWrite && needed === 'store_v2_customers';
    if (isLocked || (needed && this.withheld.has(needed))) {
      return failure(path, 403, "You don't have a required scope to access the endpoint");
    }
    const answer = this.#route(call);
    if (isWrite && answer.status < 300) this.changes += 1;
    return answer;
  }

  #route(call: Call): Reply {
    const { path, method } = call;
    const [, version, resource, ...rest] = path.split('/');
    switch (`${version}/${resource}`) {
      case 'v2/store':
        return {
          status: 200,
          body: storeInformation(this.hash, `Shop number ${this.installs}`),
        };
      case 'v2/orders':
        return this.#orders(call, rest);
      case 'v3/orders':
        return listV3(this.refunds, call);
      case 'v3/customers':
        return rest[0] === 'subscribers'
          ? this.#subscribers(call, rest[1])
          : method === 'PUT'
            ? this.#changeCustomers(call)
            : this.#customers(call);
      case 'v3/catalog':
        return this.#catalogue(call, rest);
      case 'v3/carts':
        return this.#carts(call, rest);
      case 'v3/channels':
        return this.#channels(call, rest);
      case 'v3/hooks':
        return this.hooks.reply(call, rest[0]);
      case 'v3/content':
        return this.scripts.reply(call, rest[1], this.withheld);
      default:
        return failure(path, 404, 'The requested resource was not found.');
    }
  }

  #orders(call: Call, [id, part]: readonly string[]): Reply {
    const { path, query } = call;
    if (id === 'count') {
      const count = filtered(this.orders, query).length;
      return { status: 200, body: { count, statuses: [] } };
    }
    if (!id) {
      const answer = listV2(
        this.orders.map((row) => ({ ...row, email: (row.billing_address as Row).email })),
        call,
      );
      const rows = answer.body as Row[] | undefined;
      return { ...answer, body: rows?.map((row) => this.#shownOrder(row, query)) };
    }
    const row = this.orders.find((one) => one.id === Number(id));
    if (!row) return failure(path, 404, 'The requested resource was not found.');
    if (part === 'products') return listV2(row.lines as Row[], call);
    return { status: 200, body: this.#shownOrder(row, query) };
  }

  #shownOrder({ lines, email, ...row }: Row, query: URLSearchParams): object {
    const link = (part: string) => ({
      url: `https://api.bigcommerce.com/stores/${this.hash}/v2/orders/${row.id}/${part}`,
      resource: `/orders/${row.id}/${part}`,
    });
    const isIncluded =
      query.get('include') === 'consignments.line_items' &&
      query.get('consignment_structure') === 'object' &&
      !this.linksLines;
    return {
      ...row,
      products: link('products'),
      shipping_addresses: link('shipping_addresses'),
      coupons: link('coupons'),
      consignments: isIncluded
        ? {
            pickups: [],
            shipping: [{ id: row.id, shipping_method: 'Kurier', line_items: lines }],
            downloads: [],
            email: { gift_certificates: [] },
          }
        : link('consignments'),
    };
  }

  #customers(call: Call): Reply {
    const query = new URLSearchParams(call.query);
    if (this.ignoresFilters) query.delete('date_modified:min');
    const answer = listV3(this.customers, { ...call, query }, { hasCursors: true });
    if (call.query.get('include')?.includes('addresses')) return answer;
    const body = answer.body as { data: Row[] };
    const data = body.data.map(({ addresses, ...row }) => row);
    return { ...answer, body: { ...body, data } };
  }

  #changeCustomers({ body }: Call): Reply {
    if (this.failsInPart) {
      const meta = { total: 1, success: 0, failed: 1 };
      return { status: 207, body: { data: [], meta, errors: [{ '0': 'cannot be changed' }] } };
    }
    const changed = (body as Row[]).map(({ id, ...fields }) =>
      this.stamp('contact', String(id), fields),
    );
    return { status: 200, body: { data: changed, meta: {} } };
  }

  #subscribers(call: Call, id: string | undefined): Reply {
    const { method, path } = call;
    const fields = call.body as Row;
    if (!id && method === 'GET') return listV3(this.subscribers, call, { isUnsorted: true });
    if (!id && method === 'POST') {
      if (this.subscribers.some(({ email }) => email === fields.email)) {
        return failure(path, 409, 'The subscriber exists.', { email: 'is taken' });
      }
      const made = subscriber(++this.numbers, fields, fields.consents as string[], this.nowMs);
      this.subscribers.push({ ...made, ...fields, id: made.id });
      return { status: 200, body: { data: made, meta: {} } };
    }
    const row = this.subscribers.find((one) => one.id === Number(id));
    if (!row) return failure(path, 404, 'The requested resource was not found.');
    if (method === 'PUT') Object.assign(row, fields, { date_modified: iso(this.nowMs) });
    return { status: 200, body: { data: row, meta: {} } };
  }

  #catalogue(call: Call, [resource]: readonly string[]): Reply {
    if (resource === 'brands') return listV3([{ id: 31, name: 'Kubki' }], call);
    if (resource === 'trees') {
      const names = ['Dom', 'Kuchnia'];
      return listV3(
        names.map((name, i) => ({ id: i, category_id: 21 + i, name })),
        call,
      );
    }
    const answer = listV3(this.products, call);
    const included = call.query.get('include') ?? '';
    const body = answer.body as { data: Row[] };
    const data = body.data.map(({ variants, images, ...row }) => ({
      ...row,
      ...(included.includes('variants') ? { variants } : {}),
      ...(included.includes('images') ? { images } : {}),
    }));
    return { ...answer, body: { ...body, data } };
  }

  #carts({ method, path }: Call, [id = '', part]: readonly string[]): Reply {
    const found = this.carts.get(id);
    if (!found) return failure(path, 404, 'Cart not found');
    if (part !== 'redirect_urls' || method !== 'POST') {
      return { status: 200, body: { data: found, meta: {} } };
    }
    if (this.refusesLinks) return failure(path, 422, 'This cart has no redirect URLs.');
    const base = `https://shop.example/cart.php?action=loadInCheckout&id=${id}`;
    return {
      status: 201,
      body: { data: { cart_url: base, checkout_url: base, embedded_checkout_url: base }, meta: {} },
    };
  }

  #channels(call: Call, [id, part]: readonly string[]): Reply {
    if (!id) return listV3(this.channels, call);
    const number = Number(id);
    if (part !== 'site' || !this.channels.some((row) => row.id === number)) {
      return failure(call.path, 404, 'The requested resource was not found.');
    }
    const url = number === 1 ? 'https://shop.example' : `https://shop${id}.example`;
    const site = { id: number, url, channel_id: number, urls: [{ url, type: 'primary' }] };
    return { status: 200, body: { data: site, meta: {} } };
  }

  protected stamp(kind: RecordKind, id: string, fields: object): Row {
    const at = kind === 'order' ? rfc(this.nowMs) : iso(this.nowMs);
    return Object.assign(this.row(kind, id), fields, { date_modified: at });
  }
}

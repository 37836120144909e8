import { isAtLeast } from '../src/versions.js';
import { writeCustomer } from './customer-writes.js';
import { select, WebserviceError } from './selection.js';
import type { ShopData } from './shop-data.js';
import { RESOURCES, type Resource, type Row } from './tables.js';
import {
  errorsIn,
  type Form,
  jsonList,
  jsonSingle,
  xmlList,
  xmlRoot,
  xmlSingle,
} from './writing.js';

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly method: string;
  /** Below `/api`. */
  readonly path: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  /** The header `Output-Format`. */
  readonly format: string | undefined;
  readonly body: string;
  /** Refuses the key, whatever it is. */
  readonly refuses: boolean;
}

/** Rows that belong to one shop of an installation, and are only shown in its context. */
const OF_A_SHOP = ['customers', 'orders', 'carts'];

/** What answers under `/api`, and under the dispatcher. */
export class Webservice {
  key = 'FAKEKEY000000000FAKEKEY000000000';
  isOn = true;
  /** PHP errors that stand in place of data. */
  phpErrors: readonly number[] = [];
  /** A permission that the key lacks for now: `customers GET`. */
  withheld: string | undefined;

  constructor(
    private readonly data: ShopData,
    private readonly version: string,
    public permissions: readonly string[],
  ) {}

  answer(asked: Asked): Reply {
    const { url, path } = asked;
    // Capitals only; the header wins.
    const isJson = (asked.format ?? url.searchParams.get('output_format')) === 'JSON';
    const shop = url.searchParams.get('id_shop') ?? '1';
    const isKnownShop = this.data.table('shops').some(({ id }) => String(id) === shop);
    if (shop !== 'all' && !isKnownShop) {
      return { status: 302, body: '', headers: { location: `${url.origin}/?url=customers` } };
    }
    try {
      if (this.phpErrors.length) throw new WebserviceError(500, this.phpErrors);
      if (!this.isOn) throw new WebserviceError(503, [22]);
      const refused = this.#refused(asked);
      if (refused) return refused;
      const [, resource = '', id] = path.split('/');
      if (resource === '') return this.#root(isJson);
      const definition = RESOURCES[resource];
      if (!definition) throw new WebserviceError(400, [27]);
      this.#mustBeAllowed(resource, asked.method);
      if (asked.method !== 'GET') return this.#written(asked, isJson);
      return this.#read(resource, definition, id, shop, url.searchParams, isJson);
    } catch (error) {
      if (!(error instanceof WebserviceError)) throw error;
      // The version is told to keys that are known, and not while the webservice is off.
      const known = [20, 22].includes(error.codes[0] ?? 0) ? '0' : this.version;
      return this.#reply(error.status, errorsIn(error.codes, isJson), isJson, known);
    }
  }

  #refused({ url, authorization, refuses }: Asked): Reply | undefined {
    const given =
      authorization?.replace(/^Basic /, '') ??
      Buffer.from(`${url.searchParams.get('ws_key') ?? ''}:`).toString('base64');
    const key = Buffer.from(given, 'base64').toString('utf8').replace(/:$/, '');
    if (key === '') {
      return {
        status: 401,
        body: '401 Unauthorized',
        headers: { 'content-type': 'text/html; charset=utf-8', 'www-authenticate': 'Basic' },
      };
    }
    if (refuses || key !== this.key) throw new WebserviceError(401, [20, 21]);
    return undefined;
  }

  #allowed(resource: string): string[] {
    return this.permissions
      .filter((permission) => permission !== this.withheld)
      .flatMap((permission) => {
        const [name, method = ''] = permission.split(' ');
        return name === resource ? [method] : [];
      });
  }

  #mustBeAllowed(resource: string, method: string): void {
    const allowed = this.#allowed(resource);
    if (allowed.length === 0) throw new WebserviceError(401, [26]);
    if (method === 'PATCH' && !isAtLeast(this.version, '8.0')) throw new WebserviceError(405, [23]);
    if (!allowed.includes(method)) throw new WebserviceError(405, [25]);
  }

  /** In JSON PrestaShop 8 breaks down over its own list. */
  #root(isJson: boolean): Reply {
    if (isJson) return { status: 500, body: '', headers: {} };
    const resources = Object.keys(RESOURCES).filter((name) => this.#allowed(name).length > 0);
    const shopName = String(this.data.find('shops', 1).name);
    const entries = resources.map((name) => [name, this.#allowed(name)] as const);
    return this.#reply(200, xmlRoot(shopName, Object.fromEntries(entries)), false);
  }

  #read(
    resource: string,
    definition: Resource,
    id: string | undefined,
    shop: string,
    query: URLSearchParams,
    isJson: boolean,
  ): Reply {
    const table = this.data
      .table(resource)
      .filter((row) => shop === 'all' || !OF_A_SHOP.includes(resource) || row.id_shop === shop);
    const form: Form = {
      list: definition.list ?? resource,
      definition: this.#definitionOf(definition),
      languages: query.get('language')?.match(/\d+/g) ?? ['1', '2'],
      breaksJson: !isAtLeast(this.version, '1.7'),
    };
    if (id !== undefined) {
      const row = table.find((one) => String(one.id) === id);
      if (!row) return this.#reply(404, '', isJson);
      return this.#reply(200, isJson ? jsonSingle(row, form) : xmlSingle(row, form), isJson);
    }
    const isPhp8 = isAtLeast(this.version, '8.0');
    const selected = select(table, form.definition, query, isPhp8);
    if (resource === 'carts') for (const row of selected.rows) this.#giveKey(row);
    return this.#reply(200, isJson ? jsonList(selected, form) : xmlList(selected, form), isJson);
  }

  /** Products have no `state` before 1.7. */
  #definitionOf(definition: Resource): Resource {
    if (isAtLeast(this.version, '1.7') || definition.single !== 'product') return definition;
    return { ...definition, fields: definition.fields.filter((field) => field !== 'state') };
  }

  /** The first read of a cart that has no key yet saves it, after it was found by its old time. */
  #giveKey(cart: Row): void {
    if (cart.secure_key !== '') return;
    cart.secure_key = 'fedcba9876543210fedcba9876543210';
    cart.date_upd = this.data.now;
  }

  #written({ method, body }: Asked, isJson: boolean): Reply {
    const rules = {
      knowsPatch: isAtLeast(this.version, '8.0'),
      refusesZeroDates: !isAtLeast(this.version, '8.0'),
    };
    const customers = this.data.table('customers');
    const row = writeCustomer(customers, method, body, this.data.now, rules);
    const definition = RESOURCES.customers as Resource;
    const form: Form = { list: 'customers', definition, languages: [], breaksJson: false };
    return this.#reply(200, xmlSingle(row, form), isJson);
  }

  #reply(status: number, body: string, isJson: boolean, version = this.version): Reply {
    return {
      status,
      body,
      headers: {
        'content-type': isJson ? 'application/json' : 'text/xml;charset=utf-8',
        'x-powered-by': 'PrestaShop Webservice',
        'psws-version': version,
        'access-time': String(Math.floor(this.data.nowMs / 1000)),
      },
    };
  }
}

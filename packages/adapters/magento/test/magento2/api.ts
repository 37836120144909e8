import type { Release } from '../../src/magento2/releases.js';
import { BadSearch, type Query, readQuery, searchRows } from './query.js';
import type { Magento2Shop, Row, TableName } from './shop.js';

export interface ShopAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Route {
  readonly path: RegExp;
  readonly method?: 'PUT';
  /** `undefined`: open to everybody. */
  readonly permission: string | undefined;
  answer(call: ApiCall): ShopAnswer;
}

interface ApiCall {
  readonly id: string;
  readonly query: Query;
  readonly view: string;
  readonly body: string;
}

const ok = (body: unknown): ShopAnswer => ({ status: 200, body });
const NOT_FOUND: ShopAnswer = {
  status: 404,
  body: {
    message: 'No such entity with %fieldName = %fieldValue',
    parameters: { fieldName: 'id', fieldValue: 0 },
  },
};
const NO_ROUTE: ShopAnswer = {
  status: 404,
  body: { message: 'Request does not match any route.' },
};

/** The REST API of a shop, once it is known who calls. */
export class Magento2Api {
  /** A permission the integration lacks. */
  withheld: string | undefined;
  readonly #routes: readonly Route[];

  constructor(
    private readonly shop: Magento2Shop,
    private readonly release: Release,
    private readonly longestPage: number | undefined,
  ) {
    this.#routes = this.#routesOf();
  }

  answer(method: string, path: string, search: string, view: string, body: string): ShopAnswer {
    const route = this.#find(method, path);
    if (!route) return NO_ROUTE;
    if (route.permission && route.permission === this.withheld) return lacks(route.permission);
    const query = readQuery(search);
    const size = Number(query.get('searchCriteria[pageSize]') ?? 0);
    if (this.longestPage !== undefined && size > this.longestPage) {
      return {
        status: 400,
        body: {
          message: 'Maximum SearchCriteria pageSize is %max',
          parameters: { max: this.longestPage },
        },
      };
    }
    const id = decodeURIComponent(route.path.exec(path)?.[1] ?? '');
    try {
      return route.answer({ id, query, view, body });
    } catch (error) {
      if (error instanceof BadSearch) return { status: 400, body: { message: error.message } };
      throw error;
    }
  }

  /** The answer to a visitor: the words of a missing permission. */
  refuse(method: string, path: string): ShopAnswer {
    const permission = this.#find(method, path)?.permission;
    return permission ? lacks(permission) : this.answer(method, path, '', 'all', '');
  }

  #find(method: string, path: string): Route | undefined {
    return this.#routes.find((r) => r.path.test(path) && (r.method ?? 'GET') === method);
  }

  #routesOf(): Route[] {
    const list = (table: TableName) => (call: ApiCall) => this.#list(table, call);
    const store = 'Magento_Backend::store';
    const catalog = 'Magento_Catalog::products';
    return [
      {
        path: /^\/V1\/customers\/search$/,
        permission: 'Magento_Customer::customer',
        answer: list('customers'),
      },
      {
        path: /^\/V1\/customers\/(\d+)$/,
        permission: 'Magento_Customer::customer',
        answer: ({ id }) => this.#customer(Number(id)),
      },
      {
        path: /^\/V1\/customers\/(\d+)$/,
        method: 'PUT',
        permission: 'Magento_Customer::manage',
        answer: ({ id, body }) => this.#saveCustomer(Number(id), body),
      },
      {
        path: /^\/V1\/customers\/(\d+)\/billingAddress$/,
        permission: 'Magento_Customer::manage',
        answer: () => NOT_FOUND,
      },
      {
        path: /^\/V1\/orders$/,
        permission: 'Magento_Sales::actions_view',
        answer: list('orders'),
      },
      {
        path: /^\/V1\/creditmemos$/,
        permission: 'Magento_Sales::sales_creditmemo',
        answer: ({ query }) =>
          ok(searchRows(this.shop.creditMemos, query, (row, f) => row[f], 'empty')),
      },
      {
        path: /^\/V1\/carts\/search$/,
        permission: 'Magento_Cart::manage',
        answer: (call) => this.#carts(call),
      },
      {
        path: /^\/V1\/carts\/(\d+)\/totals$/,
        permission: 'Magento_Cart::manage',
        answer: () => ok({ grand_total: 44.8, base_grand_total: 44.8, base_currency_code: 'PLN' }),
      },
      { path: /^\/V1\/products$/, permission: catalog, answer: list('products') },
      {
        path: /^\/V1\/configurable-products\/([^/]+)\/children$/,
        permission: catalog,
        answer: () => ok([this.shop.row('products', 56)]),
      },
      {
        path: /^\/V1\/categories\/list$/,
        permission: 'Magento_Catalog::categories',
        answer: ({ query }) =>
          ok(
            searchRows(
              [{ id: 3, name: 'Kitchen', level: 2 }],
              query,
              (row, field) => row[field === 'entity_id' ? 'id' : field],
              'empty',
            ),
          ),
      },
      {
        path: /^\/V1\/products-render-info$/,
        permission: undefined,
        answer: ({ query }) => this.#renderInfos(query),
      },
      { path: /^\/V1\/store\/storeConfigs$/, permission: store, answer: () => this.#configs() },
      { path: /^\/V1\/store\/storeViews$/, permission: store, answer: () => this.#views() },
    ];
  }

  #list(table: TableName, { query }: ApiCall): ShopAnswer {
    const rows = [...this.shop.tables[table].values()];
    const answer = searchRows(rows, query, columnOf, this.release.behindTheEnd);
    if (table !== 'customers' || answer.items === null) return ok(answer);
    const items = answer.items.map((row) =>
      this.release.consentInLists ? this.#withConsent(row, this.#listedState(row)) : row,
    );
    return ok({ ...answer, items });
  }

  /** Lists look the state up by address and forget the website: the newest account of the address wins. */
  #listedState(customer: Row): boolean {
    const namesakes = [...this.shop.tables.customers.values()].filter(
      ({ email }) => email === customer.email,
    );
    return this.shop.subscription(Number(namesakes.at(-1)?.id)) === 1;
  }

  #withConsent = (customer: Row, isSubscribed: boolean): Row => ({
    ...customer,
    extension_attributes: { is_subscribed: isSubscribed },
  });

  #customer(id: number): ShopAnswer {
    const customer = this.shop.tables.customers.get(id);
    return customer ? ok(this.#withConsent(customer, this.shop.subscription(id) === 1)) : NOT_FOUND;
  }

  #saveCustomer(id: number, body: string): ShopAnswer {
    if (!this.shop.tables.customers.has(id)) return NOT_FOUND;
    const { customer } = JSON.parse(body) as { customer: Row };
    for (const field of ['email', 'firstname', 'lastname', 'website_id', 'custom_attributes']) {
      if (customer[field] === undefined) {
        const message = '"%fieldName" is required. Enter and try again.';
        return { status: 400, body: { message, parameters: { fieldName: field } } };
      }
    }
    const { extension_attributes, ...rest } = customer;
    // A list of addresses that is there replaces all of them.
    this.shop.edit('customers', id, rest);
    const { is_subscribed } = (extension_attributes ?? {}) as { is_subscribed?: boolean };
    if (is_subscribed !== undefined) this.shop.subscribe(id, is_subscribed);
    return this.#customer(id);
  }

  #carts({ query }: ApiCall): ShopAnswer {
    const rows = [...this.shop.tables.carts.values()];
    const answer = searchRows(rows, query, columnOf, this.release.behindTheEnd);
    if (answer.items?.some(({ id }) => this.shop.brokenCarts.has(Number(id)))) {
      const message =
        'Internal Error. Details are available in Magento log file. Report ID: webapi-2';
      return { status: 500, body: { message } };
    }
    const items = answer.items?.map((row) => (row.is_active ? row : { ...row, items: [] })) ?? null;
    return ok({ ...answer, items });
  }

  #renderInfos(query: Query): ShopAnswer {
    const rows = [...this.shop.tables.products.values()];
    const answer = searchRows(rows, query, columnOf, this.release.behindTheEnd);
    const items = (answer.items ?? []).map((row) => ({
      id: row.id,
      url: `${this.shop.url}/mug-${row.id}.html`,
      is_salable: '1',
      price_info: { final_price: 17.5, regular_price: 19.9 },
      store_id: 1,
      currency_code: 'PLN',
    }));
    return ok({ items });
  }

  #configs(): ShopAnswer {
    const { url, websites } = this.shop;
    return ok(
      Array.from({ length: websites + 1 }, (_, id) => ({
        id,
        code: id === 0 ? 'admin' : `view${id}`,
        website_id: id,
        locale: id === 2 ? 'de_DE' : 'pl_PL',
        base_currency_code: 'PLN',
        default_display_currency_code: 'PLN',
        timezone: 'Europe/Warsaw',
        secure_base_link_url: `${url}/`,
        secure_base_media_url: `${url}/media/`,
      })),
    );
  }

  #views(): ShopAnswer {
    const { name, websites } = this.shop;
    return ok(
      Array.from({ length: websites + 1 }, (_, id) => ({
        id,
        code: id === 0 ? 'admin' : `view${id}`,
        name: id === 0 ? 'Admin' : id === 1 ? name : `View ${id}`,
        website_id: id,
        store_group_id: id,
        is_active: 1,
      })),
    );
  }
}

/** Filters name columns: `entity_id` for what documents call `id`. An unknown one breaks the database call. */
function columnOf(row: Row, field: string): unknown {
  if (field === 'entity_id') return row.entity_id ?? row.id;
  if (field === 'id' || !(field in row)) throw new BadSearch(`unknown column ${field}`);
  const value = row[field];
  return typeof value === 'boolean' ? Number(value) : value;
}

const lacks = (permission: string): ShopAnswer => ({
  status: 401,
  body: {
    message: "The consumer isn't authorized to access %resources.",
    parameters: { resources: permission },
  },
});

import type { AccountFields } from './accounts.js';
import { customerDocument } from './customer.document.js';
import { listing, queryName } from './listing.js';
import { isProtectedKey } from './meta.js';
import { LIST_RULES, type ParamRules, Params } from './query.js';
import { type Address, type BillingAddress, ROLES, type Role } from './records.js';
import { missingParams, RestError } from './rest.error.js';
import type { RestContext } from './rest-api.js';
import { idOf, isObject, type RestRequest, type RestResource, textField } from './rest-request.js';

/** No date filters here: WooCommerce has none for customers and ignores them. */
const RULES: ParamRules = {
  ...LIST_RULES,
  orderby: { is: 'enum', of: ['id', 'include', 'name', 'registered_date'] },
  email: { is: 'email' },
  role: { is: 'enum', of: ['all', ...ROLES] },
};
const QUERY_NAMES = ['order', 'orderby', 'email', 'role', 'include', 'exclude', 'search'];

export function customerRoutes(context: RestContext): RestResource[] {
  const { shop, accounts } = context;
  const show = (id: number) => {
    const record = shop.customers.get(id);
    return record && customerDocument(context.frame(), record);
  };
  return [
    {
      path: '/wc/v3/customers',
      read: (request) => list(context, request, show),
      create: ({ body }) => {
        if (textField(body, 'email') === undefined) throw missingParams(['email']);
        const record = accounts.register(accountFields(body));
        return { status: 201, body: customerDocument(context.frame(), record) };
      },
    },
    {
      path: '/wc/v3/customers/{id}',
      read: (request) => ({
        status: 200,
        body: customerDocument(context.frame(), accounts.find(idOf(request))),
      }),
      update: (request) => {
        const record = accounts.edit(idOf(request), accountFields(request.body));
        return { status: 200, body: customerDocument(context.frame(), record) };
      },
      remove: (request) => {
        const record = accounts.find(idOf(request));
        if (!new Params(request.query, {}).isTrue('force')) {
          throw new RestError(
            501,
            'woocommerce_rest_trash_not_supported',
            'Customers do not support trashing.',
          );
        }
        if (record.role === 'administrator') {
          throw new RestError(
            403,
            'woocommerce_rest_cannot_delete',
            'Sorry, you are not allowed to delete this resource.',
          );
        }
        const body = customerDocument(context.frame(), record);
        accounts.erase(record.id);
        return { status: 200, body };
      },
    },
  ];
}

function list(context: RestContext, request: RestRequest, show: (id: number) => unknown) {
  const { shop } = context;
  const { customers } = shop;
  const params = new Params(request.query, RULES);
  const role = params.text('role') ?? 'customer';
  const roleState = ROLES.indexOf(role as Role);
  const include = params.ids('include');
  const exclude = params.ids('exclude');
  const search = params.text('search')?.replaceAll('*', '').toLowerCase();
  const email = params.text('email');
  const owner = email === undefined ? undefined : shop.customerByEmail(email);
  const name = queryName(params, QUERY_NAMES);
  const keep = (row: number): boolean => {
    const id = customers.id(row);
    if (role !== 'all' && customers.state(row) !== roleState) return false;
    if (include !== undefined && !include.has(id)) return false;
    if (exclude?.has(id)) return false;
    if (email !== undefined && id !== owner?.id) return false;
    if (!search) return true;
    // First and last names are not searched, in WooCommerce neither.
    const record = customers.record(row);
    return (
      record !== undefined && `${record.username}\n${record.email}`.toLowerCase().includes(search)
    );
  };
  const found = customers.query(name, keep, rowOrder(context, params, include));
  return listing(context.frame(), request, params, found, show);
}

function rowOrder(context: RestContext, params: Params, include: ReadonlySet<number> | undefined) {
  const { customers } = context.shop;
  const direction = params.text('order') === 'desc' ? -1 : 1;
  const orderby = params.text('orderby') ?? 'name';
  const byId = (a: number, b: number) => customers.id(a) - customers.id(b);
  if (orderby === 'id') return (a: number, b: number) => direction * byId(a, b);
  if (orderby === 'registered_date') {
    return (a: number, b: number) =>
      direction * (customers.createdAt(a) - customers.createdAt(b)) || direction * byId(a, b);
  }
  if (orderby === 'include' && include !== undefined) {
    const places = new Map([...include].map((id, place) => [id, place]));
    return (a: number, b: number) =>
      (places.get(customers.id(a)) ?? 0) - (places.get(customers.id(b)) ?? 0);
  }
  // The names of all accounts are worked out once, and only for a list that is sorted by them.
  const names = new Map<number, string>();
  const nameOf = (row: number): string => {
    let name = names.get(row);
    if (name === undefined) {
      const record = customers.record(row);
      name = `${record?.firstName} ${record?.lastName}`.trim().toLowerCase();
      names.set(row, name || (record?.username ?? ''));
    }
    return names.get(row) ?? '';
  };
  return (a: number, b: number) => {
    const [x, y] = [nameOf(a), nameOf(b)];
    return direction * (x < y ? -1 : x > y ? 1 : 0) || byId(a, b);
  };
}

/** Reads the body of a write. Unknown fields are ignored. */
function accountFields(body: RestRequest['body']): AccountFields {
  const role = textField(body, 'role');
  return {
    email: textField(body, 'email'),
    firstName: textField(body, 'first_name'),
    lastName: textField(body, 'last_name'),
    username: textField(body, 'username'),
    role: ROLES.find((known) => known === role),
    billing: addressFields(body.billing),
    shipping: addressFields(body.shipping),
    meta: openRows(body.meta_data),
  };
}

/** Rows with a protected key are dropped without a word; orders take them, customers do not. */
function openRows(rows: unknown): unknown[] {
  return Array.isArray(rows)
    ? rows.filter((row) => !isObject(row) || !isProtectedKey(row.key))
    : [];
}

const ADDRESS_NAMES = [
  'first_name',
  'last_name',
  'company',
  'address_1',
  'address_2',
  'city',
  'postcode',
  'country',
  'state',
  'phone',
  'email',
] as const;

export function addressFields(value: unknown): Partial<BillingAddress & Address> {
  const fields: Partial<BillingAddress> = {};
  if (!isObject(value)) return fields;
  for (const name of ADDRESS_NAMES) {
    const text = textField(value, name);
    if (text !== undefined) fields[name] = text;
  }
  return fields;
}

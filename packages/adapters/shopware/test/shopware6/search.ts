import type { Associations, Criteria, Filter } from '../../src/shopware6/criteria.js';

export type Row = Record<string, unknown>;

/** What an association leads to; a field that is not in here is one of the object's own. */
export const ASSOCIATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  customer: { defaultBillingAddress: 'customer_address', language: 'language' },
  customer_address: { country: 'country', countryState: 'country_state' },
  newsletter_recipient: { language: 'language' },
  order: {
    orderCustomer: 'order_customer',
    currency: 'currency',
    language: 'language',
    billingAddress: 'order_address',
    stateMachineState: 'state_machine_state',
    lineItems: 'order_line_item',
    deliveries: 'order_delivery',
    transactions: 'order_transaction',
  },
  order_customer: { customer: 'customer' },
  order_address: { country: 'country', countryState: 'country_state' },
  order_delivery: { shippingMethod: 'shipping_method' },
  order_transaction: { stateMachineState: 'state_machine_state', paymentMethod: 'payment_method' },
  language: { locale: 'locale' },
  product: {
    cover: 'product_media',
    media: 'product_media',
    manufacturer: 'product_manufacturer',
    categories: 'category',
    seoUrls: 'seo_url',
    visibilities: 'product_visibility',
    children: 'product',
    options: 'property_group_option',
  },
  product_media: { media: 'media' },
  sales_channel: {
    domains: 'sales_channel_domain',
    currency: 'currency',
    country: 'country',
    language: 'language',
    languages: 'language',
  },
  integration: { aclRoles: 'acl_role' },
};

/** The privileges a search needs; null where it names an association that is not there. */
export function privilegesFor(entity: string, associations: Associations = {}): string[] | null {
  const needed = [`${entity}:read`];
  for (const [name, criteria] of Object.entries(associations)) {
    const target = ASSOCIATIONS[entity]?.[name];
    const inner = target && privilegesFor(target, criteria.associations);
    if (!inner) return null;
    needed.push(...inner);
  }
  return [...new Set(needed)];
}

/** Values at a path; a list on the way gives those of each of its elements. */
function valuesAt(row: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(row)) return row.flatMap((item) => valuesAt(item, path));
  const [head, ...rest] = path;
  if (head === undefined) return [row];
  if (row === null || typeof row !== 'object') return [null];
  return valuesAt((row as Row)[head] ?? null, rest);
}

const TIME = /^\d{4}-\d\d-\d\dT/;
const comparable = (value: unknown): unknown =>
  typeof value === 'string' && TIME.test(value)
    ? Date.parse(value)
    : typeof value === 'string'
      ? value.toLowerCase()
      : value;

export function fits(row: Row, filter: Filter): boolean {
  switch (filter.type) {
    case 'multi':
    case 'not': {
      const all = filter.queries.map((query) => fits(row, query));
      const found = filter.operator === 'or' ? all.includes(true) : !all.includes(false);
      return filter.type === 'not' ? !found : found;
    }
    case 'equals':
      return valuesAt(row, filter.field.split('.')).some(
        (value) => comparable(value) === comparable(filter.value),
      );
    case 'contains':
      return valuesAt(row, filter.field.split('.')).some((value) =>
        String(comparable(value)).includes(String(comparable(filter.value))),
      );
    case 'equalsAny': {
      const wanted = filter.value.map(comparable);
      return valuesAt(row, filter.field.split('.')).some((value) =>
        wanted.includes(comparable(value)),
      );
    }
    case 'range':
      return valuesAt(row, filter.field.split('.')).some((value) => {
        if (value === null) return false;
        const [is, { gt, gte, lt }] = [Number(comparable(value)), filter.parameters];
        return (
          (gt === undefined || is > Number(comparable(gt))) &&
          (gte === undefined || is >= Number(comparable(gte))) &&
          (lt === undefined || is < Number(comparable(lt)))
        );
      });
  }
}

export function sorted(rows: readonly Row[], sort: Criteria['sort'] = []): Row[] {
  return rows.toSorted((a, b) => {
    for (const { field, order } of sort) {
      const [x, y] = [comparable(a[field]) as number, comparable(b[field]) as number];
      if (x !== y) return (x < y ? -1 : 1) * (order === 'DESC' ? -1 : 1);
    }
    return 0;
  });
}

/** The object as it is shown: associations only where they were asked for, else null. */
export function shown(entity: string, row: Row, criteria: Criteria, top = criteria): Row {
  const out: Row = {};
  const fields = top.includes?.[entity];
  for (const [name, value] of Object.entries(row)) {
    if (fields && !fields.includes(name)) continue;
    const target = ASSOCIATIONS[entity]?.[name];
    const asked = criteria.associations?.[name];
    if (!target) out[name] = value;
    else if (!asked || value === null) out[name] = null;
    else if (Array.isArray(value)) {
      const kept = (value as Row[]).filter((item) =>
        (asked.filter ?? []).every((filter) => fits(item, filter)),
      );
      out[name] = sorted(kept, asked.sort).map((item) => shown(target, item, asked, top));
    } else out[name] = shown(target, value as Row, asked, top);
  }
  return out;
}

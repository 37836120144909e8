/** A decoded query: PHP's rules, in which a `+` is a blank. */
export type Query = ReadonlyMap<string, string>;

export function readQuery(search: string): Query {
  const pairs = search.replace(/^\?/, '').split('&').filter(Boolean);
  return new Map(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [phpDecoded(name), phpDecoded(value)] as const;
    }),
  );
}

const phpDecoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

type Row = Readonly<Record<string, unknown>>;

export interface SearchAnswer {
  readonly items: readonly Row[] | null;
  readonly search_criteria: object;
  readonly total_count: number;
}

interface Filter {
  readonly group: number;
  readonly field: string;
  readonly value: string;
  readonly condition: string;
}

export class BadSearch extends Error {}

/**
 * Searches rows as Magento does: filters of one group are joined with OR, groups with AND. A page behind the end is
 * empty, or the last one again.
 */
export function searchRows(
  rows: readonly Row[],
  query: Query,
  columnOf: (row: Row, field: string) => unknown,
  behindTheEnd: 'empty' | 'lastPage',
): SearchAnswer {
  const groups = Map.groupBy(filtersOf(query), ({ group }) => group);
  const found = rows.filter((row) =>
    [...groups.values()].every((group) =>
      group.some(({ field, value, condition }) => holds(columnOf(row, field), condition, value)),
    ),
  );
  const sorts = sortsOf(query);
  found.sort((a, b) => {
    for (const { field, sign } of sorts) {
      const order = compare(columnOf(a, field), columnOf(b, field));
      if (order !== 0) return order * sign;
    }
    return 0;
  });
  const size = Number(query.get('searchCriteria[pageSize]') ?? 20);
  let page = Number(query.get('searchCriteria[currentPage]') ?? 1);
  const last = Math.max(1, Math.ceil(found.length / size));
  if (page > last && behindTheEnd === 'lastPage') page = last;
  const items = found.slice((page - 1) * size, page * size);
  return {
    items: items.length > 0 ? items : null,
    search_criteria: {},
    total_count: found.length,
  };
}

function filtersOf(query: Query): Filter[] {
  const filters: Filter[] = [];
  for (const [name, field] of query) {
    const [, group, at] =
      /^searchCriteria\[filter_groups\]\[(\d+)\]\[filters\]\[(\d+)\]\[field\]$/.exec(name) ?? [];
    if (group === undefined) continue;
    const part = (key: string) =>
      query.get(`searchCriteria[filter_groups][${group}][filters][${at}][${key}]`);
    filters.push({
      group: Number(group),
      field,
      value: part('value') ?? '',
      condition: part('condition_type') ?? 'eq',
    });
  }
  return filters;
}

function sortsOf(query: Query): { field: string; sign: number }[] {
  const sorts: { field: string; sign: number }[] = [];
  for (let i = 0; ; i++) {
    const field = query.get(`searchCriteria[sortOrders][${i}][field]`);
    if (field === undefined) return sorts;
    const direction = query.get(`searchCriteria[sortOrders][${i}][direction]`);
    sorts.push({ field, sign: direction === 'DESC' ? -1 : 1 });
  }
}

function holds(actual: unknown, condition: string, value: string): boolean {
  if (condition === 'in') return value.split(',').some((one) => compare(actual, one) === 0);
  if (condition === 'notnull') return actual !== null && actual !== undefined;
  if (actual === null || actual === undefined) return false;
  const order = compare(actual, value);
  const conditions: Record<string, boolean> = {
    eq: order === 0,
    neq: order !== 0,
    gt: order > 0,
    gteq: order >= 0,
    lt: order < 0,
    lteq: order <= 0,
  };
  const result = conditions[condition];
  if (result === undefined) throw new BadSearch(`unknown condition ${condition}`);
  return result;
}

/** As a database compares: numbers by value, texts without regard to case. */
function compare(a: unknown, b: unknown): number {
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  const [s, t] = [String(a).toLowerCase(), String(b).toLowerCase()];
  return s < t ? -1 : s > t ? 1 : 0;
}

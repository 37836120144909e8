/** One condition; several are joined with AND. */
export type Filter = readonly [field: string, condition: Condition, value: string | number];
export type Condition = 'eq' | 'neq' | 'gt' | 'gteq' | 'lt' | 'lteq' | 'in' | 'notnull';

export interface Criteria {
  readonly filters?: readonly Filter[];
  /** Fields to sort by, rising unless a `-` stands in front. */
  readonly sort?: readonly string[];
  readonly pageSize: number;
  /** Counted from 1. */
  readonly page?: number;
  /** Trims the answer: `items[id,sku],total_count`. */
  readonly fields?: string;
}

export type QueryPair = readonly [name: string, value: string];

/** A search as Magento reads it. Each filter is a group of its own, which means AND; OR is not needed here. */
export function searchPairs({
  filters = [],
  sort = [],
  pageSize,
  page = 1,
  fields,
}: Criteria): QueryPair[] {
  const at = (path: string) => `searchCriteria${path}`;
  return [
    ...filters.flatMap(([field, condition, value], i): QueryPair[] => {
      const filter = `[filter_groups][${i}][filters][0]`;
      return [
        [at(`${filter}[field]`), field],
        [at(`${filter}[value]`), String(value)],
        [at(`${filter}[condition_type]`), condition],
      ];
    }),
    ...sort.flatMap((field, i): QueryPair[] => [
      [at(`[sortOrders][${i}][field]`), field.replace(/^-/, '')],
      [at(`[sortOrders][${i}][direction]`), field.startsWith('-') ? 'DESC' : 'ASC'],
    ]),
    [at('[pageSize]'), String(pageSize)],
    [at('[currentPage]'), String(page)],
    ...(fields ? ([['fields', fields]] as const) : []),
  ];
}

/**
 * A query text with RFC 3986 escapes. A blank is `%20` and never `+`: the shop takes the signature over the decoded
 * names and values, and does not decode `+` there.
 */
export const queryText = (pairs: readonly QueryPair[]): string =>
  pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');

/** RFC 3986: more than `encodeURIComponent` does. */
export const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

import { type Args, FakeLacks, type Resolver } from './graphql-executor.js';

/** A thing that lists can be searched by: its own values by search field. */
export interface Searchable {
  readonly id: string;
  readonly search: Readonly<Record<string, string>>;
}

/**
 * Shopify's search syntax as far as it is used here: `field:>='instant'`, `field:a,b`, joined by `AND`.
 *
 * @param dayFields fields whose bound is rounded down to its day, as the schema says of a customer's `updated_at`.
 */
export function matches(
  item: Searchable,
  query: string | null | undefined,
  dayFields: readonly string[] = [],
): boolean {
  if (!query) return true;
  return query.split(' AND ').every((term) => {
    const [, field = '', sign = '', given = ''] =
      /^(\w+):(>=|<=|>|<)?'?([^']*)'?$/.exec(term.trim()) ?? [];
    const value = item.search[field];
    if (value === undefined) throw new FakeLacks(`the fake cannot search by ${term}`);
    if (!sign) return given.split(',').includes(value.toLowerCase());
    const ms = Date.parse(value);
    const bound = Date.parse(dayFields.includes(field) ? given.slice(0, 10) : given);
    if (sign === '>=') return ms >= bound;
    if (sign === '>') return ms > bound;
    return sign === '<=' ? ms <= bound : ms < bound;
  });
}

const cursorOf = (sortValue: string, id: string): string =>
  Buffer.from(JSON.stringify([sortValue, id])).toString('base64url');

/**
 * A connection: `first` and `after` by position in the sort order, which holds when rows move meanwhile. A page has
 * at most `maxPage` rows.
 */
export function connection<T extends { readonly id: string }>(
  items: readonly T[],
  options: { sortBy?: (item: T) => string; node: (item: T) => unknown; maxPage?: number },
): Resolver {
  const keyOf = (item: T): [string, string] => [
    options.sortBy?.(item) ?? '',
    item.id.padStart(20, '0'),
  ];
  return ({ first, after }: Args) => {
    const sorted = [...items].sort((a, b) => compare(keyOf(a), keyOf(b)));
    const from = typeof after === 'string' ? readCursor(after) : undefined;
    const rest = from ? sorted.filter((item) => compare(keyOf(item), from) > 0) : sorted;
    const size = Math.min(
      typeof first === 'number' ? first : rest.length,
      options.maxPage ?? rest.length,
    );
    const page = rest.slice(0, size);
    const nodes = page.map(options.node);
    const last = page.at(-1);
    return {
      nodes,
      edges: nodes.map((node) => ({ node })),
      pageInfo: {
        hasNextPage: rest.length > page.length,
        endCursor: last ? cursorOf(...keyOf(last)) : null,
      },
    };
  };
}

const readCursor = (cursor: string): [string, string] =>
  JSON.parse(Buffer.from(cursor, 'base64url').toString());

function compare([a, idA]: [string, string], [b, idB]: [string, string]): number {
  if (a !== b) return a < b ? -1 : 1;
  return idA === idB ? 0 : idA < idB ? -1 : 1;
}

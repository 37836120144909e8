import type { Call, Reply } from './fake-server.js';
import type { Row } from './store-data.js';

const MOST = 250;

/** A filter as BigCommerce takes it: what it cannot read, such as a date that was encoded twice, it ignores. */
function fits(row: Row, name: string, value: string): boolean {
  const [, v2Edge, v2Field] = /^(min|max)_(\w+)$/.exec(name) ?? [];
  const [field = '', operator = ''] = v2Field ? [v2Field, v2Edge] : name.split(':');
  const own = row[field];
  switch (operator) {
    case 'in':
      return value.split(',').some((one) => same(own, one));
    case 'greater':
      return Number(own) > Number(value);
    case 'min':
      return edge(own, value, (a, b) => a >= b);
    case 'max':
      return edge(own, value, (a, b) => a <= b);
    default:
      return same(own, value);
  }
}

const same = (own: unknown, value: string): boolean =>
  String(own ?? '').toLowerCase() === value.toLowerCase();

function edge(own: unknown, value: string, holds: (a: number, b: number) => boolean): boolean {
  const [a, b] =
    typeof own === 'number' ? [own, Number(value)] : [Date.parse(String(own)), Date.parse(value)];
  return Number.isNaN(b) || holds(a, b);
}

const NO_FILTERS = new Set([
  'page',
  'limit',
  'sort',
  'direction',
  'include',
  'consignment_structure',
  'after',
  'before',
]);

export const filtered = (rows: readonly Row[], query: URLSearchParams): Row[] =>
  [...query].reduce<Row[]>(
    (left, [name, value]) =>
      NO_FILTERS.has(name) ? left : left.filter((row) => fits(row, name, value)),
    [...rows],
  );

function sorted(rows: readonly Row[], query: URLSearchParams): Row[] {
  const [field = 'id', way] = (query.get('sort') ?? 'id').split(':');
  const sign = (query.get('direction') ?? way) === 'desc' ? -1 : 1;
  const key = (row: Row) =>
    typeof row[field] === 'number' ? Number(row[field]) : Date.parse(String(row[field]));
  return rows.toSorted((a, b) => sign * (key(a) - key(b)));
}

const limitOf = (query: URLSearchParams, most = MOST): number =>
  Math.min(Number(query.get('limit') ?? 50), most);

/** A bare list; an empty one is 204 without a body. */
export function listV2(rows: readonly Row[], { query }: Call): Reply {
  const limit = limitOf(query);
  const page = Number(query.get('page') ?? 1);
  const found = sorted(filtered(rows, query), query).slice((page - 1) * limit, page * limit);
  return found.length === 0 ? { status: 204 } : { status: 200, body: found };
}

interface ListOptions {
  /** Customers can be read by cursors. */
  readonly hasCursors?: boolean;
  /** Subscribers come in no order that means anything. */
  readonly isUnsorted?: boolean;
}

export function listV3(
  rows: readonly Row[],
  { query }: Call,
  { hasCursors, isUnsorted }: ListOptions = {},
): Reply {
  const included = (query.get('include') ?? '').split(',');
  const limit = limitOf(
    query,
    included.some((one) => /^(options|modifiers)$/.test(one)) ? 10 : MOST,
  );
  const all = isUnsorted
    ? filtered(rows, query).toSorted((a, b) => ((a.id * 7919) % 1009) - ((b.id * 7919) % 1009))
    : sorted(filtered(rows, query), query);
  const after = query.get('after');
  const page = Number(query.get('page') ?? 1);
  const start = after ? all.findIndex(({ id }) => id > idIn(after)) : (page - 1) * limit;
  const found = start < 0 ? [] : all.slice(start, start + limit);
  const last = found.at(-1);
  const isEnd = last === undefined || last === all.at(-1);
  return {
    status: 200,
    body: {
      data: found,
      meta: {
        // The first page tells both, a page by cursor only its own kind.
        ...(after
          ? {}
          : {
              pagination: {
                total: all.length,
                count: found.length,
                per_page: limit,
                current_page: page,
                total_pages: Math.ceil(all.length / limit),
              },
            }),
        ...(hasCursors
          ? {
              cursor_pagination: {
                count: found.length,
                per_page: limit,
                ...(found[0] ? { start_cursor: cursorAt(found[0].id) } : {}),
                ...(last ? { end_cursor: cursorAt(last.id) } : {}),
                links: isEnd ? {} : { next: '?after=' },
              },
            }
          : {}),
      },
    },
  };
}

const cursorAt = (id: number): string => Buffer.from(`customer ${id}`).toString('base64');
const idIn = (cursor: string): number =>
  Number(Buffer.from(cursor, 'base64').toString('utf8').split(' ')[1]);

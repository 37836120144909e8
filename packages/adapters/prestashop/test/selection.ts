import type { Resource, Row } from './tables.js';

/** An error of the webservice. On PHP 8 those of the call come with status 500 and with warnings behind them. */
export class WebserviceError extends Error {
  constructor(
    readonly status: number,
    readonly codes: readonly number[],
  ) {
    super(`codes ${codes.join(', ')}`);
  }
}

/** PHP 8 adds warnings of its own to errors in filters, fields and sorting, which overwrite the status. */
const badCall = (code: number, isPhp8: boolean) =>
  isPhp8 ? new WebserviceError(500, [code, 3, 3, 3, 3]) : new WebserviceError(400, [code]);

const DATE_FIELDS = ['date_add', 'date_upd'];

export interface Selected {
  readonly rows: Row[];
  /** Fields to show; `undefined` for ids only. */
  readonly fields: readonly string[] | undefined;
  readonly hasAssociations: boolean;
}

/** Filters, sorts and cuts a table as the query says, with PrestaShop's own traps. */
export function select(
  table: readonly Row[],
  resource: Resource,
  query: URLSearchParams,
  isPhp8: boolean,
): Selected {
  const filterable = ['id', ...resource.fields].filter(
    (field) => query.get('date') === '1' || !DATE_FIELDS.includes(field),
  );
  // Without `sort` the order is whatever the database finds first.
  let rows = [...table].reverse();
  for (const [name, value] of query) {
    const field = /^filter\[(\w+)\]$/.exec(name)?.[1];
    if (!field) continue;
    if (!filterable.includes(field)) throw badCall(32, isPhp8);
    if (resource.computed?.includes(field)) throw badCall(34, isPhp8);
    const fits = filterOf(value, isDate(field));
    rows = rows.filter((row) => fits(row[field]));
  }
  const sort = query.get('sort');
  if (sort) rows = sorted(rows, sort, filterable, isPhp8);
  return { rows: cut(rows, query.get('limit')), ...shown(resource, query, isPhp8) };
}

const isDate = (field: string): boolean => /date/.test(field);

/** Read once for all rows. A time that is none is passed on to the database, which then finds every row. */
function filterOf(filter: string, isDateField: boolean): (value: unknown) => boolean {
  const [, operator = '', inner = ''] = /^([<>!])?\[(.*)\]$/.exec(filter) ?? [];
  if (isDateField && inner.split(',').some((part) => !/^\d{4}-\d\d-\d\d/.test(part))) {
    return () => true;
  }
  const compare = comparisonWith(inner);
  const wanted = inner.split('|').map(comparisonWith);
  const isOne = (value: unknown) => wanted.some((compareOne) => compareOne(value) === 0);
  switch (operator) {
    case '>':
      return (value) => compare(value) > 0;
    case '<':
      return (value) => compare(value) < 0;
    case '!':
      return (value) => !isOne(value);
    default: {
      const [from, to] = inner.split(',');
      if (from === undefined || to === undefined || !/^[\d :,-]+$/.test(inner)) return isOne;
      const [lower, upper] = [comparisonWith(from), comparisonWith(to)];
      return (value) => lower(value) >= 0 && upper(value) <= 0;
    }
  }
}

/** Numbers by value, texts without regard to case, as the database's collation does. */
function comparisonWith(wanted: string): (value: unknown) => number {
  const number = isNumber(wanted) ? Number(wanted) : undefined;
  const low = wanted.toLowerCase();
  return (value) => {
    const text = String(value ?? '');
    if (number !== undefined && isNumber(text)) return Number(text) - number;
    const given = text.toLowerCase();
    return given < low ? -1 : Number(given > low);
  };
}

const isNumber = (text: string): boolean => /^-?\d+$/.test(text);

function sorted(
  rows: readonly Row[],
  sort: string,
  filterable: readonly string[],
  isPhp8: boolean,
): Row[] {
  const keys = sort
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((key) => /^(\w+)_(ASC|DESC)$/.exec(key));
  if (keys.some((key) => !key || !filterable.includes(key[1] ?? ''))) throw badCall(38, isPhp8);
  return [...rows].sort((a, b) => {
    for (const [, field = '', direction] of keys as RegExpExecArray[]) {
      const order = comparisonWith(String(b[field] ?? ''))(a[field]);
      if (order !== 0) return direction === 'ASC' ? order : -order;
    }
    return 0;
  });
}

/** `limit=abc` and `limit=0` give an empty list with status 200. */
function cut(rows: Row[], limit: string | null): Row[] {
  if (limit === null) return rows;
  const [first = '', second] = limit.split(',');
  const [offset, count] =
    second === undefined ? [0, Number(first)] : [Number(first), Number(second)];
  return Number.isInteger(count) && count > 0 ? rows.slice(offset, offset + count) : [];
}

function shown(
  resource: Resource,
  query: URLSearchParams,
  isPhp8: boolean,
): Pick<Selected, 'fields' | 'hasAssociations'> {
  const prices = resource.prices
    ? ['gross', 'regular'].filter((name) => query.has(`price[${name}][use_tax]`))
    : [];
  const display = query.get('display');
  if (display === null) return { fields: undefined, hasAssociations: false };
  const known = ['id', ...resource.fields, ...prices];
  if (display === 'full') return { fields: known, hasAssociations: true };
  const wanted = /^\[(.*)\]$/.exec(display)?.[1]?.split(',');
  if (!wanted) throw badCall(36, isPhp8);
  if (wanted.some((field) => !known.includes(field))) throw badCall(35, isPhp8);
  return { fields: known.filter((field) => wanted.includes(field)), hasAssociations: false };
}

import { type ConverterName, convert, type MappingContext } from './converters.js';
import { readPath } from './path.js';

/** A value read from the first path that gives a non-empty one. */
export interface ValueRow {
  readonly from: string | readonly string[];
  readonly as: ConverterName;
  readonly required?: boolean;
  /** Replaces the converted value by a table entry; what the table lacks stays as it is. */
  readonly lookup?: Readonly<Record<string, string>>;
  /** Used when nothing was found, not even "known to be empty". */
  readonly otherwise?: string | number | boolean;
}

/** A list: `map` is applied to every element of the first path that is a list. */
export interface EachRow {
  readonly each: string | readonly string[];
  readonly map: MappingRows;
  /** A document without the list is a problem; an empty list is not. */
  readonly required?: boolean;
}

/** A nested object: `map` is applied to the first path that is an object; `null` is an object known to be empty. */
export interface NestedRow {
  readonly from: string | readonly string[];
  readonly map: MappingRows;
}

export type MappingRow = ValueRow | EachRow | NestedRow;
export type MappingRows = Readonly<Record<string, MappingRow>>;

/** A mapping to a record of type `T`: rows by field, serialisable, without conditions. */
export interface Mapping<T> {
  readonly rows: MappingRows;
  /** Carries the record type for the compiler; never set. */
  readonly record?: T;
}

export interface MappingProblem {
  /** The canonical field, with list indexes: `lines[2].quantity`. */
  readonly path: string;
  readonly message: string;
}

export interface MappingResult<T> {
  readonly record: T;
  readonly problems: readonly MappingProblem[];
}

/** Declares a mapping; the field names are checked against the record type. */
export function defineMapping<T extends object>(
  rows: {
    readonly [K in keyof T]?: MappingRow;
  },
): Mapping<T> {
  return { rows: rows as MappingRows };
}

/**
 * Turns a raw document into a record. Never throws; a required value that is missing or unreadable is a problem
 * with the path of the canonical field and of the places it was looked for.
 */
export function applyMapping<T>(
  mapping: Mapping<T>,
  doc: unknown,
  context: MappingContext = {},
): MappingResult<T> {
  const problems: MappingProblem[] = [];
  return { record: mapRows(mapping.rows, doc, context, '', problems) as T, problems };
}

function mapRows(
  rows: MappingRows,
  doc: unknown,
  context: MappingContext,
  prefix: string,
  problems: MappingProblem[],
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const field in rows) {
    const value = mapRow(rows[field] as MappingRow, doc, context, prefix + field, problems);
    if (value !== undefined) out[field] = value;
  }
  return out;
}

function mapRow(
  row: MappingRow,
  doc: unknown,
  context: MappingContext,
  path: string,
  problems: MappingProblem[],
): unknown {
  const variables = context.variables;
  if ('each' in row) {
    const list = paths(row.each)
      .map((from) => readPath(doc, from, variables))
      .find((value) => Array.isArray(value));
    if (list) {
      return list.map((item, i) => mapRows(row.map, item, context, `${path}[${i}].`, problems));
    }
    if (row.required) {
      problems.push({ path, message: `needs ${paths(row.each).join(' or ')} (a list)` });
    }
    return undefined;
  }
  if ('map' in row) {
    const found = paths(row.from).map((from) => readPath(doc, from, variables));
    const nested = found.find((v) => v !== null && typeof v === 'object' && !Array.isArray(v));
    if (nested) return mapRows(row.map, nested, context, `${path}.`, problems);
    return found.includes(null) ? null : undefined;
  }
  return mapValue(row, doc, context, path, problems);
}

function mapValue(
  row: ValueRow,
  doc: unknown,
  context: MappingContext,
  path: string,
  problems: MappingProblem[],
): unknown {
  let found: unknown;
  for (const from of paths(row.from)) {
    const value = convert(row.as, readPath(doc, from, context.variables), context);
    if (value === undefined) continue;
    if (!isEmpty(value)) {
      found = value;
      break;
    }
    // An empty list says more than null, and either more than silence; the first of a kind stays.
    found ??= value;
  }
  if (row.lookup && typeof found === 'string' && Object.hasOwn(row.lookup, found)) {
    found = row.lookup[found];
  }
  if (found === undefined) found = row.otherwise;
  if (row.required && (found === undefined || found === null)) {
    problems.push({ path, message: `needs ${paths(row.from).join(' or ')} (${row.as})` });
  }
  return found;
}

const isEmpty = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length === 0);

const paths = (from: string | readonly string[]): readonly string[] =>
  typeof from === 'string' ? [from] : from;

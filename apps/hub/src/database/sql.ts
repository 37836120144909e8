import type BetterSqlite3 from 'better-sqlite3';
import type { DataSource, EntityManager } from 'typeorm';
import { dialect } from './dialect.js';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value | undefined>>;
export type ColumnType = 'text' | 'bigint' | 'integer';
/** Columns of a bulk statement with their types. */
export type Columns = Readonly<Record<string, ColumnType>>;

/** Statements of one transaction, or of the reading handle. Parameters are `$1`, `$2` … on both databases. */
export interface Sql {
  query<T = Record<string, Value>>(sql: string, params?: readonly Value[]): Promise<T[]>;
}

/** What a transaction can do. */
export interface Tx extends Sql {
  readonly manager: EntityManager;
  /**
   * Inserts rows; those whose key exists are left out.
   * @returns for each row whether it was inserted.
   */
  insertRows(table: string, columns: Columns, rows: readonly Row[]): Promise<boolean[]>;
  /**
   * Updates rows by key. `set` gives columns to values of the row (`$name`) or expressions on the old row.
   * @returns for each row whether it was found (and `where` held).
   */
  updateRows(statement: BulkUpdate, rows: readonly Row[]): Promise<boolean[]>;
}

/**
 * An update of many rows: `key` and `set` name columns; in an expression `$column` is the row's value and `@column` the
 * old one.
 */
export interface BulkUpdate {
  readonly table: string;
  readonly columns: Columns;
  readonly key: readonly string[];
  /** `state: '$state'`, `tries: '@tries + 1'`. */
  readonly set: Readonly<Record<string, string>>;
  /** A further condition on the old row. */
  readonly where?: string;
}

/**
 * `column IN …` over a JSON list given as parameter `n`; bind it with `listParam`. An array and not a sub-select, so
 * that PostgreSQL looks each value up in the index, whatever it believes about the size of the table.
 */
export const inList = (column: string, n: number): string =>
  dialect === 'postgres'
    ? `${column} = ANY (ARRAY(SELECT jsonb_array_elements_text($${n}::jsonb)))`
    : `${column} IN (SELECT value FROM json_each($${n}))`;

export function listParam(values: Iterable<string>): string {
  const list = [...values];
  return list.every(isStorable) ? JSON.stringify(list) : JSON.stringify(list, storable);
}

/** The database says that a value does not fit (SQLSTATE class 22): repeating the write does not help. */
export function isUnfitValue(error: unknown): boolean {
  const { driverError } = error as { driverError?: { code?: unknown } };
  return typeof driverError?.code === 'string' && driverError.code.startsWith('22');
}

interface Positional {
  readonly sql: string;
  readonly order: readonly number[];
}

const positional = new Map<string, Positional>();

/** SQLite binds `?` by position; `$2 … $1 … $2` becomes three of them. */
function forSqlite(sql: string): Positional {
  const known = positional.get(sql);
  if (known) return known;
  const order: number[] = [];
  const text = sql.replace(/\$(\d+)/g, (_, n) => {
    order.push(Number(n) - 1);
    return '?';
  });
  const made = { sql: text, order };
  positional.set(sql, made);
  return made;
}

export async function runQuery<T>(
  target: Pick<EntityManager, 'query'> | Pick<DataSource, 'query'>,
  sql: string,
  params: readonly Value[],
): Promise<T[]> {
  if (dialect === 'postgres') return readRows(await target.query(sql, [...params]));
  const { sql: text, order } = forSqlite(sql);
  return readRows(
    await target.query(
      text,
      order.map((i) => params[i]),
    ),
  );
}

/** TypeORM answers an UPDATE or DELETE of PostgreSQL with `[rows, count]`, and of SQLite with a run report. */
function readRows<T>(answer: unknown): T[] {
  if (!Array.isArray(answer)) return [];
  return answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number'
    ? (answer[0] as T[])
    : (answer as T[]);
}

const quoted = (name: string): string => `"${name}"`;

/** Bulk statements on SQLite: one prepared statement, run row by row on the writing connection. */
export class SqliteTx implements Tx {
  constructor(
    readonly manager: EntityManager,
    private readonly handle: SqliteHandle,
  ) {}

  query<T>(sql: string, params: readonly Value[] = []): Promise<T[]> {
    const { sql: text, order } = forSqlite(sql);
    return this.handle.query<T>(
      text,
      order.map((i) => params[i] ?? null),
    );
  }

  async insertRows(table: string, columns: Columns, rows: readonly Row[]): Promise<boolean[]> {
    const names = Object.keys(columns);
    const sql = `INSERT INTO ${quoted(table)} (${names.map(quoted).join(', ')}) VALUES (${names
      .map(() => '?')
      .join(', ')}) ON CONFLICT DO NOTHING`;
    const statement = this.handle.prepare(sql);
    return rows.map((row) => statement.run(...names.map((name) => row[name] ?? null)).changes > 0);
  }

  async updateRows(update: BulkUpdate, rows: readonly Row[]): Promise<boolean[]> {
    const { sql, order } = sqliteUpdate(update);
    const statement = this.handle.prepare(sql);
    return rows.map((row) => statement.run(...order.map((name) => row[name] ?? null)).changes > 0);
  }
}

function sqliteUpdate(update: BulkUpdate): { sql: string; order: string[] } {
  const order: string[] = [];
  const bind = (expression: string) =>
    expression.replace(/([$@])(\w+)/g, (_, sign, name) => {
      if (sign === '@') return quoted(name);
      order.push(name);
      return '?';
    });
  const set = Object.entries(update.set).map(
    ([column, value]) => `${quoted(column)} = ${bind(value)}`,
  );
  const key = update.key.map((column) => `${quoted(column)} = ${bind(`$${column}`)}`);
  const where = update.where ? ` AND (${bind(update.where)})` : '';
  return {
    sql: `UPDATE ${quoted(update.table)} SET ${set.join(', ')} WHERE ${key.join(' AND ')}${where}`,
    order,
  };
}

/** Prepared statements of one better-sqlite3 connection, kept for reuse. */
export class SqliteHandle {
  private readonly statements = new Map<string, BetterSqlite3.Statement>();

  constructor(private readonly db: BetterSqlite3.Database) {}

  prepare(sql: string): BetterSqlite3.Statement {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.db.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  /** Reads or sets a setting of the connection. @returns its value. */
  pragma(text: string): unknown {
    return this.db.pragma(text, { simple: true });
  }

  get isInTransaction(): boolean {
    return this.db.inTransaction;
  }

  async query<T>(sql: string, params: readonly unknown[]): Promise<T[]> {
    const statement = this.prepare(sql);
    if (statement.reader) return statement.all(...params) as T[];
    statement.run(...params);
    return [];
  }
}

/** Bulk statements on PostgreSQL: all rows in one JSON parameter, one round trip. */
export class PostgresTx implements Tx {
  constructor(readonly manager: EntityManager) {}

  query<T>(sql: string, params: readonly Value[] = []): Promise<T[]> {
    return runQuery<T>(this.manager, sql, params);
  }

  async insertRows(table: string, columns: Columns, rows: readonly Row[]): Promise<boolean[]> {
    if (rows.length === 0) return [];
    const names = Object.keys(columns);
    const list = names.map(quoted).join(', ');
    const primary = PRIMARY_KEYS[table] ?? ['tenant_id', 'id'];
    const inserted = await this.query<Record<string, Value>>(
      `INSERT INTO ${quoted(table)} (${list}) SELECT ${list} FROM ${recordset(columns)} ON CONFLICT DO NOTHING RETURNING ${primary
        .map(quoted)
        .join(', ')}`,
      [jsonOf(rows)],
    );
    const keys = new Set(inserted.map((row) => primary.map((name) => row[name]).join('\u0001')));
    // A key that stands twice in one batch is inserted once: the first row has it.
    return rows.map((row) => keys.delete(primary.map((name) => row[name]).join('\u0001')));
  }

  async updateRows(update: BulkUpdate, rows: readonly Row[]): Promise<boolean[]> {
    if (rows.length === 0) return [];
    const own = (expression: string) =>
      expression.replace(
        /([$@])(\w+)/g,
        (_, sign, name) => `${sign === '@' ? 't' : 'r'}.${quoted(name)}`,
      );
    const set = Object.entries(update.set).map(
      ([column, value]) => `${quoted(column)} = ${own(value)}`,
    );
    const key = update.key.map((column) => `t.${quoted(column)} = r.${quoted(column)}`);
    const where = update.where ? ` AND (${own(update.where)})` : '';
    const found = await this.query<Record<string, Value>>(
      `UPDATE ${quoted(update.table)} t SET ${set.join(', ')} FROM ${recordset(update.columns)} WHERE ${key.join(
        ' AND ',
      )}${where} RETURNING ${update.key.map((column) => `t.${quoted(column)}`).join(', ')}`,
      [jsonOf(rows)],
    );
    const keys = new Set(found.map((row) => update.key.map((name) => row[name]).join('\u0001')));
    return rows.map((row) => keys.has(update.key.map((name) => row[name]).join('\u0001')));
  }
}

/** Keys by which an insert is recognised where they are not `tenant_id, id`. */
const PRIMARY_KEYS: Readonly<Record<string, readonly string[]>> = {
  tenant: ['id'],
  api_key: ['id'],
  idempotency: ['id'],
  setting: ['tenant_id', 'store_id', 'key'],
  message_body: ['tenant_id', 'message_id'],
  decision: ['tenant_id', 'message_id', 'revision'],
  effect: ['tenant_id', 'effect_key'],
  attempt: ['tenant_id', 'command_id', 'id'],
  contact: ['tenant_id', 'account_id', 'contact_key'],
  customer: ['tenant_id', 'account_id', 'shop_key', 'customer_id'],
  cart: ['tenant_id', 'account_id', 'cart_key', 'created_at'],
  waiting_cart: ['tenant_id', 'store_id', 'token'],
  store_count: ['tenant_id', 'store_id'],
  compat_id: ['tenant_id', 'store_id', 'id'],
  import_row: ['tenant_id', 'export_id', 'group_key', 'row_number'],
  import_reject: ['tenant_id', 'export_id', 'row_number'],
  webhook_day: ['tenant_id', 'store_id', 'day'],
  webhook_watch: ['tenant_id', 'store_id'],
};

const recordset = (columns: Columns): string =>
  `jsonb_to_recordset($1::jsonb) AS r(${Object.entries(columns)
    .map(([name, type]) => `${quoted(name)} ${type}`)
    .join(', ')})`;

const jsonOf = (rows: readonly Row[]): string => JSON.stringify(rows, storable);

/**
 * PostgreSQL holds neither NUL nor half a surrogate pair, in text as in jsonb. In the value and not in its JSON, where
 * the same letters may stand for themselves.
 */
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && !isStorable(value)
    ? value.replaceAll('\u0000', '').toWellFormed()
    : value;

const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

import type { Database } from '../database/database.service.js';

/** Tables that grow with every message or person. */
const GROWING = new Set([
  'message',
  'message_body',
  'decision',
  'command',
  'attempt',
  'effect',
  'contact',
  'customer',
  'consent_entry',
  'cart',
]);

/** One of the two SQLite handles of a database, with the statements it has run. */
interface Handle {
  readonly db: { prepare(sql: string): { all(...values: string[]): { detail: string }[] } };
  readonly statements: ReadonlyMap<string, unknown>;
  prepare(sql: string): unknown;
}

/** Whoever deletes a tenant walks through all it has, a part at a time. */
const BY_PARTS = /WHERE tenant_id = \? LIMIT \d+\)?$/;

/**
 * Watches how a hub's statements find their rows. Nothing on PostgreSQL, which plans by what its tables hold; SQLite plans
 * without knowing, so a plan is the same in a test as after years.
 */
export class QueryPlans {
  private readonly handles: readonly Handle[];
  /** A test may look wherever it likes. */
  private readonly ofTests = new Set<string>();

  /** @param isOfTest whether the statement that is being prepared is one of a test. */
  constructor(
    private readonly database: Database,
    isOfTest = isCalledByTest,
  ) {
    const { readHandle, writer } = database as unknown as {
      readHandle?: Handle;
      writer: { handle?: Handle };
    };
    this.handles = [readHandle, writer.handle].filter((handle) => handle !== undefined);
    for (const handle of this.handles) {
      const prepare = handle.prepare.bind(handle);
      handle.prepare = (sql) => {
        if (!handle.statements.has(sql) && isOfTest()) this.ofTests.add(sql);
        return prepare(sql);
      };
    }
  }

  /**
   * Statements of the hub that walk through all rows of a table that grows, or through all of a tenant, each with the
   * steps of its plan that do.
   */
  async walks(): Promise<string[]> {
    if (this.handles.length === 0) return [];
    const rows = await this.database.query<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'`,
    );
    const partial = new Set(rows.map(({ name }) => name));
    return this.handles.flatMap(({ db, statements }) =>
      [...statements.keys()]
        .filter((sql) => !this.ofTests.has(sql) && !BY_PARTS.test(sql))
        .filter((sql) => /^\s*(?:SELECT|UPDATE|DELETE)\b/i.test(sql))
        .flatMap((sql) => {
          const steps = planOf(db, sql).filter((step) => isWalk(step, tablesOf(sql), partial));
          return steps.length > 0 ? [`${sql}\n${steps.join('\n')}`] : [];
        }),
    );
  }
}

/** Whether the next caller outside of the database's own files is a test or a scene. */
function isCalledByTest(): boolean {
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  const caller = frames.find(
    (frame) => !/\/src\/database\/|\/query-plans\.[jt]s|node:/.test(frame),
  );
  return /\.spec\.|\/testing\//.test(caller ?? '');
}

const planOf = (db: Handle['db'], sql: string): string[] =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...Array.from(sql.matchAll(/\?/g), () => '[]'))
    .map(({ detail }) => detail);

function isWalk(
  step: string,
  tables: ReadonlyMap<string, string>,
  partial: ReadonlySet<string>,
): boolean {
  const [, how, name = ''] = /^(SCAN|SEARCH) (\w+)/.exec(step) ?? [];
  if (!how || !GROWING.has(tables.get(name) ?? name)) return false;
  // A partial index holds what is under way, and that does not grow.
  const [, index = ''] = /USING (?:COVERING )?INDEX (\w+)/.exec(step) ?? [];
  const isWhole = how === 'SCAN' || step.includes('AUTOMATIC') || step.endsWith('(tenant_id=?)');
  return isWhole && !partial.has(index);
}

/** A plan calls a table by its alias, where it has one. */
const tablesOf = (sql: string): Map<string, string> =>
  new Map(
    [...sql.matchAll(/\b(?:FROM|JOIN|UPDATE)\s+"?(\w+)"?(?:\s+(?:AS\s+)?(\w+))?/gi)].map(
      ([, table = '', alias = table]) => [alias, table],
    ),
  );

import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { TestDatabase } from '../../src/testing/test-database.js';

type Change = 'INSERT' | 'UPDATE';

/**
 * Makes the database refuse one kind of write, as a full disk does: from outside, while the hub runs, on both engines.
 * @returns a function that makes room again.
 */
export async function refuseWrites(
  database: TestDatabase,
  change: Change,
  table: 'message' | 'attempt',
): Promise<() => Promise<void>> {
  const [add, remove] = database.databaseUrl
    ? [
        `CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$;
         CREATE TRIGGER disk_full BEFORE ${change} ON "${table}" FOR EACH ROW EXECUTE FUNCTION disk_full()`,
        `DROP TRIGGER disk_full ON "${table}"; DROP FUNCTION disk_full()`,
      ]
    : [
        `CREATE TRIGGER disk_full BEFORE ${change} ON "${table}"
           BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
        'DROP TRIGGER disk_full',
      ];
  await run(database, add);
  return () => run(database, remove);
}

async function run({ databaseUrl, dataDir }: TestDatabase, sql: string): Promise<void> {
  if (!databaseUrl) {
    const file = new Database(join(dataDir, 'storewire.db'), { timeout: 5_000 });
    try {
      file.exec(sql);
    } finally {
      file.close();
    }
    return;
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

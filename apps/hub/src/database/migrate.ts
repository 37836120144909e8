import { existsSync } from 'node:fs';
import type BetterSqlite3 from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import { dialect } from './dialect.js';
import { MIGRATIONS } from './migrations/index.js';

const LOCK = 7_406_001;

/**
 * Brings the schema up to date: on SQLite after a copy of the file, on PostgreSQL under a lock.
 * @throws Error when the database was written by a newer release.
 */
export async function migrate(db: DataSource, url: string): Promise<void> {
  await refuseNewer(db);
  if (dialect === 'postgres') {
    const runner = db.createQueryRunner();
    try {
      await runner.query('SELECT pg_advisory_lock($1)', [LOCK]);
      await db.runMigrations();
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [LOCK]);
      await runner.release();
    }
    return;
  }
  const isNew = !existsSync(url) || (await tableCount(db)) === 0;
  if (!isNew && (await db.showMigrations())) {
    const driver = db.driver as unknown as { databaseConnection: BetterSqlite3.Database };
    await driver.databaseConnection.backup(`${url}.before-upgrade`);
  }
  await db.runMigrations();
}

async function tableCount(db: DataSource): Promise<number> {
  const [row] = await db.query("SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'");
  return Number(row.n);
}

async function refuseNewer(db: DataSource): Promise<void> {
  const exists =
    dialect === 'postgres'
      ? "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'migrations'"
      : "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'";
  if ((await db.query(exists)).length === 0) return;
  const applied: { name: string }[] = await db.query('SELECT name FROM migrations');
  const known = new Set(MIGRATIONS.map((migration) => migration.name));
  const newer = applied.map((row) => row.name).filter((name) => !known.has(name));
  if (newer.length) {
    throw new Error(
      `The database was written by a newer release (it knows ${newer.join(', ')}). Start that release, or restore a backup.`,
    );
  }
}

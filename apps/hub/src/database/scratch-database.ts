import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A place for data that nobody keeps. */
export interface ScratchDatabase {
  readonly dataDir: string;
  /** Undefined on SQLite. */
  readonly databaseUrl: string | undefined;
  drop(): Promise<void>;
}

/**
 * An empty data folder in the system's folder for temporary files and, where a PostgreSQL server is given, an empty
 * database on it. The server's role has to be allowed to create databases.
 *
 * @param serverUrl any database of the server; it is connected to and left alone.
 */
export async function createScratchDatabase(
  prefix: string,
  serverUrl: string | undefined,
): Promise<ScratchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), `${prefix}-`));
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  if (!serverUrl) return { dataDir, databaseUrl: undefined, drop: async () => removeFolder() };
  const name = `${prefix.replaceAll('-', '_')}_${randomBytes(8).toString('hex')}`;
  try {
    await runOn(serverUrl, `CREATE DATABASE ${name}`);
  } catch (error) {
    removeFolder();
    throw error;
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    dataDir,
    databaseUrl: url.toString(),
    drop: async () => {
      await runOn(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      removeFolder();
    },
  };
}

async function runOn(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

import { dialect } from '../database/dialect.js';
import { createScratchDatabase, type ScratchDatabase } from '../database/scratch-database.js';

/** A place for one test's data. */
export type TestDatabase = ScratchDatabase;

/**
 * An empty data folder and, when the suite runs on PostgreSQL, a database of its own. `DATABASE_URL` names the server;
 * it has to be set before the first import, because the dialect is read then.
 */
export const createTestDatabase = (): Promise<TestDatabase> =>
  createScratchDatabase(
    'storewire-test',
    dialect === 'postgres' ? (process.env.DATABASE_URL ?? '') : undefined,
  );

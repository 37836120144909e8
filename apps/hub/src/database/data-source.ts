import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { SnakeNaming } from './columns.js';
import { dialect } from './dialect.js';
import { ENTITIES } from './entities.js';
import { MIGRATIONS } from './migrations/index.js';

const INT8 = 20;
// Every bigint of ours is a count or milliseconds, far below 2^53; as text each would need converting by hand.
pg.types.setTypeParser(INT8, Number);

const common = {
  entities: ENTITIES,
  migrations: MIGRATIONS,
  migrationsTransactionMode: 'each' as const,
  namingStrategy: new SnakeNaming(),
};

/** The handle that writes. On SQLite it is one connection: use it through `Writer` only. */
export function writerOptions(url: string): DataSourceOptions {
  if (dialect === 'postgres') return { ...common, ...postgres(url) };
  return {
    ...common,
    type: 'better-sqlite3',
    database: url,
    enableWAL: true,
    prepareDatabase: (db: { pragma(text: string): unknown }) => {
      db.pragma('synchronous = FULL');
      db.pragma('busy_timeout = 5000');
      db.pragma('cache_size = -12288');
      db.pragma('wal_autocheckpoint = 16000');
      db.pragma('temp_store = MEMORY');
    },
  };
}

/**
 * The handle that reads. On SQLite a second, read-only connection: on the first a reader would see the half of a
 * transaction that is already done.
 */
export function readerOptions(url: string): DataSourceOptions {
  if (dialect === 'postgres') return { ...common, ...postgres(url) };
  return {
    ...common,
    type: 'better-sqlite3',
    database: url,
    readonly: true,
    prepareDatabase: (db: { pragma(text: string): unknown }) => {
      db.pragma('busy_timeout = 5000');
      db.pragma('cache_size = -4096');
    },
  };
}

const postgres = (url: string) => ({
  type: 'postgres' as const,
  url,
  installExtensions: false,
  // A commit that is not on disk is not durable, whatever the server's default is.
  extra: { max: 8, options: '-c synchronous_commit=on' },
});

export const openWriter = (url: string): Promise<DataSource> =>
  new DataSource(writerOptions(url)).initialize();

export const openReader = (url: string): Promise<DataSource> =>
  new DataSource(readerOptions(url)).initialize();

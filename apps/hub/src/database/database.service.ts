import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type BetterSqlite3 from 'better-sqlite3';
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import { openReader, openWriter } from './data-source.js';
import { dialect } from './dialect.js';
import { LogFlush, openLog } from './log-flush.js';
import { migrate } from './migrate.js';
import { runQuery, type Sql, SqliteHandle, type Value } from './sql.js';
import { TenantRepository } from './tenant-repository.js';
import { type Work, Writer } from './writer.js';

export interface DatabaseOptions {
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

/** The database: one queue that writes, one handle that reads, rows reached through their tenant. */
@Injectable()
export class Database implements Sql, OnApplicationShutdown {
  private constructor(
    private readonly writing: DataSource,
    private readonly reading: DataSource,
    private readonly writer: Writer,
    private readonly readHandle: SqliteHandle | undefined,
    private readonly closeLog: () => Promise<void>,
  ) {}

  /** Opens both handles and brings the schema up to date. */
  static async open({ dataDir, databaseUrl }: DatabaseOptions): Promise<Database> {
    if (!databaseUrl) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const url = databaseUrl ?? join(dataDir, 'storewire.db');
    const writing = await openWriter(url);
    await migrate(writing, url);
    const reading = await openReader(url);
    const handle = handleOf(writing);
    const log = handle?.pragma('journal_mode') === 'wal' ? await openLog(`${url}-wal`) : undefined;
    if (log) handle?.pragma('synchronous = NORMAL');
    const flush = log && new LogFlush(log.sync);
    const writer = new Writer(writing, handle, flush && (() => flush.flushed().catch(stop)));
    return new Database(writing, reading, writer, handleOf(reading), async () => log?.close());
  }

  /** Reads what is committed. */
  query<T = Record<string, Value>>(sql: string, params: readonly Value[] = []): Promise<T[]> {
    if (!this.readHandle) return runQuery<T>(this.reading, sql, params);
    return runQuery<T>(
      { query: (text: string, values: unknown[]) => this.readHandle?.query(text, values) } as never,
      sql,
      params,
    );
  }

  /** Commits together with other hot jobs, before background work. */
  writeHot<T>(work: Work<T>): Promise<T> {
    return this.writer.runHot(work);
  }

  write<T>(work: Work<T>): Promise<T> {
    return this.writer.run(work);
  }

  /** The rows of one entity that belong to a tenant. */
  of<E extends ObjectLiteral & { tenantId: string }>(
    tenantId: string,
    entity: EntityTarget<E>,
  ): TenantRepository<E> {
    return new TenantRepository(tenantId, this.reading, this.writer, entity);
  }

  /** Rows that belong to no tenant: tenants themselves, API keys, kept answers. Only `access/` and `tenants/` use it. */
  global<E extends ObjectLiteral>(entity: EntityTarget<E>): GlobalRows<E> {
    return {
      find: (where) => this.reading.getRepository(entity).find({ where: where as never }),
      insert: (row) =>
        this.writer.run(async (tx) => void (await tx.manager.insert(entity, row as never))),
      update: (where, change) =>
        this.writer.run(
          async (tx) => void (await tx.manager.update(entity, where as never, change as never)),
        ),
      delete: (where) =>
        this.writer.run(async (tx) => void (await tx.manager.delete(entity, where as never))),
    };
  }

  /** True while the database answers. */
  async isReady(): Promise<boolean> {
    try {
      await this.query('SELECT 1 AS one');
      return this.writing.isInitialized;
    } catch {
      return false;
    }
  }

  /** Every write that was asked for is committed or has failed. */
  settled(): Promise<void> {
    return this.writer.idle();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.writer.idle();
    await this.closeLog();
    if (this.reading.isInitialized) await this.reading.destroy();
    if (this.writing.isInitialized) await this.writing.destroy();
  }
}

/** Nobody may go on with a database whose disk failed; the next start finds out what it holds. */
function stop(error: unknown): never {
  setImmediate(() => {
    throw error;
  });
  throw error;
}

export interface GlobalRows<E> {
  find(where?: Partial<E>): Promise<E[]>;
  insert(row: Partial<E>): Promise<void>;
  update(where: Partial<E>, change: Partial<E>): Promise<void>;
  delete(where: Partial<E>): Promise<void>;
}

function handleOf(source: DataSource): SqliteHandle | undefined {
  if (dialect !== 'sqlite') return undefined;
  const driver = source.driver as unknown as { databaseConnection: BetterSqlite3.Database };
  return new SqliteHandle(driver.databaseConnection);
}

import type { DataSource } from 'typeorm';
import { PostgresTx, type SqliteHandle, SqliteTx, type Tx } from './sql.js';

export type Work<T> = (tx: Tx) => Promise<T>;

interface Job {
  readonly work: Work<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Hot jobs that one transaction may hold. */
const MAX_GROUP = 128;

/**
 * The only way the hub writes: one transaction at a time, in order.
 *
 * TypeORM gives SQLite one connection for the whole DataSource, so two overlapping transactions would become one,
 * and a rollback of the first would take what the second has already reported as committed. On PostgreSQL the same
 * queue keeps the same behaviour; decisions about one person never race.
 *
 * Hot jobs (intake, attempt start, settle) that wait together are committed together, with one fsync; of background
 * jobs one goes along with each group, after them. When a group fails, its jobs run again in smaller ones, so a job
 * must be repeatable until it is committed and must not call the network.
 *
 * With a `flush` a commit leaves its pages to the system and the flush brings them to disk, beside the transactions that
 * follow; a job is done when it is on disk.
 */
export class Writer {
  private readonly hot: Job[] = [];
  private readonly background: Job[] = [];
  private running: Promise<void> | undefined;
  private readonly flushing = new Set<Promise<void>>();

  constructor(
    private readonly db: DataSource,
    private readonly handle: SqliteHandle | undefined,
    private readonly flush?: () => Promise<void>,
  ) {}

  /** Commits `work` together with other hot jobs; resolves once it is durable. */
  runHot<T>(work: Work<T>): Promise<T> {
    return this.enqueue(this.hot, work);
  }

  /** Commits `work` after the hot jobs that wait. */
  run<T>(work: Work<T>): Promise<T> {
    return this.enqueue(this.background, work);
  }

  /** Resolves when nothing is queued or running. */
  async idle(): Promise<void> {
    while (this.running || this.flushing.size > 0)
      await Promise.all([this.running, ...this.flushing]);
  }

  private enqueue<T>(queue: Job[], work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      queue.push({ work, resolve, reject } as Job);
      this.running ??= this.drain();
    });
  }

  private async drain(): Promise<void> {
    // Whatever arrives in this turn of the event loop joins the first group.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      while (this.hot.length || this.background.length) {
        // One background job joins each group: it saves an fsync, and it is never starved.
        await this.commitGroup([...this.hot.splice(0, MAX_GROUP), ...this.background.splice(0, 1)]);
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      this.running = undefined;
    }
  }

  private async commitGroup(jobs: readonly Job[]): Promise<void> {
    const values: unknown[] = [];
    try {
      await this.transaction(async (tx) => {
        for (const job of jobs) values.push(await job.work(tx));
      });
    } catch (error) {
      const [only] = jobs;
      if (jobs.length === 1 && only) return only.reject(error);
      // By halves, so that one bad job costs its neighbours a few commits and not one each.
      const half = Math.ceil(jobs.length / 2);
      await this.commitGroup(jobs.slice(0, half));
      await this.commitGroup(jobs.slice(half));
      return;
    }
    this.finish(jobs, values);
  }

  private finish(jobs: readonly Job[], values: readonly unknown[]): void {
    const resolve = () => {
      jobs.forEach((job, i) => {
        job.resolve(values[i] as never);
      });
    };
    if (!this.flush) {
      resolve();
      return;
    }
    const flushed = this.flush()
      .then(resolve, (error) => {
        for (const job of jobs) job.reject(error);
      })
      .finally(() => this.flushing.delete(flushed));
    this.flushing.add(flushed);
  }

  private async transaction(work: Work<void>): Promise<void> {
    const { handle } = this;
    if (!handle) return this.db.transaction((manager) => work(new PostgresTx(manager)));
    // By hand on the one connection: TypeORM's own adds a tenth to the cost of a group.
    await handle.query('BEGIN IMMEDIATE', []);
    try {
      await work(new SqliteTx(this.db.manager, handle));
      await handle.query('COMMIT', []);
    } catch (error) {
      if (handle.isInTransaction) await handle.query('ROLLBACK', []);
      throw error;
    }
  }
}

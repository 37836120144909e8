import { Injectable } from '@nestjs/common';
import { HubError } from '@storewire/core';
import { ProblemException } from '../access/problem.js';
import { Clock } from '../clock.js';
import { HubConfig } from '../config.js';
import { Database } from '../database/database.service.js';
import type { StoreRoundRow } from './store-round-row.js';
import { WorkQueue } from './work-queue.js';

const DAY_MS = 24 * 3_600_000;
/** A store that gives no answer is asked again; only after more than a day is it worth an alert. */
const RETRY_MS = 15 * 60_000;
const OVERDUE_MS = DAY_MS + 2 * 3_600_000;
/** Stores that one sweep takes up. */
const ROUND = 50;

/** Something that is looked at once a day in every store: one row and one lane for each. */
export interface StoreRound {
  /** Of rows that extend `StoreRoundRow`; what they have besides has defaults. */
  readonly table: 'webhook_watch' | 'tag_placement';
  /** Kind of the lanes. */
  readonly lane: string;
  /** How long after it was made a store is looked at for the first time. */
  readonly firstMs: number;
}

/** Dates of the rounds: a look is due once a day, when somebody asks, and when the hub's public address changes. */
@Injectable()
export class StoreRounds {
  constructor(
    private readonly db: Database,
    private readonly queue: WorkQueue,
    private readonly config: HubConfig,
    private readonly clock: Clock,
  ) {}

  /** Wakes the stores whose look is due; a new store gets its first date. */
  async sweep(round: StoreRound): Promise<void> {
    await this.addNew(round);
    const rows = await this.db.query<{ tenant_id: string; store_id: string }>(
      `SELECT tenant_id, store_id FROM ${round.table} WHERE next_at <= $1 OR public_url <> $2 ORDER BY next_at LIMIT ${ROUND}`,
      [this.clock.now(), this.config.publicUrl],
    );
    for (const row of rows) this.wake(round, row.tenant_id, row.store_id);
  }

  /** Makes the look at a store due, and wakes its lane. */
  async lookNow(round: StoreRound, tenantId: string, storeId: string): Promise<void> {
    await this.addNew(round);
    await this.db.write((tx) =>
      tx.query(`UPDATE ${round.table} SET next_at = $1 WHERE tenant_id = $2 AND store_id = $3`, [
        this.clock.now(),
        tenantId,
        storeId,
      ]),
    );
    this.wake(round, tenantId, storeId);
  }

  /** Whether the row's date has come, or everything is at another address. */
  isDue(row: Pick<StoreRoundRow, 'nextAt' | 'publicUrl'>): boolean {
    return row.nextAt <= this.clock.now() || row.publicUrl !== this.config.publicUrl;
  }

  /** What passes by itself is tried again before anybody is told. */
  isPassing(error: unknown, row: Pick<StoreRoundRow, 'checkedAt'>): boolean {
    const isKnown = error instanceof HubError || error instanceof ProblemException;
    const isOverdue = row.checkedAt !== null && this.clock.now() - row.checkedAt > OVERDUE_MS;
    return isKnown && error.next === 'retry' && !isOverdue;
  }

  /** What a row says after a look. @param againMs when the next one is due. */
  datesAfterLook(againMs = DAY_MS): Pick<StoreRoundRow, 'publicUrl' | 'checkedAt' | 'nextAt'> {
    const now = this.clock.now();
    return { publicUrl: this.config.publicUrl, checkedAt: now, nextAt: now + againMs };
  }

  /** What a row says while a look is under way, and after a store gave no answer. */
  dateOfRetry(): Pick<StoreRoundRow, 'nextAt'> {
    return { nextAt: this.clock.now() + RETRY_MS };
  }

  /** Gives new stores their first date. */
  async addNew({ table, firstMs }: StoreRound): Promise<void> {
    const news = `FROM store s WHERE NOT EXISTS (SELECT 1 FROM ${table} w WHERE w.tenant_id = s.tenant_id AND w.store_id = s.id)`;
    const rows = await this.db.query(`SELECT 1 AS one ${news} LIMIT 1`);
    if (rows.length === 0) return;
    await this.db.write((tx) =>
      tx.query(
        `INSERT INTO ${table} (tenant_id, store_id, public_url, next_at) SELECT tenant_id, id, $1, CAST($2 AS bigint) ${news} ON CONFLICT DO NOTHING`,
        [this.config.publicUrl, this.clock.now() + firstMs],
      ),
    );
  }

  private wake({ lane }: StoreRound, tenantId: string, storeId: string): void {
    this.queue.wake(`${lane}:${tenantId}:${storeId}`);
  }
}

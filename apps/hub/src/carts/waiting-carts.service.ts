import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { InboxRepository } from '../database/inbox.repository.js';
import type { Value } from '../database/sql.js';
import { connectionLane, WorkQueue } from '../work/work-queue.js';
import { cartMessage, type WaitingRow } from './waiting-carts.js';

const SWEEP_MS = 60_000;
const STEP_ROWS = 500;
const MOST_PER_SWEEP = 200;
/** Of one store; a flood of carts of nobody pushes out the oldest. */
const MOST_PER_STORE = 20_000;

type Found = WaitingRow & Record<'tenant_id' | 'store_id' | 'connection_id' | 'contact_id', string>;

/** Sends carts of visitors who have become contacts since, and forgets those whose time is over. */
@Injectable()
export class WaitingCarts implements OnApplicationBootstrap {
  constructor(
    private readonly db: Database,
    private readonly inbox: InboxRepository,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.every('waitingCarts', SWEEP_MS, () => this.sweep());
  }

  async sweep(): Promise<void> {
    const now = this.clock.now();
    await this.forget('expires_at <= $1', [now]);
    await this.trim();
    await this.releaseKnown(now);
  }

  private async trim(): Promise<void> {
    const full = await this.db.query<Record<'tenant_id' | 'store_id', string>>(
      `SELECT tenant_id, store_id FROM waiting_cart
       GROUP BY tenant_id, store_id HAVING COUNT(*) > ${MOST_PER_STORE}`,
    );
    for (const { tenant_id, store_id } of full) {
      const [oldest] = await this.db.query<{ snapshot_at: number }>(
        `SELECT snapshot_at FROM waiting_cart WHERE tenant_id = $1 AND store_id = $2
         ORDER BY snapshot_at DESC LIMIT 1 OFFSET ${MOST_PER_STORE}`,
        [tenant_id, store_id],
      );
      if (!oldest) continue;
      const where = 'tenant_id = $1 AND store_id = $2 AND snapshot_at <= $3';
      await this.forget(where, [tenant_id, store_id, oldest.snapshot_at]);
    }
  }

  /** In steps, so that other writes are not held up. */
  private async forget(where: string, params: readonly Value[]): Promise<void> {
    let found: number;
    do {
      found = (
        await this.db.query(
          `SELECT 1 AS one FROM waiting_cart WHERE ${where} LIMIT ${STEP_ROWS}`,
          params,
        )
      ).length;
      if (found === 0) return;
      await this.db.write(async (tx) => {
        await tx.query(
          `DELETE FROM waiting_cart WHERE (tenant_id, store_id, token) IN (
             SELECT tenant_id, store_id, token FROM waiting_cart WHERE ${where} LIMIT ${STEP_ROWS})`,
          params,
        );
      });
    } while (found === STEP_ROWS);
  }

  private async releaseKnown(now: number): Promise<void> {
    const found = await this.db.query<Found>(
      `SELECT w.tenant_id, w.store_id, s.connection_id, w.token, w.body, w.snapshot_at, w.contact_id
       FROM waiting_cart w
       JOIN store s ON s.tenant_id = w.tenant_id AND s.id = w.store_id
       JOIN contact c ON c.tenant_id = w.tenant_id AND c.account_id = s.account_id AND c.contact_id = w.contact_id
       WHERE w.contact_id IS NOT NULL AND w.expires_at > $1 LIMIT ${MOST_PER_SWEEP}`,
      [now],
    );
    if (found.length === 0) return;
    await this.db.write(async (tx) => {
      for (const { tenant_id, store_id, token, snapshot_at } of found) {
        await tx.query(
          `DELETE FROM waiting_cart
           WHERE tenant_id = $1 AND store_id = $2 AND token = $3 AND snapshot_at = $4`,
          [tenant_id, store_id, token, snapshot_at],
        );
      }
      await this.inbox.insert(
        tx,
        found.map((row) => messageOf(row, now)),
      );
    });
    for (const { tenant_id, connection_id } of found) {
      this.queue.wake(connectionLane(tenant_id, connection_id));
    }
  }
}

function messageOf(row: Found, now: number) {
  const store = {
    tenantId: row.tenant_id,
    storeId: row.store_id,
    connectionId: row.connection_id,
  };
  const who = { grade: 'visitor', smclient: row.contact_id } as const;
  return cartMessage(store, row, who, String(row.snapshot_at), now);
}

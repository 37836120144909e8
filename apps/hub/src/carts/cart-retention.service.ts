import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { WorkQueue } from '../work/work-queue.js';

const SWEEP_MS = 3_600_000;
const KEPT_MS = 7 * 24 * 3_600_000;
const STEP_ROWS = 500;

/** Forgets carts seven days after their window; the time in between tells late snapshots that they are stale. */
@Injectable()
export class CartRetention implements OnApplicationBootstrap {
  constructor(
    private readonly db: Database,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.every('cartRetention', SWEEP_MS, () => this.sweep());
  }

  /** In steps, so that other writes are not held up. */
  async sweep(): Promise<void> {
    const before = this.clock.now() - KEPT_MS;
    const old = `SELECT tenant_id, account_id, cart_key, created_at FROM cart WHERE expires_at < $1 LIMIT ${STEP_ROWS}`;
    let found: number;
    do {
      found = (await this.db.query(old, [before])).length;
      if (found === 0) return;
      await this.db.write(async (tx) => {
        await tx.query(
          `DELETE FROM cart WHERE (tenant_id, account_id, cart_key, created_at) IN (${old})`,
          [before],
        );
      });
    } while (found === STEP_ROWS);
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.service.js';

/** Counts of messages; the first is the sum of the others. */
export interface Ledger {
  readonly accepted: number;
  readonly delivered: number;
  readonly filtered: number;
  readonly dead: number;
  readonly pending: number;
}

/** The conservation equation of a store: what was accepted is delivered, filtered, dead or pending. */
@Injectable()
export class LedgerService {
  constructor(private readonly db: Database) {}

  /** One statement, so that the counters and the pending rows are of the same moment. */
  async of(tenantId: string, storeId: string): Promise<Ledger> {
    const [row] = await this.db.query<Record<keyof Ledger, number>>(
      `SELECT c.accepted, c.delivered, c.filtered, c.dead,
         (SELECT COUNT(*) FROM message m WHERE m.store_id = c.store_id AND m.state = 'pending' AND m.tenant_id = c.tenant_id) AS pending
       FROM store_count c WHERE c.tenant_id = $1 AND c.store_id = $2`,
      [tenantId, storeId],
    );
    const count = (name: keyof Ledger): number => Number(row?.[name] ?? 0);
    return {
      accepted: count('accepted'),
      delivered: count('delivered'),
      filtered: count('filtered'),
      dead: count('dead'),
      pending: count('pending'),
    };
  }
}

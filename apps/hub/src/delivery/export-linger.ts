import { Injectable } from '@nestjs/common';
import type { AccountContext } from '../accounts/account-directory.js';
import { Database } from '../database/database.service.js';
import { READ_AHEAD, READ_CHUNK } from '../exports/export.entity.js';
import { MAX_BATCH, type PlannedCall } from './call-plan.js';

/** Longest wait for a batch of an export to fill up. */
const MAX_LINGER_MS = 2_000;

/**
 * A batch of an export that is not full waits a moment while the export still reads or its messages are still being
 * translated: fewer, fuller calls. Live work is never held up.
 */
@Injectable()
export class ExportLinger {
  readonly waitMs = 50;
  private readonly since = new Map<string, { at: number; size: number }>();

  constructor(private readonly db: Database) {}

  async shouldWait(
    { tenantId, accountId }: AccountContext,
    planned: PlannedCall,
    isIdle: boolean,
  ): Promise<boolean> {
    const { method, commands } = planned;
    const key = `${tenantId}:${accountId}:${commands[0]?.exportId ?? ''}:${method}`;
    if (
      method === 'single' ||
      commands.length >= MAX_BATCH ||
      !(await this.moreToCome(tenantId, accountId, isIdle))
    ) {
      this.since.delete(key);
      return false;
    }
    const now = performance.now();
    const known = this.since.get(key);
    const size = commands.length;
    // While it grows, the wait starts over; what stands still is sent.
    if (!known || known.size !== size) this.since.set(key, { at: now, size });
    const waited = now - (known && known.size === size ? known.at : now);
    if (waited < MAX_LINGER_MS) return true;
    this.since.delete(key);
    return false;
  }

  /** An export that has read as far ahead as it may reads on only after something was sent. */
  private async moreToCome(tenantId: string, accountId: string, isIdle: boolean): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT 1 AS more FROM export e JOIN store s ON s.id = e.store_id AND s.tenant_id = e.tenant_id
       WHERE e.tenant_id = $1 AND s.account_id = $2 AND e.state = 'running'
         AND (e.is_read = 0 AND e."read" - e.processed < $3
           OR EXISTS (SELECT 1 FROM message m WHERE m.connection_id = s.connection_id AND m.stage = 'inbox'
              AND m.tenant_id = e.tenant_id)) LIMIT 1`,
      [tenantId, accountId, isIdle ? READ_AHEAD - READ_CHUNK : Number.MAX_SAFE_INTEGER],
    );
    return rows.length > 0;
  }
}

import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../api/page.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import type { Tx } from '../database/sql.js';
import { newId } from '../ids.js';

export interface AuditFacts {
  readonly tenantId: string;
  /** As `actorOf` names a caller. */
  readonly actor: string;
  /** `account.update`: what kind of thing, and what was done. */
  readonly action: string;
  /** Id of what was changed. */
  readonly target: string;
  /** Before and after; never a secret, which appears as `changed`. */
  readonly detail?: unknown;
}

export interface AuditItem {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly detail: unknown;
}

/** Stands for the value of a secret in the audit log. */
export const SECRET_CHANGED = 'changed';

const COLUMNS = {
  tenant_id: 'text',
  id: 'text',
  at: 'bigint',
  actor: 'text',
  action: 'text',
  target: 'text',
  detail: 'text',
} as const;

/** Who changed what, kept with the tenant. */
@Injectable()
export class AuditService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Writes the entry in the transaction of the change, so that neither exists without the other. */
  async write(tx: Tx, { tenantId, actor, action, target, detail }: AuditFacts): Promise<void> {
    const row = {
      tenant_id: tenantId,
      id: newId(),
      at: this.clock.now(),
      actor: actor.slice(0, 200),
      action,
      target: target.slice(0, 200),
      detail: detail === undefined ? null : JSON.stringify(detail),
    };
    await tx.insertRows('audit', COLUMNS, [row]);
  }

  /** Newest first. @param before id of the last entry seen, or empty. */
  async list(tenantId: string, limit: number, before: string): Promise<Page<AuditItem>> {
    const rows = await this.db.query<AuditItem & { detail: string | null }>(
      `SELECT id, at, actor, action, target, detail FROM audit
       WHERE tenant_id = $1 ${before ? 'AND id < $3' : ''} ORDER BY id DESC LIMIT $2`,
      before ? [tenantId, limit + 1, before] : [tenantId, limit + 1],
    );
    const page = pageOf(rows, limit, (row) => row.id);
    return {
      ...page,
      items: page.items.map((row) => ({
        ...row,
        detail: row.detail === null ? null : JSON.parse(row.detail),
      })),
    };
  }
}

/** The changed fields with both values, for the detail of an entry. */
export function changesOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, { before: unknown; after: unknown }> {
  return Object.fromEntries(
    Object.keys(after)
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      .map((key) => [key, { before: before[key] ?? null, after: after[key] ?? null }]),
  );
}

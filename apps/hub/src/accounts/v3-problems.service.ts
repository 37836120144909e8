import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../api/page.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { newId } from '../ids.js';
import { Account } from './account.entity.js';
import { AccountVault } from './account-secrets.js';
import { readV3Problems } from './v3-problem-body.js';

export interface V3Problem {
  readonly id: string;
  readonly at: string;
  readonly requestId: string | null;
  readonly reasonCode: number | null;
  readonly field: string | null;
  readonly record: number | null;
  readonly text: string;
}

/** How many are kept per account; the oldest go first. */
const MAX_KEPT = 1_000;

const COLUMNS = {
  tenant_id: 'text',
  id: 'text',
  account_id: 'text',
  at: 'bigint',
  request_id: 'text',
  reason_code: 'integer',
  field: 'text',
  record: 'integer',
  text: 'text',
} as const;

/** X10: what SALESmanago finds wrong after a call of API v3 was answered comes to one address per account. */
@Injectable()
export class V3Problems {
  constructor(
    private readonly db: Database,
    private readonly vault: AccountVault,
    private readonly clock: Clock,
  ) {}

  /** @returns whether the address was that of the account. */
  async take(tenantId: string, accountId: string, token: string, body: Buffer): Promise<boolean> {
    const row = await this.db.of(tenantId, Account).findOne({ id: accountId });
    if (!row || !isSame(this.vault.open(row).v3ProblemToken ?? '', token)) return false;
    const at = this.clock.now();
    const problems = readV3Problems(body.toString('utf8')).slice(0, MAX_KEPT);
    await this.db.write(async (tx) => {
      await tx.insertRows(
        'v3_problem',
        COLUMNS,
        problems.map((problem) => ({
          tenant_id: tenantId,
          id: newId(),
          account_id: accountId,
          at,
          request_id: problem.requestId ?? null,
          reason_code: problem.reasonCode ?? null,
          field: problem.field ?? null,
          record: problem.record ?? null,
          text: problem.text,
        })),
      );
      await tx.query(
        `DELETE FROM v3_problem WHERE tenant_id = $1 AND account_id = $2 AND id <= COALESCE((
           SELECT id FROM v3_problem WHERE tenant_id = $1 AND account_id = $2 ORDER BY id DESC LIMIT 1 OFFSET ${MAX_KEPT}), '')`,
        [tenantId, accountId],
      );
    });
    return true;
  }

  /** Newest first. */
  async list(
    tenantId: string,
    accountId: string,
    limit: number,
    after: string,
  ): Promise<Page<V3Problem>> {
    const rows = await this.db.query(
      `SELECT id, at, request_id, reason_code, field, record, text FROM v3_problem
       WHERE tenant_id = $1 AND account_id = $2 AND id < $3 ORDER BY id DESC LIMIT ${limit + 1}`,
      [tenantId, accountId, after || '~'],
    );
    const problems = rows.map((row) => ({
      id: String(row.id),
      at: new Date(Number(row.at)).toISOString(),
      requestId: row.request_id as string | null,
      reasonCode: row.reason_code as number | null,
      field: row.field as string | null,
      record: row.record as number | null,
      text: String(row.text),
    }));
    return pageOf(problems, limit, ({ id }) => id);
  }
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return expected !== '' && a.length === b.length && timingSafeEqual(a, b);
}

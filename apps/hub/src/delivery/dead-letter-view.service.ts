import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../api/page.js';
import { Database } from '../database/database.service.js';
import { inList, listParam, type Value } from '../database/sql.js';
import { type Advice, adviceFor } from './advice.js';

/** Behind every id, which is hexadecimal, in every collation: some sort `~` before the digits. */
const BEHIND_ALL_IDS = 'z';

/** Something that stopped and waits for a person: a delivery, or a message that never became a record. */
export interface DeadLetter extends Advice {
  readonly id: string;
  readonly messageId: string;
  readonly stage: 'delivery' | 'translation';
  readonly kind: string;
  readonly cause: string;
  readonly detail: string | null;
  readonly payload: unknown;
  readonly tries: number;
  readonly lastAnswer: string | null;
  readonly diedAt: string | null;
}

export interface DeadLetterGroup extends Advice {
  readonly cause: string;
  readonly count: number;
  readonly lastAt: string | null;
}

/** Dead letters as people see them: why, what SALESmanago said last, and what to do. */
@Injectable()
export class DeadLetterViewService {
  constructor(private readonly db: Database) {}

  /** Newest first. */
  async list(
    tenantId: string,
    storeId: string,
    page: { limit: number; after: string },
  ): Promise<Page<DeadLetter>> {
    const rows = await this.db.query(
      `SELECT * FROM (
         SELECT id, message_id, 'delivery' AS stage, kind, cause, detail, payload, tries, settled_at FROM command
         WHERE tenant_id = $1 AND store_id = $2 AND state = 'dead' AND id < $3
         UNION ALL
         SELECT id, id AS message_id, 'translation' AS stage, topic AS kind, cause, detail, NULL AS payload, tries, settled_at FROM message
         WHERE tenant_id = $1 AND store_id = $2 AND state = 'dead' AND cause IS NOT NULL AND id < $3) d
       ORDER BY id DESC LIMIT ${page.limit + 1}`,
      [tenantId, storeId, page.after || BEHIND_ALL_IDS],
    );
    const answers = await this.lastAnswers(tenantId, rows);
    return pageOf(
      rows.map((row) => deadLetter(row, answers.get(String(row.id)) ?? null)),
      page.limit,
      (letter) => letter.id,
    );
  }

  async groups(tenantId: string, storeId: string): Promise<DeadLetterGroup[]> {
    const rows = await this.db.query(
      `SELECT cause, COUNT(*) AS n, MAX(settled_at) AS last_at FROM (
         SELECT cause, settled_at FROM command WHERE tenant_id = $1 AND store_id = $2 AND state = 'dead'
         UNION ALL
         SELECT cause, settled_at FROM message WHERE tenant_id = $1 AND store_id = $2 AND state = 'dead' AND cause IS NOT NULL) d
       GROUP BY cause ORDER BY n DESC, cause`,
      [tenantId, storeId],
    );
    return rows.map((row) => ({
      cause: String(row.cause),
      count: Number(row.n),
      lastAt: isoOrNull(row.last_at),
      ...adviceFor(String(row.cause)),
    }));
  }

  private async lastAnswers(
    tenantId: string,
    letters: readonly Record<string, Value>[],
  ): Promise<Map<string, string | null>> {
    const ids = letters.filter(({ stage }) => stage === 'delivery').map(({ id }) => String(id));
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<{ command_id: string; answer: string | null }>(
      `SELECT command_id, answer FROM attempt WHERE ${inList('command_id', 1)} AND tenant_id = $2 ORDER BY id`,
      [listParam(ids), tenantId],
    );
    // The newest of a command comes last and stays.
    return new Map(rows.map((row) => [row.command_id, row.answer]));
  }
}

const isoOrNull = (ms: Value | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(Number(ms)).toISOString();

const deadLetter = (row: Record<string, Value>, lastAnswer: string | null): DeadLetter => ({
  id: String(row.id),
  messageId: String(row.message_id),
  stage: row.stage as DeadLetter['stage'],
  kind: String(row.kind),
  cause: String(row.cause),
  detail: row.detail as string | null,
  ...adviceFor(String(row.cause)),
  tries: Number(row.tries),
  lastAnswer,
  payload:
    row.payload === null || row.payload === undefined ? null : JSON.parse(String(row.payload)),
  diedAt: isoOrNull(row.settled_at),
});

import { Injectable } from '@nestjs/common';
import type { SourceRow } from '@storewire/core';
import { Database } from '../database/database.service.js';
import type { Tx } from '../database/sql.js';
import type { ExportRow } from '../exports/export.entity.js';
import type { StoreContext } from '../stores/store-context.js';
import type { ImportKind } from './import-columns.js';
import {
  documentOf,
  groupOf,
  type ImportContext,
  type ImportedRow,
  type RejectedRow,
} from './import-documents.js';

type ImportId = Pick<ExportRow, 'tenantId' | 'id'>;

/** A group with its rows in the order of the file. */
interface Group {
  readonly key: string;
  readonly rows: ImportedRow[];
}

const READ_ROWS = 500;
const DAY_MS = 86_400_000;
const SHOWN_REJECTS = 1_000;
/** Ebexo and most who import are Polish shops; others say their zone when they are checked. */
const ZONE = 'Europe/Warsaw';

/** The rows of imported files: kept, checked, and read as documents. */
@Injectable()
export class ImportSource {
  constructor(private readonly db: Database) {}

  /** Keeps rows of the file. */
  async keep({ tenantId, id }: ImportId, kind: ImportKind, rows: readonly ImportedRow[]) {
    await this.db.write((tx) =>
      tx.insertRows(
        'import_row',
        {
          tenant_id: 'text',
          export_id: 'text',
          group_key: 'text',
          row_number: 'integer',
          cells: 'text',
        },
        rows.map((row) => ({
          tenant_id: tenantId,
          export_id: id,
          group_key: groupOf(kind, row),
          row_number: row.row,
          cells: JSON.stringify(row.cells),
        })),
      ),
    );
  }

  /**
   * Takes the objects out that cannot be taken, with the first reason for each, and counts them as failed. Goes on where
   * it was interrupted.
   * @returns how many objects there are in all.
   */
  async check(row: ExportRow, store: StoreContext): Promise<number> {
    const context = contextOf(store);
    let good = 0;
    let bad: { group: Group; rejected: RejectedRow }[] = [];
    for await (const group of this.groups(row)) {
      const made = documentOf(kindOf(row), group.rows, context);
      if ('document' in made) good += 1;
      else bad.push({ group, rejected: made.rejected });
      if (bad.length < 100) continue;
      await this.reject(row, bad);
      bad = [];
    }
    await this.reject(row, bad);
    return good + (await this.rejectedCount(row));
  }

  /** The documents that are left, in the order of their groups. */
  async *read(
    row: ExportRow,
    store: StoreContext,
    cursor: string | undefined,
  ): AsyncGenerator<SourceRow> {
    const context = contextOf(store);
    for await (const group of this.groups(row, cursor)) {
      const made = documentOf(kindOf(row), group.rows, context);
      if ('document' in made) yield { ...made.document, cursor: group.key };
    }
  }

  /** Nothing of the file is kept once the import has ended. */
  async drop({ tenantId, id }: ImportId): Promise<void> {
    await this.db.write((tx) =>
      tx.query('DELETE FROM import_row WHERE tenant_id = $1 AND export_id = $2', [tenantId, id]),
    );
  }

  /** Rows of uploads that broke off. */
  async forget(now: number): Promise<void> {
    await this.db.write((tx) =>
      tx.query(
        `DELETE FROM import_row WHERE EXISTS (SELECT 1 FROM export e WHERE e.tenant_id = import_row.tenant_id
         AND e.id = import_row.export_id AND e.state = 'failed' AND e.started_at < $1)`,
        [now - DAY_MS],
      ),
    );
  }

  /** The first thousand, in the order of the file. */
  async rejected({ tenantId, id }: ImportId): Promise<RejectedRow[]> {
    const rows = await this.db.query<{ row_number: number; path: string; message: string }>(
      `SELECT row_number, path, message FROM import_reject WHERE tenant_id = $1 AND export_id = $2
       ORDER BY row_number LIMIT ${SHOWN_REJECTS}`,
      [tenantId, id],
    );
    return rows.map(({ row_number: row, path, message }) => ({ row: Number(row), path, message }));
  }

  private async *groups({ tenantId, id }: ExportRow, after = ''): AsyncGenerator<Group> {
    let group: Group | undefined;
    let at = { key: after, row: Number.MAX_SAFE_INTEGER };
    for (;;) {
      const rows = await this.db.query<{ group_key: string; row_number: number; cells: string }>(
        `SELECT group_key, row_number, cells FROM import_row WHERE tenant_id = $1 AND export_id = $2
         AND (group_key > $3 OR (group_key = $3 AND row_number > $4))
         ORDER BY group_key, row_number LIMIT ${READ_ROWS}`,
        [tenantId, id, at.key, Math.min(at.row, 2_147_483_647)],
      );
      for (const { group_key: key, row_number, cells } of rows) {
        const row = { row: Number(row_number), cells: JSON.parse(cells) };
        at = { key, row: row.row };
        if (group?.key === key) {
          group.rows.push(row);
          continue;
        }
        if (group) yield group;
        group = { key, rows: [row] };
      }
      if (rows.length < READ_ROWS) break;
    }
    if (group) yield group;
  }

  private async reject(
    { tenantId, id }: ExportRow,
    bad: readonly { group: Group; rejected: RejectedRow }[],
  ): Promise<void> {
    if (bad.length === 0) return;
    await this.db.write(async (tx) => {
      await tx.insertRows(
        'import_reject',
        {
          tenant_id: 'text',
          export_id: 'text',
          row_number: 'integer',
          path: 'text',
          message: 'text',
        },
        bad.map(({ rejected: { row, path, message } }) => ({
          tenant_id: tenantId,
          export_id: id,
          row_number: row,
          path,
          message,
        })),
      );
      for (const { group } of bad) await dropGroup(tx, tenantId, id, group.key);
      await tx.query(
        `UPDATE export SET processed = processed + $1, failed = failed + $1, "read" = "read" + $1
         WHERE tenant_id = $2 AND id = $3`,
        [bad.length, tenantId, id],
      );
    });
  }

  async rejectedCount({ tenantId, id }: ImportId): Promise<number> {
    const [row] = await this.db.query<{ n: number }>(
      'SELECT COUNT(*) AS n FROM import_reject WHERE tenant_id = $1 AND export_id = $2',
      [tenantId, id],
    );
    return Number(row?.n ?? 0);
  }
}

const dropGroup = (tx: Tx, tenantId: string, exportId: string, key: string) =>
  tx.query('DELETE FROM import_row WHERE tenant_id = $1 AND export_id = $2 AND group_key = $3', [
    tenantId,
    exportId,
    key,
  ]);

const kindOf = ({ kind }: ExportRow): ImportKind => (kind === 'order' ? 'orders' : 'contacts');

const contextOf = ({ shop, facts, settings }: StoreContext): ImportContext => ({
  zone: shop.zone ?? ZONE,
  ...(shop.currency ? { currency: shop.currency } : {}),
  states: new Set([...Object.keys(facts.orderStates), ...Object.keys(settings.orderStates)]),
});

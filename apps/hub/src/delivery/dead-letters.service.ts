import { Injectable } from '@nestjs/common';
import { AuditService } from '../access/audit.service.js';
import { Clock } from '../clock.js';
import { readyNext } from '../database/contact-queue.js';
import { Database } from '../database/database.service.js';
import { keepAsSent } from '../database/outbox.repository.js';
import { countMoves, settleMessages } from '../database/settle.js';
import { inList, listParam, type Tx, type Value } from '../database/sql.js';
import { accountLane, connectionLane, WorkQueue, writeBackLane } from '../work/work-queue.js';

export interface RetrySelection {
  readonly ids?: readonly string[];
  readonly cause?: string;
  readonly all?: boolean;
}

export type UnknownAnswer = 'delivered' | 'sendAgain' | 'drop';

/** Most dead letters that one retry takes up; the rest follows with the next call. */
const MAX_RETRY = 5_000;
const CHUNK = 200;

interface DeadRow {
  id: string;
  message_id: string;
  account_id: string | null;
  connection_id: string | null;
  contact_key: string | null;
  /** The command; null for a message. */
  kind: string | null;
}

/** Dead letters are sent again one by one, by cause or all; edited; answered for. The once-only rules stay in force. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditService,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were put to work again. */
  async retry(tenantId: string, storeId: string, selection: RetrySelection): Promise<number> {
    const commands = await this.select('command', tenantId, storeId, selection);
    const messages = await this.select('message', tenantId, storeId, selection);
    for (let i = 0; i < commands.length; i += CHUNK) {
      await this.db.write((tx) => this.reviveCommands(tx, tenantId, commands.slice(i, i + CHUNK)));
    }
    for (let i = 0; i < messages.length; i += CHUNK) {
      await this.db.write((tx) =>
        this.reviveMessages(tx, tenantId, storeId, messages.slice(i, i + CHUNK)),
      );
    }
    for (const row of commands) this.wakeLaneOf(tenantId, row);
    for (const id of new Set(messages.map((row) => row.connection_id)))
      if (id) this.queue.wake(connectionLane(tenantId, id));
    return commands.length + messages.length;
  }

  /** What a person says about an outcome nobody could look up. @returns false when there is no such dead letter. */
  async answer(
    tenantId: string,
    storeId: string,
    id: string,
    outcome: UnknownAnswer,
    actor: string,
  ): Promise<boolean> {
    const [row] = await this.select('command', tenantId, storeId, { ids: [id] });
    if (!row) return false;
    const now = this.clock.now();
    await this.db.write(async (tx) => {
      await this.audit.write(tx, {
        tenantId,
        actor,
        action: 'deadLetter.answer',
        target: id,
        detail: { outcome },
      });
      if (outcome === 'sendAgain') return this.reviveCommands(tx, tenantId, [row], true);
      const state = outcome === 'delivered' ? 'done' : 'dropped';
      await tx.query(
        `UPDATE command SET state = $1, detail = $2, settled_at = $3 WHERE tenant_id = $4 AND id = $5 AND state = 'dead'`,
        [state, `A person said: ${outcome}.`, now, tenantId, id],
      );
      if (outcome === 'delivered') {
        await tx.query(
          `UPDATE effect SET state = 'done', at = $1 WHERE tenant_id = $2 AND command_id = $3`,
          [now, tenantId, id],
        );
      } else {
        await tx.query('DELETE FROM effect WHERE tenant_id = $1 AND command_id = $2', [
          tenantId,
          id,
        ]);
      }
      await readyNext(tx, tenantId, row.account_id ?? '', [row.contact_key ?? '']);
      await settleMessages(tx, tenantId, [row.message_id], now);
    });
    this.wakeLaneOf(tenantId, row);
    return true;
  }

  /** Replaces what a dead command says. @returns false when there is no such dead letter. */
  async edit(
    tenantId: string,
    storeId: string,
    id: string,
    payload: unknown,
    actor: string,
  ): Promise<boolean> {
    const [row] = await this.select('command', tenantId, storeId, { ids: [id] });
    if (!row) return false;
    await this.db.write(async (tx) => {
      await keepAsSent(tx, tenantId, [id]);
      await tx.query(
        `UPDATE command SET payload = $1, revision = revision + 1 WHERE tenant_id = $2 AND id = $3 AND state = 'dead'`,
        [JSON.stringify(payload), tenantId, id],
      );
      // The payload names a person; the log says that it changed, and the command what it is now.
      await this.audit.write(tx, { tenantId, actor, action: 'deadLetter.edit', target: id });
    });
    return true;
  }

  /** Consent for a store waits in the lane of its connection. */
  private wakeLaneOf(tenantId: string, row: DeadRow): void {
    if (!row.account_id) return;
    const lane = row.kind === 'writeConsent' ? writeBackLane : accountLane;
    this.queue.wake(lane(tenantId, row.account_id));
  }

  private async select(
    table: 'command' | 'message',
    tenantId: string,
    storeId: string,
    selection: RetrySelection,
  ): Promise<DeadRow[]> {
    const own =
      table === 'command'
        ? 'id, message_id, account_id, NULL AS connection_id, contact_key, kind'
        : 'id, id AS message_id, NULL AS account_id, connection_id, NULL AS contact_key, NULL AS kind';
    const params: Value[] = [tenantId, storeId];
    const where = [`tenant_id = $1 AND store_id = $2 AND state = 'dead'`];
    if (table === 'message') where.push('cause IS NOT NULL');
    if (selection.ids) where.push(inList('id', params.push(listParam(selection.ids))));
    else if (selection.cause) where.push(`cause = $${params.push(selection.cause)}`);
    else if (!selection.all) return [];
    return this.db.query<DeadRow>(
      `SELECT ${own} FROM "${table}" WHERE ${where.join(' AND ')} ORDER BY id LIMIT ${MAX_RETRY}`,
      params,
    );
  }

  /** The command goes back to its place in the contact's order: ready when nothing before it is open. */
  private async reviveCommands(
    tx: Tx,
    tenantId: string,
    rows: readonly DeadRow[],
    /** A person says that SALESmanago does not have them; else one that may have arrived is looked for first. */
    isSure = false,
  ): Promise<void> {
    await tx.updateRows(
      {
        table: 'command',
        columns: { tenant_id: 'text', id: 'text' },
        key: ['tenant_id', 'id'],
        set: {
          state: isSure
            ? `'waiting'`
            : `CASE WHEN @cause = 'OUTCOME_UNKNOWN' THEN 'unknown' ELSE 'waiting' END`,
          tries: '0',
          due_at: '0',
          failing_since: 'NULL',
          settled_at: 'NULL',
        },
        where: `@state = 'dead'`,
      },
      rows.map((row) => ({ tenant_id: tenantId, id: row.id })),
    );
    const byAccount = Map.groupBy(rows, (row) => row.account_id ?? '');
    for (const [accountId, own] of byAccount) {
      await readyNext(
        tx,
        tenantId,
        accountId,
        own.map((row) => row.contact_key ?? ''),
      );
    }
    await settleMessages(
      tx,
      tenantId,
      rows.map((row) => row.message_id),
      this.clock.now(),
    );
  }

  private async reviveMessages(
    tx: Tx,
    tenantId: string,
    storeId: string,
    rows: readonly DeadRow[],
  ): Promise<void> {
    const found = await tx.updateRows(
      {
        table: 'message',
        columns: { tenant_id: 'text', id: 'text' },
        key: ['tenant_id', 'id'],
        set: {
          stage: `'inbox'`,
          state: `'pending'`,
          tries: '0',
          due_at: '0',
          cause: 'NULL',
          detail: 'NULL',
          settled_at: 'NULL',
        },
        where: `@state = 'dead'`,
      },
      rows.map((row) => ({ tenant_id: tenantId, id: row.id })),
    );
    const exportIds = await tx.query<{ id: string; export_id: string | null }>(
      `SELECT id, export_id FROM message WHERE tenant_id = $1 AND ${inList('id', 2)}`,
      [tenantId, listParam(rows.map((row) => row.id))],
    );
    const exportOf = new Map(exportIds.map((row) => [row.id, row.export_id]));
    await countMoves(
      tx,
      rows
        .filter((_, i) => found[i])
        .map((row) => ({
          tenantId,
          messageId: row.id,
          storeId,
          exportId: exportOf.get(row.id) ?? null,
          from: 'dead',
          to: 'pending',
        })),
    );
  }
}

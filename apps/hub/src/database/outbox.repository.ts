import { Injectable } from '@nestjs/common';
import type { Command } from '@storewire/core';
import { LANE_CLASSES } from '@storewire/core';
import type { OpenCommand } from '../processing/coalesce.js';
import type { GrownCommand } from '../processing/outbox-plan.js';
import { OPEN_STATES } from './contact-queue.js';
import { Database } from './database.service.js';
import { type Columns, inList, listParam, type Sql, type Tx, type Value } from './sql.js';

/** A command as it is stored for delivery. */
export interface NewCommand {
  readonly tenantId: string;
  readonly id: string;
  readonly accountId: string;
  readonly storeId: string;
  readonly messageId: string;
  readonly exportId: string | null;
  readonly command: Command;
  readonly state: 'ready' | 'waiting' | 'merged' | 'superseded';
  readonly mergedInto: string | null;
  readonly createdAt: number;
}

/** A command that is ready to be sent, or whose outcome has to be looked up. */
export interface DueCommand {
  readonly id: string;
  readonly storeId: string;
  readonly messageId: string;
  readonly exportId: string | null;
  readonly kind: Command['kind'];
  /** 0 consent, 1 live, 2 export. */
  readonly lane: number;
  readonly contactKey: string;
  readonly effectKey: string | null;
  readonly payload: unknown;
  readonly tries: number;
  /** Since when it fails while others of its lane succeed. */
  readonly failingSince: number | null;
  readonly isAlone: boolean;
  /** Changes with the payload. */
  readonly revision: number;
}

const COMMAND_COLUMNS: Columns = {
  tenant_id: 'text',
  id: 'text',
  account_id: 'text',
  store_id: 'text',
  message_id: 'text',
  export_id: 'text',
  kind: 'text',
  lane: 'integer',
  contact_key: 'text',
  effect_key: 'text',
  payload: 'text',
  state: 'text',
  merged_into: 'text',
  created_at: 'bigint',
};

const DUE_COLUMNS =
  'id, store_id, message_id, export_id, kind, lane, contact_key, effect_key, payload, tries, failing_since, alone, revision';

/** The outbox: commands per account, in the order in which they were decided for each contact. */
@Injectable()
export class OutboxRepository {
  constructor(private readonly db: Database) {}

  async insertCommands(tx: Tx, commands: readonly NewCommand[]): Promise<void> {
    await tx.insertRows(
      'command',
      COMMAND_COLUMNS,
      commands.map((c) => ({
        tenant_id: c.tenantId,
        id: c.id,
        account_id: c.accountId,
        store_id: c.storeId,
        message_id: c.messageId,
        export_id: c.exportId,
        kind: c.command.kind,
        lane: LANE_CLASSES.indexOf(c.command.lane),
        contact_key: c.command.contactKey.toLowerCase(),
        effect_key: c.command.effectKey ?? null,
        payload: JSON.stringify(c.command.payload),
        state: c.state,
        merged_into: c.mergedInto,
        created_at: c.createdAt,
      })),
    );
    const effects = commands.filter((c) => c.command.effectKey);
    const inserted = await tx.insertRows(
      'effect',
      { tenant_id: 'text', effect_key: 'text', state: 'text', command_id: 'text', at: 'bigint' },
      effects.map((c) => ({
        tenant_id: c.tenantId,
        effect_key: c.command.effectKey ?? null,
        state: 'open',
        command_id: c.id,
        at: c.createdAt,
      })),
    );
    if (inserted.includes(false)) throw new EffectTaken();
  }

  /** The last open command of each contact. */
  async lastOpen(
    sql: Sql,
    tenantId: string,
    accountId: string,
    contactKeys: ReadonlySet<string>,
  ): Promise<Map<string, OpenCommand>> {
    if (contactKeys.size === 0) return new Map();
    const rows = await sql.query(
      `SELECT contact_key, id, kind, state, export_id, lane, payload FROM (
         SELECT contact_key, id, kind, state, export_id, lane, payload,
           ROW_NUMBER() OVER (PARTITION BY contact_key ORDER BY id DESC) AS place
         FROM command WHERE account_id = $2 AND ${inList('contact_key', 3)} AND tenant_id = $1
           AND state IN ${OPEN_STATES}) o
       WHERE place = 1`,
      [tenantId, accountId, listParam(contactKeys)],
    );
    return new Map(
      rows.map((row) => [
        String(row.contact_key),
        {
          id: String(row.id),
          kind: row.kind as Command['kind'],
          state: row.state as OpenCommand['state'],
          exportId: row.export_id as string | null,
          lane: Number(row.lane),
          payload: JSON.parse(String(row.payload)),
        },
      ]),
    );
  }

  /** The messages that commands belong to. */
  async messagesOf(sql: Sql, tenantId: string, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    // With a column that no other index has, SQLite goes by the ids.
    const rows = await sql.query<{ message_id: string; state: string }>(
      `SELECT message_id, state FROM command WHERE tenant_id = $1 AND ${inList('id', 2)}`,
      [tenantId, listParam(ids)],
    );
    return rows.map((row) => row.message_id);
  }

  /** Gives waiting commands what newer ones say, and ends the cart events that are out of date. */
  async changeOpen(
    tx: Tx,
    tenantId: string,
    grown: Iterable<GrownCommand>,
    superseded: readonly string[],
    now: number,
  ): Promise<void> {
    const growing = [...grown];
    await keepAsSent(
      tx,
      tenantId,
      growing.map(({ id }) => id),
    );
    await tx.updateRows(
      {
        table: 'command',
        columns: { tenant_id: 'text', id: 'text', payload: 'text', lane: 'integer' },
        key: ['tenant_id', 'id'],
        set: { payload: '$payload', lane: '$lane', revision: '@revision + 1' },
      },
      growing.map(({ id, payload, lane }) => ({
        tenant_id: tenantId,
        id,
        payload: JSON.stringify(payload),
        lane,
      })),
    );
    await tx.updateRows(
      {
        table: 'command',
        columns: { tenant_id: 'text', id: 'text', settled_at: 'bigint' },
        key: ['tenant_id', 'id'],
        set: {
          state: `'superseded'`,
          detail: `'A newer snapshot of the cart took its place.'`,
          settled_at: '$settled_at',
        },
      },
      superseded.map((id) => ({ tenant_id: tenantId, id, settled_at: now })),
    );
  }

  /** Ready commands of an account that are due, the most urgent class first; of one export where it is given. */
  async due(
    tenantId: string,
    accountId: string,
    now: number,
    limit: number,
    fromLane = 0,
    exportId?: string,
  ): Promise<DueCommand[]> {
    const rows = await this.db.query(
      `SELECT ${DUE_COLUMNS} FROM command
       WHERE account_id = $1 AND state = 'ready' AND lane >= $2 AND tenant_id = $3 AND due_at <= $4
       ${exportId === undefined ? '' : 'AND export_id = $5'} ORDER BY lane, id LIMIT ${limit}`,
      [accountId, fromLane, tenantId, now, ...(exportId === undefined ? [] : [exportId])],
    );
    return rows.map(dueCommand);
  }

  /** Commands whose outcome is unknown and whose look-up is due. */
  async dueLookUps(
    tenantId: string,
    accountId: string,
    now: number,
    limit: number,
  ): Promise<DueCommand[]> {
    const rows = await this.db.query(
      `SELECT ${DUE_COLUMNS} FROM command
       WHERE account_id = $1 AND state = 'unknown' AND due_at <= $2 AND tenant_id = $3 ORDER BY due_at LIMIT ${limit}`,
      [accountId, now, tenantId],
    );
    return rows.map(dueCommand);
  }

  /** Exports that read for an account, or whose rows are still under way. */
  async runningExports(tenantId: string, accountId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT e.id FROM export e JOIN store s ON s.tenant_id = e.tenant_id AND s.id = e.store_id
       WHERE e.tenant_id = $1 AND s.account_id = $2 AND e.state = 'running'`,
      [tenantId, accountId],
    );
    return rows.map((row) => row.id);
  }

  /** When an account has something to do next. */
  async nextDue(tenantId: string, accountId: string): Promise<number | undefined> {
    const [row] = await this.db.query<{ due: number | null }>(
      `SELECT MIN(due) AS due FROM (
         SELECT MIN(due_at) AS due FROM command WHERE account_id = $1 AND state = 'ready' AND tenant_id = $2
         UNION ALL
         SELECT MIN(due_at) AS due FROM command WHERE account_id = $1 AND state = 'unknown' AND tenant_id = $2) d`,
      [accountId, tenantId],
    );
    return row?.due ?? undefined;
  }

  /** Accounts with open commands, for the start of the process and the sweep. */
  async waitingAccounts(): Promise<{ tenantId: string; accountId: string }[]> {
    const rows = await this.db.query<{ tenant_id: string; account_id: string }>(
      `SELECT tenant_id, id AS account_id FROM account a
       WHERE EXISTS (SELECT 1 FROM command c WHERE c.tenant_id = a.tenant_id AND c.account_id = a.id AND c.state = 'ready')
          OR EXISTS (SELECT 1 FROM command c WHERE c.tenant_id = a.tenant_id AND c.account_id = a.id AND c.state = 'unknown')`,
    );
    return rows.map((row) => ({ tenantId: row.tenant_id, accountId: row.account_id }));
  }

  /** Connections with consent to write to their store. */
  async waitingWriteBacks(): Promise<{ tenantId: string; connectionId: string }[]> {
    const rows = await this.db.query<{ tenant_id: string; account_id: string }>(
      `SELECT DISTINCT tenant_id, account_id FROM command WHERE state = 'ready' AND kind = 'writeConsent'`,
    );
    return rows.map((row) => ({ tenantId: row.tenant_id, connectionId: row.account_id }));
  }

  /** Commands that a process left in the middle of a call; asked once, at its next start. */
  async leftSending(): Promise<(DueCommand & { tenantId: string; accountId: string })[]> {
    const rows = await this.db.query(
      `SELECT tenant_id, account_id, ${DUE_COLUMNS}
       FROM command WHERE state IN ${OPEN_STATES} AND state = 'sending'`,
    );
    return rows.map((row) => ({
      ...dueCommand(row),
      tenantId: String(row.tenant_id),
      accountId: String(row.account_id),
    }));
  }

  /** Writes the attempts before the call: from here on the outcome is unknown until it is settled. */
  async startAttempts(
    tenantId: string,
    callId: string,
    method: string,
    now: number,
    commands: readonly { id: string; revision: number; attemptId: string }[],
  ): Promise<boolean> {
    return this.db.writeHot(async (tx) => {
      const found = await tx.updateRows(
        {
          table: 'command',
          columns: { tenant_id: 'text', id: 'text', revision: 'integer' },
          key: ['tenant_id', 'id'],
          set: { state: `'sending'`, tries: '@tries + 1' },
          where: `@state = 'ready' AND @revision = $revision`,
        },
        commands.map((c) => ({ tenant_id: tenantId, id: c.id, revision: c.revision })),
      );
      // Somebody edited, dropped or merged into one of them meanwhile: the whole call is planned anew.
      if (found.includes(false)) throw new PlanOutdated();
      await tx.insertRows(
        'attempt',
        {
          tenant_id: 'text',
          id: 'text',
          command_id: 'text',
          call_id: 'text',
          method: 'text',
          batch_size: 'integer',
          started_at: 'bigint',
          outcome: 'text',
        },
        commands.map((c) => ({
          tenant_id: tenantId,
          id: c.attemptId,
          command_id: c.id,
          call_id: callId,
          method,
          batch_size: commands.length,
          started_at: now,
          outcome: 'sending',
        })),
      );
      return true;
    });
  }
}

/** An effect was taken between the look-up and the insert: decide again. */
export class EffectTaken extends Error {}

/** A command left the state `ready` between planning and starting. */
export class PlanOutdated extends Error {}

/** Before commands change what they say: their earlier attempts keep what they said. */
export async function keepAsSent(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `UPDATE attempt SET payload = (SELECT c.payload FROM command c WHERE c.tenant_id = attempt.tenant_id AND c.id = attempt.command_id)
     WHERE ${inList('command_id', 1)} AND tenant_id = $2 AND payload IS NULL`,
    [listParam(ids), tenantId],
  );
}

function dueCommand(row: Record<string, Value>): DueCommand {
  let payload: unknown;
  return {
    id: String(row.id),
    storeId: String(row.store_id),
    messageId: String(row.message_id),
    exportId: row.export_id as string | null,
    kind: row.kind as Command['kind'],
    lane: Number(row.lane),
    contactKey: String(row.contact_key),
    effectKey: row.effect_key as string | null,
    // More are read than one call takes, so each is parsed when it is looked at.
    get payload() {
      payload ??= JSON.parse(String(row.payload));
      return payload;
    },
    tries: Number(row.tries),
    failingSince: row.failing_since as number | null,
    isAlone: Number(row.alone) === 1,
    revision: Number(row.revision),
  };
}

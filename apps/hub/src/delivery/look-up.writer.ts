import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { readyAfter } from '../database/contact-queue.js';
import { Database } from '../database/database.service.js';
import { type DueCommand, OutboxRepository } from '../database/outbox.repository.js';
import { settleMessages } from '../database/settle.js';
import { inList, listParam } from '../database/sql.js';
import { exportLane, WorkQueue } from '../work/work-queue.js';
import { rememberCartEvents } from './cart-events.js';
import type { LookUpVerdict } from './look-up.service.js';
import { unrepeatableMs } from './wire.js';

/** A look-up under way is not started a second time for this long. */
const HOLD_MS = 60_000;

interface Judged {
  readonly command: DueCommand;
  readonly verdict: LookUpVerdict;
}

/** Writes what look-ups found. */
@Injectable()
export class LookUpWriter {
  constructor(
    private readonly db: Database,
    private readonly outbox: OutboxRepository,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  /** Puts commands off while their look-up runs. */
  async hold(tenantId: string, commands: readonly DueCommand[]): Promise<void> {
    const dueAt = this.clock.now() + HOLD_MS;
    await this.db.writeHot((tx) =>
      tx.updateRows(
        {
          table: 'command',
          columns: { tenant_id: 'text', id: 'text', due_at: 'bigint' },
          key: ['tenant_id', 'id'],
          set: { due_at: '$due_at' },
        },
        commands.map((command) => ({ tenant_id: tenantId, id: command.id, due_at: dueAt })),
      ),
    );
  }

  /** When each command was last tried. */
  async lastAttempts(
    tenantId: string,
    commands: readonly DueCommand[],
  ): Promise<Map<string, number>> {
    const rows = await this.db.query<{ command_id: string; at: number }>(
      `SELECT command_id, MAX(started_at) AS at FROM attempt WHERE ${inList('command_id', 1)} AND tenant_id = $2 GROUP BY command_id`,
      [listParam(commands.map((command) => command.id)), tenantId],
    );
    return new Map(rows.map((row) => [row.command_id, Number(row.at)]));
  }

  async apply(tenantId: string, accountId: string, judged: readonly Judged[]): Promise<void> {
    const now = this.clock.now();
    const exports = await this.db.writeHot(async (tx) => {
      await tx.updateRows(
        {
          table: 'command',
          columns: {
            tenant_id: 'text',
            id: 'text',
            state: 'text',
            due_at: 'bigint',
            result: 'text',
            cause: 'text',
            detail: 'text',
            settled_at: 'bigint',
          },
          key: ['tenant_id', 'id'],
          set: {
            state: '$state',
            due_at: '$due_at',
            result: '$result',
            cause: '$cause',
            detail: '$detail',
            settled_at: '$settled_at',
          },
          where: `@state = 'unknown'`,
        },
        judged.map(({ command, verdict }) => ({
          tenant_id: tenantId,
          id: command.id,
          ...columnsOf(verdict, now),
        })),
      );
      await tx.updateRows(
        {
          table: 'effect',
          columns: { tenant_id: 'text', effect_key: 'text', event_id: 'text', at: 'bigint' },
          key: ['tenant_id', 'effect_key'],
          set: { state: `'done'`, event_id: '$event_id', at: '$at' },
        },
        judged.flatMap(({ command, verdict }) =>
          verdict.kind === 'found' && command.effectKey
            ? [
                {
                  tenant_id: tenantId,
                  effect_key: command.effectKey,
                  event_id: verdict.eventId,
                  at: now,
                },
              ]
            : [],
        ),
      );
      await rememberCartEvents(
        tx,
        tenantId,
        accountId,
        judged.flatMap(({ command, verdict }) =>
          verdict.kind === 'found' ? [{ command, eventId: verdict.eventId }] : [],
        ),
      );
      const settled = judged.filter(
        ({ verdict }) => verdict.kind !== 'later' && verdict.kind !== 'sendAgain',
      );
      await readyAfter(
        tx,
        tenantId,
        accountId,
        settled.map(({ command }) => command.id),
      );
      return settleMessages(
        tx,
        tenantId,
        settled.map(({ command }) => command.messageId),
        now,
      );
    });
    for (const id of exports) this.queue.wake(exportLane(tenantId, id));
  }

  /**
   * At the start of a process: what an earlier one left in the middle of a call has an unknown outcome. Contact data
   * is sent again, at once or after the window of a confirmation mail; events are looked up.
   */
  async recover(): Promise<number> {
    const left = await this.outbox.leftSending();
    const now = this.clock.now();
    await this.db.write(async (tx) => {
      // A look-up that was under way ended with its process; what it held is due at once.
      await tx.query(`UPDATE command SET due_at = $1 WHERE state = 'unknown' AND due_at > $1`, [
        now,
      ]);
      if (left.length === 0) return;
      await tx.updateRows(
        {
          table: 'command',
          columns: { tenant_id: 'text', id: 'text', state: 'text', due_at: 'bigint' },
          key: ['tenant_id', 'id'],
          set: {
            state: '$state',
            due_at: '$due_at',
            cause: `'PROCESS_ENDED'`,
            detail: `'The hub ended before it had the answer.'`,
          },
          where: `@state = 'sending'`,
        },
        left.map((command) => ({
          tenant_id: command.tenantId,
          id: command.id,
          state: command.kind === 'addEvent' || command.kind === 'cartEvent' ? 'unknown' : 'ready',
          due_at: now + unrepeatableMs(command),
        })),
      );
      for (const [tenantId, own] of Map.groupBy(left, (command) => command.tenantId)) {
        await tx.query(
          `UPDATE attempt SET outcome = 'unknown', finished_at = $1
           WHERE tenant_id = $2 AND ${inList('command_id', 3)} AND outcome = 'sending'`,
          [now, tenantId, listParam(own.map(({ id }) => id))],
        );
      }
    });
    return left.length;
  }
}

function columnsOf(verdict: LookUpVerdict, now: number) {
  const open = { result: null, settled_at: null };
  switch (verdict.kind) {
    case 'found':
      return {
        state: 'done',
        due_at: 0,
        result: verdict.eventId,
        cause: null,
        detail: 'Found by a look-up.',
        settled_at: now,
      };
    case 'later':
      return {
        state: 'unknown',
        due_at: verdict.dueAt,
        cause: 'LOOKING_UP',
        detail: 'The outcome is unknown; SALESmanago is asked again.',
        ...open,
      };
    case 'sendAgain':
      return {
        state: 'ready',
        due_at: now,
        cause: 'NOT_FOUND',
        detail: 'SALESmanago does not have it; it is sent again.',
        ...open,
      };
    case 'giveUp':
      return {
        state: 'dead',
        due_at: 0,
        result: null,
        cause: 'NEVER_ARRIVED',
        detail: `SALESmanago gave no clear answer and does not have this event. ${verdict.why}`,
        settled_at: now,
      };
    case 'ask':
      return {
        state: 'dead',
        due_at: 0,
        result: null,
        cause: 'OUTCOME_UNKNOWN',
        detail:
          'Nobody could tell whether SALESmanago has this event. Look in SALESmanago, then answer: it is there, send again, or drop it.',
        settled_at: now,
      };
  }
}

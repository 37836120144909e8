import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { type Move, moveQueues } from '../database/contact-move.js';
import { endMerged, readyAfter, waitingEvents } from '../database/contact-queue.js';
import { Database } from '../database/database.service.js';
import { settleMessages } from '../database/settle.js';
import type { Tx } from '../database/sql.js';
import { reach } from '../work/crash-points.js';
import { exportLane, WorkQueue } from '../work/work-queue.js';
import { rememberCartEvents } from './cart-events.js';
import { type Next, nextOf, type SettleOptions } from './next-state.js';
import type { Result } from './outcome.js';

/** Step 5: what a call said is written in one transaction, with everything that follows from it. */
@Injectable()
export class SettleService {
  constructor(
    private readonly db: Database,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  async settle(
    tenantId: string,
    accountId: string,
    results: readonly Result[],
    options: SettleOptions,
  ): Promise<void> {
    if (results.length === 0) return;
    const now = this.clock.now();
    const nexts = results.map((result) => nextOf(result, now, options));
    const exports = await this.db.writeHot(async (tx) => {
      await writeAttempts(tx, tenantId, results, now);
      await writeCommands(tx, tenantId, results, nexts, now);
      await rememberDone(tx, tenantId, accountId, results, now);
      const messages = new Set(results.map(({ command }) => command.messageId));
      for (const id of await this.buryWithContact(tx, tenantId, accountId, results, nexts, now))
        messages.add(id);
      for (const state of ['done', 'dead'] as const) {
        const ended = results
          .filter((_, i) => nexts[i]?.state === state)
          .map(({ command }) => command.id);
        for (const id of await endMerged(tx, tenantId, ended, state, now)) messages.add(id);
      }
      await moveQueues(tx, tenantId, accountId, visitorsOf(results));
      await readyAfter(
        tx,
        tenantId,
        accountId,
        results.map(({ command }) => command.id),
      );
      const perhapsDone = await settleMessages(tx, tenantId, messages, now);
      reach('settle.beforeCommit');
      return perhapsDone;
    });
    reach('settle.afterCommit');
    for (const id of exports) this.queue.wake(exportLane(tenantId, id));
  }

  /** A refused contact takes the events that wait for it along, and its data counts as never sent. */
  private async buryWithContact(
    tx: Tx,
    tenantId: string,
    accountId: string,
    results: readonly Result[],
    nexts: readonly Next[],
    now: number,
  ): Promise<string[]> {
    const keys = results
      .filter(({ command }, i) => command.kind === 'upsertContact' && nexts[i]?.state === 'dead')
      .map(({ command }) => command.contactKey);
    if (keys.length === 0) return [];
    await tx.updateRows(
      {
        table: 'contact',
        columns: { tenant_id: 'text', account_id: 'text', contact_key: 'text' },
        key: ['tenant_id', 'account_id', 'contact_key'],
        set: { fields: `'{}'` },
      },
      keys.map((key) => ({ tenant_id: tenantId, account_id: accountId, contact_key: key })),
    );
    const events = await waitingEvents(tx, tenantId, accountId, keys);
    await tx.updateRows(
      {
        table: 'command',
        columns: { tenant_id: 'text', id: 'text', detail: 'text', settled_at: 'bigint' },
        key: ['tenant_id', 'id'],
        set: {
          state: `'dead'`,
          cause: `'CONTACT_REFUSED'`,
          detail: '$detail',
          settled_at: '$settled_at',
        },
      },
      events.map(({ id }) => ({
        tenant_id: tenantId,
        id,
        detail:
          'SALESmanago refused the contact this event belongs to. Correct the contact, then retry both.',
        settled_at: now,
      })),
    );
    return events.map((event) => event.messageId);
  }
}

/** An upsert tells the id of an address: a visitor known by that id alone is this person. */
const visitorsOf = (results: readonly Result[]): Move[] =>
  results.flatMap(({ command, outcome }) =>
    command.kind === 'upsertContact' &&
    outcome.kind === 'done' &&
    outcome.id &&
    !command.contactKey.startsWith('#')
      ? [{ from: `#${outcome.id}`, to: command.contactKey }]
      : [],
  );

async function writeAttempts(
  tx: Tx,
  tenantId: string,
  results: readonly Result[],
  now: number,
): Promise<void> {
  await tx.updateRows(
    {
      table: 'attempt',
      columns: {
        tenant_id: 'text',
        command_id: 'text',
        id: 'text',
        finished_at: 'bigint',
        outcome: 'text',
        answer: 'text',
        method: 'text',
        event_id: 'text',
      },
      key: ['tenant_id', 'command_id', 'id'],
      set: {
        finished_at: '$finished_at',
        outcome: '$outcome',
        answer: '$answer',
        method: 'COALESCE($method, @method)',
        event_id: '$event_id',
      },
    },
    results.map(({ command, attemptId, outcome, sent }) => ({
      tenant_id: tenantId,
      command_id: command.id,
      id: attemptId,
      finished_at: now,
      outcome: outcome.kind,
      answer: answerOf(outcome),
      method: sent?.method ?? null,
      event_id: sent?.eventId ?? null,
    })),
  );
}

function answerOf(outcome: Result['outcome']): string | null {
  if (outcome.kind === 'done') return outcome.answer ?? outcome.id ?? null;
  const answer = 'answer' in outcome && outcome.answer ? `\n${outcome.answer}` : '';
  return `${outcome.detail}${answer}`.slice(0, 4096);
}

async function writeCommands(
  tx: Tx,
  tenantId: string,
  results: readonly Result[],
  nexts: readonly Next[],
  now: number,
): Promise<void> {
  await tx.updateRows(
    {
      table: 'command',
      columns: {
        tenant_id: 'text',
        id: 'text',
        state: 'text',
        due_at: 'bigint',
        give_back: 'integer',
        failing_since: 'bigint',
        alone: 'integer',
        cause: 'text',
        detail: 'text',
        result: 'text',
        settled_at: 'bigint',
      },
      key: ['tenant_id', 'id'],
      set: {
        state: '$state',
        due_at: '$due_at',
        tries: '@tries - $give_back',
        failing_since: '$failing_since',
        alone: '$alone',
        cause: '$cause',
        detail: '$detail',
        result: '$result',
        settled_at: '$settled_at',
      },
      // Written again after a commit whose answer got lost, it must not touch what has happened since.
      where: `@state = 'sending'`,
    },
    results.map(({ command }, i) => {
      const next = nexts[i] as Next;
      const isOpen = next.state === 'ready' || next.state === 'unknown';
      return {
        tenant_id: tenantId,
        id: command.id,
        state: next.state,
        due_at: isOpen ? next.dueAt : 0,
        give_back: isOpen && next.keepsTries ? 1 : 0,
        failing_since: isOpen ? next.since : null,
        alone: command.isAlone || (next.state === 'ready' && next.alone) ? 1 : 0,
        cause: next.state === 'done' ? null : next.cause,
        detail: next.state === 'done' ? null : next.detail,
        result: next.state === 'done' ? next.result : null,
        settled_at: isOpen ? null : now,
      };
    }),
  );
}

/** What a success teaches: the effect happened, SALESmanago's id of the contact, the id of the open cart event. */
async function rememberDone(
  tx: Tx,
  tenantId: string,
  accountId: string,
  results: readonly Result[],
  now: number,
): Promise<void> {
  const done = results.flatMap(({ command, outcome }) =>
    outcome.kind === 'done' ? [{ command, id: outcome.id ?? null }] : [],
  );
  await tx.updateRows(
    {
      table: 'effect',
      columns: { tenant_id: 'text', effect_key: 'text', event_id: 'text', at: 'bigint' },
      key: ['tenant_id', 'effect_key'],
      set: { state: `'done'`, event_id: '$event_id', at: '$at' },
    },
    done
      .filter(({ command }) => command.effectKey)
      .map(({ command, id }) => ({
        tenant_id: tenantId,
        effect_key: command.effectKey,
        event_id: id,
        at: now,
      })),
  );
  await tx.updateRows(
    {
      table: 'contact',
      columns: { tenant_id: 'text', account_id: 'text', contact_key: 'text', contact_id: 'text' },
      key: ['tenant_id', 'account_id', 'contact_key'],
      set: { contact_id: '$contact_id' },
      where: '@contact_id IS NULL OR @contact_id <> $contact_id',
    },
    done
      .filter(({ command, id }) => id && command.kind === 'upsertContact')
      .map(({ command, id }) => ({
        tenant_id: tenantId,
        account_id: accountId,
        contact_key: command.contactKey,
        contact_id: id,
      })),
  );
  await rememberCartEvents(
    tx,
    tenantId,
    accountId,
    done.map(({ command, id }) => ({ command, eventId: id })),
  );
}

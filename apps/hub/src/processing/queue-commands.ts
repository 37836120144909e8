import type { Command, Memory } from '@storewire/core';
import { type Move, moveQueues } from '../database/contact-move.js';
import { readyNext } from '../database/contact-queue.js';
import { type OutboxRepository } from '../database/outbox.repository.js';
import type { Tx } from '../database/sql.js';
import type { Decided } from './decide.service.js';
import { OutboxPlan, type PlannedCommand } from './outbox-plan.js';

/**
 * Puts the decided commands into their queues: SALESmanago's per account, a store's own per connection, each in the
 * order of its contact.
 *
 * @returns messages whose command was overtaken by a newer one.
 */
export async function queueCommands(
  tx: Tx,
  outbox: OutboxRepository,
  decided: readonly Decided[],
  now: number,
): Promise<string[]> {
  const [first] = decided;
  if (!first) return [];
  const { tenantId, accountId } = first.message.store;
  await moveQueues(tx, tenantId, accountId, renamesOf(decided));
  const queues = new Map<string, PlannedCommand[]>([[accountId, []]]);
  for (const { message, command } of inQueueOfPerson(decided)) {
    const { storeId, connectionId } = message.store;
    const queue = command.kind === 'writeConsent' ? connectionId : accountId;
    const planned = queues.get(queue) ?? [];
    planned.push({ command, storeId, messageId: message.messageId, exportId: message.exportId });
    queues.set(queue, planned);
  }
  const overtaken: string[] = [];
  for (const [queue, planned] of queues) {
    overtaken.push(...(await fill(tx, outbox, tenantId, queue, planned, now)));
  }
  const renamed = renamesOf(decided).map(({ to }) => to);
  if (renamed.length) await readyNext(tx, tenantId, accountId, renamed);
  return overtaken;
}

async function fill(
  tx: Tx,
  outbox: OutboxRepository,
  tenantId: string,
  queue: string,
  planned: readonly PlannedCommand[],
  now: number,
): Promise<string[]> {
  if (planned.length === 0) return [];
  const keys = new Set(planned.map(({ command }) => command.contactKey.toLowerCase()));
  const plan = new OutboxPlan(
    tenantId,
    queue,
    await outbox.lastOpen(tx, tenantId, queue, keys),
    now,
  );
  for (const one of planned) plan.add(one);
  const overtaken = [
    ...plan.overtaken,
    ...(await outbox.messagesOf(tx, tenantId, plan.superseded)),
  ];
  await outbox.changeOpen(tx, tenantId, plan.grown.values(), plan.superseded, now);
  await outbox.insertCommands(tx, plan.commands);
  return overtaken;
}

/**
 * The commands of a batch in their order. Where an address changes later in the same batch, what stands before the
 * change goes into the queue of the new address, too: it is not in the table yet, so nothing could move it there.
 */
export function inQueueOfPerson(
  decided: readonly Decided[],
): { message: Decided['message']; command: Command }[] {
  const laterKeys = new Map<string, string>();
  const queued: { message: Decided['message']; command: Command }[] = [];
  for (const { message, decisions } of decided.toReversed()) {
    for (const { commands, memory } of decisions.toReversed()) {
      for (const command of commands.toReversed()) {
        const key = command.contactKey.toLowerCase();
        const contactKey = laterKeys.get(key) ?? key;
        queued.push({ message, command: { ...command, contactKey } });
      }
      for (const { from, to } of renameOf(memory)) laterKeys.set(from, laterKeys.get(to) ?? to);
    }
  }
  return queued.reverse();
}

/** D7: people who go on under another address. */
const renamesOf = (decided: readonly Decided[]): Move[] =>
  decided.flatMap(({ decisions }) => decisions.flatMap(({ memory }) => renameOf(memory)));

const renameOf = ({ renamedFrom, contactKey }: Memory): Move[] =>
  renamedFrom && contactKey
    ? [{ from: renamedFrom.toLowerCase(), to: contactKey.toLowerCase() }]
    : [];

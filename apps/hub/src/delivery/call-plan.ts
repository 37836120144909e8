import type { DueCommand } from '../database/outbox.repository.js';

/** From this many ready contacts on, calls are batched. */
export const BATCH_FROM = 50;
/** Largest batch, the vendor's own package size. */
export const MAX_BATCH = 400;

export type PlannedCall =
  | { readonly method: 'contactBatch' | 'eventBatch'; readonly commands: readonly DueCommand[] }
  | { readonly method: 'single'; readonly commands: readonly [DueCommand] };

/**
 * The next call for an account, from its ready commands in order of urgency. One command per call while few contacts
 * are ready; batches beyond, and for exports. Never in a batch: CART events (a batch gives no event id), double
 * opt-in, e-mail changes, erasure, and commands that are sent by themselves to learn why a batch left them out.
 *
 * At most one command of a contact is ready at a time, so a batch of events names each contact once.
 */
export function planCall(ready: readonly DueCommand[]): PlannedCall | undefined {
  const [head] = ready;
  if (!head) return undefined;
  const method = batchMethodOf(head);
  if (!method) return { method: 'single', commands: [head] };
  if (head.lane !== EXPORT_LANE && ready.length < BATCH_FROM)
    return { method: 'single', commands: [head] };
  const owner = ownerOf(head);
  const commands: DueCommand[] = [];
  for (const c of ready) {
    if (commands.length === MAX_BATCH) break;
    if (batchMethodOf(c) === method && sharesExport(c, head) && ownerOf(c) === owner)
      commands.push(c);
  }
  return { method, commands };
}

export const EXPORT_LANE = 2;

function batchMethodOf(command: DueCommand): 'contactBatch' | 'eventBatch' | undefined {
  if (command.isAlone) return undefined;
  if (command.kind === 'addEvent') return 'eventBatch';
  if (command.kind !== 'upsertContact') return undefined;
  const { useApiDoubleOptIn } = command.payload as { useApiDoubleOptIn?: boolean };
  return useApiDoubleOptIn === true ? undefined : 'contactBatch';
}

/** One export may ask for calls that start no automation rules; its commands keep to themselves. */
const sharesExport = (a: DueCommand, b: DueCommand): boolean => a.exportId === b.exportId;

/** Events of a batch all belong to the account's owner; upserts name their own. */
const ownerOf = (command: DueCommand): string =>
  command.kind === 'upsertContact' ? ((command.payload as { owner?: string }).owner ?? '') : '';

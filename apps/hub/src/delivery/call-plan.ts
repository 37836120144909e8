import type { DueCommand } from '../database/outbox.repository.js';

/** From this many ready contacts on, calls are batched. */
export const BATCH_FROM = 50;
/**
 * Once calls have to wait for the account's pace, from this many on. Fewer are never batched, because a call of its own
 * says best what is wrong with a record.
 */
export const BATCH_FROM_WHEN_SLOW = 10;
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
export function planCall(
  ready: readonly DueCommand[],
  batchFrom = BATCH_FROM,
): PlannedCall | undefined {
  const [head] = ready;
  if (!head) return undefined;
  const method = batchMethodOf(head);
  if (!method) return { method: 'single', commands: [head] };
  if (head.lane !== EXPORT_LANE && ready.length < batchFrom)
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

const CONSENT_LANE = 0;
export const EXPORT_LANE = 2;

/**
 * Consent goes first. But where it comes in as fast as calls may start, live work would wait for ever: so after a call
 * for consent comes one for live work, once there is a batch of it.
 */
export function fairly(
  ready: readonly DueCommand[],
  batchFrom: number,
  wasConsent: boolean,
): readonly DueCommand[] {
  if (!wasConsent || ready[0]?.lane !== CONSENT_LANE) return ready;
  const live = ready.filter(({ lane }) => lane !== CONSENT_LANE && lane !== EXPORT_LANE);
  return live.length >= batchFrom ? live : ready;
}

export const isForConsent = ({ commands }: PlannedCall): boolean =>
  commands[0]?.lane === CONSENT_LANE;

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

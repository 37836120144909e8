import { type CallRequest, preview, SalesmanagoError } from '@storewire/salesmanago';
import type { DueCommand } from '../database/outbox.repository.js';
import type { PlannedCall } from './call-plan.js';
import {
  payloadOf,
  toBatchEvent,
  toEvent,
  toIdentity,
  toKeyInformation,
  toUpsert,
} from './wire.js';

/** The method of SALESmanago that was called, where only the sender knows it. */
export interface SentCall {
  readonly method: string;
  /** The event that was changed or removed. */
  readonly eventId?: string;
}

export const QUIET_BATCH = 'contact/batchupsertv2';
export const KEY_INFORMATION = 'keyInformation/upsert';
const EVENT_UPDATE = 'v2/contact/updateContactExtEvent';

/** The method of SALESmanago a planned call uses, as far as the plan tells. */
export function methodOf({ method, commands }: PlannedCall): string {
  if (method === 'contactBatch') return 'contact/batchupsert';
  if (method === 'eventBatch') return 'v2/contact/addBatchContactExtEvent';
  const [{ kind, payload }] = commands as readonly [DueCommand];
  switch (kind) {
    case 'upsertContact':
    case 'changeEmail':
      return 'contact/upsert';
    case 'addEvent':
      return 'v2/contact/addContactExtEvent';
    case 'cartEvent':
      return (payload as { isUpdate: boolean }).isUpdate
        ? EVENT_UPDATE
        : 'v2/contact/addContactExtEvent';
    case 'deleteCartEvent':
      return 'contact/deleteContactExtEvent';
    case 'deleteContact':
      return 'contact/delete';
    case 'keyInformation':
      return KEY_INFORMATION;
    default:
      return kind;
  }
}

/** How a cart event is told: as a change of the event it opened, if that was made. */
export const cartCall = (kind: DueCommand['kind'], eventId: string | undefined): SentCall =>
  kind === 'deleteCartEvent'
    ? { method: 'contact/deleteContactExtEvent', ...(eventId ? { eventId } : {}) }
    : eventId
      ? { method: EVENT_UPDATE, eventId }
      : { method: 'v2/contact/addContactExtEvent' };

/** What an attempt said: of a batch the part of its own record, without credentials. Null when nothing was sent. */
export function requestOf(
  attempt: { readonly method: string; readonly eventId: string | null },
  command: Pick<DueCommand, 'kind' | 'payload'>,
): CallRequest['body'] | null {
  try {
    return bodyOf(attempt, command as DueCommand);
  } catch (error) {
    // The client refuses what cannot be sent; the answer of the attempt says which field.
    if (error instanceof SalesmanagoError) return null;
    throw error;
  }
}

function bodyOf(
  { method, eventId }: { method: string; eventId: string | null },
  command: DueCommand,
): CallRequest['body'] | null {
  switch (method) {
    case 'contact/upsert':
      return preview.upsert(toUpsert(payloadOf(command, 'upsertContact'))).body;
    case 'contact/batchupsert':
    case QUIET_BATCH:
      return preview.batchUpsert(toUpsert(payloadOf(command, 'upsertContact'))).body;
    case 'v2/contact/addBatchContactExtEvent':
      return preview.batchEvent(toBatchEvent(command)).body;
    case 'v2/contact/addContactExtEvent': {
      const { contact, event } = payloadOf(command, 'addEvent');
      return preview.addEvent({ ...toIdentity(contact), contactEvent: toEvent(event) }).body;
    }
    case EVENT_UPDATE: {
      if (!eventId) return null;
      return preview.updateEvent(eventId, toEvent(payloadOf(command, 'cartEvent').event)).body;
    }
    case 'contact/deleteContactExtEvent':
      return eventId ? preview.deleteEvent(eventId).body : null;
    case KEY_INFORMATION:
      return preview.keyInformation(toKeyInformation(payloadOf(command, 'keyInformation'))).body;
    case 'contact/delete':
      return preview.deleteContact(payloadOf(command, 'deleteContact').email).body;
    default:
      return null;
  }
}

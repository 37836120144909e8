import { assertBatch } from '../batch.js';
import { LIMITS } from '../limits.js';
import type { Answer } from '../outcome/answer.js';
import { asCount, asTexts } from '../outcome/json.js';
import {
  addEventBody,
  batchEventBody,
  type ContactEvent,
  type ContactIdentity,
  type EventRequest,
  updateEventBody,
} from '../request/event.request.js';
import { RecordNotes } from '../request/record-notes.js';
import { SalesmanagoError } from '../salesmanago.error.js';
import { type WithWarnings, withWarnings } from '../warnings.js';
import type { V2Calls } from './v2-calls.js';

export type BatchEvent = ContactIdentity & { contactEvent: ContactEvent };

export interface EventBatchOutcome {
  createdAmount: number;
  /** E-mail (or contact id) of the events that were not created, as the caller gave it. */
  failed: readonly string[];
}

/** External events of API v2. Nothing is de-duplicated by SALESmanago. Throws SalesmanagoError only. */
export class Events {
  constructor(private readonly calls: V2Calls) {}

  /** Adds one event; done only with an `eventId`. Never opts anybody in. */
  async add(event: EventRequest): Promise<WithWarnings<{ eventId: string }>> {
    const call = 'v2/contact/addContactExtEvent';
    const notes = new RecordNotes(call);
    const answer = await this.calls.post(call, addEventBody(event, notes));
    return withWarnings({ eventId: answer.id('eventId') }, notes);
  }

  /** Replaces an event, which keeps its id. */
  async update(
    eventId: string,
    contactEvent: ContactEvent,
    { owner }: { owner?: string | undefined } = {},
  ): Promise<WithWarnings<{ eventId: string }>> {
    const call = 'v2/contact/updateContactExtEvent';
    const notes = new RecordNotes(call);
    const body = updateEventBody(eventId, contactEvent, notes, owner);
    const answer = await this.calls.post(call, body);
    return withWarnings({ eventId: answer.id('eventId') }, notes);
  }

  async delete(eventId: string): Promise<void> {
    await this.calls.post('contact/deleteContactExtEvent', { eventId });
  }

  /**
   * Adds up to 400 events, at most one per contact (`SM_BAD_BATCH` otherwise), so that each failure names its record.
   * An event whose fields cannot be sent is not, and is `failed`.
   *
   * @throws SalesmanagoError `SM_COUNTS_MISMATCH` (unknown) when the answer does not account for every event.
   */
  async addBatch(events: readonly BatchEvent[]): Promise<WithWarnings<EventBatchOutcome>> {
    const call = 'v2/contact/addBatchContactExtEvent';
    const max = LIMITS.batch.events;
    assertBatch(call, events.length <= max, `it takes ${max} events, not ${events.length}`);
    const names = events.map(identityOf);
    const keys = names.map(keyOf);
    assertBatch(
      call,
      new Set(keys).size === keys.length,
      'a contact has more than one event in it',
    );

    const sent: object[] = [];
    const sentNames: string[] = [];
    const leftOut: string[] = [];
    const notes: RecordNotes[] = [];
    events.forEach((event, index) => {
      const own = new RecordNotes(call, index);
      const name = names[index] ?? '';
      try {
        sent.push(batchEventBody(event, own));
        sentNames.push(name);
        notes.push(own);
      } catch (error) {
        if (!(error instanceof SalesmanagoError)) throw error;
        leftOut.push(name);
      }
    });
    if (sent.length === 0) return { value: { createdAmount: 0, failed: leftOut }, warnings: [] };

    const answer = await this.calls.post(
      call,
      { events: sent },
      { isPartlyDone: (body) => (asCount(body.createdAmount) ?? 0) > 0 },
    );
    const { createdAmount, failed } = readBatch(answer, sentNames);
    return withWarnings({ createdAmount, failed: [...failed, ...leftOut] }, ...notes);
  }
}

function identityOf(identity: ContactIdentity): string {
  return identity.email || identity.contactId || '';
}

function keyOf(identity: string): string {
  return identity.trim().toLowerCase();
}

/** Checks that created and failed make up what was sent, and that every failure is one of the records. */
function readBatch(answer: Answer, names: readonly string[]): EventBatchOutcome {
  const byKey = new Map(names.map((name) => [keyOf(name), name]));
  const created = asCount(answer.body.createdAmount);
  const listed = asTexts(answer.body.failedContacts).map((name) => byKey.get(keyOf(name)));
  const failed = [...new Set(listed)].filter((name) => name !== undefined);
  const failedAmount = asCount(answer.body.failedAmount);
  const isAccounted =
    created !== undefined &&
    created + (failedAmount ?? failed.length) === names.length &&
    // A failure without a name, or with one that was not sent, leaves open which event is missing.
    failed.length === (failedAmount ?? failed.length) &&
    !listed.includes(undefined);
  if (!isAccounted) {
    throw answer.error(
      'SM_COUNTS_MISMATCH',
      `the answer accounts for ${created ?? 'no'} created and ${failedAmount ?? 'no'} failed of ${names.length} events`,
    );
  }
  return { createdAmount: created, failed };
}

import { batchItemBody, type ContactUpsert, upsertBody } from './contact.request.js';
import {
  addEventBody,
  batchEventBody,
  type ContactEvent,
  type ContactIdentity,
  type EventRequest,
  updateEventBody,
} from './event.request.js';
import { type KeyInformationUpsert, keyInformationBody } from './key-information.request.js';
import { RecordNotes } from './record-notes.js';

/** What a call says, without authentication; of a batch the part of one record. */
export interface CallRequest {
  /** As in `contact/upsert`. */
  readonly call: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const requestOf = (
  call: string,
  make: (notes: RecordNotes) => Record<string, unknown>,
): CallRequest => ({ call, body: make(new RecordNotes(call)) });

/**
 * The requests that the methods of the same names make, for showing them. Made by the same functions, so that what is
 * shown is what is sent: cut, rounded and left out as on the wire. The account's owner and the authentication fields
 * are added when a call is made.
 *
 * @throws SalesmanagoError `SM_BAD_REQUEST` where the call would not be made either.
 */
export const preview = {
  upsert: (upsert: ContactUpsert): CallRequest =>
    requestOf('contact/upsert', (notes) => upsertBody(upsert, notes, false)),
  batchUpsert: (upsert: ContactUpsert, call = 'contact/batchupsert'): CallRequest =>
    requestOf(call, (notes) => batchItemBody(upsert, notes)),
  addEvent: (event: EventRequest): CallRequest =>
    requestOf('v2/contact/addContactExtEvent', (notes) => addEventBody(event, notes)),
  batchEvent: (event: ContactIdentity & { contactEvent: ContactEvent }): CallRequest =>
    requestOf('v2/contact/addBatchContactExtEvent', (notes) => batchEventBody(event, notes)),
  updateEvent: (eventId: string, event: ContactEvent): CallRequest =>
    requestOf('v2/contact/updateContactExtEvent', (notes) =>
      updateEventBody(eventId, event, notes),
    ),
  deleteEvent: (eventId: string): CallRequest =>
    requestOf('contact/deleteContactExtEvent', () => ({ eventId })),
  keyInformation: (request: KeyInformationUpsert): CallRequest =>
    requestOf('keyInformation/upsert', (notes) => keyInformationBody(request, notes)),
  deleteContact: (email: string): CallRequest => requestOf('contact/delete', () => ({ email })),
} as const;

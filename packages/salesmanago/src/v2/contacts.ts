import { assertBatch } from '../batch.js';
import { LIMITS } from '../limits.js';
import { asText, isObject } from '../outcome/json.js';
import { batchItemBody, type ContactUpsert, upsertBody } from '../request/contact.request.js';
import { RecordNotes } from '../request/record-notes.js';
import { SalesmanagoError } from '../salesmanago.error.js';
import { type WithWarnings, withWarnings } from '../warnings.js';
import {
  type ContactCard,
  type ContactStatus,
  readContactCard,
  readContactStatus,
} from './contact-card.js';
import type { V2Calls } from './v2-calls.js';

/** One item of a batch: done with its id, or not in the answer and to be sent singly to learn why. */
export type ContactBatchOutcome =
  /** `email` is lower-cased. */
  { email: string } & ({ status: 'done'; contactId: string } | { status: 'missing' });

export interface HasContact {
  exists: boolean;
  contactId?: string;
}

/** Contacts of API v2. Every method throws SalesmanagoError and nothing else. */
export class Contacts {
  constructor(private readonly calls: V2Calls) {}

  /**
   * Creates or updates one contact and waits until it is processed (`async:false`, unless asked otherwise).
   * Done only with a `contactId`.
   */
  async upsert(
    upsert: ContactUpsert,
    { async = false }: { async?: boolean } = {},
  ): Promise<WithWarnings<{ contactId: string }>> {
    const call = 'contact/upsert';
    const notes = new RecordNotes(call);
    const answer = await this.calls.post(call, upsertBody(upsert, notes, async));
    return withWarnings({ contactId: answer.id('contactId') }, notes);
  }

  /**
   * Upserts up to 400 contacts at once, synchronously and without any confirmation mail. Gives one outcome per item,
   * in order, found by address without regard to case. An item whose fields cannot be sent is not, and is `missing`.
   *
   * Addresses must differ; e-mail changes and double opt-in do not belong in a batch (`SM_BAD_BATCH`).
   */
  async batchUpsert(
    items: readonly ContactUpsert[],
  ): Promise<WithWarnings<readonly ContactBatchOutcome[]>> {
    const call = 'contact/batchupsert';
    const batch = prepareBatch(call, items);
    if (batch.details.length === 0) return { value: batch.outcomes(new Map()), warnings: [] };
    const answer = await this.calls.post(call, {
      upsertDetails: batch.details,
      useApiDoubleOptIn: false,
    });
    const contactIds = answer.body.contactIds;
    if (!isObject(contactIds)) return answer.missing('contactIds');
    const byAddress = new Map(
      Object.entries(contactIds).flatMap(([email, id]) => {
        const contactId = asText(id);
        return contactId === undefined ? [] : [[email.trim().toLowerCase(), contactId] as const];
      }),
    );
    return withWarnings(batch.outcomes(byAddress), ...batch.notes);
  }

  /**
   * Starts a batch that is processed later and starts no automation rules unless `fireEvents`; ask
   * `Account.jobStatus` and then `basic` for what became of it. Items whose fields cannot be sent are `leftOut`, by address.
   */
  async batchUpsertAsync(
    items: readonly ContactUpsert[],
    { fireEvents = false }: { fireEvents?: boolean } = {},
  ): Promise<WithWarnings<{ requestId: string | undefined; leftOut: readonly string[] }>> {
    const call = 'contact/batchupsertv2';
    const batch = prepareBatch(call, items);
    const leftOut = batch.leftOut;
    if (batch.details.length === 0)
      return { value: { requestId: undefined, leftOut }, warnings: [] };
    const answer = await this.calls.post(call, {
      upsertDetails: batch.details,
      useApiDoubleOptIn: false,
      fireEvents,
    });
    return withWarnings({ requestId: answer.id('requestId'), leftOut }, ...batch.notes);
  }

  /** Whether the account knows the address. */
  async hasContact(email: string): Promise<HasContact> {
    const answer = await this.calls.post('contact/hasContact', { email });
    const exists = answer.body.result;
    if (typeof exists !== 'boolean') return answer.missing('result');
    const contactId = answer.text('contactId');
    return exists && contactId !== undefined ? { exists, contactId } : { exists };
  }

  /** Status by address; addresses that the account does not know are not in the list. */
  async basic(emails: readonly string[]): Promise<ContactStatus[]> {
    if (emails.length === 0) return [];
    const answer = await this.calls.post('contact/basic', { email: emails });
    return answer.list('contacts').flatMap((contact) => readContactStatus(contact) ?? []);
  }

  async basicById(contactIds: readonly string[]): Promise<ContactStatus[]> {
    if (contactIds.length === 0) return [];
    const answer = await this.calls.post('contact/basicById', { id: contactIds });
    return answer.list('contacts').flatMap((contact) => readContactStatus(contact) ?? []);
  }

  /** Full cards with tags, properties and external events, of any owner; at most 50 addresses. */
  async listAll(emails: readonly string[]): Promise<ContactCard[]> {
    return this.#cards('contact/listAll', 'email', emails);
  }

  async listAllById(contactIds: readonly string[]): Promise<ContactCard[]> {
    return this.#cards('contact/listAllById', 'contactId', contactIds);
  }

  /** Removes a contact. An unknown address is refused by the account (`SM_REFUSED`). */
  async delete(email: string): Promise<void> {
    await this.calls.post('contact/delete', { email });
  }

  async #cards(call: string, key: string, values: readonly string[]): Promise<ContactCard[]> {
    const max = LIMITS.batch.cards;
    assertBatch(call, values.length <= max, `it takes ${max} contacts, not ${values.length}`);
    if (values.length === 0) return [];
    const answer = await this.calls.post(call, { [key]: values });
    return answer.list('contacts').flatMap((contact) => readContactCard(contact) ?? []);
  }
}

function prepareBatch(call: string, items: readonly ContactUpsert[]) {
  const max = LIMITS.batch.contacts;
  assertBatch(call, items.length <= max, `it takes ${max} contacts, not ${items.length}`);
  const addresses = items.map((item) => item.contact.email.trim().toLowerCase());
  assertBatch(call, new Set(addresses).size === addresses.length, 'an address is in it twice');
  const isPlain = items.every((item) => !item.newEmail && item.useApiDoubleOptIn !== true);
  assertBatch(call, isPlain, 'e-mail changes and double opt-in are not for batches');

  const notes: RecordNotes[] = [];
  const details: object[] = [];
  const leftOut: string[] = [];
  items.forEach((item, index) => {
    const own = new RecordNotes(call, index);
    try {
      details.push(batchItemBody(item, own));
      notes.push(own);
    } catch (error) {
      // One record that cannot be sent must not hold up the others; sent singly it says why.
      if (!(error instanceof SalesmanagoError)) throw error;
      leftOut.push(addresses[index] ?? '');
    }
  });
  const outcomes = (byAddress: ReadonlyMap<string, string>): ContactBatchOutcome[] =>
    addresses.map((email) => {
      const contactId = byAddress.get(email);
      return contactId === undefined
        ? { email, status: 'missing' }
        : { email, status: 'done', contactId };
    });
  return { details, notes, leftOut, outcomes };
}

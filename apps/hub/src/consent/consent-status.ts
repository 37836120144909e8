import { Injectable } from '@nestjs/common';
import type { Channel, ConsentChange, MappedRow } from '@storewire/core';
import type { ContactStatus } from '@storewire/salesmanago';
import { AccountDirectory } from '../accounts/account-directory.js';
import { OPEN_STATES } from '../database/contact-queue.js';
import { Database } from '../database/database.service.js';
import { KnowledgeRepository, type StoredContact } from '../database/knowledge.repository.js';
import { inList, listParam } from '../database/sql.js';
import { ConsentOnItsWay } from './consent-on-its-way.error.js';

/** What SALESmanago is known to say of a person, as the hub remembers it. */
type ConsentOfAccount = StoredContact['consent'];

/** What was remembered when SALESmanago was asked: once that has changed, the answer is out of date. */
export interface RememberedConsent {
  readonly contactKey: string;
  readonly consent: ConsentOfAccount;
}

/** What SALESmanago says of one person. */
export interface SalesmanagoStatus {
  readonly contactId: string;
  readonly consent: { readonly [C in Channel]?: 'in' | 'out' };
  readonly remembered: RememberedConsent;
}

/** What a callback says before anybody was asked. */
export interface CallbackHint {
  readonly email: string;
  readonly state: 'in' | 'out';
  /** With `at`: the word of another store of the account, which SALESmanago need not be asked about. */
  readonly channel?: Channel;
  readonly at?: string;
}

/** What a callback says; `remembered` where SALESmanago was asked. */
export interface HeardConsent {
  readonly mapped: MappedRow<'consent'>;
  readonly remembered?: RememberedConsent;
}

/** Asks SALESmanago for the consent of people: at registrations with S9 on, and for callbacks. */
@Injectable()
export class ConsentStatusReader {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly db: Database,
  ) {}

  /**
   * By address. Not in it: people the account does not know, and those of whom SALESmanago has not heard everything yet
   * that was decided, for what is remembered of them is newer.
   * @throws SalesmanagoError
   */
  async read(
    tenantId: string,
    accountId: string,
    emails: readonly string[],
  ): Promise<Map<string, SalesmanagoStatus>> {
    if (emails.length === 0) return new Map();
    const remembered = await this.remembered(tenantId, accountId, emails);
    const onTheirWay = await this.onTheirWay(tenantId, accountId, emails);
    const asked = emails.filter((email) => !onTheirWay.has(email.toLowerCase()));
    return this.ask(tenantId, accountId, asked, remembered);
  }

  /**
   * The record of a callback: what SALESmanago says when it is asked, for a callback is a hint without a time.
   * @throws ConsentOnItsWay while SALESmanago has not heard everything yet that was decided; SalesmanagoError.
   */
  async callbackRow(
    tenantId: string,
    accountId: string,
    hint: CallbackHint,
  ): Promise<HeardConsent> {
    const { state: said, channel = 'email', at } = hint;
    if (at) return { mapped: rowOf({ email: hint.email, channel, state: said, at }) };
    const email = hint.email.toLowerCase();
    // In this order: whatever is decided from here on is seen in one of the two.
    const remembered = await this.remembered(tenantId, accountId, [email]);
    if ((await this.onTheirWay(tenantId, accountId, [email])).size > 0) throw new ConsentOnItsWay();
    const status = await this.ask(tenantId, accountId, [email], remembered);
    const state = status.get(email)?.consent.email ?? 'unknown';
    const isLateHint = state !== said;
    return {
      mapped: rowOf({
        email,
        channel: 'email',
        state,
        ...(isLateHint ? { isLateHint } : {}),
      }),
      remembered: { contactKey: email, consent: remembered.get(email) ?? {} },
    };
  }

  private async ask(
    tenantId: string,
    accountId: string,
    emails: readonly string[],
    remembered: ReadonlyMap<string, ConsentOfAccount>,
  ): Promise<Map<string, SalesmanagoStatus>> {
    if (emails.length === 0) return new Map();
    const { client } = await this.accounts.get(tenantId, accountId);
    const contacts = await client.contacts.basic(emails);
    return new Map(contacts.flatMap((contact) => entryOf(contact, remembered)));
  }

  private async remembered(
    tenantId: string,
    accountId: string,
    emails: readonly string[],
  ): Promise<Map<string, ConsentOfAccount>> {
    const repository = new KnowledgeRepository(this.db, tenantId, accountId);
    const contacts = await repository.contacts(keysOf(emails));
    return new Map([...contacts].map(([key, { consent }]) => [key, consent]));
  }

  private async onTheirWay(
    tenantId: string,
    accountId: string,
    emails: readonly string[],
  ): Promise<Set<string>> {
    const open = await this.db.query<{ contact_key: string }>(
      `SELECT DISTINCT contact_key FROM command WHERE tenant_id = $1 AND account_id = $2
         AND ${inList('contact_key', 3)} AND lane = 0 AND state IN ${OPEN_STATES}`,
      [tenantId, accountId, listParam(keysOf(emails))],
    );
    return new Set(open.map((row) => row.contact_key));
  }
}

const keysOf = (emails: readonly string[]): Set<string> =>
  new Set(emails.map((email) => email.toLowerCase()));

export const rowOf = (record: ConsentChange): MappedRow<'consent'> => ({
  row: { kind: 'consent', id: record.email ?? '', raw: null },
  result: { record, problems: [] },
});

function entryOf(
  contact: ContactStatus,
  remembered: ReadonlyMap<string, ConsentOfAccount>,
): [string, SalesmanagoStatus][] {
  if (!contact.email) return [];
  const contactKey = contact.email.toLowerCase();
  const email = contact.optedOut;
  const mobile = contact.optedOutPhone;
  return [
    [
      contactKey,
      {
        contactId: contact.contactId,
        consent: {
          ...(email === undefined ? {} : { email: email ? 'out' : 'in' }),
          ...(mobile === undefined ? {} : { mobile: mobile ? 'out' : 'in' }),
        },
        remembered: { contactKey, consent: remembered.get(contactKey) ?? {} },
      },
    ],
  ];
}

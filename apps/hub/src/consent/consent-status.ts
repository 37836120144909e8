import { Injectable } from '@nestjs/common';
import type { Channel, ConsentChange, MappedRow } from '@storewire/core';
import type { ContactStatus } from '@storewire/salesmanago';
import { AccountDirectory } from '../accounts/account-directory.js';
import { OPEN_STATES } from '../database/contact-queue.js';
import { Database } from '../database/database.service.js';
import { ConsentOnItsWay } from './consent-on-its-way.error.js';

/** What SALESmanago says of one person now. */
export interface SalesmanagoStatus {
  readonly contactId: string;
  readonly consent: { readonly [C in Channel]?: 'in' | 'out' };
}

/** What a callback says before anybody was asked. */
export interface CallbackHint {
  readonly email: string;
  readonly state: 'in' | 'out';
  /** With `at`: the word of another store of the account, which SALESmanago need not be asked about. */
  readonly channel?: Channel;
  readonly at?: string;
}

/** Asks SALESmanago for the consent of people: at registrations with S9 on, and for callbacks. */
@Injectable()
export class ConsentStatusReader {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly db: Database,
  ) {}

  /** By address; people the account does not know are not in it. @throws SalesmanagoError */
  async read(
    tenantId: string,
    accountId: string,
    emails: readonly string[],
  ): Promise<Map<string, SalesmanagoStatus>> {
    if (emails.length === 0) return new Map();
    const { client } = await this.accounts.get(tenantId, accountId);
    const contacts = await client.contacts.basic(emails);
    return new Map(contacts.flatMap((contact) => entryOf(contact)));
  }

  /**
   * The record of a callback: what SALESmanago says when it is asked, for a callback is a hint without a time.
   * @throws ConsentOnItsWay while SALESmanago has not heard everything yet that was decided; SalesmanagoError.
   */
  async callbackRow(
    tenantId: string,
    accountId: string,
    hint: CallbackHint,
  ): Promise<MappedRow<'consent'>> {
    const { email, state: said, channel = 'email', at } = hint;
    if (at) return rowOf({ email, channel, state: said, at });
    if (await this.isOnItsWay(tenantId, accountId, email)) throw new ConsentOnItsWay();
    const status = await this.read(tenantId, accountId, [email]);
    const state = status.get(email.toLowerCase())?.consent.email ?? 'unknown';
    const isLateHint = state !== said;
    return rowOf({
      email: email.toLowerCase(),
      channel: 'email',
      state,
      ...(isLateHint ? { isLateHint } : {}),
    });
  }

  private async isOnItsWay(tenantId: string, accountId: string, email: string): Promise<boolean> {
    const open = await this.db.query(
      `SELECT id FROM command WHERE tenant_id = $1 AND account_id = $2 AND contact_key = $3 AND lane = 0
         AND state IN ${OPEN_STATES} LIMIT 1`,
      [tenantId, accountId, email.toLowerCase()],
    );
    return open.length > 0;
  }
}

export const rowOf = (record: ConsentChange): MappedRow<'consent'> => ({
  row: { kind: 'consent', id: record.email ?? '', raw: null },
  result: { record, problems: [] },
});

function entryOf(contact: ContactStatus): [string, SalesmanagoStatus][] {
  if (!contact.email) return [];
  const email = contact.optedOut;
  const mobile = contact.optedOutPhone;
  return [
    [
      contact.email.toLowerCase(),
      {
        contactId: contact.contactId,
        consent: {
          ...(email === undefined ? {} : { email: email ? 'out' : 'in' }),
          ...(mobile === undefined ? {} : { mobile: mobile ? 'out' : 'in' }),
        },
      },
    ],
  ];
}

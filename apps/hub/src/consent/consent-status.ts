import { Injectable } from '@nestjs/common';
import type { Channel, ConsentChange, MappedRow } from '@storewire/core';
import type { ContactStatus } from '@storewire/salesmanago';
import { AccountDirectory } from '../accounts/account-directory.js';

/** What SALESmanago says of one person now. */
export interface SalesmanagoStatus {
  readonly contactId: string;
  readonly consent: { readonly [C in Channel]?: 'in' | 'out' };
}

/** What a callback says before anybody was asked. */
export interface CallbackHint {
  readonly email: string;
  readonly state: 'in' | 'out';
}

/** Asks SALESmanago for the consent of people: at registrations with S9 on, and for callbacks. */
@Injectable()
export class ConsentStatusReader {
  constructor(private readonly accounts: AccountDirectory) {}

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

  /** The record of a callback: what SALESmanago says when it is asked, for a callback is a hint without a time. */
  async callbackRow(
    tenantId: string,
    accountId: string,
    hint: CallbackHint,
  ): Promise<MappedRow<'consent'>> {
    const status = await this.read(tenantId, accountId, [hint.email]);
    const state = status.get(hint.email.toLowerCase())?.consent.email ?? 'unknown';
    return rowOf({ email: hint.email.toLowerCase(), channel: 'email', state });
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

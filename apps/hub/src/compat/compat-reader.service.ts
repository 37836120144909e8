import { Injectable } from '@nestjs/common';
import type { CompatPart } from '@storewire/core';
import {
  type ContactStatus,
  type SalesmanagoClient,
  SalesmanagoError,
} from '@storewire/salesmanago';
import { AccountDirectory } from '../accounts/account-directory.js';
import type { StoreContext } from '../stores/store-context.js';
import { CompatIds } from './compat-ids.service.js';
import { CompatRefusal } from './compat-refusal.js';

const MOST_ASKED = 50;

/** Calls that ask: answered with what SALESmanago says now. */
@Injectable()
export class CompatReader {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly ids: CompatIds,
  ) {}

  /** E-mails of the users who can own contacts. */
  async owners(store: StoreContext): Promise<object> {
    return { users: await this.ask(store, (client) => client.account.owners()) };
  }

  async hasContact(store: StoreContext, { email }: CompatPart): Promise<object> {
    const address = typeof email === 'string' ? email.trim() : '';
    if (!address) throw new CompatRefusal('Field email is required');
    const { exists, contactId } = await this.ask(store, ({ contacts }) =>
      contacts.hasContact(address),
    );
    return { result: exists, contactId: contactId ?? null };
  }

  async basic(store: StoreContext, { email }: CompatPart): Promise<object> {
    const emails = textsOf(email);
    return this.cards(store, ({ contacts }) => contacts.basic(emails));
  }

  /** The hub's own ids mean the person they were given for. */
  async basicById(store: StoreContext, { id }: CompatPart): Promise<object> {
    const addresses: string[] = [];
    const real: string[] = [];
    for (const one of textsOf(id)) {
      const address = await this.ids.addressOf(store, one);
      if (address) addresses.push(address);
      else real.push(one);
    }
    return this.cards(store, async ({ contacts }) => [
      ...(await contacts.basic(addresses)),
      ...(await contacts.basicById(real)),
    ]);
  }

  private async cards(
    store: StoreContext,
    read: (client: SalesmanagoClient) => Promise<ContactStatus[]>,
  ): Promise<object> {
    return { contacts: (await this.ask(store, read)).map(cardOf) };
  }

  private async ask<T>(
    { tenantId, accountId }: StoreContext,
    call: (client: SalesmanagoClient) => Promise<T>,
  ): Promise<T> {
    const { client } = await this.accounts.get(tenantId, accountId);
    try {
      return await call(client);
    } catch (error) {
      if (!(error instanceof SalesmanagoError)) throw error;
      if (error.outcome === 'refused') throw new CompatRefusal(error.reason ?? error.message);
      throw new CompatRefusal('SALESmanago cannot be asked at the moment', 503, 5);
    }
  }
}

function textsOf(value: unknown): string[] {
  const texts = (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one.trim() !== '',
  );
  if (texts.length > MOST_ASKED) throw new CompatRefusal(`At most ${MOST_ASKED} contacts per call`);
  return texts;
}

/** As `contact/basic` writes it: what is not known is null. */
const cardOf = ({ address, birthdayYear, birthdayMonth, birthdayDay, ...card }: ContactStatus) => ({
  ...Object.fromEntries(MEMBERS.map((name) => [name, card[name] ?? null])),
  address: address ? { ...NO_ADDRESS, ...address } : null,
  birthdayYear: birthdayYear?.toString() ?? null,
  birthdayMonth: birthdayMonth?.toString() ?? null,
  birthdayDay: birthdayDay?.toString() ?? null,
});

const NO_ADDRESS = { streetAddress: null, zipCode: null, city: null, country: null };

const MEMBERS = [
  'contactId',
  'name',
  'email',
  'phone',
  'fax',
  'score',
  'state',
  'optedOut',
  'optedOutPhone',
  'deleted',
  'invalid',
  'company',
  'externalId',
  'modifiedOn',
  'createdOn',
  'lastVisit',
] as const;

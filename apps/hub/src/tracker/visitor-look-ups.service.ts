import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { type ContactStatus, SalesmanagoError } from '@storewire/salesmanago';
import { AccountDirectory } from '../accounts/account-directory.js';
import { Clock } from '../clock.js';
import { WorkQueue } from '../work/work-queue.js';
import { VisitorAsked } from './visitor-asked.error.js';

/** A contact as SALESmanago knows it. */
export interface Visitor {
  readonly contactId: string;
  readonly email?: string;
}

/** Whom SALESmanago is asked about. */
export type Asked = { readonly contactId: string } | { readonly email: string };

interface Answer {
  readonly visitor: Visitor | undefined;
  readonly until: number;
}

interface Desk {
  readonly contactIds: Set<string>;
  readonly emails: Set<string>;
}

const KNOWN_MS = 3_600_000;
const UNKNOWN_MS = 600_000;
const REFUSED_MS = 60_000;
const MOST_ANSWERS = 20_000;
const MOST_PER_CALL = 50;
/** The beacons of a moment are asked about together, and forged ones leave the account's rate to others. */
const GATHER_MS = 50;
const PAUSE_MS = 500;

/**
 * Asks SALESmanago about visitors whom the hub does not know: `contact/basicById` and `contact/basic`, many at a time,
 * one call of an account after the other, beside the lane that waits for no answer. Answers are kept, the negative
 * ones too, so that forged cookies cost few calls.
 */
@Injectable()
export class VisitorLookUps {
  private readonly log = new Logger('tracker');
  private readonly answers = new Map<string, Answer>();
  private readonly desks = new Map<string, Desk>();

  constructor(
    private readonly accounts: AccountDirectory,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  /** The contact, or nothing when SALESmanago knows none. @throws VisitorAsked while it is being asked. */
  find(tenantId: string, accountId: string, asked: Asked): Visitor | undefined {
    const place = `${tenantId}/${accountId}`;
    const known = this.answers.get(keyOf(place, asked));
    if (known && known.until > this.clock.now()) return known.visitor;
    const desk = this.desks.get(place);
    if (desk) {
      put(desk, asked);
    } else {
      const opened: Desk = { contactIds: new Set(), emails: new Set() };
      put(opened, asked);
      this.desks.set(place, opened);
      this.queue.beside(this.work(tenantId, accountId, opened));
    }
    throw new VisitorAsked();
  }

  /** What was answered not long ago; nobody is asked. */
  remembered(tenantId: string, accountId: string, asked: Asked): Visitor | undefined {
    const known = this.answers.get(keyOf(`${tenantId}/${accountId}`, asked));
    return known && known.until > this.clock.now() ? known.visitor : undefined;
  }

  private async work(tenantId: string, accountId: string, desk: Desk): Promise<void> {
    const place = `${tenantId}/${accountId}`;
    try {
      for (let pauseMs = GATHER_MS; desk.contactIds.size + desk.emails.size > 0; ) {
        await wait(pauseMs, undefined, { ref: false });
        if (this.queue.isStopping) return;
        const contactIds = takeSome(desk.contactIds);
        const emails = takeSome(desk.emails);
        await this.ask(tenantId, accountId, contactIds, emails);
        pauseMs = PAUSE_MS;
      }
    } catch (error) {
      // Who was not answered asks again.
      this.log.warn(`Visitors could not be looked up: ${(error as Error).name}.`);
    } finally {
      this.desks.delete(place);
    }
  }

  private async ask(
    tenantId: string,
    accountId: string,
    contactIds: readonly string[],
    emails: readonly string[],
  ): Promise<void> {
    const place = `${tenantId}/${accountId}`;
    const { client } = await this.accounts.get(tenantId, accountId);
    const byId = await orRefused(() => client.contacts.basicById(contactIds));
    this.keep(
      place,
      contactIds,
      byId,
      (contactId) => ({ contactId }),
      (one) => one.contactId,
    );
    const byEmail = await orRefused(() => client.contacts.basic(emails));
    this.keep(
      place,
      emails,
      byEmail,
      (email) => ({ email }),
      (one) => one.email ?? '',
    );
  }

  private keep(
    place: string,
    names: readonly string[],
    contacts: readonly ContactStatus[] | 'refused',
    askedAs: (name: string) => Asked,
    nameOf: (contact: ContactStatus) => string,
  ): void {
    const now = this.clock.now();
    const found = new Map(
      (contacts === 'refused' ? [] : contacts)
        .filter(({ deleted }) => deleted !== true)
        .map((contact) => [nameOf(contact).toLowerCase(), visitorOf(contact)]),
    );
    for (const name of names) {
      const visitor = found.get(name);
      const keepMs = contacts === 'refused' ? REFUSED_MS : visitor ? KNOWN_MS : UNKNOWN_MS;
      const key = keyOf(place, askedAs(name));
      this.answers.delete(key);
      this.answers.set(key, { visitor, until: now + keepMs });
    }
    for (const key of this.answers.keys()) {
      if (this.answers.size <= MOST_ANSWERS) break;
      this.answers.delete(key);
    }
  }
}

const keyOf = (place: string, asked: Asked): string =>
  'email' in asked ? `${place}/${asked.email}` : `${place}/#${asked.contactId}`;

function put({ contactIds, emails }: Desk, asked: Asked): void {
  if ('email' in asked) emails.add(asked.email);
  else contactIds.add(asked.contactId);
}

function takeSome(names: Set<string>): string[] {
  const taken = [...names].slice(0, MOST_PER_CALL);
  for (const name of taken) names.delete(name);
  return taken;
}

function visitorOf({ contactId, email }: ContactStatus): Visitor {
  const address = email?.trim().toLowerCase();
  return { contactId: contactId.toLowerCase(), ...(address ? { email: address } : {}) };
}

/** An account that does not let the hub read contacts knows no visitor. @throws SalesmanagoError when it may answer later */
async function orRefused(
  ask: () => Promise<ContactStatus[]>,
): Promise<ContactStatus[] | 'refused'> {
  try {
    return await ask();
  } catch (error) {
    const isRefused =
      error instanceof SalesmanagoError &&
      (error.outcome === 'refused' || error.code === 'SM_FORBIDDEN');
    if (isRefused) return 'refused';
    throw error;
  }
}

import { SalesmanagoError, type SalesmanagoErrorCode } from '@storewire/salesmanago';
import { Clock } from '../../src/clock.js';

export class ModelClock extends Clock {
  ms = Date.parse('2026-11-21T10:00:00Z');

  override now(): number {
    return this.ms;
  }
}

/** What SALESmanago does with the calls that come. */
export const FAULTS = [
  'noConnection',
  'rateLimited',
  'refusesCredentials',
  'answerLost',
  'neverArrived',
  'crashBefore',
  'crashAfter',
] as const;
export type Fault = (typeof FAULTS)[number];

/** A fault and the calls it may hit: any, or those about contacts or events. */
export interface PlannedFault {
  readonly fault: Fault;
  readonly on: '' | 'contact/' | 'v2/contact/';
}

interface KnownPerson {
  id: string;
  optedIn: boolean;
  tags: Set<string>;
}

export interface Told {
  readonly email: string;
  readonly what: string;
}

interface Upsert {
  contact: { email: string };
  tags?: readonly string[];
  forceOptIn?: boolean;
  forceOptOut?: boolean;
}

interface Event {
  email?: string;
  contactEvent: { contactExtEventType: string; externalId?: string; date: number; value?: unknown };
}

/** The process ended in the middle of a call: whoever waits for the answer waits for ever. */
const never = <T>(): Promise<T> => new Promise<T>(() => {});

/**
 * SALESmanago as the delivery sees it, in memory: it forgets nothing, removes no duplicates, and does with the next
 * calls what the history says.
 */
export class World {
  readonly people = new Map<string, KnownPerson>();
  readonly events: { email: string; type: string; order: string; id: string }[] = [];
  readonly told: Told[] = [];
  readonly refused = new Set<string>();
  isCrashed = false;
  /** Resolves when the present life of the process ends. */
  crashed: Promise<void> = Promise.resolve();
  private endLife = (): void => {};
  private faults: PlannedFault[] = [];
  private serial = 0;

  plan(faults: readonly PlannedFault[]): void {
    this.faults.push(...faults);
  }

  heal(): void {
    this.faults = [];
    this.refused.clear();
  }

  /** A process starts. */
  revive(): void {
    this.isCrashed = false;
    this.crashed = new Promise((resolve) => {
      this.endLife = resolve;
    });
  }

  crash(): void {
    this.isCrashed = true;
    this.endLife();
  }

  /** The client of one account; only what the delivery calls. */
  readonly client = {
    contacts: {
      upsert: (one: Upsert) =>
        this.call('contact/upsert', () => {
          this.mayRefuse(one.contact.email);
          return { value: { contactId: this.upsert(one) }, warnings: [] };
        }),
      batchUpsert: (all: readonly Upsert[]) =>
        this.call('contact/batchupsert', () => ({
          value: all.map((one) =>
            this.refused.has(one.contact.email)
              ? { email: one.contact.email, status: 'missing' }
              : { email: one.contact.email, status: 'done', contactId: this.upsert(one) },
          ),
          warnings: [],
        })),
      listAll: (emails: readonly string[]) =>
        this.call('contact/listAll', () =>
          emails
            .filter((email) => this.people.has(email))
            .map((email) => ({
              contactId: this.people.get(email)?.id,
              email,
              events: this.events
                .filter((event) => event.email === email)
                .map((event) => ({
                  eventId: event.id,
                  contactExtEventType: event.type,
                  externalId: event.order,
                })),
            })),
        ),
    },
    events: {
      add: (one: Event) =>
        this.call('v2/contact/addContactExtEvent', () => ({
          value: { eventId: this.addEvent(one) },
          warnings: [],
        })),
      addBatch: (all: readonly Event[]) =>
        this.call('v2/contact/addBatchContactExtEvent', () => {
          const failed = all.filter((one) => !this.people.has(one.email ?? ''));
          for (const one of all) if (!failed.includes(one)) this.addEvent(one);
          return {
            value: {
              createdAmount: all.length - failed.length,
              failed: failed.map((one) => one.email),
            },
            warnings: [],
          };
        }),
    },
  };

  private async call<T>(call: string, work: () => T): Promise<T> {
    if (this.isCrashed) return never();
    const hit = this.faults.findIndex(({ on }) => call.startsWith(on));
    const fault = hit < 0 ? undefined : this.faults.splice(hit, 1)[0]?.fault;
    const fail = (code: SalesmanagoErrorCode) => {
      throw new SalesmanagoError({ code, call, detail: 'a fault of the model' });
    };
    switch (fault) {
      case 'noConnection':
        return fail('SM_NO_CONNECTION');
      case 'rateLimited':
        return fail('SM_RATE_LIMITED');
      case 'refusesCredentials':
        return fail('SM_UNAUTHORIZED');
      case 'neverArrived':
        return fail('SM_TIMEOUT');
      case 'answerLost':
        work();
        return fail('SM_CONNECTION_LOST');
      case 'crashBefore':
        this.crash();
        return never();
      case 'crashAfter':
        work();
        this.crash();
        return never();
      case undefined:
        return work();
    }
  }

  private mayRefuse(email: string): void {
    if (!this.refused.has(email)) return;
    throw new SalesmanagoError({ code: 'SM_REFUSED', call: 'contact/upsert', detail: 'refused' });
  }

  private upsert({ contact: { email }, tags, forceOptIn, forceOptOut }: Upsert): string {
    const person = this.people.get(email) ?? {
      id: `contact-${this.people.size + 1}`,
      optedIn: false,
      tags: new Set<string>(),
    };
    if (forceOptIn) person.optedIn = true;
    if (forceOptOut) person.optedIn = false;
    for (const tag of tags ?? []) person.tags.add(tag);
    this.people.set(email, person);
    this.told.push({ email, what: 'contact' });
    return person.id;
  }

  private addEvent({ email = '', contactEvent }: Event): string {
    if (!this.people.has(email)) {
      throw new SalesmanagoError({ code: 'SM_REFUSED', call: 'event', detail: 'unknown contact' });
    }
    this.serial += 1;
    const { contactExtEventType: type, externalId: order = '' } = contactEvent;
    const id = `event-${this.serial}`;
    this.events.push({ email, type, order, id });
    this.told.push({ email, what: `${type} ${order}` });
    return id;
  }
}

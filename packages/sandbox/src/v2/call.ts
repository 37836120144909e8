import type { Account } from '../accounts.js';
import type { Contact, Operation } from '../contacts/contact.js';
import type { Json } from '../json.js';
import type { World } from '../world.js';
import { FieldChecks } from './field-checks.js';
import { Refusal } from './refusal.js';

/** One authenticated v2 call. */
export class V2Call {
  readonly checks: FieldChecks;
  readonly now: number;

  constructor(
    readonly world: World,
    readonly account: Account,
    readonly path: string,
    readonly seq: number,
    readonly body: Json,
    /** User of the account; the first one where the method does without. */
    readonly owner: string,
    /** Address under which the caller reached the sandbox. */
    readonly baseUrl: string,
  ) {
    this.checks = new FieldChecks(world.limits);
    this.now = world.clock.now();
  }

  /** Refuses the address that a fault rule names. */
  passFaults(email: string): void {
    const refusal = this.world.faults.refusal(this.path, email);
    if (refusal !== undefined) throw new Refusal(refusal);
  }

  record(contact: Contact, what: Operation['what'], more: Partial<Operation> = {}): void {
    const { seq, now: at, path: method } = this;
    this.account.contacts.record(contact, { seq, at, method, what, ...more });
  }

  /** The contact named by `email` or `contactId` at the top of `from`. */
  contactOf(from: Json = this.body): Contact {
    const id = this.checks.text(from.contactId, 'contactId', 255);
    const email = this.checks.email(from.email, 'email');
    if (!id && !email) throw new Refusal('Field email or contactId is required');
    const contact = id ? this.account.contacts.get(id) : this.account.contacts.find(email ?? '');
    if (!contact) throw new Refusal('Contact does not exist');
    this.passFaults(contact.email);
    return contact;
  }
}

export type V2Handler = (call: V2Call) => Json;

export interface V2Method {
  /** Whether `owner` must be given (default), may be given, or is not looked at. */
  owner?: 'required' | 'optional' | 'ignored';
  handle: V2Handler;
}

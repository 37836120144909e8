import { randomUUID } from 'node:crypto';
import { Contact, type Operation } from './contact.js';

/** Contacts of one account by e-mail, whatever its case, and by id. */
export class ContactStore {
  private readonly byEmail = new Map<string, Contact>();
  private readonly byId = new Map<string, Contact>();
  private readonly operationsOfDeleted = new Map<string, Operation[]>();
  deleted = 0;

  constructor(private readonly operationsPerContact: number) {}

  get size(): number {
    return this.byEmail.size;
  }

  find(email: string): Contact | undefined {
    return this.byEmail.get(email.toLowerCase());
  }

  get(id: string): Contact | undefined {
    return this.byId.get(id);
  }

  all(): IterableIterator<Contact> {
    return this.byEmail.values();
  }

  create(email: string, owner: string, now: number, visibleFrom: number): Contact {
    const contact = new Contact(randomUUID(), email, owner, now, visibleFrom);
    this.byEmail.set(email.toLowerCase(), contact);
    this.byId.set(contact.id, contact);
    return contact;
  }

  /** The caller has made sure that the new address is free. */
  rename(contact: Contact, email: string): void {
    this.byEmail.delete(contact.email.toLowerCase());
    contact.email = email;
    this.byEmail.set(email.toLowerCase(), contact);
  }

  delete(contact: Contact): void {
    this.byEmail.delete(contact.email.toLowerCase());
    this.byId.delete(contact.id);
    this.deleted += 1;
    if (contact.operations) {
      const key = contact.email.toLowerCase();
      this.operationsOfDeleted.set(key, this.operationsOf(key).concat(contact.operations));
    }
  }

  /** Remembers what happened; the oldest entries go when the bound is reached. */
  record(contact: Contact, operation: Operation): void {
    if (this.operationsPerContact === 0) return;
    contact.operations ??= [];
    contact.operations.push(operation);
    if (contact.operations.length > this.operationsPerContact) contact.operations.shift();
  }

  /** Everything remembered of an address, oldest first, also of contacts that were deleted since. */
  operationsOf(email: string): Operation[] {
    const earlier = this.operationsOfDeleted.get(email.toLowerCase()) ?? [];
    return [...earlier, ...(this.find(email)?.operations ?? [])].slice(-this.operationsPerContact);
  }
}

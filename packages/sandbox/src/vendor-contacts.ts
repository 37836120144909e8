import { randomUUID } from 'node:crypto';
import type { Consent } from './contacts/contact.js';

/** A merchant as the vendor's own CRM keeps him, by the account he has. */
export interface VendorContact {
  contactId: string;
  clientId: string;
  email: string;
  name: string | undefined;
  phone: string | undefined;
  consents: readonly Consent[];
}

/** What accounts reported of their merchants. */
export class VendorContacts {
  private readonly byEmail = new Map<string, VendorContact>();

  constructor(readonly consentNames: readonly string[]) {}

  /** A known address keeps its id. */
  upsert(contact: Omit<VendorContact, 'contactId'>): VendorContact {
    const key = contact.email.toLowerCase();
    const contactId = this.byEmail.get(key)?.contactId ?? randomUUID();
    const kept = { ...contact, contactId };
    this.byEmail.set(key, kept);
    return kept;
  }

  find(email: string): VendorContact | undefined {
    return this.byEmail.get(email.toLowerCase());
  }

  clear(): void {
    this.byEmail.clear();
  }
}

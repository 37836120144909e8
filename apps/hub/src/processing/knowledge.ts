import { isDeepStrictEqual } from 'node:util';
import {
  CHANNELS,
  type Channel,
  type ConsentState,
  cartLookUp,
  type Decision,
  type KnownContact,
  type KnownState,
  type LookUps,
  type OpenCart,
  type RecordKind,
  type StoreFacts,
} from '@storewire/core';
import type { RememberedConsent, SalesmanagoStatus } from '../consent/consent-status.js';
import type { KnowledgeRepository, StoredContact } from '../database/knowledge.repository.js';
import type { Tx } from '../database/sql.js';

/**
 * What is known of one account while a batch is decided: read once for the batch, changed by each decision as it is
 * made, so that the second order of a person in the same batch sees the first.
 */
export class Knowledge {
  private readonly customers = new Map<string, string>();
  private readonly customerIds = new Map<string, string>();
  private contacts = new Map<string, StoredContact>();
  private effects = new Set<string>();
  private deadEffects = new Set<string>();
  /** The oldest cart of a person first. */
  private carts = new Map<string, OpenCart[]>();
  private readonly newContacts = new Set<string>();
  private readonly goneContacts = new Set<string>();
  private readonly changedContacts = new Set<string>();
  private readonly changedCustomers = new Map<
    string,
    { shopKey: string; customerId: string; contactKey: string }
  >();
  private readonly changedCarts = new Map<
    string,
    { cartKey: string; contactKey: string; open: OpenCart }
  >();

  constructor(private readonly repository: KnowledgeRepository) {}

  /** Reads everything the records of a batch may ask for. */
  async load(
    asks: readonly {
      kind: RecordKind;
      record: object;
      store: StoreFacts;
      lookUps: LookUps;
      /** A callback names an address; the store wants its own customer id. */
      isCallback: boolean;
    }[],
  ): Promise<void> {
    const ids = new Map<string, Set<string>>();
    for (const { store, lookUps } of asks) {
      if (!lookUps.customerId) continue;
      ids.set(store.shopKey, (ids.get(store.shopKey) ?? new Set()).add(lookUps.customerId));
    }
    for (const [shopKey, wanted] of ids) {
      for (const [id, key] of await this.repository.customers(shopKey, wanted)) {
        this.customers.set(customerKey(shopKey, id), key);
      }
    }
    const emails = new Set<string>();
    const effectKeys = new Set<string>();
    const cartKeys = new Set<string>();
    for (const { kind, record, store, lookUps } of asks) {
      const customerEmail = this.customerEmail(store, lookUps.customerId);
      for (const key of [lookUps.email, customerEmail]) if (key) emails.add(key.toLowerCase());
      for (const key of lookUps.effectKeys) effectKeys.add(key);
      const cartKey = cartLookUp(kind, record, store, customerEmail);
      if (cartKey) cartKeys.add(cartKey);
    }
    this.contacts = await this.repository.contacts(emails);
    const effects = await this.repository.effects(effectKeys);
    this.effects = effects.taken;
    this.deadEffects = effects.dead;
    this.carts = await this.repository.carts(cartKeys);
    for (const { store, lookUps, isCallback } of asks) {
      if (!isCallback || !lookUps.email) continue;
      const key = customerKey(store.shopKey, lookUps.email.toLowerCase());
      const id = await this.repository.customerIdOf(store.shopKey, lookUps.email.toLowerCase());
      if (id) this.customerIds.set(key, id);
    }
  }

  /** What the rules may know about one record. */
  stateFor(
    kind: RecordKind,
    record: object,
    store: StoreFacts,
    lookUps: LookUps,
    statuses?: ReadonlyMap<string, SalesmanagoStatus>,
  ): KnownState {
    const customerEmail = this.customerEmail(store, lookUps.customerId);
    const key = (
      kind === 'order' ? (customerEmail ?? lookUps.email) : (lookUps.email ?? customerEmail)
    )?.toLowerCase();
    // A customer whose address changed is still known under the one the hub saw the customer id with.
    const contact =
      this.contacts.get(key ?? '') ?? this.contacts.get(customerEmail?.toLowerCase() ?? '');
    const cartKey = cartLookUp(kind, record, store, customerEmail);
    const carts = (cartKey ? this.carts.get(cartKey) : undefined) ?? [];
    const cart = carts.at(-1);
    const claimed = carts.filter(({ isClaimed }) => isClaimed);
    const customerId = key ? this.customerIds.get(customerKey(store.shopKey, key)) : undefined;
    return {
      ...(customerEmail ? { customerEmail } : {}),
      ...this.contactState(contact, store, key ? statuses?.get(key) : undefined),
      ...(cart ? { cart } : {}),
      ...(claimed.length > 0 ? { claimedCarts: claimed.map(({ createdAt }) => createdAt) } : {}),
      ...(customerId ? { customerId } : {}),
      effects: this.effects,
      deadEffects: this.deadEffects,
    };
  }

  /** Whether nothing has changed since SALESmanago was asked. */
  isStill({ contactKey, consent }: RememberedConsent): boolean {
    return isDeepStrictEqual(this.contacts.get(contactKey)?.consent ?? {}, consent);
  }

  /** What was asked just now counts before what is remembered, unless that has changed since. */
  private contactState(
    stored: StoredContact | undefined,
    store: StoreFacts,
    status: SalesmanagoStatus | undefined,
  ): Pick<KnownState, 'contact'> {
    if (!stored && !status) return {};
    const known: KnownContact = stored
      ? knownContact(stored, store.shopKey)
      : { fields: {}, consent: {}, storeConsent: {} };
    if (!status) return { contact: known };
    if (!this.isStill(status.remembered)) {
      return { contact: { ...known, contactId: status.contactId } };
    }
    const consent = { ...known.consent };
    for (const channel of CHANNELS) {
      const state = status.consent[channel];
      if (state && consent[channel]?.state !== state) consent[channel] = { state };
    }
    return { contact: { ...known, contactId: status.contactId, consent } };
  }

  /** Takes a decision over, for the records that follow and for `save`. */
  remember(decision: Decision, store: StoreFacts, now: string): void {
    for (const command of decision.commands)
      if (command.effectKey) this.effects.add(command.effectKey);
    const { memory } = decision;
    if (memory.contactKey) this.rememberContact(memory.contactKey, decision, store);
    if (memory.customer) {
      const contactKey = memory.customer.email.toLowerCase();
      const key = customerKey(store.shopKey, memory.customer.id);
      if (this.customers.get(key) !== contactKey) {
        this.customers.set(key, contactKey);
        this.changedCustomers.set(key, {
          shopKey: store.shopKey,
          customerId: memory.customer.id,
          contactKey,
        });
      }
    }
    if (memory.cart) this.rememberCart(memory.cart, memory.contactKey ?? '', now);
  }

  /** The stores that have told of a person, by shop key, with what each last said of the channel. */
  async storesOf(
    contactKey: string,
    channel: Channel,
  ): Promise<ReadonlyMap<string, ConsentState | undefined>> {
    const key = contactKey.toLowerCase();
    const said = Object.entries(this.contacts.get(key)?.storeConsent ?? {});
    const customerOf = await this.repository.shopKeysOf(key);
    return new Map([
      ...customerOf.map((shopKey) => [shopKey, undefined] as const),
      ...said.map(([shopKey, own]) => [shopKey, own[channel]?.state] as const),
    ]);
  }

  async save(tx: Tx, now: number): Promise<void> {
    const contacts = [...this.changedContacts].flatMap((key) => {
      const contact = this.contacts.get(key);
      return contact ? [{ contact, isNew: this.newContacts.has(key) }] : [];
    });
    await this.repository.deleteContacts(tx, this.goneContacts);
    await this.repository.saveContacts(tx, contacts, now);
    await this.repository.saveCustomers(tx, [...this.changedCustomers.values()]);
    await this.repository.saveCarts(tx, [...this.changedCarts.values()]);
  }

  private customerEmail(store: StoreFacts, customerId: string | undefined): string | undefined {
    return customerId ? this.customers.get(customerKey(store.shopKey, customerId)) : undefined;
  }

  private rememberContact(rawKey: string, { memory }: Decision, store: StoreFacts): void {
    const key = rawKey.toLowerCase();
    if (memory.renamedFrom) this.rename(memory.renamedFrom, key);
    const { linkedConsent } = memory;
    if (!memory.fields && !memory.consents && !memory.confirmationAskedAt && !linkedConsent) return;
    let contact = this.contacts.get(key);
    if (!contact) {
      contact = {
        contactKey: key,
        contactId: null,
        fields: {},
        consent: {},
        storeConsent: {},
        confirmationAskedAt: null,
      };
      this.contacts.set(key, contact);
      this.newContacts.add(key);
    }
    this.changedContacts.add(key);
    if (memory.fields) contact.fields = { ...memory.fields };
    if (memory.confirmationAskedAt)
      contact.confirmationAskedAt = Date.parse(memory.confirmationAskedAt);
    if (linkedConsent) {
      const own = { ...contact.storeConsent[store.shopKey], linked: linkedConsent };
      contact.storeConsent = { ...contact.storeConsent, [store.shopKey]: own };
    }
    for (const update of memory.consents ?? []) {
      const channel: Channel = update.channel;
      if (update.salesmanago)
        contact.consent = { ...contact.consent, [channel]: update.salesmanago };
      if (update.store) {
        const own = { ...contact.storeConsent[store.shopKey], [channel]: update.store };
        contact.storeConsent = { ...contact.storeConsent, [store.shopKey]: own };
      }
    }
  }

  /** D7: the person goes on under the new address, with everything that is remembered. */
  private rename(from: string, to: string): void {
    const old = this.contacts.get(from);
    if (!old || from === to) return;
    if (!this.contacts.has(to)) this.newContacts.add(to);
    this.contacts.set(to, { ...old, contactKey: to });
    this.changedContacts.add(to);
    this.contacts.delete(from);
    this.changedContacts.delete(from);
    if (!this.newContacts.delete(from)) this.goneContacts.add(from);
  }

  /** A closed cart keeps its row, so that its event can still be found; the window ends now. */
  private rememberCart(
    { key, open }: { key: string; open: OpenCart | null },
    contactKey: string,
    now: string,
  ): void {
    const carts = this.carts.get(key) ?? [];
    const known = carts.at(-1);
    const next = open ?? (known ? { ...known, expiresAt: now } : undefined);
    if (!next) return;
    const others = carts.filter(({ createdAt }) => createdAt !== next.createdAt);
    this.carts.set(key, [...others, next]);
    this.changedCarts.set(`${key}\u0001${next.createdAt}`, {
      cartKey: key,
      contactKey,
      open: next,
    });
  }
}

const customerKey = (shopKey: string, id: string): string => `${shopKey}\u0001${id}`;

function knownContact(stored: StoredContact, shopKey: string): KnownContact {
  const { linked, ...storeConsent } = stored.storeConsent[shopKey] ?? {};
  return {
    ...(stored.contactId ? { contactId: stored.contactId } : {}),
    fields: stored.fields,
    consent: stored.consent,
    storeConsent,
    ...(linked ? { linkedConsent: linked } : {}),
    ...(stored.confirmationAskedAt
      ? { confirmationAskedAt: new Date(stored.confirmationAskedAt).toISOString() }
      : {}),
  };
}

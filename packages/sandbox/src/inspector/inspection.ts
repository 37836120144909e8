import type { Account } from '../accounts.js';
import { findContact } from '../actions.js';
import { basicCard, eventCard, fullCard } from '../contacts/cards.js';
import type { Contact, Operation } from '../contacts/contact.js';
import { ONCE_TYPES } from '../events/event-store.js';
import type { ExtEvent } from '../events/ext-event.js';
import type { Json } from '../json.js';
import { pathMatcher } from '../path-pattern.js';
import type { LoggedRequest, RequestFilter } from '../request-log.js';
import type { World } from '../world.js';

export interface EventFilter {
  type?: string;
  externalId?: string;
  email?: string;
  clientId?: string;
  /** Default 100. */
  limit?: number;
}

export interface InspectedEvent {
  eventId: string;
  clientId: string;
  email: string;
  contactId: string;
  contactExtEventType: string;
  date: number;
  createdOn: number;
  modifiedOn: number;
  updates: number;
  value?: number;
  externalId?: string;
  location?: string;
  products?: string;
  description?: string;
  shopDomain?: string;
  details: Record<string, string>;
}

/** Counters over all accounts. They are kept while calls are handled, so reading them is cheap. */
export interface SandboxStats {
  contacts: number;
  contactsDeleted: number;
  /** Events stored now, by type. */
  events: number;
  eventsByType: Record<string, number>;
  eventsAdded: number;
  eventsUpdated: number;
  eventsDeleted: number;
  /** PURCHASE events beyond the first of their `externalId` and `location`. */
  duplicates: number;
  /** The same for PURCHASE, CANCELLATION and RETURN. */
  duplicatesByType: Record<string, number>;
  upserts: number;
  confirmationsSent: number;
  calls: number;
  callsByMethod: Record<string, number>;
  refusedCalls: number;
  faultsFired: number;
}

export function readStats(world: World): SandboxStats {
  const accounts = accountsOf(world);
  const sum = (read: (account: Account) => number) =>
    accounts.reduce((total, account) => total + read(account), 0);
  const eventsByType: Record<string, number> = {};
  const duplicatesByType: Record<string, number> = Object.fromEntries(
    ONCE_TYPES.map((type) => [type, 0]),
  );
  for (const { events } of accounts) {
    for (const [type, count] of events.byType) {
      if (count > 0) eventsByType[type] = (eventsByType[type] ?? 0) + count;
    }
    for (const [type, count] of events.duplicatesByType) {
      duplicatesByType[type] = (duplicatesByType[type] ?? 0) + count;
    }
  }
  const calls = [...world.calls.values()].reduce((total, count) => total + count, 0);
  return {
    contacts: sum(({ contacts }) => contacts.size),
    contactsDeleted: sum(({ contacts }) => contacts.deleted),
    events: sum(({ events }) => events.size),
    eventsByType,
    eventsAdded: sum(({ events }) => events.added),
    eventsUpdated: sum(({ events }) => events.updated),
    eventsDeleted: sum(({ events }) => events.deleted),
    duplicates: duplicatesByType.PURCHASE ?? 0,
    duplicatesByType,
    upserts: sum(({ upserts }) => upserts),
    confirmationsSent: sum(({ confirmationsSent }) => confirmationsSent),
    calls,
    callsByMethod: Object.fromEntries(world.calls),
    refusedCalls: world.refusedCalls,
    faultsFired: world.faults.fired,
  };
}

/** Contacts whose address, name, external id or id contains `q`; `total` counts all that match. */
export function listContacts(
  world: World,
  query: { q?: string; clientId?: string; limit?: number } = {},
): { total: number; items: Json[] } {
  const needle = query.q?.trim().toLowerCase() ?? '';
  const limit = query.limit ?? 50;
  const items: Json[] = [];
  let total = 0;
  for (const account of accountsOf(world, query.clientId)) {
    const { clientId } = account.options;
    if (needle === '') total += account.contacts.size;
    for (const contact of account.contacts.all()) {
      if (needle === '' && items.length >= limit) break;
      if (needle !== '' && !isMatch(contact, needle)) continue;
      if (needle !== '') total += 1;
      if (items.length < limit) items.push({ clientId, ...basicCard(contact) });
    }
  }
  return { total, items };
}

/** Everything known of one contact. @throws UnknownContact */
export function readContact(world: World, email: string, clientId?: string): Json {
  const { account, contact } = findContact(world, email, clientId);
  return {
    clientId: account.options.clientId,
    contactId: contact.id,
    ...fullCard(contact),
    owner: contact.owner,
    lang: contact.lang,
    birthday: contact.birthday,
    monitored: contact.monitored,
    tags: Object.fromEntries([...(contact.tags ?? [])].map(([tag, { score }]) => [tag, score])),
    consents: [...(contact.consents?.values() ?? [])],
    confirmations: contact.confirmations ?? [],
    loyalty: Object.fromEntries(contact.loyalty ?? []),
    keyInformation: Object.fromEntries(contact.keyInformation ?? []),
    contactExtEvents: (contact.events ?? []).map(eventCard),
    operations: contact.operations ?? [],
  };
}

/** What was received for an address, oldest first. */
export function readOperations(world: World, email: string, clientId?: string): Operation[] {
  return accountsOf(world, clientId).flatMap(({ contacts }) => contacts.operationsOf(email));
}

/** Newest first. `total` counts all that match. */
export function listEvents(
  world: World,
  filter: EventFilter = {},
): { total: number; items: InspectedEvent[] } {
  const limit = filter.limit ?? 100;
  const found: InspectedEvent[] = [];
  let total = 0;
  for (const account of accountsOf(world, filter.clientId)) {
    const { email } = filter;
    const events =
      email === undefined ? account.events.all() : (account.contacts.find(email)?.events ?? []);
    const matching: ExtEvent[] = [];
    for (const event of events) {
      if (filter.type !== undefined && event.data.contactExtEventType !== filter.type) continue;
      if (filter.externalId !== undefined && event.data.externalId !== filter.externalId) continue;
      matching.push(event);
    }
    total += matching.length;
    const room = limit - found.length;
    const newest = room > 0 ? matching.slice(-room).reverse() : [];
    found.push(...newest.map((event) => inspectEvent(account, event)));
  }
  return { total, items: found };
}

/** Orders with more than one event of a type. */
export function listRepeatedOrders(world: World, limit = 100): Json[] {
  const found: Json[] = [];
  for (const account of accountsOf(world)) {
    for (const order of account.events.repeatedOrders()) {
      if (found.length >= limit) return found;
      found.push({ clientId: account.options.clientId, ...order });
    }
  }
  return found;
}

/** Newest first, without the sandbox's own requests. */
export function listRequests(world: World, filter: RequestFilter = {}): LoggedRequest[] {
  return world.log.list(pathMatcher(filter.path), filter.limit ?? 100);
}

/** Accounts without their secrets. */
export function listAccounts(world: World): Json[] {
  return accountsOf(world).map(({ options, contacts, events, catalogs, collections, v3Keys }) => ({
    clientId: options.clientId,
    owners: options.owners,
    active: options.active !== false,
    twoFactor: options.twoFactor ?? false,
    callbackUrls: {
      optIn: options.callbackUrls?.optIn ?? null,
      optOut: options.callbackUrls?.optOut ?? null,
    },
    contacts: contacts.size,
    events: events.size,
    catalogs: [...catalogs.values()].map(({ products, ...catalog }) => ({
      ...catalog,
      products: products.size,
    })),
    collections: [...collections.values()].map(({ collectionId, name, products }) => ({
      collectionId,
      name,
      contacts: products.size,
    })),
    v3Keys: [...v3Keys.values()].map(({ name, expiresAt, revoked, webhookUrl }) => ({
      name,
      expiresAt: Number.isFinite(expiresAt) ? expiresAt : null,
      revoked,
      webhookUrl: webhookUrl ?? null,
    })),
  }));
}

/** Products of a catalogue, by id or by location. */
export function listProducts(world: World, catalog: string): Json[] {
  for (const { catalogs } of accountsOf(world)) {
    for (const { catalogId, location, products } of catalogs.values()) {
      if (catalogId === catalog || location === catalog)
        return [...products.values()].map((item) => ({ ...item }));
    }
  }
  return [];
}

function accountsOf(world: World, clientId?: string): Account[] {
  const now = world.clock.now();
  const all = [...world.accounts.values()];
  const chosen =
    clientId === undefined ? all : all.filter(({ options }) => options.clientId === clientId);
  for (const account of chosen) account.runDueJobs(now);
  return chosen;
}

function isMatch(contact: Contact, needle: string): boolean {
  return (
    contact.email.toLowerCase().includes(needle) ||
    (contact.name?.toLowerCase().includes(needle) ?? false) ||
    contact.externalId?.toLowerCase() === needle ||
    contact.id === needle
  );
}

function inspectEvent(account: Account, event: ExtEvent): InspectedEvent {
  const { details, ...data } = event.data;
  return {
    eventId: event.eventId,
    clientId: account.options.clientId,
    email: event.contact.email,
    contactId: event.contact.id,
    ...data,
    createdOn: event.createdOn,
    modifiedOn: event.modifiedOn,
    updates: event.updates,
    details: { ...details },
  };
}

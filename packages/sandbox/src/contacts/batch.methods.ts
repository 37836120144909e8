import type { Json } from '../json.js';
import type { V2Call, V2Method } from '../v2/call.js';
import { Refusal, WIRE } from '../v2/refusal.js';
import type { Contact } from './contact.js';
import { applyUpsert, planUpsert } from './upsert.js';
import { changeStatus, removeContact } from './write.methods.js';

/** Methods that change many contacts in one call. */
export const contactBatchMethods: Record<string, V2Method> = {
  '/api/contact/batchupsert': { handle: batchUpsert },
  '/api/contact/batchupsertv2': { handle: batchUpsertLater },
  '/api/contact/batchDelete': { handle: batchDelete },
  '/api/contact/batchoptin': { handle: (call) => batchStatus(call, false) },
  '/api/contact/batchoptout': { handle: (call) => batchStatus(call, true) },
  '/api/contact/stopMonitoring': { handle: (call) => setMonitoring(call, false) },
  '/api/contact/restoreMonitoring': { handle: (call) => setMonitoring(call, true) },
};

/** Addresses that could not be stored are missing from `contactIds`; the answer does not say why. */
function batchUpsert(call: V2Call): Json {
  const { contactIds } = upsertAll(call, batchOf(call));
  return { contactIds };
}

function batchUpsertLater(call: V2Call): Json {
  const entries = batchOf(call);
  call.checks.flag(call.body.fireEvents, 'fireEvents');
  const job = call.account.addJob(call.now + call.world.jobDurationMs, () =>
    upsertAll(call, entries),
  );
  call.account.runDueJobs(call.now);
  return { requestId: job.id };
}

function batchOf(call: V2Call): Json[] {
  const { limits } = call.checks;
  const entries = call.checks.objects(call.body.upsertDetails, 'upsertDetails');
  if (entries.length === 0) throw new Refusal('Field upsertDetails is required');
  if (entries.length > limits.contactsPerBatch) {
    throw new Refusal(`At most ${limits.contactsPerBatch} contacts per call`);
  }
  return entries;
}

function upsertAll(
  call: V2Call,
  entries: Json[],
): { contactIds: Record<string, string>; failedContacts: string[] } {
  const contactIds: Record<string, string> = {};
  const failedContacts: string[] = [];
  for (const entry of entries) {
    try {
      const owner = typeof entry.owner === 'string' ? entry.owner : call.owner;
      if (!call.account.options.owners.includes(owner)) throw new Refusal(WIRE.wrongOwner);
      const plan = planUpsert(call, entry, {
        mode: 'upsert',
        owner,
        doubleOptInDefault: true,
        doubleOptIn: call.body,
      });
      contactIds[plan.email] = applyUpsert(call, plan).id;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const contact = entry.contact as Json | undefined;
      failedContacts.push(String(contact?.email ?? ''));
    }
  }
  return { contactIds, failedContacts };
}

function batchDelete(call: V2Call): Json {
  for (const contact of addressees(call, call.body.contacts)) removeContact(call, contact);
  return { result: 'deleted' };
}

function batchStatus(call: V2Call, optedOut: boolean): Json {
  const emails = call.checks.texts(call.body.emails, 'emails', 254);
  if (emails.length > call.checks.limits.contactsPerBatch) {
    throw new Refusal(`At most ${call.checks.limits.contactsPerBatch} contacts per call`);
  }
  const contactIds: Record<string, string> = {};
  for (const email of emails) {
    const contact = call.account.contacts.find(email);
    if (!contact || call.world.faults.refusal(call.path, email) !== undefined) continue;
    changeStatus(call, contact, 'optedOut', optedOut);
    contactIds[email] = contact.id;
  }
  return { contactIds };
}

function setMonitoring(call: V2Call, monitored: boolean): Json {
  for (const contact of addressees(call, call.body.contacts)) {
    contact.monitored = monitored;
    call.record(contact, 'other');
  }
  return {};
}

/** Resolves `{addresseeType, value}` items. Funnels and stages do not exist here and name nobody. */
export function addressees(call: V2Call, value: unknown): Contact[] {
  const found = new Set<Contact>();
  const add = (contact: Contact | undefined) => contact && found.add(contact);
  for (const item of call.checks.objects(value, 'contacts')) {
    const name = String(item.value ?? '');
    switch (String(item.addresseeType).toUpperCase()) {
      case 'EMAIL':
        add(call.account.contacts.find(name));
        break;
      case 'CONTACT_ID':
        add(call.account.contacts.get(name));
        break;
      case 'TAG':
        for (const contact of call.account.contacts.all())
          if (contact.tags?.has(name)) add(contact);
        break;
      case 'FUNNEL':
      case 'STAGE':
        break;
      default:
        throw new Refusal('Field addresseeType has to be EMAIL, CONTACT_ID, TAG, FUNNEL or STAGE');
    }
  }
  return [...found];
}

import type { Json } from '../json.js';
import type { V2Call, V2Method } from '../v2/call.js';
import { Refusal } from '../v2/refusal.js';
import { addressees } from './batch.methods.js';
import { basicCard, fullCard } from './cards.js';
import type { Contact } from './contact.js';

/** Methods that read contacts. Unknown addresses are left out of the answer. */
export const contactReadMethods: Record<string, V2Method> = {
  '/api/contact/hasContact': { handle: hasContact },
  '/api/contact/basic': { handle: (call) => cardsByEmail(call, basicCard) },
  '/api/contact/basicById': { handle: (call) => cardsById(call, 'id', basicCard) },
  '/api/contact/list': { handle: (call) => cardsByEmail(call, fullCard) },
  '/api/contact/listById': { handle: (call) => cardsById(call, 'contactId', fullCard) },
  '/api/contact/listAll': { owner: 'optional', handle: (call) => cardsByEmail(call, fullCard) },
  '/api/contact/listAllById': {
    owner: 'optional',
    handle: (call) => cardsById(call, 'contactId', fullCard),
  },
  '/api/contact/tags': { handle: tagList },
  '/api/v2/contact/tags': { handle: tagList },
  '/api/contact/createdContacts': {
    handle: (call) => ({ createdContacts: changedContacts(call, 'createdOn') }),
  },
  '/api/contact/modifiedContacts': {
    handle: (call) => ({ modifiedContacts: changedContacts(call, 'modifiedOn') }),
  },
  '/api/contact/paginatedModifiedContacts': { handle: paginatedModified },
  '/api/contact/recentActivity': { owner: 'optional', handle: recentActivity },
  '/api/contact/paginatedListById': { owner: 'optional', handle: paginatedList },
  '/api/contact/paginatedContactList/export': { handle: exportPage },
  '/api/contact/export/data': { handle: exportData },
};

const EXPORT_TYPES: ReadonlySet<string> = new Set([
  'CONTACT',
  'TAG',
  'EXT_EVENT',
  'VISITS',
  'EMAILS',
  'FUNNELS',
  'NOTES',
  'TASKS',
  'COUPONS',
  'SMS',
  'CONSENTS',
  'PROPERTIES',
  'DICTIONARY_PROPERTIES',
]);

function hasContact(call: V2Call): Json {
  const email = call.checks.email(call.body.email, 'email');
  if (!email) throw new Refusal('Field email is required');
  const contact = call.account.contacts.find(email);
  return { result: contact !== undefined, contactId: contact?.id ?? null };
}

function cardsByEmail(call: V2Call, card: (contact: Contact) => Json): Json {
  const { contacts } = call.account;
  return {
    contacts: cards(
      call,
      namesOf(call, 'email').map((name) => contacts.find(name)),
      card,
    ),
  };
}

function cardsById(
  call: V2Call,
  member: 'id' | 'contactId',
  card: (contact: Contact) => Json,
): Json {
  const { contacts } = call.account;
  return {
    contacts: cards(
      call,
      namesOf(call, member).map((name) => contacts.get(name)),
      card,
    ),
  };
}

function namesOf(call: V2Call, member: string): string[] {
  const { limits } = call.checks;
  const names = call.checks.texts(call.body[member], member, 255);
  if (names.length === 0) throw new Refusal(`Field ${member} is required`);
  if (names.length > limits.contactsPerList) {
    throw new Refusal(`At most ${limits.contactsPerList} contacts per call`);
  }
  return names;
}

/** `list` and `listById` show only contacts of the given owner; `listAll` and `basic` show all. */
function cards(
  call: V2Call,
  found: (Contact | undefined)[],
  card: (contact: Contact) => Json,
): Json[] {
  const isOwned = /\/list(ById)?$/.test(call.path);
  const contacts = found.filter(
    (contact): contact is Contact =>
      contact !== undefined && (!isOwned || contact.owner === call.owner),
  );
  return [...new Set(contacts)].map(card);
}

function tagList(call: V2Call): Json {
  call.checks.flag(call.body.showSystemTags, 'showSystemTags');
  const counts = new Map<string, number>();
  for (const contact of call.account.contacts.all()) {
    for (const tag of contact.tags?.keys() ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return { tags: [...counts].map(([tag, numberOfTagged]) => ({ tag, numberOfTagged })) };
}

function changedContacts(call: V2Call, member: 'createdOn' | 'modifiedOn'): Json[] {
  const from = readTime(call, 'from');
  const to = readTime(call, 'to');
  return [...call.account.contacts.all()]
    .filter((contact) => contact[member] >= from && contact[member] <= to)
    .sort((one, other) => one[member] - other[member])
    .map(({ id, email }) => ({ id, email }));
}

/** Epoch milliseconds, or ISO text as in old clients. */
function readTime(call: V2Call, member: 'from' | 'to'): number {
  const value = call.body[member];
  const time = typeof value === 'string' ? Date.parse(value) : call.checks.time(value, member);
  if (time === undefined || Number.isNaN(time)) throw new Refusal(`Field ${member} is required`);
  return time;
}

function pageOf(call: V2Call): { from: number; to: number } {
  const { page, size } = call.body;
  const { contactsPerPage } = call.checks.limits;
  const isPage = Number.isSafeInteger(page) && (page as number) >= 1;
  const isSize =
    Number.isSafeInteger(size) && (size as number) >= 1 && (size as number) <= contactsPerPage;
  if (!isPage || !isSize) {
    throw new Refusal(`Field page has to be 1 or more, size 1 to ${contactsPerPage}`);
  }
  const from = ((page as number) - 1) * (size as number);
  return { from, to: from + (size as number) };
}

function paginatedModified(call: V2Call): Json {
  const { from, to } = pageOf(call);
  const all = changedContacts(call, 'modifiedOn');
  return { modifiedContacts: all.slice(from, to), hasMore: all.length > to };
}

function recentActivity(call: V2Call): Json {
  const [from, to] = [readTime(call, 'from'), readTime(call, 'to')];
  const visits = call.world.pixels
    .filter(
      ({ at, clientId }) => clientId === call.account.options.clientId && at >= from && at <= to,
    )
    .map(({ at, contactId, url }) => ({ date: at, contactId, url }));
  return { recentActivity: { contactVisits: visits } };
}

function paginatedList(call: V2Call): Json {
  const { from, to } = pageOf(call);
  return { contacts: [...call.account.contacts.all()].slice(from, to).map(fullCard) };
}

function exportPage(call: V2Call): Json {
  const { from, to } = pageOf(call);
  return startExport(call, () => [...call.account.contacts.all()].slice(from, to));
}

function exportData(call: V2Call): Json {
  const data = call.checks.objects(call.body.data, 'data').map((item) => String(item.dataType));
  const unknown = data.find((type) => !EXPORT_TYPES.has(type));
  if (data.length === 0 || unknown) throw new Refusal(`Unknown dataType ${unknown ?? ''}`.trim());
  const contacts = call.body.contacts;
  return startExport(call, () => addressees(call, contacts));
}

function startExport(call: V2Call, select: () => Contact[]): Json {
  const job = call.account.addJob(call.now + call.world.jobDurationMs, () =>
    select().map(fullCard),
  );
  call.account.runDueJobs(call.now);
  return { requestId: job.id };
}

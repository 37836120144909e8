import type { Contact } from '../contacts/contact.js';
import { isEmail } from '../email.js';
import { isObject, type Json } from '../json.js';
import { REASON } from './problems.js';
import type { V3Call, V3Method } from './v3-call.js';

export const keyInformationMethods: Record<string, V3Method> = {
  '/v3/keyInformation/upsert': { httpMethod: 'POST', reportsProblems: true, handle: upsert },
  '/v3/keyInformation/get': { httpMethod: 'GET', handle: read },
};

function upsert(call: V3Call): Json {
  const { checks, body } = call;
  const contact = contactOf(call, body.email, body.contactId ?? body.contactid);
  const owner = checks.text(body.owner, 'owner', { required: true, max: 254 });
  if (owner !== undefined && !call.account.options.owners.includes(owner)) {
    checks.add(REASON.unknown, 'owner|not known');
  }
  const setAsNull = checks.texts(body.setAsNull ?? [], 'setAsNull', 20, 255);
  const values = [...readValues(call, 'numeric'), ...readValues(call, 'text')];
  checks.settle();

  if (contact) {
    contact.keyInformation ??= new Map();
    for (const [name, value] of values) contact.keyInformation.set(name, value);
    for (const name of setAsNull) contact.keyInformation.delete(name);
  }
  return { requestId: call.requestId };
}

function read(call: V3Call): Json {
  const { query, body } = call;
  const contact = contactOf(
    call,
    query.get('email') ?? body.email,
    query.get('contactId') ?? body.contactId ?? undefined,
  );
  call.checks.settle();
  const name = query.get('name');
  const all = [...(contact?.keyInformation ?? [])].map(([key, value]) => ({ name: key, value }));
  return {
    contactId: contact?.id,
    keyInformation: name === null ? all : all.filter((item) => item.name === name),
  };
}

function contactOf(call: V3Call, email: unknown, contactId: unknown): Contact | undefined {
  const { checks, account } = call;
  if (contactId !== undefined) {
    const id = checks.text(contactId, 'contactId', { required: true, max: 36 });
    const contact = id === undefined ? undefined : call.visible(account.contacts.get(id));
    if (id !== undefined && !contact) checks.add(REASON.unknown, 'contactId|not known');
    return contact;
  }
  const address = checks.text(email, 'email', { required: true, max: 254 });
  if (address === undefined) return undefined;
  if (!isEmail(address)) {
    checks.add(REASON.pattern, 'email|is not a valid address');
    return undefined;
  }
  const contact = call.visible(account.contacts.find(address));
  if (!contact) checks.add(REASON.unknown, 'email|not known');
  return contact;
}

function readValues(call: V3Call, kind: 'numeric' | 'text'): [string, string | number][] {
  const { checks, body } = call;
  const given = isObject(body.keyInformation) ? body.keyInformation[kind] : undefined;
  const path = `keyInformation.${kind}`;
  return checks.objects(given ?? [], path, { max: 1000 }).flatMap((item, index) => {
    const name = checks.text(item.name, `${path}[${index}].name`, { required: true, max: 255 });
    const value = readValue(call, kind, item.value, `${path}[${index}].value`);
    return name === undefined || value === undefined
      ? []
      : [[name, value] as [string, string | number]];
  });
}

function readValue(
  call: V3Call,
  kind: 'numeric' | 'text',
  value: unknown,
  path: string,
): string | number | undefined {
  const { checks } = call;
  if (kind === 'text') return checks.text(value, path, { required: true, max: 255 });
  if (!checks.isGiven(value, path, true)) return undefined;
  if (typeof value === 'number') return value;
  checks.add(REASON.type, `${path}:number|wrong type`);
  return undefined;
}

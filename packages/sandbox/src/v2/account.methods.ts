import { randomUUID } from 'node:crypto';
import { addressees } from '../contacts/batch.methods.js';
import type { Json } from '../json.js';
import type { V2Call, V2Method } from './call.js';
import { Refusal, WIRE } from './refusal.js';

/** Signed methods about the account itself: users, jobs, e-mails, forms, loyalty, statistics. */
export const accountMethods: Record<string, V2Method> = {
  '/api/user/listByClient': { handle: (call) => ({ users: call.account.options.owners }) },
  '/api/job/status': { handle: jobStatus },
  '/api/consent/form/data': { handle: consentForms },
  '/api/email/messages': { handle: emailMessages },
  '/api/email/sendEmail': { owner: 'optional', handle: sendEmail },
  '/api/email/send': { owner: 'optional', handle: sendEmail },
  '/api/workflow/list': { owner: 'optional', handle: () => ({ workflows: [] }) },
  '/api/loyalty/program/v1/addContact': { handle: (call) => changeLoyalty(call, 'add') },
  '/api/loyalty/program/v1/removeContact': { handle: (call) => changeLoyalty(call, 'remove') },
  '/api/loyalty/program/v1/modifyPoints': { handle: (call) => changeLoyalty(call, 'points') },
  '/api/web/push/ids': { owner: 'optional', handle: () => ({ ids: [] }) },
  '/api/web/push/stats': { owner: 'optional', handle: () => ({ stats: [] }) },
  '/api/notification/consent/form/stats': { owner: 'optional', handle: () => ({ stats: [] }) },
  '/api/authorization/refreshToken': {
    handle: (call) => ({ token: call.account.createToken(call.now).token }),
  },
};

function jobStatus(call: V2Call): Json {
  const job = call.account.jobs.get(Number(call.body.requestId));
  if (!job) throw new Refusal('Request does not exist');
  if (job.fileId === undefined) return { message: ['Request is being processed'], fileUrl: null };
  return { fileUrl: `${call.baseUrl}/files/${call.account.options.clientId}/${job.fileId}.json` };
}

function consentForms(call: V2Call): Json {
  const forms = call.account.options.consentForms ?? [];
  return { consentFormList: forms.map(({ id, name }) => ({ intId: id, name })) };
}

function emailMessages(call: V2Call): Json {
  const messages = call.account.emails().filter((email) => email.type === 'STANDARD');
  return {
    standardMessages: messages.map(({ id, name, subject, modifiedOn, senderAccountId }) => ({
      id,
      name,
      subject,
      createdOn: call.account.startedAt,
      modifiedOn: modifiedOn ?? call.account.startedAt,
      emailAccountId: senderAccountId ?? null,
      userAccountId: null,
      shared: false,
      campaign: null,
    })),
  };
}

/** Nothing is sent; the call is in the request log. */
function sendEmail(call: V2Call): Json {
  const emailId = call.checks.text(call.body.emailId, 'emailId', 255);
  if (!call.account.emails().some((email) => email.id === emailId)) {
    throw new Refusal('Email does not exist');
  }
  if (addressees(call, call.body.contacts).length === 0)
    throw new Refusal('Contact does not exist');
  return { conversationId: randomUUID() };
}

function changeLoyalty(call: V2Call, change: 'add' | 'remove' | 'points'): Json {
  const program = call.checks.text(call.body.loyaltyProgram, 'loyaltyProgram', 255);
  if (!program || !call.account.options.loyaltyPrograms?.includes(program)) {
    throw new Refusal(WIRE.noLoyaltyProgram);
  }
  const { contacts } = call.body;
  let points = 0;
  for (const contact of addressees(call, Array.isArray(contacts) ? contacts : [contacts])) {
    contact.loyalty ??= new Map();
    const before = contact.loyalty.get(program);
    if (change === 'remove') contact.loyalty.delete(program);
    else if (change === 'add') contact.loyalty.set(program, before ?? 0);
    else {
      if (before === undefined) throw new Refusal('Contact is not in the loyalty program');
      points = before + readPoints(call);
      contact.loyalty.set(program, points);
    }
    call.record(contact, 'other');
  }
  return change === 'points' ? { points } : {};
}

function readPoints(call: V2Call): number {
  const { points, modificationType } = call.body;
  if (!Number.isSafeInteger(points) || (points as number) < 0) {
    throw new Refusal('Field points has to be an integer, zero or more');
  }
  if (modificationType === 'ADD') return points as number;
  if (modificationType === 'SUBTRACT') return -(points as number);
  throw new Refusal('Field modificationType has to be ADD or SUBTRACT');
}

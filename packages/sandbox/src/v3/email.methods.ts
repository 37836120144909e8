import type { Json } from '../json.js';
import type { EmailOptions } from '../options.js';
import { REASON } from './problems.js';
import type { V3Call, V3Method } from './v3-call.js';

export const emailMethods: Record<string, V3Method> = {
  '/v3/email/list': { httpMethod: 'GET', handle: listEmails },
};

const TYPES: ReadonlySet<unknown> = new Set(['STANDARD', 'SUBSCRIPTION_CONFIRMATION']);
const PAGE_SIZE = 100;

/** A GET with a JSON body; query parameters are taken as well. Times are UNIX seconds. */
function listEmails(call: V3Call): Json {
  const { checks } = call;
  const type = call.query.get('type') ?? call.body.type ?? 'STANDARD';
  if (!TYPES.has(type))
    checks.add(REASON.pattern, 'type|is not STANDARD or SUBSCRIPTION_CONFIRMATION');
  const from = readSeconds(call, 'dateFrom');
  const to = readSeconds(call, 'dateTo');
  checks.settle();

  const modifiedOn = (email: EmailOptions) =>
    Math.floor((email.modifiedOn ?? call.account.startedAt) / 1000);
  const emails = call.account
    .emails()
    .filter((email) => email.type === type && modifiedOn(email) >= from && modifiedOn(email) <= to)
    .sort((one, other) => modifiedOn(one) - modifiedOn(other))
    .slice(0, PAGE_SIZE)
    .map((email) => ({
      emailId: email.id,
      sender: {
        accountId: email.senderAccountId ?? null,
        emailAddress: call.account.options.owners[0],
        displayName: 'Sandbox',
      },
      modifiedOn: modifiedOn(email),
      name: email.name,
      subject: email.subject,
      designedIn: 'HTML',
      group: null,
      author: call.account.options.owners[0],
      type: email.type,
    }));
  return { emails };
}

function readSeconds(call: V3Call, member: 'dateFrom' | 'dateTo'): number {
  const text = call.query.get(member);
  const value = text !== null && /^\d+$/.test(text) ? Number(text) : (text ?? call.body[member]);
  return call.checks.integer(value, member, { required: true }) ?? 0;
}

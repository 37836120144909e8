import { LIMITS } from '../limits.js';
import type { Answer } from '../outcome/answer.js';
import { asNumber, asObjects, asText, isObject, type JsonObject } from '../outcome/json.js';
import type { V3Calls } from './v3-calls.js';

export type EmailType = 'STANDARD' | 'SUBSCRIPTION_CONFIRMATION';

export interface EmailQuery {
  type: EmailType;
  /** By time of modification, in UNIX seconds. */
  dateFrom: number;
  dateTo: number;
}

export interface EmailTemplate {
  emailId: string;
  name?: string | undefined;
  subject?: string | undefined;
  /** Milliseconds since 1970. */
  modifiedOnMs?: number | undefined;
  designedIn?: string | undefined;
  group?: string | undefined;
  author?: string | undefined;
  type?: string | undefined;
  sender?:
    | {
        accountId?: string | undefined;
        emailAddress?: string | undefined;
        displayName?: string | undefined;
      }
    | undefined;
}

/** E-mails of the account, API v3: for choosing a confirmation e-mail. Throws SalesmanagoError only. */
export class Emails {
  constructor(private readonly calls: V3Calls) {}

  /** Up to 100 e-mails modified between the two times. The query goes as JSON body of a GET, as SALESmanago wants. */
  async list(query: EmailQuery): Promise<EmailTemplate[]> {
    const answer = await this.calls.get('email/list', { body: query });
    return findList(answer).flatMap((item) => readEmail(item) ?? []);
  }

  /** All e-mails between the two times, page by page, each once; a page begins at the last change of the one before. */
  async *all(query: EmailQuery): AsyncGenerator<EmailTemplate> {
    const seen = new Set<string>();
    let { dateFrom } = query;
    let isStuck = false;
    while (dateFrom <= query.dateTo) {
      const page = await this.list({ ...query, dateFrom });
      const fresh = page.filter(({ emailId }) => !seen.has(emailId));
      for (const email of fresh) {
        seen.add(email.emailId);
        yield email;
      }
      if (page.length < LIMITS.batch.emails) return;
      // A full page without anything new may be one busy second, which a step of a second leaves behind.
      // A second such page means that the service does not heed the dates.
      if (fresh.length === 0 && isStuck) return;
      isStuck = fresh.length === 0;
      const times = page.flatMap(({ modifiedOnMs }) => modifiedOnMs ?? []);
      const last = Math.floor(Math.max(...times) / 1000);
      dateFrom = last > dateFrom ? last : dateFrom + 1;
    }
  }
}

/** The name of the list is not published: the first list in the answer is it. */
function findList(answer: Answer): JsonObject[] {
  const list = ['emails', 'items', ...Object.keys(answer.body)]
    .map((key) => answer.body[key])
    .find(Array.isArray);
  return list ? asObjects(list) : answer.missing('emails');
}

function readEmail(item: JsonObject): EmailTemplate | undefined {
  const emailId = asText(item.emailId) ?? asText(item.id);
  if (emailId === undefined) return undefined;
  const sender = item.sender;
  return {
    emailId,
    name: asText(item.name),
    subject: asText(item.subject),
    modifiedOnMs: readTime(item.modifiedOn),
    designedIn: asText(item.designedIn),
    group: asText(item.group),
    author: asText(item.author),
    type: asText(item.type),
    sender: isObject(sender)
      ? {
          accountId: asText(sender.accountId),
          emailAddress: asText(sender.emailAddress),
          displayName: asText(sender.displayName),
        }
      : undefined,
  };
}

/** Seconds, milliseconds or ISO text: which of them an answer has is not published. */
function readTime(value: unknown): number | undefined {
  const number = asNumber(value);
  if (number !== undefined) return number < 1e11 ? number * 1000 : number;
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

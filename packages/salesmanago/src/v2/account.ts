import { normaliseEndpoint } from '../endpoint.js';
import { asCount, asObjects, asText, asTexts, readMessages } from '../outcome/json.js';
import type { V2Calls } from './v2-calls.js';

/** How long a login token works: SALESmanago's own plugins count 29 days and 20 hours. */
export const LOGIN_TOKEN_LIFE_MS = (29 * 24 + 20) * 60 * 60 * 1000;

/** A web push consent form. */
export interface ConsentForm {
  id: number;
  name: string;
}

export type JobStatus =
  | { isFinished: false; messages: readonly string[] }
  | { isFinished: true; fileUrl: string | undefined };

/** The account itself in API v2: users, forms, jobs, the login token. Throws SalesmanagoError only. */
export class Account {
  constructor(private readonly calls: V2Calls) {}

  /** E-mails of the users who can own contacts. Also the check that the account is active and lets us in. */
  async owners(): Promise<string[]> {
    const answer = await this.calls.post('user/listByClient', {});
    const users = asTexts(answer.list('users'));
    return users.length > 0 ? users : answer.missing('users');
  }

  async consentForms(): Promise<ConsentForm[]> {
    const answer = await this.calls.post('consent/form/data', {});
    return asObjects(answer.list('consentFormList')).flatMap((form) => {
      const id = asCount(form.intId);
      return id === undefined ? [] : [{ id, name: asText(form.name) ?? String(id) }];
    });
  }

  /** What became of an asynchronous batch; ask about every 5 s. It is finished when it has nothing more to say. */
  async jobStatus(requestId: string): Promise<JobStatus> {
    const number = Number(requestId);
    const answer = await this.calls.post('job/status', {
      requestId: Number.isSafeInteger(number) ? number : requestId,
    });
    const messages = readMessages(answer.body.message);
    const fileUrl = answer.text('fileUrl');
    return messages.length > 0 && fileUrl === undefined
      ? { isFinished: false, messages }
      : { isFinished: true, fileUrl };
  }

  /** Exchanges the credentials for a new login token, for links that sign in to SALESmanago. */
  async refreshToken(): Promise<string> {
    const answer = await this.calls.post('authorization/refreshToken', {}, { keepAnswer: false });
    return answer.id('token');
  }
}

/** A link that signs the browser in to SALESmanago; the token is a secret. */
export function signInLink(endpoint: string, token: string): string {
  return `${normaliseEndpoint(endpoint)}/api/authorization/authorize?t=${encodeURIComponent(token)}`;
}

import { normaliseEndpoint } from '../endpoint.js';
import { asCount, asObjects, asText, asTexts, isObject, readMessages } from '../outcome/json.js';
import type { V2Calls } from './v2-calls.js';

/** How long a login token works: SALESmanago's own plugins count 29 days and 20 hours. */
export const LOGIN_TOKEN_LIFE_MS = (29 * 24 + 20) * 60 * 60 * 1000;

/** `sm('webPush', ['<form>', '360']);` */
const WEB_PUSH_CALL = /^sm\('webPush', ?\['([\w-]{1,64})', ?'(\d{1,5})'\]\);?$/;

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

  /**
   * Names of the product modules that are switched on, such as `LIVE_CHAT`. A call of the vendor's old plugins: an
   * account may refuse it, and the form of its answer is not published, so `undefined` is one that cannot be read.
   *
   * @param token of a login.
   */
  async modules(token: string): Promise<string[] | undefined> {
    const { body } = await this.calls.post('account/items', { token }, { keepAnswer: false });
    if (!Array.isArray(body.items)) return undefined;
    return body.items.flatMap((item: unknown) => asText(isObject(item) ? item.name : item) ?? []);
  }

  /**
   * The call of the tracking script that a web push form needs, as its arguments. Also one of the old plugins' calls.
   * What comes back would be put into pages, so that only the one known form is let through.
   *
   * @param token of a login.
   */
  async webPushCall(
    token: string,
    formId: number,
  ): Promise<readonly [form: string, days: string] | undefined> {
    const answer = await this.calls.post(
      'wm/consentFormCode',
      { token, wizardIntId: formId },
      { keepAnswer: false },
    );
    const code = answer.text('code') ?? '';
    const [, form, days] = WEB_PUSH_CALL.exec(code.trim()) ?? [];
    return form && days ? [form, days] : undefined;
  }

  /** Keeps an image at SALESmanago and gives its address: the shop's logo. Also one of the old plugins' calls. */
  async uploadImage(image: File): Promise<string> {
    const answer = await this.calls.upload('wm/uploadImage.json', image);
    const url = answer.id('url');
    return /^https?:\/\//.test(url) ? url : answer.missing('url');
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

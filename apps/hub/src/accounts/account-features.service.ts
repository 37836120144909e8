import { Injectable } from '@nestjs/common';
import {
  type ConsentForm,
  type EmailTemplate,
  type EmailType,
  SalesmanagoError,
  signInLink,
} from '@storewire/salesmanago';
import type { Caller } from '../access/caller.js';
import { notFound, ProblemException } from '../access/problem.js';
import { type AccountContext, AccountDirectory } from './account-directory.js';
import { accountProblem } from './account-problem.js';
import { LoginTokens } from './login-tokens.service.js';
import { V3KeyWatch } from './v3-key-watch.service.js';

/** The product modules of S13, with their names in SALESmanago. */
const MODULES = { liveChat: 'LIVE_CHAT', webPush: 'WEB_PUSH', popUp: 'CF_P_LP' } as const;
export type ModuleKey = keyof typeof MODULES;
export const MODULE_KEYS = Object.keys(MODULES) as ModuleKey[];

export interface Modules {
  readonly offered: boolean;
  /** Why SALESmanago does not tell. */
  readonly reason: string | null;
  readonly items: readonly { readonly module: ModuleKey; readonly active: boolean | null }[];
}

export interface SignInLink {
  readonly url: string;
  readonly signsIn: boolean;
  /** Why the link only opens SALESmanago. */
  readonly reason: string | null;
}

/** The sign-up of the vendor's old plugins is answered by some accounts only; this says so. */
const NOT_OFFERED = 'not offered by this account';

/** What the forms of an account are filled with, asked anew: web push forms, e-mails, modules, the way in. */
@Injectable()
export class AccountFeatures {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly keys: V3KeyWatch,
    private readonly tokens: LoginTokens,
  ) {}

  /** Web push forms. @throws ProblemException 422 or 424. */
  async forms(tenantId: string, accountId: string): Promise<ConsentForm[]> {
    const { client } = await this.directory.get(tenantId, accountId);
    return asked(client.account.consentForms());
  }

  /**
   * The call that a web push form needs in the pages.
   * @throws ProblemException 404 for a form the account does not have; 422 where the account does not offer it.
   */
  async formCode(
    tenantId: string,
    accountId: string,
    formId: number,
    by: Caller,
  ): Promise<{ code: string; form: string; days: number }> {
    const forms = await this.forms(tenantId, accountId);
    if (!forms.some(({ id }) => id === formId)) throw notFound('form');
    const { client } = await this.directory.get(tenantId, accountId);
    const token = await this.tokens.of(tenantId, accountId, by);
    const found = token
      ? await client.account.webPushCall(token, formId).catch(refused)
      : undefined;
    if (!found) throw notOffered('The code of the form');
    const [form, days] = found;
    return { code: `sm('webPush', ['${form}', '${days}']);`, form, days: Number(days) };
  }

  /** X7: every e-mail of one type that was changed in the time, all pages. Times are milliseconds since 1970. */
  async emails(
    tenantId: string,
    accountId: string,
    query: { readonly type: EmailType; readonly from: number; readonly to: number },
  ): Promise<EmailTemplate[]> {
    const account = await this.directory.get(tenantId, accountId);
    const dateFrom = Math.max(0, Math.floor(query.from / 1000));
    const dateTo = Math.floor(query.to / 1000);
    return asked(
      this.keys.noting(account, async () => {
        const found: EmailTemplate[] = [];
        const all = account.client.emails.all({ type: query.type, dateFrom, dateTo });
        for await (const email of all) found.push(email);
        return found;
      }),
    );
  }

  /** Which modules are on, as far as SALESmanago tells: the call is one of the vendor's old plugins. */
  async modules(tenantId: string, accountId: string, by: Caller): Promise<Modules> {
    const account = await this.directory.get(tenantId, accountId);
    const active = await this.activeModules(account, by);
    const isOffered = active !== undefined;
    return {
      offered: isOffered,
      reason: isOffered ? null : `The list of modules is ${NOT_OFFERED}; look into SALESmanago.`,
      items: MODULE_KEYS.map((module) => ({
        module,
        active: active?.includes(MODULES[module]) ?? null,
      })),
    };
  }

  /** S13, "Edit in SALESmanago": signs the browser in where there is a login token, else only opens SALESmanago. */
  async signInLink(tenantId: string, accountId: string, by: Caller): Promise<SignInLink> {
    const { endpoint } = await this.directory.get(tenantId, accountId);
    const token = await this.tokens.of(tenantId, accountId, by);
    if (token) return { url: signInLink(endpoint, token), signsIn: true, reason: null };
    return {
      url: endpoint,
      signsIn: false,
      reason: `SALESmanago gave no login token for this account: log in with e-mail and password, or sign in there by hand.`,
    };
  }

  private async activeModules(
    { tenantId, accountId, client }: AccountContext,
    by: Caller,
  ): Promise<string[] | undefined> {
    const token = await this.tokens.of(tenantId, accountId, by);
    return token ? client.account.modules(token).catch(refused) : undefined;
  }
}

/** @throws ProblemException with SALESmanago's refusal, or why it could not be asked. */
async function asked<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof SalesmanagoError ? accountProblem(error) : error;
  }
}

/** A legacy call that is refused is one the account does not offer. */
function refused(error: unknown): undefined {
  if (!(error instanceof SalesmanagoError)) throw error;
  return undefined;
}

const notOffered = (what: string): ProblemException =>
  new ProblemException({
    status: 422,
    code: 'NOT_OFFERED',
    detail: `${what} is ${NOT_OFFERED}: copy it in SALESmanago.`,
    next: 'fixSettings',
  });

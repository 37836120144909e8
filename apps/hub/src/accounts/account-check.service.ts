import { Injectable, Logger } from '@nestjs/common';
import { SalesmanagoError } from '@storewire/salesmanago';
import { Clock } from '../clock.js';
import type { CheckAnswer, CheckPart, CheckPartAnswer } from './account.answer.js';
import type { V3KeyState } from './account.entity.js';
import { type AccountContext, AccountDirectory } from './account-directory.js';
import { AccountOwners } from './account-owners.js';
import { AccountPause } from './account-pause.js';
import { accountProblem } from './account-problem.js';
import { isKeyRefusal, KEY_TEXTS } from './v3-key-state.js';
import { V3KeyWatch } from './v3-key-watch.service.js';

/** Asks SALESmanago live: does the account work, and who can own its contacts. */
@Injectable()
export class AccountCheckService {
  private readonly log = new Logger('accounts');

  constructor(
    private readonly directory: AccountDirectory,
    private readonly pause: AccountPause,
    private readonly keys: V3KeyWatch,
    private readonly owned: AccountOwners,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks part by part: what cannot be known because a part before it failed has `ok: null`. When endpoint, credentials
   * and owner are right, a pause of the account ends; an API v3 key holds up no contact and no order.
   */
  async check(tenantId: string, accountId: string): Promise<CheckAnswer> {
    const account = await this.directory.get(tenantId, accountId);
    const [{ parts: v2, users }, v3] = await Promise.all([checkV2(account), this.checkV3(account)]);
    let { state } = account;
    if (state === 'paused' && v2.every(({ ok }) => ok === true)) {
      await this.pause.resume(tenantId, accountId);
      state = 'active';
    }
    const parts = [...v2, v3];
    return {
      ok: parts.every(({ ok }) => ok !== false),
      checkedAt: this.clock.instant(),
      state,
      parts,
      warnings: users ? await this.storeWarnings(account, users) : [],
    };
  }

  /** For a change that may have mended the account; the result shows in its state. */
  checkInBackground(tenantId: string, accountId: string): void {
    this.check(tenantId, accountId).catch((error: unknown) => {
      this.log.warn(`Account ${accountId} could not be checked: ${(error as Error).name}.`);
    });
  }

  /** @throws ProblemException 422 or 424 with SALESmanago's refusal, or why it could not be asked. */
  async owners(tenantId: string, accountId: string): Promise<readonly string[]> {
    const account = await this.directory.get(tenantId, accountId);
    try {
      return await account.client.account.owners();
    } catch (error) {
      throw error instanceof SalesmanagoError ? accountProblem(error) : error;
    }
  }

  private async storeWarnings(
    account: AccountContext,
    users: readonly string[],
  ): Promise<string[]> {
    const missing = await this.owned.missing(account, users);
    return missing.flatMap(({ storeName }) =>
      storeName === undefined
        ? []
        : [
            `The owner that store ${storeName} sets is no user of the account any more; choose another one in its settings.`,
          ],
    );
  }

  private async checkV3(account: AccountContext): Promise<CheckPartAnswer> {
    if (!account.hasV3ApiKey) return unknown('v3');
    try {
      await this.keys.probe(account);
      return passed('v3');
    } catch (error) {
      if (!(error instanceof SalesmanagoError)) throw error;
      if (!isKeyRefusal(error)) return failed('v3', error);
      const { v3KeyState } = await this.directory.get(account.tenantId, account.accountId);
      return refusedKey(error, v3KeyState);
    }
  }
}

const passed = (part: CheckPart): CheckPartAnswer => ({
  part,
  ok: true,
  code: null,
  message: null,
});

const unknown = (part: CheckPart): CheckPartAnswer => ({ ...passed(part), ok: null });

const failed = (part: CheckPart, error: SalesmanagoError): CheckPartAnswer => ({
  part,
  ok: false,
  code: error.code,
  message: error.advice,
});

const refusedKey = (error: SalesmanagoError, state: V3KeyState | null): CheckPartAnswer =>
  state === null || state === 'working'
    ? failed('v3', error)
    : { part: 'v3', ok: false, code: `V3_KEY_${state.toUpperCase()}`, message: KEY_TEXTS[state] };

interface V2Check {
  readonly parts: readonly CheckPartAnswer[];
  /** The users of the account, where they could be read. */
  readonly users?: readonly string[];
}

async function checkV2({ client, owner }: AccountContext): Promise<V2Check> {
  try {
    const users = await client.account.owners();
    const isUser = users.some((user) => user.toLowerCase() === owner.toLowerCase());
    const own = isUser ? passed('owner') : notAUser();
    return { parts: [passed('endpoint'), passed('credentials'), own], users };
  } catch (error) {
    if (!(error instanceof SalesmanagoError)) throw error;
    return { parts: v2Failure(error) };
  }
}

function v2Failure(error: SalesmanagoError): CheckPartAnswer[] {
  if (isUnreached(error)) {
    return [failed('endpoint', error), unknown('credentials'), unknown('owner')];
  }
  return error.code === 'SM_OWNER_INVALID'
    ? [passed('endpoint'), passed('credentials'), failed('owner', error)]
    : [passed('endpoint'), failed('credentials', error), unknown('owner')];
}

/** Nothing answered that speaks API v2. */
function isUnreached(error: SalesmanagoError): boolean {
  if (error.code === 'SM_HTTP_REFUSED') return true;
  return error.outcome === 'notSent' || error.outcome === 'unknown';
}

const notAUser = (): CheckPartAnswer => ({
  part: 'owner',
  ok: false,
  code: 'OWNER_NOT_A_USER',
  message: 'The owner is not a user of the account. Choose one of the owners that the account has.',
});

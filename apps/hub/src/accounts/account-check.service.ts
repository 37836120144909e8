import { Injectable, Logger } from '@nestjs/common';
import { SalesmanagoError } from '@storewire/salesmanago';
import { Clock } from '../clock.js';
import type { CheckAnswer, CheckPart, CheckPartAnswer } from './account.answer.js';
import { type AccountContext, AccountDirectory } from './account-directory.js';
import { AccountPause } from './account-pause.js';
import { accountProblem } from './account-problem.js';

/** Asks SALESmanago live: does the account work, and who can own its contacts. */
@Injectable()
export class AccountCheckService {
  private readonly log = new Logger('accounts');

  constructor(
    private readonly directory: AccountDirectory,
    private readonly pause: AccountPause,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks part by part: what cannot be known because a part before it failed has `ok: null`. When endpoint, credentials
   * and owner are right, a pause of the account ends; an API v3 key holds up no contact and no order.
   */
  async check(tenantId: string, accountId: string): Promise<CheckAnswer> {
    const account = await this.directory.get(tenantId, accountId);
    const [v2, v3] = await Promise.all([checkV2(account), checkV3(account)]);
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
  message: `${error.message} ${error.hint}`,
});

async function checkV2({ client, owner }: AccountContext): Promise<CheckPartAnswer[]> {
  try {
    const owners = await client.account.owners();
    const isUser = owners.some((user) => user.toLowerCase() === owner.toLowerCase());
    return [passed('endpoint'), passed('credentials'), isUser ? passed('owner') : notAUser()];
  } catch (error) {
    if (!(error instanceof SalesmanagoError)) throw error;
    if (isUnreached(error)) {
      return [failed('endpoint', error), unknown('credentials'), unknown('owner')];
    }
    return error.code === 'SM_OWNER_INVALID'
      ? [passed('endpoint'), passed('credentials'), failed('owner', error)]
      : [passed('endpoint'), failed('credentials', error), unknown('owner')];
  }
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

async function checkV3({ client, hasV3ApiKey }: AccountContext): Promise<CheckPartAnswer> {
  if (!hasV3ApiKey) return unknown('v3');
  try {
    await client.catalogs.list();
    return passed('v3');
  } catch (error) {
    if (!(error instanceof SalesmanagoError)) throw error;
    return failed('v3', error);
  }
}

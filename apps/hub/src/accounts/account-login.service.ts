import { Injectable } from '@nestjs/common';
import { type LoginResult, login, SalesmanagoError } from '@storewire/salesmanago';
import type { Caller } from '../access/caller.js';
import { Clock } from '../clock.js';
import { newId } from '../ids.js';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';
import type { LogInAccount } from './account.dto.js';
import type { Account } from './account.entity.js';
import { AccountAddress } from './account-address.js';
import { accountProblem } from './account-problem.js';
import { AccountsService } from './accounts.service.js';
import { keyEnd, newToken, V3_KEY_NAME, V3KeySetting } from './v3-key-setting.js';

/** Makes an account of a SALESmanago login. */
@Injectable()
export class AccountLoginService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly address: AccountAddress,
    private readonly outgoing: OutgoingGuard,
    private readonly keys: V3KeySetting,
    private readonly clock: Clock,
  ) {}

  /**
   * Logs in and keeps what a login gives: a signed pair, a login token and, where it can be had, an API v3 key. The
   * password is used for the calls of this login and forgotten.
   *
   * @throws ProblemException 422 with a text for the form: wrong data, two-factor login, wrong endpoint, inactive
   * account; 424 when SALESmanago does not answer.
   */
  async logIn(
    tenantId: string,
    body: LogInAccount,
    by: Caller,
  ): Promise<{ account: Account; warnings: string[] }> {
    const entered = await this.address.read({
      endpoint: body.endpoint || undefined,
      v3Endpoint: body.v3Endpoint,
    });
    const [id, v3ProblemToken] = [newId(), newToken()];
    const webhookUrl = this.keys.problemUrlOf({ tenantId, id }, v3ProblemToken);
    const result = await this.perform(body, entered, webhookUrl);
    const { credentials, token, tokenExpiresAtMs, smapp } = result;
    const account = await this.accounts.insert(
      tenantId,
      {
        id,
        name: body.name ?? credentials.clientId,
        endpoint: credentials.endpoint,
        clientId: credentials.clientId,
        owner: credentials.owner,
        v3Endpoint: credentials.v3Endpoint ?? entered.v3Endpoint,
        secrets: {
          credential: credentials.credential,
          ...(credentials.v3ApiKey ? { v3ApiKey: credentials.v3ApiKey } : {}),
          v3ProblemToken,
          loginToken: { token, expiresAtMs: tokenExpiresAtMs },
          ...(smapp === undefined ? {} : { smapp }),
        },
        ...(credentials.v3ApiKey
          ? { v3KeyExpiresAt: keyEnd(body.v3KeyExpiry, this.clock.now()) }
          : {}),
      },
      by,
    );
    return { account, warnings: warningsOf(result) };
  }

  private async perform(
    { email, password, v3KeyExpiry: expiry }: LogInAccount,
    { endpoint, v3Endpoint }: { endpoint?: string | undefined; v3Endpoint?: string | undefined },
    webhookUrl: string | undefined,
  ): Promise<LoginResult> {
    // A host without TLS is a local one. It has no part in the vendor's API v3, and no password goes from it to there.
    const asksForKey = v3Endpoint !== undefined || !endpoint?.startsWith('http://');
    try {
      return await login(
        {
          email,
          password,
          endpoint,
          v3Key: asksForKey ? { keyName: V3_KEY_NAME, v3Endpoint, expiry, webhookUrl } : undefined,
        },
        { dispatcher: this.outgoing.dispatcher, now: () => this.clock.now() },
      );
    } catch (error) {
      throw error instanceof SalesmanagoError ? accountProblem(error) : error;
    }
  }
}

const warningsOf = ({ v3Error }: LoginResult): string[] =>
  v3Error ? [`No API v3 key was made: ${v3Error.message} Enter one by hand.`] : [];

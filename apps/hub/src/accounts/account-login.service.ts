import { Injectable } from '@nestjs/common';
import { type LoginResult, login, SalesmanagoError } from '@storewire/salesmanago';
import type { Caller } from '../access/caller.js';
import { Clock } from '../clock.js';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';
import type { LogInAccount } from './account.dto.js';
import { AccountAddress } from './account-address.js';
import { AccountEntrance, type Entered, type Entrance } from './account-entrance.service.js';
import { accountProblem } from './account-problem.js';

/** Makes an account of a SALESmanago login. */
@Injectable()
export class AccountLoginService {
  constructor(
    private readonly entrance: AccountEntrance,
    private readonly address: AccountAddress,
    private readonly outgoing: OutgoingGuard,
    private readonly clock: Clock,
  ) {}

  /**
   * Logs in and keeps what a login gives. The password is used for the calls of this login and forgotten.
   *
   * @throws ProblemException 422 with a text for the form: wrong data, two-factor login, wrong endpoint, inactive
   * account; 424 when SALESmanago does not answer.
   */
  async logIn(tenantId: string, body: LogInAccount, by: Caller): Promise<Entered> {
    const origins = await this.address.read({
      endpoint: body.endpoint || undefined,
      v3Endpoint: body.v3Endpoint,
    });
    const entrance = this.entrance.prepare(tenantId, origins, body.v3KeyExpiry);
    const result = await this.perform(body, origins.endpoint, entrance);
    return this.entrance.keep(entrance, result, body.name, by);
  }

  private async perform(
    { email, password }: LogInAccount,
    endpoint: string | undefined,
    { v3Key }: Entrance,
  ): Promise<LoginResult> {
    try {
      return await login(
        { email, password, endpoint, v3Key },
        { dispatcher: this.outgoing.dispatcher, now: () => this.clock.now() },
      );
    } catch (error) {
      throw error instanceof SalesmanagoError ? accountProblem(error) : error;
    }
  }
}

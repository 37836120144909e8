import { Injectable, Logger } from '@nestjs/common';
import { malformed, notFound, ProblemException } from '../access/problem.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountMissing } from '../accounts/account-missing.error.js';
import { Metrics } from '../health/metrics.service.js';
import { AcceptService } from '../intake/accept.service.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { verifyCallback } from './callback-key.js';
import { CallbackLimits } from './callback-limits.js';

/** A callback as it came. */
export interface Callback {
  readonly tenantId: string;
  readonly accountId: string;
  readonly state: 'in' | 'out';
  readonly email: unknown;
  readonly key: unknown;
  /** Of the caller. */
  readonly address: string;
}

/** Verifies callbacks of SALESmanago, and keeps a genuine one for every store of the account before it is answered. */
@Injectable()
export class CallbackDoor {
  private readonly log = new Logger('callbacks');

  constructor(
    private readonly accounts: AccountDirectory,
    private readonly stores: StoreDirectory,
    private readonly accept: AcceptService,
    private readonly limits: CallbackLimits,
    private readonly metrics: Metrics,
  ) {}

  /** @throws ProblemException 400, 403, 404 or 429. */
  async take(callback: Callback): Promise<void> {
    const { tenantId, accountId, state } = callback;
    const email = await this.verify(callback);
    const wait = this.limits.ofAccount(tenantId, accountId);
    if (wait > 0) throw this.tooMany(wait);
    const stores = await this.stores.ofAccount(tenantId, accountId);
    await Promise.all(
      stores.map((store) =>
        this.accept.accept({
          store,
          source: 'callback',
          topic: state === 'in' ? 'opt-in' : 'opt-out',
          rawBody: Buffer.from(JSON.stringify({ email, state })),
        }),
      ),
    );
    this.metrics.countCallback('accepted');
  }

  /** Before anything is counted: a right key is let in, whatever came from its address before. */
  private async verify({ tenantId, accountId, email, key, address }: Callback): Promise<string> {
    const secrets = await this.secretsOf(tenantId, accountId);
    if (!secrets) throw this.refuse(address, 'unknown', notFound('account'));
    if (typeof email !== 'string' || typeof key !== 'string' || email === '' || key === '') {
      const missing = [...(email ? [] : ['email']), ...(key ? [] : ['key'])];
      throw this.refuse(
        address,
        'incomplete',
        malformed(
          'The callback lacks a parameter.',
          missing.map((path) => ({ path, message: 'is required, once.' })),
        ),
      );
    }
    const found = verifyCallback(email, key, secrets);
    if (found) return found.toLowerCase();
    const refusal = this.refuse(address, 'wrongKey', wrongKey());
    if (refusal.status === 403) {
      this.log.warn(`A callback of account ${accountId} was refused: its key does not fit.`);
    }
    throw refusal;
  }

  private refuse(
    address: string,
    outcome: 'unknown' | 'incomplete' | 'wrongKey',
    problem: ProblemException,
  ): ProblemException {
    const wait = this.limits.ofRefused(address);
    if (wait > 0) return this.tooMany(wait);
    this.metrics.countCallback(outcome);
    return problem;
  }

  private tooMany(retryAfterSeconds: number): ProblemException {
    this.metrics.countCallback('tooMany');
    return new ProblemException({
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      detail:
        'More callbacks came than this door takes; the state is read again with the next one.',
      next: 'retry',
      retryAfterSeconds,
    });
  }

  private async secretsOf(
    tenantId: string,
    accountId: string,
  ): Promise<readonly string[] | undefined> {
    try {
      return await this.accounts.callbackSecrets(tenantId, accountId);
    } catch (error) {
      if (error instanceof AccountMissing) return undefined;
      throw error;
    }
  }
}

const wrongKey = (): ProblemException =>
  new ProblemException({
    status: 403,
    code: 'WRONG_CALLBACK_KEY',
    detail: 'The key does not fit the address. Copy the callback URL of the account again.',
    next: 'fixSettings',
  });

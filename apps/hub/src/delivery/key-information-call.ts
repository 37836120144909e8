import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SalesmanagoError } from '@storewire/salesmanago';
import { type AccountContext, AccountDirectory } from '../accounts/account-directory.js';
import { V3KeyWatch } from '../accounts/v3-key-watch.service.js';
import { Database } from '../database/database.service.js';
import type { DueCommand } from '../database/outbox.repository.js';
import { accountLane, WorkQueue } from '../work/work-queue.js';
import type { Outcome } from './outcome.js';
import { payloadOf, toKeyInformation } from './wire.js';

/** While the key is refused: a new key or a passed check brings it forward. */
const KEY_WAIT_MS = 10 * 60_000;
/** API v3 does not know a new contact at once; the vendor's own tests wait this long. */
const NEW_CONTACT_WAIT_MS = 60_000;
const UNKNOWN_IDENTIFIER = 16;

/**
 * Sends Key Information. Trouble with the key of API v3 makes it wait, and nothing else: contacts and events of the
 * account do not need that key.
 */
@Injectable()
export class KeyInformationCall implements OnModuleInit {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly keys: V3KeyWatch,
    private readonly db: Database,
    private readonly queue: WorkQueue,
  ) {}

  onModuleInit(): void {
    this.keys.onWorking(({ tenantId, accountId }) => {
      this.queue.beside(this.goOn(tenantId, accountId));
    });
  }

  /** @throws SalesmanagoError as the call does, but for what makes it wait. */
  async send(tenantId: string, accountId: string, command: DueCommand): Promise<Outcome> {
    const account = await this.accounts.get(tenantId, accountId);
    const { hasV3ApiKey, v3KeyState } = account;
    if (!hasV3ApiKey) return waitForKey('NO_V3_KEY', 'The account has no API v3 key any more.');
    if (v3KeyState !== null && v3KeyState !== 'working') {
      return waitForKey(
        'SM_V3_KEY_REFUSED',
        `The API v3 key is ${v3KeyState}; waits for a new one.`,
      );
    }
    return this.call(account, command);
  }

  private async call(account: AccountContext, command: DueCommand): Promise<Outcome> {
    const request = toKeyInformation(payloadOf(command, 'keyInformation'));
    try {
      const { value } = await this.keys.noting(account, () =>
        account.client.keyInformation.upsert(request),
      );
      return { kind: 'done', ...(value.requestId ? { answer: value.requestId } : {}) };
    } catch (error) {
      if (!(error instanceof SalesmanagoError)) throw error;
      if (error.outcome === 'unauthorized') return waitForKey(error.code, error.message);
      if (!isUnknownContact(error)) throw error;
      return {
        kind: 'later',
        cause: 'CONTACT_NOT_KNOWN_YET',
        detail: 'API v3 does not know the contact yet.',
        waitMs: NEW_CONTACT_WAIT_MS,
        countsTry: true,
      };
    }
  }

  /** The key works again: what waits for it is due now. */
  private async goOn(tenantId: string, accountId: string): Promise<void> {
    await this.db.write((tx) =>
      tx.query(
        `UPDATE command SET due_at = 0 WHERE tenant_id = $1 AND account_id = $2 AND state = 'ready' AND kind = 'keyInformation'`,
        [tenantId, accountId],
      ),
    );
    this.queue.wake(accountLane(tenantId, accountId));
  }
}

const waitForKey = (cause: string, detail: string): Outcome => ({
  kind: 'later',
  cause,
  detail,
  waitMs: KEY_WAIT_MS,
  countsTry: false,
});

const isUnknownContact = (error: SalesmanagoError): boolean =>
  error.problems.some(
    ({ reasonCode, field }) =>
      reasonCode === UNKNOWN_IDENTIFIER && (field === 'email' || field === 'contactId'),
  );

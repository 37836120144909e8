import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../accounts/account-directory.js';
import { ExportControl } from '../exports/export-control.service.js';
import { LedgerService } from '../intake/ledger.service.js';
import { MessageViewService } from '../processing/message-view.service.js';
import type { StoreContext } from '../stores/store-context.js';
import type { StatusStore } from './status.answer.js';

const MESSAGES = 12;
const EXPORTS = 4;

/** What anybody at the door may see of a store of the demo: counts, numbers and states, and nobody's address. */
@Injectable()
export class StoreStatusService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly messages: MessageViewService,
    private readonly exports: ExportControl,
    private readonly accounts: AccountDirectory,
  ) {}

  async of(store: StoreContext): Promise<StatusStore> {
    const { tenantId, storeId } = store;
    const [ledger, messages, exports, account] = await Promise.all([
      this.ledger.of(tenantId, storeId),
      this.messages.list(tenantId, storeId, { limit: MESSAGES, after: '' }),
      this.exports.list(tenantId, storeId, EXPORTS, ''),
      this.accounts.get(tenantId, store.accountId),
    ]);
    return {
      id: storeId,
      name: store.name,
      platform: store.platform,
      isConnectionPaused: store.isPaused,
      isAccountPaused: account.state === 'paused',
      ledger,
      exports: exports.items.map(({ id, kind, state, total, processed, failed }) => ({
        id,
        kind: `${kind}s`,
        state,
        total,
        processed,
        failed,
      })),
      messages: messages.items.map(
        ({ receivedAt, source, topic, reference, state, rule, cause }) => ({
          receivedAt,
          source,
          topic,
          // Some platforms know people by their address; it is their id then.
          reference: reference?.includes('@') ? null : reference,
          state,
          rule,
          cause,
        }),
      ),
    };
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { countMoves } from '../database/settle.js';

export interface EndedMessage {
  readonly message: {
    readonly tenantId: string;
    readonly id: string;
    readonly storeId: string;
    readonly exportId: string | null;
  };
  readonly kind: 'filtered' | 'dead';
  readonly rule?: string;
  readonly cause?: string;
  readonly detail: string;
}

/** Ends messages that never became records: dead with the cause, or filtered with the rule. */
@Injectable()
export class TranslationFailures {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async end(ended: readonly EndedMessage[]): Promise<void> {
    if (ended.length === 0) return;
    const now = this.clock.now();
    await this.db.write(async (tx) => {
      await tx.updateRows(
        {
          table: 'message',
          columns: {
            tenant_id: 'text',
            id: 'text',
            state: 'text',
            rule: 'text',
            cause: 'text',
            detail: 'text',
            settled_at: 'bigint',
          },
          key: ['tenant_id', 'id'],
          set: {
            stage: `'decided'`,
            state: '$state',
            rule: '$rule',
            cause: '$cause',
            detail: '$detail',
            decided_at: '$settled_at',
            settled_at: '$settled_at',
          },
        },
        ended.map((one) => ({
          tenant_id: one.message.tenantId,
          id: one.message.id,
          state: one.kind,
          rule: one.rule ?? null,
          cause: one.cause ?? null,
          detail: one.detail.slice(0, 2000),
          settled_at: now,
        })),
      );
      await countMoves(
        tx,
        ended.map((one) => ({
          tenantId: one.message.tenantId,
          messageId: one.message.id,
          storeId: one.message.storeId,
          exportId: one.message.exportId,
          from: 'pending',
          to: one.kind,
        })),
      );
    });
  }
}

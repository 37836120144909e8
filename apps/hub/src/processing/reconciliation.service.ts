import { Injectable } from '@nestjs/common';
import type { PollableKind, SourceRow } from '@storewire/core';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { inList, listParam, type Tx } from '../database/sql.js';
import { WebhookPulse } from '../intake/webhook-pulse.js';
import type { StoreContext } from '../stores/store-context.js';
import type { Translated } from './decide.service.js';
import { broughtByWebhook, objectKeyOf } from './object-key.js';
import { countDays } from './webhook-days.js';

/** A chunk of a poll, compared with what webhooks brought. */
export interface PolledChunk {
  /** Versions no webhook has brought. */
  readonly fresh: readonly SourceRow[];
  /** How many a webhook had brought. */
  readonly seen: number;
}

/** Compares what polls find with what webhooks brought: what is in both comes in once, what is missed is counted. */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly db: Database,
    private readonly pulse: WebhookPulse,
    private readonly clock: Clock,
  ) {}

  async compare(store: StoreContext, rows: readonly SourceRow[]): Promise<PolledChunk> {
    const keys = rows.map(objectKeyOf);
    const asked = keys.filter((key) => key !== undefined);
    if (asked.length === 0) return { fresh: rows, seen: 0 };
    const found = await this.db.query<{ object_key: string }>(
      `SELECT object_key FROM message WHERE tenant_id = $1 AND store_id = $2 AND ${inList('object_key', 3)}`,
      [store.tenantId, store.storeId, listParam(new Set(asked))],
    );
    const known = new Set(found.map((row) => row.object_key));
    const fresh = rows.filter((_, i) => !known.has(keys[i] ?? ''));
    return { fresh, seen: rows.length - fresh.length };
  }

  /**
   * Counts a chunk in the transaction that took it in. Missed is what has a version, is of a kind the platform has
   * webhooks for, and belongs to a store whose webhooks come at all.
   * @param isNew for each fresh row whether it was taken in now; the rest was polled before.
   */
  async count(
    tx: Tx,
    store: StoreContext,
    kind: PollableKind,
    { fresh, seen }: PolledChunk,
    isNew: readonly boolean[],
  ): Promise<void> {
    const taken = fresh.filter((_, i) => isNew[i]);
    if (taken.length === 0 && seen === 0) return;
    const isExpected = store.adapter.capabilities[kind]?.includes('webhook') ?? false;
    const missed =
      isExpected && (await this.hasTalked(tx, store))
        ? taken.filter((row) => row.version !== undefined).length
        : 0;
    await countDays(tx, [{ store, at: this.clock.now(), polled: taken.length, seen, missed }]);
  }

  /** Webhooks that came after a poll had brought the same: late, and not missed. */
  async countLate(messages: readonly Translated[]): Promise<void> {
    const byStore = Map.groupBy(
      messages.flatMap((message) => {
        const key = message.store.adapter.sources.poll ? broughtByWebhook(message) : undefined;
        return key === undefined ? [] : [{ store: message.store, key: `poll:${key}` }];
      }),
      ({ store }) => store,
    );
    for (const [store, own] of byStore) {
      const rows = await this.db.query(
        `SELECT 1 AS one FROM message WHERE tenant_id = $1 AND store_id = $2 AND ${inList('message_key', 3)}`,
        [store.tenantId, store.storeId, listParam(new Set(own.map(({ key }) => key)))],
      );
      if (rows.length === 0) continue;
      const late = { store, at: this.clock.now(), late: rows.length };
      await this.db.write((tx) => countDays(tx, [late]));
    }
  }

  /** Writes down what the webhook door has heard. */
  async flush(): Promise<void> {
    const heard = this.pulse.take();
    if (heard.length === 0) return;
    await this.db.write((tx) =>
      countDays(
        tx,
        heard.map(({ store, count, lastAt }) => ({ store, at: lastAt, received: count })),
      ),
    );
  }

  private async hasTalked(tx: Tx, { tenantId, storeId }: StoreContext): Promise<boolean> {
    if (this.pulse.hasHeard(storeId)) return true;
    const rows = await tx.query(
      'SELECT 1 AS one FROM webhook_day WHERE tenant_id = $1 AND store_id = $2 AND received > 0 LIMIT 1',
      [tenantId, storeId],
    );
    return rows.length > 0;
  }
}

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
  /** Versions no webhook has brought; with the key of those that one should have. */
  readonly fresh: readonly { readonly row: SourceRow; readonly missedKey: string | undefined }[];
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

  /**
   * Missed is what has a version, is of a kind the platform has webhooks for, and belongs to a store whose webhooks
   * come at all.
   */
  async compare(
    store: StoreContext,
    kind: PollableKind,
    rows: readonly SourceRow[],
  ): Promise<PolledChunk> {
    const keys = rows.map(objectKeyOf);
    const known = await this.brought(store, keys, 'webhook');
    const isExpected = store.adapter.capabilities[kind]?.includes('webhook') ?? false;
    const isMissed = isExpected && (await this.hasTalked(store));
    const fresh = rows.flatMap((row, i) => {
      const key = keys[i];
      if (key !== undefined && known.has(key)) return [];
      return [{ row, missedKey: isMissed ? key : undefined }];
    });
    return { fresh, seen: rows.length - fresh.length };
  }

  /**
   * Counts a chunk in the transaction that took it in.
   * @param isNew for each fresh row whether it was taken in now; the rest was polled before.
   */
  async count(
    tx: Tx,
    store: StoreContext,
    { fresh, seen }: PolledChunk,
    isNew: readonly boolean[],
  ): Promise<void> {
    const taken = fresh.filter((_, i) => isNew[i]);
    if (taken.length === 0 && seen === 0) return;
    const missed = taken.filter(({ missedKey }) => missedKey !== undefined).length;
    await countDays(tx, [{ store, at: this.clock.now(), polled: taken.length, seen, missed }]);
  }

  /** Webhooks that came after a poll had brought the same: late, and not missed. */
  async countLate(messages: readonly Translated[]): Promise<void> {
    const byStore = Map.groupBy(messages, ({ store }) => store);
    for (const [store, own] of byStore) {
      if (!store.adapter.sources.poll) continue;
      const late = (await this.brought(store, own.map(broughtByWebhook), 'poll')).size;
      if (late === 0) continue;
      await this.db.write((tx) => countDays(tx, [{ store, at: this.clock.now(), late }]));
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

  /** Which of these versions a source has brought. */
  private async brought(
    { tenantId, storeId }: StoreContext,
    keys: readonly (string | undefined)[],
    source: 'webhook' | 'poll',
  ): Promise<Set<string>> {
    const asked = new Set(keys.filter((key) => key !== undefined));
    if (asked.size === 0) return new Set();
    const rows = await this.db.query<{ object_key: string }>(
      `SELECT object_key FROM message WHERE tenant_id = $1 AND store_id = $2 AND ${inList('object_key', 3)} AND source = $4`,
      [tenantId, storeId, listParam(asked), source],
    );
    return new Set(rows.map((row) => row.object_key));
  }

  private async hasTalked({ tenantId, storeId }: StoreContext): Promise<boolean> {
    if (this.pulse.hasHeard(storeId)) return true;
    const rows = await this.db.query(
      'SELECT 1 AS one FROM webhook_day WHERE tenant_id = $1 AND store_id = $2 AND received > 0 LIMIT 1',
      [tenantId, storeId],
    );
    return rows.length > 0;
  }
}

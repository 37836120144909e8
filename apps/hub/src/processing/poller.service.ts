import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import {
  fingerprint,
  HubError,
  type PollableKind,
  type SourceRow,
  StoreUnauthorized,
} from '@storewire/core';
import { Clock } from '../clock.js';
import { ConnectionPause } from '../connections/connection-pause.js';
import { Database } from '../database/database.service.js';
import { InboxRepository } from '../database/inbox.repository.js';
import { newId } from '../ids.js';
import { Store } from '../stores/store.entity.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { connectionLane, laneParts, WorkQueue } from '../work/work-queue.js';
import { PollCursor } from './poll.entity.js';
import { Reconciliation } from './reconciliation.service.js';

const INTERVAL_MS = 5 * 60_000;
const RETRY_MS = 60_000;
const CHUNK = 100;
/** A poll stops reading while this many messages of its store wait. */
const MAX_UNSETTLED = 1_000;

const KINDS: readonly PollableKind[] = ['contact', 'cart', 'order', 'product'];

/** Reads, per store and kind, what changed since the last time: what webhooks missed comes in here. */
@Injectable()
export class PollerService implements OnModuleInit {
  private readonly log = new Logger('poll');
  private isStopping = false;

  constructor(
    private readonly db: Database,
    private readonly inbox: InboxRepository,
    private readonly stores: StoreDirectory,
    private readonly pause: ConnectionPause,
    private readonly reconciliation: Reconciliation,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.queue.handle('poll', (lane) => this.work(lane));
  }

  beforeApplicationShutdown(): void {
    this.isStopping = true;
  }

  /** Wakes the poll of every store. */
  async sweep(): Promise<void> {
    for (const store of await this.stores.all()) {
      if (store.adapter.sources.poll) this.queue.wake(`poll:${store.tenantId}:${store.storeId}`);
    }
  }

  private async work(lane: string): Promise<number | undefined> {
    const { tenantId, id: storeId } = laneParts(lane);
    const store = await this.stores.byId(tenantId, storeId);
    const poll = store?.adapter.sources.poll;
    if (!store || !poll || store.isPaused || this.isStopping) return undefined;
    for (const kind of KINDS) {
      if (!poll[kind]) continue;
      const cursor = await this.cursorOf(store, kind);
      if (cursor.nextAt <= this.clock.now()) await this.pollKind(store, kind, cursor);
    }
    const next = await this.db.of(tenantId, PollCursor).find({ where: { storeId } });
    const nextAt = Math.min(...next.map((row) => row.nextAt));
    return Math.max(1_000, nextAt - this.clock.now());
  }

  /** The first poll of a store starts at the moment it was connected; the past is an export's work. */
  private async cursorOf(store: StoreContext, kind: PollableKind): Promise<PollCursor> {
    const repository = this.db.of(store.tenantId, PollCursor);
    const known = await repository.findOne({ storeId: store.storeId, kind });
    if (known) return known;
    const now = this.clock.now();
    const connected = await this.db.of(store.tenantId, Store).findOne({ id: store.storeId });
    const row = {
      storeId: store.storeId,
      kind,
      cursor: null,
      nextAt: now + INTERVAL_MS,
      // Not the moment of this look: what happened in between would be in no poll, and an export ends before it.
      lastAt: connected?.createdAt ?? now,
      error: null,
    };
    await repository.insert(row);
    return { tenantId: store.tenantId, ...row };
  }

  private async pollKind(store: StoreContext, kind: PollableKind, row: PollCursor): Promise<void> {
    const startedAt = this.clock.now();
    const since = new Date(row.lastAt ?? startedAt).toISOString();
    let cursor = row.cursor;
    try {
      let chunk: SourceRow[] = [];
      const options = {
        since,
        now: new Date(startedAt).toISOString(),
        ...(cursor ? { cursor } : {}),
      };
      const rows: AsyncIterable<SourceRow> | undefined = store.adapter.sources.poll?.[kind]?.(
        store.client(),
        options,
      );
      for await (const item of rows ?? []) {
        chunk.push(item);
        if (chunk.length < CHUNK) continue;
        cursor = await this.take(store, kind, chunk, cursor);
        chunk = [];
        while ((await this.waiting(store)) > MAX_UNSETTLED && !this.isStopping) {
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
        if (this.isStopping) return;
      }
      cursor = await this.take(store, kind, chunk, cursor);
      await this.save(store, kind, {
        cursor,
        lastAt: startedAt,
        nextAt: this.clock.now() + INTERVAL_MS,
        error: null,
      });
    } catch (error) {
      await this.afterError(store, kind, cursor, error);
    }
  }

  private async take(
    store: StoreContext,
    kind: PollableKind,
    chunk: readonly SourceRow[],
    cursor: string | null,
  ): Promise<string | null> {
    if (chunk.length === 0) return cursor;
    const now = this.clock.now();
    const next = chunk.at(-1)?.cursor ?? cursor;
    const compared = await this.reconciliation.compare(store, kind, chunk);
    await this.db.write(async (tx) => {
      const isNew = await this.inbox.insert(
        tx,
        compared.fresh.map(({ row: item, missedKey }) => ({
          tenantId: store.tenantId,
          id: newId(),
          storeId: store.storeId,
          connectionId: store.connectionId,
          source: 'poll',
          topic: `poll.${item.kind}`,
          messageKey: `poll:${item.kind}:${item.id}:${item.version ?? fingerprint(item.raw)}`,
          body: JSON.stringify(item),
          encoding: 'utf8',
          meta: {},
          receivedAt: now,
          ...(missedKey ? { objectKey: missedKey } : {}),
        })),
      );
      await this.reconciliation.count(tx, store, compared, isNew);
      await tx.query(
        'UPDATE poll SET cursor = $1 WHERE tenant_id = $2 AND store_id = $3 AND kind = $4',
        [next, store.tenantId, store.storeId, kind],
      );
    });
    this.queue.wake(connectionLane(store.tenantId, store.connectionId));
    return next;
  }

  private async waiting(store: StoreContext): Promise<number> {
    const [row] = await this.db.query<{ n: number }>(
      `SELECT COUNT(*) AS n FROM message WHERE connection_id = $1 AND stage = 'inbox' AND tenant_id = $2`,
      [store.connectionId, store.tenantId],
    );
    return Number(row?.n ?? 0);
  }

  private async save(
    store: StoreContext,
    kind: PollableKind,
    change: Partial<PollCursor>,
  ): Promise<void> {
    await this.db.of(store.tenantId, PollCursor).update({ storeId: store.storeId, kind }, change);
  }

  private async afterError(
    store: StoreContext,
    kind: PollableKind,
    cursor: string | null,
    error: unknown,
  ): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    this.log.warn(
      `Poll of ${kind}s of store ${store.storeId}: ${error instanceof HubError ? error.code : 'unexpected error'}.`,
    );
    if (error instanceof StoreUnauthorized)
      await this.pause.pause(store.tenantId, store.connectionId, message);
    await this.save(store, kind, { cursor, error: message, nextAt: this.clock.now() + RETRY_MS });
  }
}

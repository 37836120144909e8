import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HubError, type SourceRow } from '@storewire/core';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { InboxRepository, type NewMessage } from '../database/inbox.repository.js';
import { newId } from '../ids.js';
import { ImportSource } from '../imports/import-source.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { reach } from '../work/crash-points.js';
import { connectionLane, exportLane, laneParts, WorkQueue } from '../work/work-queue.js';
import { ExportRow, READ_AHEAD, READ_CHUNK, rangeOf } from './export.entity.js';
import { ExportPreview } from './export-preview.js';

/** How long an export waits after its store gave no answer. */
const RETRY_MS = 15_000;

/** Reads a store's past into the inbox, as fast as it is delivered; goes on from its cursor after any interruption. */
@Injectable()
export class ExportsService implements OnModuleInit {
  private readonly log = new Logger('exports');

  constructor(
    private readonly db: Database,
    private readonly inbox: InboxRepository,
    private readonly stores: StoreDirectory,
    private readonly preview: ExportPreview,
    private readonly imports: ImportSource,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.queue.handle('export', (lane) => this.work(lane));
  }

  /** Goes on with every export that is not at its end: at the start of the process, and in case a wake-up was lost. */
  async sweep(): Promise<void> {
    const rows = await this.db.query<{ tenant_id: string; id: string }>(
      `SELECT tenant_id, id FROM export WHERE state IN ('counting', 'running')`,
    );
    for (const row of rows) this.queue.wake(exportLane(row.tenant_id, row.id));
    await this.imports.forget(this.clock.now());
  }

  private async work(lane: string): Promise<number | undefined> {
    const { tenantId, id } = laneParts(lane);
    const row = await this.db.of(tenantId, ExportRow).findOne({ id });
    if (row?.source === 'import' && row.state === 'cancelled') await this.imports.drop(row);
    if (!row || (row.state !== 'counting' && row.state !== 'running')) return undefined;
    const store = await this.stores.byId(tenantId, row.storeId);
    if (!store) return this.fail(row, 'The store was removed, or its adapter is not installed.');
    try {
      if (row.source === 'import' && row.state === 'counting') {
        if (!(await this.checkImport(row, store))) return undefined;
      }
      if (row.options.dryRun) return await this.dryRun(row, store);
      if (row.state === 'counting') await this.count(row, store);
      if (row.isRead === 0 && !(await this.read(row, store))) return undefined;
      return await this.finishIfSettled(row);
    } catch (error) {
      return this.afterError(row, error);
    }
  }

  /**
   * Rows that cannot be taken are known before the first one is sent.
   * @returns false when the import was paused or cancelled meanwhile.
   */
  private async checkImport(row: ExportRow, store: StoreContext): Promise<boolean> {
    const total = await this.imports.check(row, store);
    const repository = this.db.of(row.tenantId, ExportRow);
    await repository.update({ id: row.id, state: 'counting' }, { state: 'running', total });
    Object.assign(row, await repository.findOne({ id: row.id }));
    return row.state === 'running';
  }

  private async dryRun(row: ExportRow, store: StoreContext): Promise<undefined> {
    const rejected = row.source === 'import' ? await this.imports.rejectedCount(row) : 0;
    await this.preview.run(row, store, this.rowsOf(row, store), rejected);
    if (row.source === 'import') await this.imports.drop(row);
    return undefined;
  }

  private rowsOf(row: ExportRow, store: StoreContext): AsyncIterable<SourceRow> {
    const cursor = row.cursor ?? undefined;
    if (row.source === 'import') return this.imports.read(row, store, cursor);
    const history = store.adapter.sources.history?.[row.kind];
    if (!history) throw new Error(`${store.adapter.name} has no history of ${row.kind}s`);
    return history.read(store.client(), rangeOf(row), cursor);
  }

  private async count(row: ExportRow, store: StoreContext): Promise<void> {
    const total = await store.adapter.sources.history?.[row.kind]?.count?.(
      store.client(),
      rangeOf(row),
    );
    await this.db
      .of(row.tenantId, ExportRow)
      .update({ id: row.id, state: 'counting' }, { state: 'running', total: total ?? null });
  }

  /**
   * Reads until the end, or until enough is under way.
   * @returns whether everything was read.
   */
  private async read(row: ExportRow, store: StoreContext): Promise<boolean> {
    let chunk: SourceRow[] = [];
    let unsettled = await this.unsettled(row);
    for await (const item of this.rowsOf(row, store)) {
      chunk.push(item);
      if (chunk.length < READ_CHUNK) continue;
      if (!(await this.take(row, store, chunk))) return false;
      unsettled += chunk.length;
      chunk = [];
      while (unsettled + READ_CHUNK > READ_AHEAD) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        unsettled = await this.unsettled(row);
        if (this.isStopping) return false;
      }
    }
    return this.take(row, store, chunk, true);
  }

  private isStopping = false;

  beforeApplicationShutdown(): void {
    this.isStopping = true;
  }

  /** Writes rows and cursor together. @returns false when the export was paused or cancelled meanwhile. */
  private async take(
    row: ExportRow,
    store: StoreContext,
    chunk: readonly SourceRow[],
    isLast = false,
  ): Promise<boolean> {
    const { tenantId, id } = row;
    const now = this.clock.now();
    const cursor = chunk.at(-1)?.cursor ?? row.cursor ?? null;
    const isRunning = await this.db.write(async (tx) => {
      const [current] = await tx.query<{ state: string }>(
        'SELECT state FROM export WHERE tenant_id = $1 AND id = $2',
        [tenantId, id],
      );
      if (current?.state !== 'running' || this.isStopping) return false;
      const inserted = await this.inbox.insert(
        tx,
        chunk.map((item) => toMessage(item, row, store, now)),
      );
      const read = inserted.filter(Boolean).length;
      await tx.query(
        'UPDATE export SET cursor = $1, "read" = "read" + $2, is_read = $3 WHERE tenant_id = $4 AND id = $5',
        [cursor, read, isLast ? 1 : 0, tenantId, id],
      );
      return true;
    });
    reach('export.afterChunk');
    row.cursor = cursor;
    this.queue.wake(connectionLane(tenantId, store.connectionId));
    return isRunning;
  }

  private async unsettled({ tenantId, id }: ExportRow): Promise<number> {
    const [row] = await this.db.query<{ n: number }>(
      'SELECT "read" - processed AS n FROM export WHERE tenant_id = $1 AND id = $2',
      [tenantId, id],
    );
    return Number(row?.n ?? 0);
  }

  private async finishIfSettled({ tenantId, id, source }: ExportRow): Promise<undefined> {
    await this.db.write((tx) =>
      tx.query(
        `UPDATE export SET state = 'done', total = processed, finished_at = $1
         WHERE tenant_id = $2 AND id = $3 AND state = 'running' AND is_read = 1 AND processed >= "read"`,
        [this.clock.now(), tenantId, id],
      ),
    );
    // Everything is in the inbox by now.
    if (source === 'import') await this.imports.drop({ tenantId, id });
    return undefined;
  }

  private async fail(row: ExportRow, error: string): Promise<undefined> {
    await this.db
      .of(row.tenantId, ExportRow)
      .update({ id: row.id }, { state: 'failed', error, finishedAt: this.clock.now() });
    return undefined;
  }

  /** A store that does not answer makes the export wait; what needs a person ends it with the reason. */
  private async afterError(row: ExportRow, error: unknown): Promise<number | undefined> {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof HubError && error.next === 'retry') {
      await this.db.of(row.tenantId, ExportRow).update({ id: row.id }, { error: message });
      return RETRY_MS;
    }
    this.log.warn(
      `Export ${row.id} stopped: ${error instanceof HubError ? error.code : 'unexpected error'}.`,
    );
    return this.fail(row, message);
  }
}

function toMessage(
  item: SourceRow,
  row: Pick<ExportRow, 'id' | 'source'>,
  store: StoreContext,
  now: number,
): NewMessage {
  return {
    tenantId: store.tenantId,
    id: newId(),
    storeId: store.storeId,
    connectionId: store.connectionId,
    source: row.source,
    topic: `${row.source}.${item.kind}`,
    messageKey: `${row.source}:${row.id}:${item.kind}:${item.id}:${item.version ?? ''}`,
    body: JSON.stringify(item),
    encoding: 'utf8',
    meta: {},
    exportId: row.id,
    receivedAt: now,
  };
}

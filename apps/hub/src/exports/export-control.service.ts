import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { conflict, invalid, notFound } from '../access/problem.js';
import { type Page, pageOf } from '../api/page.js';
import { Clock } from '../clock.js';
import { LessThan } from '../database/conditions.js';
import { Database } from '../database/database.service.js';
import { newId } from '../ids.js';
import { Store } from '../stores/store.entity.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { exportLane, WorkQueue } from '../work/work-queue.js';
import type { CreateExport } from './export.dto.js';
import { ExportRow, type ExportState } from './export.entity.js';

type ExportSource = ExportRow['source'];

interface ExportPlace {
  readonly tenantId: string;
  readonly storeId: string;
  readonly id: string;
  readonly source: ExportSource;
}

/** Starts, pauses, resumes and cancels exports, and imports once their file is there. */
@Injectable()
export class ExportControl {
  constructor(
    private readonly db: Database,
    private readonly stores: StoreDirectory,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  async create(tenantId: string, storeId: string, request: CreateExport): Promise<ExportRow> {
    const store = await this.stores.byId(tenantId, storeId);
    if (!store) throw notFound('store');
    const kind = request.kind.slice(0, -1) as ExportRow['kind'];
    if (!store.adapter.sources.history?.[kind]) {
      throw invalid([
        { path: 'kind', message: `${store.adapter.name} has no history of ${request.kind}.` },
      ]);
    }
    const zone = store.shop.zone ?? 'utc';
    const from = request.from && startOf(request.from, zone);
    const to = request.to
      ? endOf(request.to, zone)
      : await this.connectedAt(tenantId, storeId, kind);
    if (from && to && from >= to) throw invalid([{ path: 'to', message: 'must be after from.' }]);
    const { status, tags, automation, dryRun } = request;
    const row: Omit<ExportRow, 'tenantId' | 'store'> = {
      id: newId(),
      storeId,
      source: 'export',
      kind,
      options: {
        ...(from ? { from } : {}),
        ...(to ? { to } : {}),
        status,
        tags,
        automation,
        dryRun,
      },
      state: 'counting',
      cursor: null,
      isRead: 0,
      total: null,
      processed: 0,
      sent: 0,
      skipped: 0,
      failed: 0,
      alreadySent: 0,
      read: 0,
      error: null,
      startedAt: this.clock.now(),
      finishedAt: null,
    };
    await this.db.of(tenantId, ExportRow).insert(row as Omit<ExportRow, 'tenantId'>);
    this.queue.wake(exportLane(tenantId, row.id));
    return { tenantId, ...row };
  }

  async list(
    tenantId: string,
    storeId: string,
    limit: number,
    after: string,
    source: ExportSource = 'export',
  ): Promise<Page<ExportRow>> {
    const rows = await this.db.of(tenantId, ExportRow).find({
      where: { storeId, source, ...(after ? { id: LessThan(after) } : {}) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return pageOf(rows, limit, (row) => row.id);
  }

  async one(
    tenantId: string,
    storeId: string,
    id: string,
    source: ExportSource = 'export',
  ): Promise<ExportRow> {
    const row = await this.db.of(tenantId, ExportRow).findOne({ id, storeId, source });
    if (!row) throw notFound(source);
    return row;
  }

  pause(
    tenantId: string,
    storeId: string,
    id: string,
    source: ExportSource = 'export',
  ): Promise<ExportRow> {
    return this.move({ tenantId, storeId, id, source }, ['counting', 'running'], 'paused');
  }

  /** What failed can go on where a store can be read again; a file that failed has to be uploaded again. */
  resume(
    tenantId: string,
    storeId: string,
    id: string,
    source: ExportSource = 'export',
  ): Promise<ExportRow> {
    const from: ExportState[] = source === 'import' ? ['paused'] : ['paused', 'failed'];
    const to = source === 'import' ? 'counting' : 'running';
    return this.move({ tenantId, storeId, id, source }, from, to);
  }

  /** Reads no further; what was read already is still delivered. */
  cancel(
    tenantId: string,
    storeId: string,
    id: string,
    source: ExportSource = 'export',
  ): Promise<ExportRow> {
    return this.move(
      { tenantId, storeId, id, source },
      ['counting', 'running', 'paused', 'failed'],
      'cancelled',
    );
  }

  private async move(
    { tenantId, storeId, id, source }: ExportPlace,
    from: readonly ExportState[],
    to: ExportState,
  ): Promise<ExportRow> {
    const row = await this.one(tenantId, storeId, id, source);
    if (row.state === to) return row;
    if (!from.includes(row.state)) {
      throw conflict('EXPORT_STATE', `An ${source} that is ${row.state} cannot become ${to}.`);
    }
    const finishedAt = to === 'cancelled' ? this.clock.now() : null;
    await this.db
      .of(tenantId, ExportRow)
      .update({ id, state: row.state }, { state: to, finishedAt, error: null });
    this.queue.wake(exportLane(tenantId, id));
    return this.one(tenantId, storeId, id, source);
  }

  /** Orders since the connection come in live; an export ends where they begin. */
  private async connectedAt(
    tenantId: string,
    storeId: string,
    kind: ExportRow['kind'],
  ): Promise<string | undefined> {
    if (kind !== 'order') return undefined;
    const row = await this.db.of(tenantId, Store).findOne({ id: storeId });
    return row ? new Date(row.createdAt).toISOString() : undefined;
  }
}

const isDay = (text: string): boolean => !text.includes('T');

const startOf = (text: string, zone: string): string =>
  instantOf(isDay(text) ? DateTime.fromISO(text, { zone }) : DateTime.fromISO(text), 'from');

/** A day is included: its end is the start of the next one, also where the clocks change. */
const endOf = (text: string, zone: string): string =>
  instantOf(
    isDay(text) ? DateTime.fromISO(text, { zone }).plus({ days: 1 }) : DateTime.fromISO(text),
    'to',
  );

function instantOf(time: DateTime, path: string): string {
  const iso = time.toUTC().toISO();
  if (!iso) throw invalid([{ path, message: 'is not a date of the calendar.' }]);
  return iso;
}

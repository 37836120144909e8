import { Injectable } from '@nestjs/common';
import type { SourceRow } from '@storewire/core';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { DecideService, type Translated } from '../processing/decide.service.js';
import { mapRow } from '../processing/map-row.js';
import type { StoreContext } from '../stores/store-context.js';
import { ExportRow } from './export.entity.js';

const CHUNK = 100;

interface Tally {
  processed: number;
  sent: number;
  skipped: number;
  failed: number;
  alreadySent: number;
}

/** A dry run: reads and decides like the export, stores nothing and sends nothing, and counts what would happen. */
@Injectable()
export class ExportPreview {
  constructor(
    private readonly db: Database,
    private readonly decisions: DecideService,
    private readonly clock: Clock,
  ) {}

  /** @param rows what it would read. @param rejected objects of a file that were rejected before; they have failed. */
  async run(
    row: ExportRow,
    store: StoreContext,
    rows: AsyncIterable<SourceRow>,
    rejected = 0,
  ): Promise<undefined> {
    const tally: Tally = {
      processed: rejected,
      sent: 0,
      skipped: 0,
      failed: rejected,
      alreadySent: 0,
    };
    let chunk: SourceRow[] = [];
    await this.save(row, tally, 'running');
    for await (const item of rows) {
      chunk.push(item);
      if (chunk.length < CHUNK) continue;
      await this.count(chunk, row, store, tally);
      await this.save(row, tally, 'running');
      chunk = [];
    }
    await this.count(chunk, row, store, tally);
    await this.save(row, tally, 'done');
    return undefined;
  }

  private async count(
    chunk: readonly SourceRow[],
    row: ExportRow,
    store: StoreContext,
    tally: Tally,
  ): Promise<void> {
    const { status, tags } = row.options;
    const messages: Translated[] = [];
    for (const item of chunk) {
      tally.processed += 1;
      try {
        const mapped = mapRow(item, store, row.source);
        const base = {
          source: row.source,
          store,
          exportId: row.id,
          exportOptions: { status, tags },
        };
        messages.push({ ...base, messageId: item.id, rows: mapped ? [mapped] : [] });
      } catch {
        tally.failed += 1;
      }
    }
    for (const { decisions } of await this.decisions.preview(messages)) {
      const sends = decisions.some((decision) => decision.commands.length > 0);
      if (sends) tally.sent += 1;
      else tally.skipped += 1;
      if (decisions.some((decision) => decision.filteredBy === 'alreadySent'))
        tally.alreadySent += 1;
    }
  }

  private async save(row: ExportRow, tally: Tally, state: 'running' | 'done'): Promise<void> {
    const end = state === 'done' ? { total: tally.processed, finishedAt: this.clock.now() } : {};
    await this.db.of(row.tenantId, ExportRow).update({ id: row.id }, { ...tally, ...end, state });
  }
}

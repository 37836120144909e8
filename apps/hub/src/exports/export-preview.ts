import { Injectable } from '@nestjs/common';
import type { SourceRow } from '@storewire/core';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { DecideService, type Translated } from '../processing/decide.service.js';
import { mapRow } from '../processing/translate.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { ExportRow, rangeOf } from './export.entity.js';

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

  async run(row: ExportRow, store: StoreContext): Promise<undefined> {
    const history = store.adapter.sources.history?.[row.kind];
    if (!history) throw new Error(`${store.adapter.name} has no history of ${row.kind}s`);
    const tally: Tally = { processed: 0, sent: 0, skipped: 0, failed: 0, alreadySent: 0 };
    const range = rangeOf(row);
    let chunk: SourceRow[] = [];
    await this.save(row, tally, 'running');
    for await (const item of history.read(store.client(), range)) {
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
        const mapped = mapRow(item, store);
        const base = {
          source: 'export' as const,
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

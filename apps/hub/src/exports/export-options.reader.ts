import { Injectable } from '@nestjs/common';
import type { ExportOptions } from '@storewire/core';
import { Database } from '../database/database.service.js';
import { ExportRow } from './export.entity.js';

const MAX_KEPT = 100;

/** What an export was asked to do. */
export interface ExportRequest extends ExportOptions {
  /** False: no automation rules are started in SALESmanago. */
  readonly automation: boolean;
}

/** Reads what an export was asked to do; it never changes, so it is read once. */
@Injectable()
export class ExportOptionsReader {
  private readonly kept = new Map<string, ExportRequest>();

  constructor(private readonly db: Database) {}

  async optionsOf(tenantId: string, exportId: string): Promise<ExportRequest | undefined> {
    const known = this.kept.get(exportId);
    if (known) return known;
    const row = await this.db.of(tenantId, ExportRow).findOne({ id: exportId });
    if (!row) return undefined;
    const { status, tags, automation } = row.options;
    const options = { status, tags, automation };
    if (this.kept.size >= MAX_KEPT) this.kept.clear();
    this.kept.set(exportId, options);
    return options;
  }
}

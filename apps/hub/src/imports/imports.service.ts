import { Injectable } from '@nestjs/common';
import { invalid, notFound } from '../access/problem.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { ExportRow } from '../exports/export.entity.js';
import { newId } from '../ids.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { exportLane, WorkQueue } from '../work/work-queue.js';
import {
  IMPORT_KINDS,
  type ImportKind,
  type ImportMapping,
  mappingOf,
  mappingProblems,
} from './import-columns.js';
import type { ImportedRow } from './import-documents.js';
import type { ImportFile } from './import-file.js';
import { ImportSource } from './import-source.service.js';
import type { Upload } from './import-upload.js';

const KEEP_ROWS = 500;

/** Takes files in; from there on an import is read, delivered and counted as an export. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: Database,
    private readonly stores: StoreDirectory,
    private readonly source: ImportSource,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  /** @throws ProblemException 404; 422 with every wrong field. */
  async create(tenantId: string, storeId: string, { file, fields }: Upload): Promise<ExportRow> {
    if (!(await this.stores.byId(tenantId, storeId))) throw notFound('store');
    const kind = kindIn(fields);
    const mapping = await this.mapping(tenantId, storeId, kind, file, fields.mapping);
    const row = this.rowOf(tenantId, storeId, kind, mapping, flagIn(fields, 'dryRun'));
    const repository = this.db.of(tenantId, ExportRow);
    await repository.insert(row as Omit<ExportRow, 'tenantId'>);
    let count = 0;
    try {
      for await (const rows of inChunks(file.rows(mapping))) {
        await this.source.keep(row, kind, rows);
        count += rows.length;
      }
      if (count === 0) throw invalid([{ path: 'file', message: 'has no rows.' }]);
    } catch (error) {
      await repository.delete({ id: row.id });
      throw error;
    }
    await repository.update({ id: row.id }, { state: 'counting', error: null, finishedAt: null });
    this.queue.wake(exportLane(tenantId, row.id));
    return { ...row, state: 'counting', error: null, finishedAt: null };
  }

  /** What was given, else what the store's last import of the kind had and still fits, else by the headers' names. */
  private async mapping(
    tenantId: string,
    storeId: string,
    kind: ImportKind,
    { headers }: ImportFile,
    given: string | undefined,
  ): Promise<ImportMapping> {
    const entered = given ? parseMapping(given) : undefined;
    const last = entered ? undefined : await this.lastMapping(tenantId, storeId, kind);
    const kept = last && mappingProblems(kind, last, headers).length === 0 ? last : undefined;
    const mapping = entered
      ? { ...(headers ? mappingOf(kind, headers) : {}), ...entered }
      : (kept ?? mappingOf(kind, headers ?? []));
    const problems = mappingProblems(kind, mapping, headers);
    if (problems.length > 0) throw invalid(problems);
    return mapping;
  }

  private async lastMapping(
    tenantId: string,
    storeId: string,
    kind: ImportKind,
  ): Promise<ImportMapping | undefined> {
    const [last] = await this.db.of(tenantId, ExportRow).find({
      where: { storeId, source: 'import', kind: rowKind(kind) },
      order: { id: 'DESC' },
      take: 1,
    });
    return last?.options.mapping;
  }

  /** Until every row is kept it has failed: an upload that breaks off leaves nothing that could be sent in part. */
  private rowOf(
    tenantId: string,
    storeId: string,
    kind: ImportKind,
    mapping: ImportMapping,
    dryRun: boolean,
  ): ExportRow {
    const now = this.clock.now();
    return {
      tenantId,
      id: newId(),
      storeId,
      source: 'import',
      kind: rowKind(kind),
      options: { status: 'asInStore', tags: [], automation: true, dryRun, mapping },
      state: 'failed',
      cursor: null,
      isRead: 0,
      total: null,
      processed: 0,
      sent: 0,
      skipped: 0,
      failed: 0,
      alreadySent: 0,
      read: 0,
      error: 'The upload did not come to its end; upload the file again.',
      startedAt: now,
      finishedAt: now,
    };
  }
}

const rowKind = (kind: ImportKind) =>
  kind === 'orders' ? ('order' as const) : ('contact' as const);

function kindIn({ kind }: Upload['fields']): ImportKind {
  const found = IMPORT_KINDS.find((one) => one === kind);
  if (!found) throw invalid([{ path: 'kind', message: `must be ${IMPORT_KINDS.join(' or ')}.` }]);
  return found;
}

function flagIn(fields: Upload['fields'], name: string): boolean {
  const value = fields[name] ?? 'false';
  if (value !== 'true' && value !== 'false') {
    throw invalid([{ path: name, message: 'must be true or false.' }]);
  }
  return value === 'true';
}

function parseMapping(given: string): ImportMapping {
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch {
    value = undefined;
  }
  const isMapping =
    value !== null &&
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string' && one !== '');
  if (!isMapping) {
    throw invalid([{ path: 'mapping', message: 'must be JSON, such as {"email":"E-mail"}.' }]);
  }
  return value as ImportMapping;
}

async function* inChunks(rows: AsyncIterable<ImportedRow>): AsyncGenerator<ImportedRow[]> {
  let chunk: ImportedRow[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < KEEP_ROWS) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

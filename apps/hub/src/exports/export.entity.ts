import { Entity, type Relation } from 'typeorm';
import { BelongsTo, Count, Id, Int, Json, Ref, Text, Time, Varchar } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';

export const EXPORT_STATES = [
  'counting',
  'running',
  'paused',
  'done',
  'failed',
  'cancelled',
] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** An export stops reading while this many of its rows are unsettled. */
export const READ_AHEAD = 1_000;
/** Rows that are written together with the cursor they end at. */
export const READ_CHUNK = 100;

export interface ExportOptionsRow {
  from?: string;
  to?: string;
  status: 'optIn' | 'optOut' | 'untouched' | 'asInStore';
  tags: string[];
  automation: boolean;
  dryRun: boolean;
  /** Of an import: where each column is in the file. */
  mapping?: Readonly<Record<string, string>>;
}

/** A one-off read of the store's past; resumable by its cursor. */
@Entity('export')
export class ExportRow {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Ref()
  storeId!: string;

  /** An import is an export whose rows come out of a file. */
  @Varchar(6, { default: 'export' })
  source!: 'export' | 'import';

  @Varchar(10)
  kind!: 'contact' | 'order' | 'product';

  @Json()
  options!: ExportOptionsRow;

  @Varchar(10)
  state!: ExportState;

  @Text({ nullable: true })
  cursor!: string | null;

  @Int({ default: 0 })
  isRead!: number;

  @Count({ nullable: true, default: null })
  total!: number | null;

  @Count()
  processed!: number;

  @Count()
  sent!: number;

  @Count()
  skipped!: number;

  @Count()
  failed!: number;

  @Count()
  alreadySent!: number;

  @Count()
  read!: number;

  @Text({ nullable: true })
  error!: string | null;

  @Time()
  startedAt!: number;

  @Time({ nullable: true })
  finishedAt!: number | null;

  @BelongsTo(() => Store, 'store_id', 'FK_export_store')
  store?: Relation<Store>;
}

/** The range of an export as the adapter takes it. */
export const rangeOf = ({ options }: ExportRow): { from?: string; to?: string } => ({
  ...(options.from ? { from: options.from } : {}),
  ...(options.to ? { to: options.to } : {}),
});

import { Id, Text, Time, Varchar } from '../database/columns.js';

/** What a round keeps of each store, beside what it found. */
export abstract class StoreRoundRow {
  @Id()
  tenantId!: string;

  @Id()
  storeId!: string;

  @Text({ nullable: true })
  detail!: string | null;

  /** The hub's public address at the last look: another one means that everything in the store points elsewhere. */
  @Varchar(500)
  publicUrl!: string;

  @Time({ nullable: true })
  checkedAt!: number | null;

  @Time()
  nextAt!: number;
}

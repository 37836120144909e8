import { Entity, PrimaryColumn, type Relation } from 'typeorm';
import { BelongsTo, Id, Json, KeyText, Varchar } from '../database/columns.js';
import { ExportRow } from '../exports/export.entity.js';

/** One row of an imported file, kept until the import has ended; the rows of an order share the group. */
@Entity('import_row')
export class ImportRowEntity {
  @Id()
  tenantId!: string;

  @Id()
  exportId!: string;

  @KeyText(100)
  groupKey!: string;

  /** In the file, the header being row 1. */
  @PrimaryColumn({ type: 'integer' })
  rowNumber!: number;

  @Json()
  cells!: Record<string, string>;

  @BelongsTo(() => ExportRow, 'export_id', 'FK_import_row_export')
  export?: Relation<ExportRow>;
}

/** A row of an imported file that cannot be taken, without its values. */
@Entity('import_reject')
export class ImportReject {
  @Id()
  tenantId!: string;

  @Id()
  exportId!: string;

  @PrimaryColumn({ type: 'integer' })
  rowNumber!: number;

  @Varchar(100)
  path!: string;

  @Varchar(500)
  message!: string;

  @BelongsTo(() => ExportRow, 'export_id', 'FK_import_reject_export')
  export?: Relation<ExportRow>;
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ExportAnswer } from '../exports/export.dto.js';
import type { ExportRow } from '../exports/export.entity.js';
import { IMPORT_KINDS } from './import-columns.js';
import type { RejectedRow } from './import-documents.js';

/** The fields of the form, for the document. */
export class CreateImport {
  @ApiProperty({ type: 'string', format: 'binary', description: 'CSV or XML, at most 100 MiB.' })
  file!: string;

  @ApiProperty({ enum: IMPORT_KINDS })
  kind!: string;

  @ApiPropertyOptional({
    description:
      'JSON: header (CSV) or path (XML) by column. Without it, that of the last import of the kind, else by the names of the headers.',
    example: '{"email":"Adres e-mail","name":"Klient"}',
  })
  mapping?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], default: 'false' })
  dryRun?: string;
}

export class RejectedRowAnswer {
  @ApiProperty({
    type: 'integer',
    description: 'In the file, the header being row 1; in XML, the element or line.',
  })
  row!: number;

  @ApiProperty({ description: 'The column.' })
  path!: string;

  @ApiProperty()
  message!: string;
}

export class ImportAnswer extends ExportAnswer {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  mapping!: Record<string, string>;

  @ApiProperty({
    type: [RejectedRowAnswer],
    description: 'The first thousand; each is one of `failed`.',
  })
  rejected!: readonly RejectedRow[];

  static ofImport(row: ExportRow, rejected: readonly RejectedRow[]): ImportAnswer {
    return { ...ExportAnswer.of(row), mapping: { ...row.options.mapping }, rejected };
  }
}

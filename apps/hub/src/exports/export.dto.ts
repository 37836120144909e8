import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { listOf, normaliseTags } from '@storewire/core';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Matches,
} from 'class-validator';
import { EXPORT_STATES, type ExportRow, type ExportState } from './export.entity.js';

export const EXPORT_KINDS = ['contacts', 'orders', 'products'] as const;
export const EXPORT_STATUSES = ['optIn', 'optOut', 'untouched', 'asInStore'] as const;

/** A day in the store's zone, or an instant with an offset. */
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;
const DATE_MESSAGE =
  'must be a date (2026-11-21, a day in the zone of the store) or a time with offset.';

export class CreateExport {
  @ApiProperty({ enum: EXPORT_KINDS })
  @IsIn(EXPORT_KINDS)
  kind!: (typeof EXPORT_KINDS)[number];

  @ApiPropertyOptional({
    description: 'Start, included. A date alone is a day in the zone of the store.',
  })
  @IsOptional()
  @Matches(DATE, { message: `from ${DATE_MESSAGE}` })
  from?: string;

  @ApiPropertyOptional({
    description:
      'End; a date alone includes that day. Orders: the moment of connection when absent.',
  })
  @IsOptional()
  @Matches(DATE, { message: `to ${DATE_MESSAGE}` })
  to?: string;

  @ApiPropertyOptional({
    enum: EXPORT_STATUSES,
    default: 'untouched',
    description:
      'E-mail status: set for everyone, left as it is, or as each document of the store says.',
  })
  @IsIn(EXPORT_STATUSES)
  status: (typeof EXPORT_STATUSES)[number] = 'untouched';

  @ApiPropertyOptional({ type: [String], description: 'Tags for every exported contact.' })
  @Transform(({ value }) => {
    const list = listOf(value);
    return Array.isArray(list) && list.every((tag) => typeof tag === 'string')
      ? normaliseTags(list)
      : list;
  })
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  tags: string[] = [];

  @ApiPropertyOptional({
    default: true,
    description: 'False: starts no automation rules in SALESmanago; slower.',
  })
  @IsBoolean()
  automation: boolean = true;

  @ApiPropertyOptional({
    default: false,
    description: 'True: counts what would be sent, sends nothing.',
  })
  @IsBoolean()
  dryRun: boolean = false;
}

export class ExportAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ enum: EXPORT_KINDS })
  kind!: string;

  @ApiProperty({ enum: EXPORT_STATES })
  state!: ExportState;

  @ApiProperty()
  dryRun!: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'As the store counted it; exact at the end.',
  })
  total!: number | null;

  @ApiProperty({ type: 'integer' })
  processed!: number;

  @ApiProperty({ type: 'integer' })
  sent!: number;

  @ApiProperty({ type: 'integer' })
  skipped!: number;

  @ApiProperty({ type: 'integer' })
  failed!: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Dry run: how many are there already.' })
  alreadySent?: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it waits or failed.' })
  error!: string | null;

  @ApiProperty({ format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  finishedAt!: string | null;

  static of(row: ExportRow): ExportAnswer {
    return {
      id: row.id,
      kind: `${row.kind}s`,
      state: row.state,
      dryRun: row.options.dryRun,
      total: row.total,
      processed: row.processed,
      sent: row.sent,
      skipped: row.skipped,
      failed: row.failed,
      ...(row.options.dryRun ? { alreadySent: row.alreadySent } : {}),
      error: row.error,
      startedAt: new Date(row.startedAt).toISOString(),
      finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt).toISOString(),
    };
  }
}

import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { type FieldMapping, readSettingsPatch } from '@storewire/core';
import { IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';
import { NeedsScope } from '../access/caller.js';
import { invalid } from '../access/problem.js';
import { SettingsPreviewService } from './settings-preview.service.js';

const TARGETS = ['property', 'detail', 'tag', 'keyInformation'] as const;
const OUTCOMES = ['read', 'cut', 'empty', 'missing', 'unusable'] as const;
const MAX_LENGTH = 255;

const ENTRY = {
  type: 'object',
  required: ['from', 'to', 'name'],
  additionalProperties: false,
  properties: {
    from: { type: 'string', description: 'Path in the raw document of the store.' },
    to: { type: 'string', enum: TARGETS },
    name: {
      type: 'string',
      description: 'Property or key; number of the detail; prefix of the tag.',
    },
    overwrite: { type: 'boolean', description: 'Of a detail: also where the event has its own.' },
  },
};

export class PreviewSettings {
  @ApiProperty({ type: 'array', items: ENTRY as object, maxItems: 50 })
  @IsArray()
  fieldMapping!: FieldMapping[];

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 20, default: 10 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  limit?: number;
}

export class PreviewedFieldAnswer {
  @ApiProperty()
  from!: string;

  @ApiProperty({ enum: TARGETS })
  to!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: OUTCOMES, description: '`cut`: longer than the limit.' })
  outcome!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'As it stands in the document.',
  })
  value!: unknown;
}

export class PreviewedCommandAnswer {
  @ApiProperty({ example: 'upsertContact' })
  kind!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  payload!: unknown;
}

export class PreviewedObjectAnswer {
  @ApiProperty({ example: 'order' })
  kind!: string;

  @ApiProperty()
  id!: string;

  @ApiProperty({ type: [PreviewedFieldAnswer] })
  fields!: readonly PreviewedFieldAnswer[];

  @ApiProperty({
    type: [PreviewedCommandAnswer],
    description: 'What would be sent, had nothing been sent of it before.',
  })
  commands!: readonly PreviewedCommandAnswer[];

  @ApiProperty({ type: String, nullable: true })
  filteredBy!: string | null;
}

export class PreviewedMessageAnswer {
  @ApiProperty()
  messageId!: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiProperty()
  source!: string;

  @ApiProperty()
  topic!: string;

  @ApiProperty({ type: [PreviewedObjectAnswer] })
  objects!: readonly PreviewedObjectAnswer[];

  @ApiProperty({ type: String, nullable: true, description: 'Why it could not be read.' })
  error!: string | null;
}

export class SettingsPreviewAnswer {
  @ApiProperty({ description: 'Without a key Key Information is not sent.' })
  hasV3ApiKey!: boolean;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Longest values, in characters.',
    example: { property: 255, detail: 255, tag: 255, keyInformation: 255 },
  })
  limits!: Readonly<Record<string, number>>;

  @ApiProperty({ type: [PreviewedMessageAnswer], description: 'Newest first.' })
  messages!: readonly PreviewedMessageAnswer[];
}

@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/settings')
export class SettingsPreviewController {
  constructor(private readonly previews: SettingsPreviewService) {}

  @Post('preview')
  @HttpCode(200)
  @NeedsScope('read')
  @ApiOperation({
    summary: 'Tries a field mapping on the last messages of the store; stores and sends nothing.',
  })
  @ApiOkResponse({ type: SettingsPreviewAnswer })
  async preview(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Body() { fieldMapping, limit = 10 }: PreviewSettings,
  ): Promise<SettingsPreviewAnswer> {
    const { problems } = readSettingsPatch({ fieldMapping });
    if (problems.length > 0) throw invalid(problems);
    const limits = Object.fromEntries(TARGETS.map((target) => [target, MAX_LENGTH]));
    return {
      limits,
      ...(await this.previews.fieldMapping(tenantId, storeId, fieldMapping, limit)),
    };
  }
}

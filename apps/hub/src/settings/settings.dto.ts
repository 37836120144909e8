import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SETTING_KEYS, SETTING_LANGUAGES, type SettingLanguage } from '@storewire/core';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { settingsPatchSchema } from './settings.schema.js';

/** Whatever a setting can hold; each has its own schema in the settings themselves. */
const ANY_VALUE = ['string', 'number', 'boolean', 'object', 'null']
  .map((type): { type: string; items?: object } => ({ type }))
  .concat({ type: 'array', items: {} });

export class SettingsQuery {
  @ApiPropertyOptional({
    enum: SETTING_LANGUAGES,
    description: 'Adds label and help of every setting.',
  })
  @IsOptional()
  @IsIn(SETTING_LANGUAGES)
  language?: SettingLanguage;
}

export class SettingsSchemaQuery {
  @ApiPropertyOptional({ enum: SETTING_LANGUAGES, default: 'en' })
  @IsOptional()
  @IsIn(SETTING_LANGUAGES)
  language?: SettingLanguage;

  @ApiPropertyOptional({
    description:
      'Id of a platform: each setting then says in `x-available` whether it has an effect there.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  platform?: string;
}

export class UndoSettings {
  @ApiProperty({ description: 'Of a bulk change, a copy or an undo.' })
  @IsString()
  @MaxLength(36)
  changeId!: string;
}

export class CopySettings {
  @ApiProperty({ description: 'Id of the store to copy from.' })
  @IsString()
  from!: string;

  @ApiPropertyOptional({
    enum: SETTING_KEYS,
    isArray: true,
    description: 'What to copy; by default everything but location.',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SETTING_KEYS, { each: true, message: 'keys must be names of settings.' })
  keys?: string[];

  @ApiPropertyOptional({ default: false, description: 'Only says what would change.' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

export class BulkSettings {
  @ApiProperty({ type: [String], maxItems: 1000, description: 'Ids of stores.' })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsString({ each: true })
  stores!: string[];

  @ApiProperty({
    ...settingsPatchSchema(),
    description: 'As in PATCH; null returns to the inherited value.',
  } as object)
  @IsObject()
  values!: Record<string, unknown>;

  @ApiPropertyOptional({ default: false, description: 'Only says what would change.' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

export class SettingDifferenceAnswer {
  @ApiProperty()
  storeId!: string;

  @ApiProperty({ enum: SETTING_KEYS })
  key!: string;

  @ApiProperty({ anyOf: ANY_VALUE, description: 'The effective value before.' })
  before!: unknown;

  @ApiProperty({ anyOf: ANY_VALUE, description: 'The effective value after.' })
  after!: unknown;
}

export class SettingDifferencesAnswer {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'For the undo; null for a preview, and where no stored value changed.',
  })
  changeId!: string | null;

  @ApiProperty({ type: [SettingDifferenceAnswer] })
  changes!: readonly SettingDifferenceAnswer[];
}

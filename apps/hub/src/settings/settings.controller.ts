import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type LayeredValue,
  SETTING_TEXTS,
  type SettingLanguage,
  type SettingText,
  type StoreSettingsSchema,
  storeSettingsSchema,
} from '@storewire/core';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { notFound } from '../access/problem.js';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import {
  BulkSettings,
  CopySettings,
  SettingDifferencesAnswer,
  SettingsQuery,
  SettingsSchemaQuery,
  UndoSettings,
} from './settings.dto.js';
import { formSchemaAnswer, settingsAnswerSchema, settingsPatchSchema } from './settings.schema.js';
import { SettingsService } from './settings.service.js';
import { SettingsSpreadService } from './settings-spread.service.js';

type Answer = Record<string, LayeredValue & Partial<SettingText>>;

const PATCH_NOTE =
  'A partial object. `null` returns to the inherited value; unknown keys are refused; every problem is named at once.';

@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/settings')
export class TenantSettingsController {
  constructor(
    private readonly settings: SettingsService,
    private readonly spread: SettingsSpreadService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The tenant’s layer over the defaults.' })
  @ApiOkResponse({ schema: settingsAnswerSchema() })
  async read(@Param('t') tenantId: string, @Query() { language }: SettingsQuery): Promise<Answer> {
    return withTexts(await this.settings.explain(tenantId, null), language);
  }

  @Patch()
  @ApiOperation({ summary: 'Changes the tenant’s layer.', description: PATCH_NOTE })
  @ApiBody({ schema: settingsPatchSchema() })
  @ApiOkResponse({ schema: settingsAnswerSchema() })
  async change(
    @Param('t') tenantId: string,
    @Body() patch: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
  ): Promise<Answer> {
    await this.settings.changeTenant(tenantId, patch, caller);
    return this.settings.explain(tenantId, null);
  }

  @Post('bulk')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sets the same values in several stores, in all or in none.' })
  @ApiOkResponse({ type: SettingDifferencesAnswer })
  async bulk(
    @Param('t') tenantId: string,
    @Body() { stores, values, dryRun = false }: BulkSettings,
    @CurrentCaller() caller: Caller,
  ): Promise<SettingDifferencesAnswer> {
    return this.spread.bulk(tenantId, stores, values, dryRun, caller);
  }

  @Post('undo')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes a bulk change or a copy back, in all stores or in none.',
    description: '409 when it was taken back before, or one of its values was changed since.',
  })
  @ApiOkResponse({ type: SettingDifferencesAnswer })
  undo(
    @Param('t') tenantId: string,
    @Body() { changeId }: UndoSettings,
    @CurrentCaller() caller: Caller,
  ): Promise<SettingDifferencesAnswer> {
    return this.spread.undo(tenantId, changeId, caller);
  }
}

@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/v1/settings-schema')
export class SettingsSchemaController {
  constructor(private readonly adapters: AdapterRegistry) {}

  @Get()
  @ApiOperation({
    summary:
      'JSON Schema of the settings for forms: labels, help, groups, units, choices, capabilities.',
  })
  @ApiOkResponse({ schema: formSchemaAnswer() })
  read(@Query() { language = 'en', platform }: SettingsSchemaQuery): StoreSettingsSchema {
    if (platform === undefined) return storeSettingsSchema(language);
    const adapter = this.adapters.get(platform);
    if (!adapter) throw notFound('platform');
    return storeSettingsSchema(language, adapter.capabilities);
  }
}

function withTexts(values: Record<string, LayeredValue>, language?: SettingLanguage): Answer {
  if (!language) return values;
  const texts: Readonly<Record<string, SettingText>> = SETTING_TEXTS[language].settings;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { ...value, ...texts[key] }]),
  );
}

@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/settings')
export class StoreSettingsController {
  constructor(
    private readonly settings: SettingsService,
    private readonly spread: SettingsSpreadService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What the store works with, and where each value comes from.' })
  @ApiOkResponse({ schema: settingsAnswerSchema() })
  async read(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Query() { language }: SettingsQuery,
  ): Promise<Answer> {
    return withTexts(await this.settings.explain(tenantId, storeId), language);
  }

  @Patch()
  @ApiOperation({ summary: 'Changes the store’s layer.', description: PATCH_NOTE })
  @ApiBody({ schema: settingsPatchSchema() })
  @ApiOkResponse({ schema: settingsAnswerSchema() })
  async change(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Body() patch: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
  ): Promise<Answer> {
    await this.settings.changeStore(tenantId, storeId, patch, caller);
    return this.settings.explain(tenantId, storeId);
  }

  @Post('copy')
  @HttpCode(200)
  @ApiOperation({ summary: 'Gives the store the settings of another one.' })
  @ApiOkResponse({ type: SettingDifferencesAnswer })
  async copy(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Body() { from, keys, dryRun = false }: CopySettings,
    @CurrentCaller() caller: Caller,
  ): Promise<SettingDifferencesAnswer> {
    const options = { isDryRun: dryRun, ...(keys ? { keys } : {}) };
    return this.spread.copy(tenantId, storeId, from, options, caller);
  }
}

import { Module } from '@nestjs/common';
import { SettingRows } from './setting-rows.js';
import {
  SettingsSchemaController,
  StoreSettingsController,
  TenantSettingsController,
} from './settings.controller.js';
import { SettingsService } from './settings.service.js';
import { SettingsHistory } from './settings-history.js';
import { SettingsSpreadService } from './settings-spread.service.js';

@Module({
  controllers: [TenantSettingsController, StoreSettingsController, SettingsSchemaController],
  providers: [SettingRows, SettingsService, SettingsHistory, SettingsSpreadService],
  exports: [SettingsService],
})
export class SettingsModule {}

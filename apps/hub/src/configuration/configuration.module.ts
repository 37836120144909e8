import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { AccountPlanner } from './account-planner.service.js';
import { ConfigurationController } from './configuration.controller.js';
import { ConfigurationService } from './configuration.service.js';
import { ConfigurationReader } from './configuration-reader.service.js';
import { StorePlanner } from './store-planner.service.js';

/** Everything that is configured for a tenant as one file. */
@Module({
  imports: [AccountsModule, SettingsModule, StoresModule],
  controllers: [ConfigurationController],
  providers: [ConfigurationReader, AccountPlanner, StorePlanner, ConfigurationService],
})
export class ConfigurationModule {}

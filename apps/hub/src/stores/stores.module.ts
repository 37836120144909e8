import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AdaptersModule } from '../adapters/adapters.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { StoreChanges } from './store-changes.js';
import { StoreCheckService } from './store-check.service.js';
import { StoreDirectory } from './store-directory.js';
import { StoreInput } from './store-input.js';
import { StoreLogoController } from './store-logo.controller.js';
import { StoreLogo } from './store-logo.service.js';
import { StoreRecords } from './store-records.js';
import { StoreRows } from './store-rows.js';
import { StoreViews } from './store-views.js';
import { StoreWebhooksController } from './store-webhooks.controller.js';
import { StoreWebhooksService } from './store-webhooks.service.js';
import { StoresController } from './stores.controller.js';
import { StoresService } from './stores.service.js';

@Module({
  imports: [AdaptersModule, ConnectionsModule, AccountsModule, SettingsModule, TenantsModule],
  controllers: [StoresController, StoreLogoController, StoreWebhooksController],
  providers: [
    StoreRows,
    StoreDirectory,
    StoreChanges,
    StoreInput,
    StoreRecords,
    StoreViews,
    StoreCheckService,
    StoreLogo,
    StoreWebhooksService,
    StoresService,
  ],
  exports: [StoreDirectory, StoresService, StoreViews, StoreCheckService, StoreWebhooksService],
})
export class StoresModule {}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../accounts/account-directory.js';
import { ConnectionPause } from '../connections/connection-pause.js';
import { SettingsService } from '../settings/settings.service.js';
import { TenantsService } from '../tenants/tenants.service.js';
import { StoreDirectory } from './store-directory.js';

/** Tells the directory when something changes that a store is made of and that stores do not change themselves. */
@Injectable()
export class StoreChanges implements OnModuleInit {
  constructor(
    private readonly stores: StoreDirectory,
    private readonly accounts: AccountDirectory,
    private readonly settings: SettingsService,
    private readonly connections: ConnectionPause,
    private readonly tenants: TenantsService,
  ) {}

  onModuleInit(): void {
    this.accounts.onChange(({ tenantId }) => this.stores.forget(tenantId));
    this.settings.onChange(({ tenantId, storeId }) => this.stores.forget(tenantId, storeId));
    this.connections.onChange((tenantId) => this.stores.forget(tenantId));
    this.tenants.onDelete((tenantId) => this.stores.forget(tenantId));
  }
}

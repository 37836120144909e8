import { Module } from '@nestjs/common';
import { AccountAddress } from './account-address.js';
import { AccountCheckService } from './account-check.service.js';
import { AccountDirectory } from './account-directory.js';
import { AccountLoginService } from './account-login.service.js';
import { AccountPaces } from './account-paces.js';
import { AccountPause } from './account-pause.js';
import { AccountRows } from './account-rows.js';
import { AccountVault } from './account-secrets.js';
import { AccountView } from './account-view.js';
import { AccountChecksController, AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';

@Module({
  controllers: [AccountsController, AccountChecksController],
  providers: [
    AccountAddress,
    AccountVault,
    AccountDirectory,
    AccountPaces,
    AccountPause,
    AccountRows,
    AccountView,
    AccountCheckService,
    AccountLoginService,
    AccountsService,
  ],
  exports: [
    AccountDirectory,
    AccountPaces,
    AccountPause,
    AccountRows,
    AccountView,
    AccountsService,
  ],
})
export class AccountsModule {}

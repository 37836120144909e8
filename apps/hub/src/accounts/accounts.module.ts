import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module.js';
import { AccountAddress } from './account-address.js';
import { AccountCheckService } from './account-check.service.js';
import { AccountDirectory } from './account-directory.js';
import { AccountEntrance } from './account-entrance.service.js';
import { AccountFeaturesController, AccountKeysController } from './account-features.controller.js';
import { AccountFeatures } from './account-features.service.js';
import { AccountLoginService } from './account-login.service.js';
import { AccountOwners } from './account-owners.js';
import { AccountPaces } from './account-paces.js';
import { AccountPause } from './account-pause.js';
import { AccountRegistrationService } from './account-registration.service.js';
import { AccountRows } from './account-rows.js';
import { AccountVault } from './account-secrets.js';
import { AccountView } from './account-view.js';
import { AccountChecksController, AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { CallbackSecrets } from './callback-secrets.service.js';
import { LoginTokens } from './login-tokens.service.js';
import { V3KeyService } from './v3-key.service.js';
import { V3KeySetting } from './v3-key-setting.js';
import { V3KeyWatch } from './v3-key-watch.service.js';
import { V3ProblemsController } from './v3-problems.controller.js';
import { V3Problems } from './v3-problems.service.js';

@Module({
  imports: [SettingsModule],
  controllers: [
    AccountsController,
    AccountChecksController,
    AccountFeaturesController,
    AccountKeysController,
    V3ProblemsController,
  ],
  providers: [
    AccountAddress,
    AccountVault,
    AccountDirectory,
    AccountPaces,
    AccountPause,
    AccountRows,
    AccountView,
    AccountCheckService,
    AccountEntrance,
    AccountLoginService,
    AccountRegistrationService,
    AccountsService,
    AccountFeatures,
    AccountOwners,
    CallbackSecrets,
    LoginTokens,
    V3KeyService,
    V3KeySetting,
    V3KeyWatch,
    V3Problems,
  ],
  exports: [
    AccountDirectory,
    AccountPaces,
    AccountPause,
    AccountRows,
    AccountView,
    AccountsService,
    AccountOwners,
    LoginTokens,
    V3KeyWatch,
  ],
})
export class AccountsModule {}

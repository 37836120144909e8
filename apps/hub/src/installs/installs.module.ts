import { Module } from '@nestjs/common';
import { StoreSecretsModule } from '../store-secrets/store-secrets.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { AppController } from './app.controller.js';
import { AppPackages } from './app-packages.service.js';
import { InstallController } from './install.controller.js';
import { InstallStates } from './install-states.service.js';
import { Installs } from './installs.service.js';
import { NewAppKeys } from './new-app-keys.service.js';

/** Apps that a shop installs by itself and that bring the keys of the connection. */
@Module({
  imports: [StoreSecretsModule, StoresModule],
  controllers: [AppController, InstallController],
  providers: [AppPackages, Installs, InstallStates, NewAppKeys],
})
export class InstallsModule {}

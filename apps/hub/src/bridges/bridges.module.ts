import { Module } from '@nestjs/common';
import { StoreSecretsModule } from '../store-secrets/store-secrets.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { BridgeController } from './bridge.controller.js';
import { BridgePackages } from './bridge-packages.service.js';

/** The modules for shops that cannot tell what happens, ready to be installed. */
@Module({
  imports: [StoreSecretsModule, StoresModule],
  controllers: [BridgeController],
  providers: [BridgePackages],
})
export class BridgesModule {}

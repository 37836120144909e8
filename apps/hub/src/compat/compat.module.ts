import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { StoreSecretsModule } from '../store-secrets/store-secrets.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { CompatController } from './compat.controller.js';
import { CompatAccess } from './compat-access.service.js';
import { CompatCredentialsController } from './compat-credentials.controller.js';
import { CompatIds } from './compat-ids.service.js';
import { CompatOutcome } from './compat-outcome.service.js';
import { CompatReader } from './compat-reader.service.js';
import { CompatWriter } from './compat-writer.service.js';

/** The compatibility door: SALESmanago's v2 calls, for integrations that are built into a platform. */
@Module({
  imports: [AccountsModule, IntakeModule, StoresModule, StoreSecretsModule],
  controllers: [CompatController, CompatCredentialsController],
  providers: [CompatAccess, CompatIds, CompatOutcome, CompatReader, CompatWriter],
})
export class CompatModule {}

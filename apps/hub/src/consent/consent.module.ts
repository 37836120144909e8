import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { CallbackDoor } from './callback-door.service.js';
import { CallbackLimits } from './callback-limits.js';
import { CallbacksController } from './callbacks.controller.js';
import { ConsentChangesController } from './consent-changes.controller.js';
import { ConsentLedgerController } from './consent-ledger.controller.js';
import { ConsentLedgerService } from './consent-ledger.service.js';
import { ConsentStatusReader } from './consent-status.js';

/** Consent from SALESmanago, and the ledger of every change. */
@Module({
  imports: [AccountsModule, IntakeModule, StoresModule],
  controllers: [CallbacksController, ConsentLedgerController, ConsentChangesController],
  providers: [CallbackDoor, CallbackLimits, ConsentStatusReader, ConsentLedgerService],
  exports: [ConsentStatusReader],
})
export class ConsentModule {}

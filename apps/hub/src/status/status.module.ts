import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { DemoModule } from '../demo/demo.module.js';
import { ExportsModule } from '../exports/exports.module.js';
import { HealthModule } from '../health/health.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { ProcessingModule } from '../processing/processing.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { StatusController } from './status.controller.js';
import { StatusService } from './status.service.js';
import { StoreStatusService } from './store-status.service.js';

/** The page at `/`. */
@Module({
  imports: [
    AccountsModule,
    DemoModule,
    ExportsModule,
    HealthModule,
    IntakeModule,
    ProcessingModule,
    StoresModule,
  ],
  controllers: [StatusController],
  providers: [StatusService, StoreStatusService],
})
export class StatusModule {}

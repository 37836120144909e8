import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { ProcessingModule } from '../processing/processing.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { CallPlanner } from './call-planner.service.js';
import { DeadLetterViewService } from './dead-letter-view.service.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { DeadLettersService } from './dead-letters.service.js';
import { ExportLinger } from './export-linger.js';
import { KeyInformationCall } from './key-information-call.js';
import { LaneService } from './lane.service.js';
import { LookUpService } from './look-up.service.js';
import { LookUpWriter } from './look-up.writer.js';
import { QuietBatch } from './quiet-batch.js';
import { Sender } from './sender.service.js';
import { SettleService } from './settle.service.js';
import { WriteBackService } from './write-back.service.js';
import { WriteBackBaseline } from './write-back-baseline.js';

/** Sends commands to SALESmanago, once, in order, per account. */
@Module({
  imports: [AccessModule, AccountsModule, IntakeModule, StoresModule, ProcessingModule],
  controllers: [DeadLettersController],
  providers: [
    LaneService,
    CallPlanner,
    Sender,
    SettleService,
    LookUpService,
    LookUpWriter,
    ExportLinger,
    QuietBatch,
    KeyInformationCall,
    DeadLettersService,
    DeadLetterViewService,
    WriteBackService,
    WriteBackBaseline,
  ],
  exports: [WriteBackService, LaneService, LookUpWriter],
})
export class DeliveryModule {}

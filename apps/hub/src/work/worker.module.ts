import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { ExportsModule } from '../exports/exports.module.js';
import { ProcessingModule } from '../processing/processing.module.js';
import { WorkerService } from './worker.service.js';

/** The role `worker`: without it a process only takes in. */
@Module({
  imports: [ProcessingModule, DeliveryModule, ExportsModule],
  providers: [WorkerService],
})
export class WorkerModule {}
